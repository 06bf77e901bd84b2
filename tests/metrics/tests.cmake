# SPDX-License-Identifier: MIT
verigan_test(metrics SOURCES metrics/test_kernel_cells.cpp metrics/test_metrics.cpp metrics/test_cells.cpp metrics/test_frechet.cpp
             metrics/test_image_moments.cpp metrics/test_inception_score.cpp metrics/test_modes.cpp metrics/test_neighbours.cpp
             metrics/test_theory_snapshot.cpp LINKS verigan::metrics)
