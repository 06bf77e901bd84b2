# SPDX-License-Identifier: MIT
verigan_test(games
  SOURCES
    games/test_dirac.cpp
    games/test_dynamics.cpp
    games/test_spectrum.cpp
  LINKS verigan::games)
