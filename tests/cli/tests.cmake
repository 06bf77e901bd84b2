# SPDX-License-Identifier: MIT
verigan_test(cli SOURCES cli/test_check.cpp cli/test_reproduce.cpp
  LINKS verigan::drive nlohmann_json::nlohmann_json)
target_compile_definitions(test_cli PRIVATE
  VERIGAN_PROGRAM="$<TARGET_FILE:verigan>" VERIGAN_FAKES="${CMAKE_CURRENT_SOURCE_DIR}/cli"
  COUNTING="$<TARGET_FILE:counting>")
add_dependencies(test_cli verigan counting)

verigan_test(further_scores SOURCES cli/test_further_scores.cpp LINKS verigan_cli TIMEOUT 300)
verigan_test(score_command SOURCES cli/test_score_command.cpp
  LINKS verigan::judge nlohmann_json::nlohmann_json)
target_compile_definitions(test_score_command PRIVATE VERIGAN_PROGRAM="$<TARGET_FILE:verigan>")
add_dependencies(test_score_command verigan)

if(VERIGAN_BUILD_EXPERIMENTS)
  verigan_test(standard_output SOURCES cli/test_standard_output.cpp LINKS verigan::drive)
  target_compile_definitions(test_standard_output PRIVATE
    VERIGAN_PROGRAMS="${CMAKE_RUNTIME_OUTPUT_DIRECTORY}")
  verigan_output_programs(outputs)
  get_property(experiments GLOBAL PROPERTY VERIGAN_EXPERIMENT_PROGRAMS)
  verigan_test(look SOURCES cli/test_look.cpp LINKS verigan::drive verigan::record)
  target_compile_definitions(test_look PRIVATE PROGRAM_FOLDER="${CMAKE_RUNTIME_OUTPUT_DIRECTORY}")
  get_property(experiments GLOBAL PROPERTY VERIGAN_EXPERIMENT_PROGRAMS)
  add_dependencies(test_look verigan verigan_catalogue ${experiments})
  add_dependencies(test_standard_output verigan golden verigan_catalogue ${outputs} ${experiments})
endif()

add_test(NAME ro_crate
  COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/support/python.sh ${PROJECT_SOURCE_DIR}/build/python
          ${CMAKE_CURRENT_SOURCE_DIR}/cli/check_crate.py $<TARGET_FILE:verigan> $<TARGET_FILE:counting>
          ${CMAKE_CURRENT_SOURCE_DIR}/cli/fake_figure.sh)
set_tests_properties(ro_crate PROPERTIES SKIP_RETURN_CODE 77)
verigan_test(samples SOURCES cli/test_samples.cpp
  LINKS verigan_cli verigan::metrics verigan::record verigan::theory nlohmann_json::nlohmann_json TIMEOUT 600)
target_compile_definitions(test_samples PRIVATE VERIGAN_PROGRAM="$<TARGET_FILE:verigan>")
add_dependencies(test_samples verigan)

verigan_test(theory_page SOURCES cli/test_theory_page.cpp LINKS verigan::record)
target_compile_definitions(test_theory_page PRIVATE VERIGAN_SOURCE="${PROJECT_SOURCE_DIR}"
  VERIGAN_PROGRAM="$<TARGET_FILE:verigan>")
add_dependencies(test_theory_page verigan)
