# SPDX-License-Identifier: MIT
verigan_test(core SOURCES core/test_arguments.cpp core/test_check.cpp core/test_delimited.cpp core/test_environment.cpp core/test_matrix.cpp core/test_names.cpp core/test_number_list.cpp core/test_numeric.cpp core/test_parallel.cpp core/test_quadrature.cpp core/test_terminal.cpp LINKS verigan::core)
