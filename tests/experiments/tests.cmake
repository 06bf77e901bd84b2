# SPDX-License-Identifier: MIT
# Experiment programs run as a user runs them. The sample runs at the head of each are tests.
get_property(experiments GLOBAL PROPERTY VERIGAN_EXPERIMENT_PROGRAMS)
foreach(name ${experiments})
  add_test(NAME sample_runs_${name} COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/experiments/sample_runs.sh
    ${PROJECT_SOURCE_DIR}/experiments/${name}.cpp $<TARGET_FILE:${name}>)
  set_tests_properties(sample_runs_${name} PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 300)
endforeach()

foreach(name game_experiments kills learnt_experiments picture_experiments theory_experiments trained_experiments toys_quick verdicts)
  verigan_test(${name} SOURCES experiments/test_${name}.cpp LINKS verigan::record TIMEOUT 600)
  target_compile_definitions(test_${name} PRIVATE PROGRAM_FOLDER="${CMAKE_RUNTIME_OUTPUT_DIRECTORY}")
  add_dependencies(test_${name} ${experiments})
endforeach()

verigan_test(columns SOURCES experiments/test_columns.cpp support/made_up_results.cpp
  LINKS verigan::run TIMEOUT 300)
verigan_test(kit SOURCES experiments/test_kit.cpp LINKS verigan::theory)
target_include_directories(test_kit PRIVATE ${PROJECT_SOURCE_DIR}/experiments)

find_package(nlohmann_json REQUIRED)
verigan_test(replay SOURCES experiments/test_replay.cpp LINKS verigan::record
  nlohmann_json::nlohmann_json TIMEOUT 300)
target_compile_definitions(test_replay PRIVATE PROGRAM_FOLDER="${CMAKE_RUNTIME_OUTPUT_DIRECTORY}")
add_dependencies(test_replay verigan verigan_catalogue)

string(REPLACE ";" " " names "${experiments}")
target_compile_definitions(test_columns PRIVATE EXPERIMENTS="${names}"
  PROGRAM_FOLDER="${CMAKE_RUNTIME_OUTPUT_DIRECTORY}" VERIGAN_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
add_dependencies(test_columns ${experiments})

if(TARGET table_mode_protocols)
  target_compile_definitions(test_trained_experiments PRIVATE HAVE_TABLES)
  add_dependencies(test_trained_experiments table_mode_protocols)
endif()

add_test(NAME run_in_python
  COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/support/python.sh ${PROJECT_SOURCE_DIR}/build/python
          ${CMAKE_CURRENT_SOURCE_DIR}/experiments/open_run_in_python.py $<TARGET_FILE:alpha_toy>)
set_tests_properties(run_in_python PROPERTIES SKIP_RETURN_CODE 77)

verigan_test(latent SOURCES experiments/test_latent.cpp ${PROJECT_SOURCE_DIR}/experiments/latent/walk.cpp
  LINKS verigan::run)
target_include_directories(test_latent PRIVATE ${PROJECT_SOURCE_DIR}/experiments)

verigan_test(generator_runs SOURCES experiments/test_generator_runs.cpp LINKS verigan::drive TIMEOUT 600)
target_compile_definitions(test_generator_runs PRIVATE PROGRAM_FOLDER="${CMAKE_RUNTIME_OUTPUT_DIRECTORY}")
add_dependencies(test_generator_runs verigan ${experiments})

foreach(format onnx torch)
  add_test(NAME export_${format}_in_python
    COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/support/python.sh ${PROJECT_SOURCE_DIR}/build/python
            ${CMAKE_CURRENT_SOURCE_DIR}/experiments/export_in_python.py ${format} $<TARGET_FILE:verigan>
            ${CMAKE_RUNTIME_OUTPUT_DIRECTORY})
  set_tests_properties(export_${format}_in_python PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 600)
endforeach()

verigan_test(own_data SOURCES experiments/test_own_data.cpp LINKS verigan::record TIMEOUT 600)
target_compile_definitions(test_own_data PRIVATE PROGRAM_FOLDER="${CMAKE_RUNTIME_OUTPUT_DIRECTORY}")
add_dependencies(test_own_data verigan ${experiments})

# Hours would pass at the presets' sizes; minutes do at these.
verigan_test(every_option SOURCES experiments/test_every_option.cpp LINKS verigan::record LABELS slow TIMEOUT 3600)
target_compile_definitions(test_every_option PRIVATE PROGRAM_FOLDER="${CMAKE_RUNTIME_OUTPUT_DIRECTORY}" EXPERIMENTS="${names}")
add_dependencies(test_every_option ${experiments})
if(NOT VERIGAN_SLOW_TESTS)
  set_tests_properties(every_option PROPERTIES DISABLED TRUE)
endif()
