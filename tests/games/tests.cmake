# SPDX-License-Identifier: MIT
verigan_test(games
  SOURCES
    games/test_dynamics.cpp
    games/test_exact_game.cpp
    games/test_fifty_digits.cpp
    games/test_finite_gan.cpp
    games/test_learning.cpp
    games/test_matrix_game.cpp
    games/test_spectrum.cpp
  LINKS verigan::games verigan::random verigan::theory)

# The program itself.
find_package(nlohmann_json REQUIRED)
verigan_test(games_command
  SOURCES games/test_solve_command.cpp games/test_stability_command.cpp
  LINKS verigan::record nlohmann_json::nlohmann_json)
target_compile_definitions(test_games_command PRIVATE VERIGAN_PROGRAM="$<TARGET_FILE:verigan>")
add_dependencies(test_games_command verigan)
