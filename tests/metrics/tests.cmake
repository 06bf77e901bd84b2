# SPDX-License-Identifier: MIT
verigan_test(metrics SOURCES metrics/test_metrics.cpp LINKS verigan::metrics)
