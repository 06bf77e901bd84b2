# SPDX-License-Identifier: MIT
# Rigorous integration by Arb (libflint-arb-dev) against every quantity of `verigan theory`. An optional
# dependency of the tests: where it is missing there is no such test.
find_path(ARB_INCLUDE_DIR acb_calc.h PATH_SUFFIXES flint)
find_library(ARB_LIBRARY NAMES flint-arb arb)
find_library(FLINT_LIBRARY flint)
if(ARB_INCLUDE_DIR AND ARB_LIBRARY AND FLINT_LIBRARY)
  verigan_program(referee SOURCES referee/referee.cpp referee/enclosure.cpp referee/law.cpp LINKS verigan::theory)
  target_include_directories(referee PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
  target_include_directories(referee SYSTEM PRIVATE ${ARB_INCLUDE_DIR})
  target_link_libraries(referee PRIVATE ${ARB_LIBRARY} ${FLINT_LIBRARY})
  add_test(NAME referee COMMAND referee 25 1)
  set_tests_properties(referee PROPERTIES TIMEOUT 600)
  # ctest -L slow, with -DVERIGAN_SLOW_TESTS=ON
  add_test(NAME referee_2000 COMMAND referee 2000 2)
  set_tests_properties(referee_2000 PROPERTIES LABELS slow TIMEOUT 7200)
  if(NOT VERIGAN_SLOW_TESTS)
    set_tests_properties(referee_2000 PROPERTIES DISABLED TRUE)
  endif()
endif()
