# SPDX-License-Identifier: MIT
verigan_test(statistics
  SOURCES statistics/test_intervals.cpp statistics/test_rank_tests.cpp statistics/test_survival.cpp
    statistics/test_verdict.cpp
  LINKS verigan::statistics verigan::random)
# 2,000 made-up experiments a test: those that cost little, and the resampling ones.
verigan_test(statistics_simulated SOURCES statistics/test_simulated.cpp
  LINKS verigan::statistics verigan::random)
verigan_test(statistics_resampled SOURCES statistics/test_resampled.cpp
  LINKS verigan::statistics verigan::random LABELS slow)
# Distances and divergences of samples, over many of them.
verigan_test(statistics_sampled SOURCES statistics/test_sampled.cpp
  LINKS verigan::statistics verigan::theory TIMEOUT 600)
