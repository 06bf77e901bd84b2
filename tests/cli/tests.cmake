# SPDX-License-Identifier: MIT
verigan_test(cli SOURCES cli/test_reproduce.cpp cli/test_html.cpp cli/test_time_left.cpp LINKS verigan_cli)
target_compile_definitions(test_cli PRIVATE
  VERIGAN_PROGRAM="$<TARGET_FILE:verigan>" VERIGAN_FAKES="${CMAKE_CURRENT_SOURCE_DIR}/cli")
add_dependencies(test_cli verigan)
