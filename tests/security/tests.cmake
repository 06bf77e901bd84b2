# SPDX-License-Identifier: MIT
# What SECURITY.md promises of results that come from elsewhere.
if(VERIGAN_BUILD_EXPERIMENTS)
  find_program(PYTHON3 python3)
  if(PYTHON3)
    add_test(NAME security_hostile COMMAND ${PYTHON3} ${CMAKE_CURRENT_SOURCE_DIR}/security/hostile.py
             ${CMAKE_RUNTIME_OUTPUT_DIRECTORY})
    set_tests_properties(security_hostile PROPERTIES TIMEOUT 300)
  endif()
endif()
