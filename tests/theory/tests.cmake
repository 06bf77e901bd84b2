# SPDX-License-Identifier: MIT
verigan_test(theory
  SOURCES
    theory/test_best_response.cpp
    theory/test_bounds.cpp
    theory/test_claim.cpp
    theory/test_consistency.cpp
    theory/test_densities.cpp
    theory/test_dirac.cpp
    theory/test_discriminator_gap.cpp
    theory/test_divergence.cpp
    theory/test_expression.cpp
    theory/test_f_generators.cpp
    theory/test_game_loss.cpp
    theory/test_grid.cpp
    theory/test_lattice.cpp
    theory/test_laws.cpp
    theory/test_mmd.cpp
    theory/test_reference_divergences.cpp
    theory/test_reference_normals.cpp
    theory/test_own_f.cpp
    theory/test_references.cpp
    theory/test_scan.cpp
  LINKS verigan::theory verigan::random)
target_compile_definitions(test_theory PRIVATE THEORY_TESTS="${CMAKE_CURRENT_SOURCE_DIR}/theory")

# Integrals over the plane take their time.
verigan_test(theory_plane SOURCES theory/test_plane.cpp LINKS verigan::theory verigan::random TIMEOUT 900)

# The program itself.
find_package(nlohmann_json REQUIRED)
verigan_test(theory_command
  SOURCES theory/test_command.cpp theory/test_plane_command.cpp
  LINKS verigan::record nlohmann_json::nlohmann_json)
target_compile_definitions(test_theory_command PRIVATE VERIGAN_PROGRAM="$<TARGET_FILE:verigan>")
add_dependencies(test_theory_command verigan)
