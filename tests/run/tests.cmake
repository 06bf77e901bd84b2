# SPDX-License-Identifier: MIT
verigan_program(counting SOURCES run/counting.cpp LINKS verigan::run)
verigan_test(run SOURCES run/test_harness.cpp LINKS verigan::record)
target_compile_definitions(test_run PRIVATE COUNTING_PROGRAM="$<TARGET_FILE:counting>")
add_dependencies(test_run counting)
verigan_test(theory_monitor SOURCES run/test_theory_monitor.cpp LINKS verigan::run)
verigan_test(series SOURCES run/test_series.cpp LINKS verigan::run)
add_test(NAME tensorboard
  COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/support/python.sh ${PROJECT_SOURCE_DIR}/build/python
          ${CMAKE_CURRENT_SOURCE_DIR}/run/read_events.py $<TARGET_FILE:counting>)
set_tests_properties(tensorboard PROPERTIES SKIP_RETURN_CODE 77)

add_library(failing_calls MODULE run/failing_calls.cpp)
target_link_libraries(failing_calls PRIVATE verigan_warnings ${CMAKE_DL_LIBS})
