# SPDX-License-Identifier: MIT
# One list of hashes for every build and machine: compilers × optimisation × SIMD targets × threads.
verigan_test(golden_parts SOURCES golden/test_golden.cpp LINKS verigan::golden)
verigan_program(golden SOURCES golden/golden_program.cpp LINKS verigan::golden)

# golden_leg(NAME COMPILER LEVEL [PROGRAM]): a skipped test where a tool is missing.
function(golden_leg name compiler level)
  add_test(NAME golden_${name} COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/golden/matrix.sh
           ${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR}/golden ${compiler} ${level} ${ARGN})
  set_tests_properties(golden_${name} PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 600 LABELS golden)
endfunction()

golden_leg(main ${CMAKE_CXX_COMPILER} -O3 $<TARGET_FILE:golden>)
golden_leg(gcc_O0 g++ -O0)
golden_leg(clang_O3 clang++ -O3)
golden_leg(clang_O0 clang++ -O0)
golden_leg(aarch64 aarch64-linux-gnu-g++ -O3)

add_test(NAME golden_changelog
         COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/golden/changelog.sh ${PROJECT_SOURCE_DIR})
