# SPDX-License-Identifier: MIT
# Readers of foreign bytes. Always: the corpus, some thousand changes of it and inputs of a megabyte, in the
# build that is tested. By label (ctest -L fuzz): a minute of libFuzzer each, under clang's sanitizers.
find_package(ZLIB REQUIRED)
add_library(fuzz_targets OBJECT fuzz/promise.cpp fuzz/files.cpp fuzz/texts.cpp fuzz/records.cpp)
target_include_directories(fuzz_targets PUBLIC ${CMAKE_CURRENT_SOURCE_DIR})
target_compile_features(fuzz_targets PUBLIC cxx_std_20)
target_link_libraries(fuzz_targets PUBLIC verigan::drive verigan::run verigan::data verigan::theory
                      verigan::games verigan::record ZLIB::ZLIB
                      PRIVATE verigan_warnings)

verigan_program(fuzz_replay SOURCES fuzz/replay.cpp $<TARGET_OBJECTS:fuzz_targets> LINKS fuzz_targets)
add_test(NAME fuzz_replay COMMAND fuzz_replay ${CMAKE_CURRENT_SOURCE_DIR}/fuzz/corpus 3000)
set_tests_properties(fuzz_replay PROPERTIES TIMEOUT 300)

add_test(NAME fuzz COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/fuzz/fuzz.sh
         ${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR}/fuzz 60)
set_tests_properties(fuzz PROPERTIES LABELS fuzz SKIP_RETURN_CODE 77 TIMEOUT 7200)
if(NOT VERIGAN_SLOW_TESTS)
  set_tests_properties(fuzz PROPERTIES DISABLED TRUE)
endif()
