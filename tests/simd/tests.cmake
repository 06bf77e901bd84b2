# SPDX-License-Identifier: MIT
verigan_test(simd
  SOURCES simd/test_convolution.cpp simd/test_vector_math.cpp simd/test_gemm.cpp
  LINKS verigan::simd verigan::random)
