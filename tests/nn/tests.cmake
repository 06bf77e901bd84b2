# SPDX-License-Identifier: MIT
verigan_test(nn
  SOURCES
    nn/test_batch_norm.cpp nn/test_conditioned.cpp nn/test_convolution.cpp nn/test_dense.cpp
    nn/test_dropout.cpp nn/test_maxout.cpp nn/test_network.cpp nn/test_optimiser.cpp nn/test_softmax.cpp
  LINKS verigan::nn verigan::verification)
