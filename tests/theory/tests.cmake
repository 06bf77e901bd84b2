# SPDX-License-Identifier: MIT
verigan_test(theory
  SOURCES
    theory/test_consistency.cpp
    theory/test_densities.cpp
    theory/test_divergence.cpp
    theory/test_f_generators.cpp
    theory/test_grid.cpp
    theory/test_references.cpp
  LINKS verigan::theory verigan::random)
target_compile_definitions(test_theory PRIVATE THEORY_TESTS="${CMAKE_CURRENT_SOURCE_DIR}/theory")
