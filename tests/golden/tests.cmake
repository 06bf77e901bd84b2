# SPDX-License-Identifier: MIT
# One list of hashes for every build and machine: compilers × optimisation × SIMD targets × threads.
verigan_test(golden_parts SOURCES golden/test_golden.cpp LINKS verigan::golden)

add_library(golden_main OBJECT golden/golden_program.cpp)
target_link_libraries(golden_main PRIVATE verigan::golden verigan_warnings verigan_numerics)
verigan_program(golden SOURCES $<TARGET_OBJECTS:golden_main> LINKS verigan::golden)

# golden_leg(NAME COMPILER LEVEL [PROGRAM]): a skipped test where a tool is missing.
function(golden_leg name compiler level)
  add_test(NAME golden_${name} COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/golden/matrix.sh
           ${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR}/golden ${compiler} ${level} ${ARGN})
  set_tests_properties(golden_${name} PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 1800 LABELS golden)
endfunction()

golden_leg(main ${CMAKE_CXX_COMPILER} -O3 $<TARGET_FILE:golden>)
golden_leg(gcc_O0 g++ -O0)
golden_leg(clang_O3 clang++ -O3)
golden_leg(clang_O0 clang++ -O0)
golden_leg(aarch64 aarch64-linux-gnu-g++ -O3)

# What the list must not let pass.
get_target_property(flags verigan_numerics INTERFACE_COMPILE_OPTIONS)
string(JOIN " " flags ${CMAKE_CXX_FLAGS} -O3 -std=c++20 -DHWY_DISABLE_PCLMUL_AES ${flags})
set(libraries)
foreach(folder golden gan metrics nn data theory games random simd record core)
  list(APPEND libraries $<TARGET_FILE:verigan_${folder}>)
endforeach()
add_test(NAME golden_mutations COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/golden/mutations.sh
         ${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR}/golden/mutations ${CMAKE_CXX_COMPILER} ${flags}
         $<TARGET_OBJECTS:golden_main> ${libraries})
set_tests_properties(golden_mutations PROPERTIES TIMEOUT 900 LABELS golden)

add_test(NAME golden_changelog
         COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/golden/changelog.sh ${PROJECT_SOURCE_DIR})

add_library(flush_to_zero MODULE golden/flush_to_zero.cpp)
target_include_directories(flush_to_zero PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
target_link_libraries(flush_to_zero PRIVATE verigan_warnings verigan_numerics)
if(VERIGAN_BUILD_EXPERIMENTS)
  add_test(NAME doctor COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/golden/doctor.sh $<TARGET_FILE:verigan>
           $<TARGET_FILE:optimal_discriminator> $<TARGET_FILE:flush_to_zero>)
endif()
