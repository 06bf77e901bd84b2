# SPDX-License-Identifier: MIT
verigan_test(paper SOURCES paper/test_paper.cpp LINKS verigan::paper nlohmann_json::nlohmann_json)
target_compile_definitions(test_paper PRIVATE VERIGAN_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
  VERIGAN_PROGRAM="$<TARGET_FILE:verigan>")
add_dependencies(test_paper verigan)
add_test(NAME replay_of_committed_runs COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/paper/replay.sh
         $<TARGET_FILE:verigan> ${PROJECT_SOURCE_DIR})
