# SPDX-License-Identifier: MIT
verigan_test(diagnosis SOURCES diagnosis/test_loss_log.cpp diagnosis/test_histories.cpp diagnosis/test_sample_verdict.cpp
  LINKS verigan::diagnosis)
