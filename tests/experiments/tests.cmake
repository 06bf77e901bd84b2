# SPDX-License-Identifier: MIT
# The sample runs at the head of every experiment.
get_property(experiments GLOBAL PROPERTY VERIGAN_EXPERIMENT_PROGRAMS)
foreach(name ${experiments})
  add_test(NAME sample_runs_${name} COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/experiments/sample_runs.sh
    ${PROJECT_SOURCE_DIR}/experiments/${name}.cpp $<TARGET_FILE:${name}>)
  set_tests_properties(sample_runs_${name} PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 300)
endforeach()
