# SPDX-License-Identifier: MIT
verigan_test(drive
  SOURCES drive/test_bundles.cpp drive/test_gallery.cpp drive/test_html.cpp drive/test_merge.cpp drive/test_pool.cpp
    drive/test_slurm.cpp drive/test_sweep.cpp drive/test_sweep_commands.cpp drive/test_time_left.cpp
  LINKS verigan::report nlohmann_json::nlohmann_json)
target_compile_definitions(test_drive PRIVATE
  COUNTING="$<TARGET_FILE:counting>" VERIGAN_PROGRAM="$<TARGET_FILE:verigan>")
add_dependencies(test_drive counting verigan)

if(VERIGAN_BUILD_EXPERIMENTS)
  add_test(NAME cluster_page COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/drive/cluster_page.sh
           ${PROJECT_SOURCE_DIR} ${CMAKE_RUNTIME_OUTPUT_DIRECTORY})
  set_tests_properties(cluster_page PROPERTIES TIMEOUT 300 PROCESSORS 2)
  add_test(NAME faults COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/drive/faults.sh $<TARGET_FILE:verigan>
           $<TARGET_FILE:counting> $<TARGET_FILE:alpha_toy> $<TARGET_FILE:failing_calls> $<TARGET_FILE:flush_to_zero>)
  set_tests_properties(faults PROPERTIES TIMEOUT 300)
  add_test(NAME sweeps COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/drive/sweeps.sh
           ${PROJECT_SOURCE_DIR} ${CMAKE_RUNTIME_OUTPUT_DIRECTORY})
endif()
