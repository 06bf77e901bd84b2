# SPDX-License-Identifier: MIT
verigan_test(gan
  SOURCES gan/test_objective.cpp gan/test_conditional.cpp gan/test_described.cpp gan/test_gradient_penalty.cpp
    gan/test_trainer.cpp gan/test_generator_gradient.cpp gan/test_held_out.cpp gan/test_learning.cpp
    gan/test_fixed_pair.cpp gan/test_probe.cpp gan/test_diagnosis.cpp gan/test_verdict.cpp
    gan/test_matching.cpp gan/test_random_share.cpp
  LINKS verigan::gan verigan::metrics verigan::theory verigan::verification)
verigan_test(gan_allocations SOURCES gan/test_allocations.cpp LINKS verigan::gan)
