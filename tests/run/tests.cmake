# SPDX-License-Identifier: MIT
verigan_program(counting SOURCES run/counting.cpp LINKS verigan::run)
verigan_test(run SOURCES run/test_harness.cpp LINKS verigan::record)
target_compile_definitions(test_run PRIVATE COUNTING_PROGRAM="$<TARGET_FILE:counting>")
add_dependencies(test_run counting)
verigan_test(theory_monitor SOURCES run/test_theory_monitor.cpp LINKS verigan::run)
verigan_test(series SOURCES run/test_series.cpp LINKS verigan::run)
