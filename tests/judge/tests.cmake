# SPDX-License-Identifier: MIT
verigan_test(judge
  SOURCES judge/test_classifier.cpp judge/test_evaluator.cpp judge/test_samples.cpp judge/test_score.cpp
  LINKS verigan::judge)
