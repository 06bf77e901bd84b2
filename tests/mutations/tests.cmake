# SPDX-License-Identifier: MIT
# One line of the library changed at a time: which row of the catalogue, or which test, goes red?
find_package(Clp REQUIRED)
find_package(Eigen3 REQUIRED)
find_package(PNG REQUIRED)
find_package(ZLIB REQUIRED)

verigan_program(verify_rows SOURCES mutations/verify_rows.cpp LINKS verigan_cli verigan::verification)

set(libraries)
foreach(room cli verification gan metrics nn data theory games statistics random simd record core)
  list(APPEND libraries $<TARGET_FILE:verigan_${room}>)
endforeach()
list(APPEND libraries $<TARGET_FILE:rapidcheck> $<TARGET_FILE:Clp::Clp> ${Clp_UTILS_LIBRARY}
     $<TARGET_FILE:PNG::PNG> $<TARGET_FILE:ZLIB::ZLIB>)
get_target_property(kind Catch2::Catch2 TYPE)
if(NOT kind STREQUAL INTERFACE_LIBRARY)
  list(APPEND libraries $<TARGET_FILE:Catch2::Catch2>)
endif()

# A file for the linker: the program's objects, then whatever they may need.
foreach(program verify_rows test_gan test_metrics test_nn test_statistics)
  set(objects $<TARGET_OBJECTS:${program}>)
  if(program MATCHES "^test_")
    list(APPEND objects $<TARGET_OBJECTS:verigan_test_main>)
  endif()
  file(GENERATE OUTPUT ${PROJECT_BINARY_DIR}/mutations/${program}.link
       CONTENT "$<JOIN:${objects},\n>\n-Wl,--start-group\n$<JOIN:${libraries},\n>\n-Wl,--end-group\n")
endforeach()

# -O1 suffices: nothing here depends on the optimiser, and each change is compiled for one run.
get_target_property(flags verigan_numerics INTERFACE_COMPILE_OPTIONS)
string(JOIN " " flags ${CMAKE_CXX_FLAGS} -O1 -DNDEBUG -std=c++20 -fopenmp -DHWY_DISABLE_PCLMUL_AES ${flags}
       -isystem $<TARGET_PROPERTY:Eigen3::Eigen,INTERFACE_INCLUDE_DIRECTORIES>)
string(JOIN " " compiler ${CMAKE_CXX_COMPILER_LAUNCHER} ${CMAKE_CXX_COMPILER})
foreach(set check slow)
  add_test(NAME mutations_${set} COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/mutations/mutations.sh
           ${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR}/mutations ${set} ${compiler} ${flags})
  set_tests_properties(mutations_${set} PROPERTIES TIMEOUT 900)
endforeach()
set_tests_properties(mutations_slow PROPERTIES LABELS slow)
if(NOT VERIGAN_SLOW_TESTS)
  set_tests_properties(mutations_slow PROPERTIES DISABLED TRUE)
endif()
