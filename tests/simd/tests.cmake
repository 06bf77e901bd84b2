# SPDX-License-Identifier: MIT
verigan_test(simd
  SOURCES
    simd/test_convolution.cpp simd/test_convolution_bits.cpp
    simd/test_gemm.cpp
    simd/test_gemm_bits.cpp
    simd/test_vector_math.cpp
  LINKS verigan::simd verigan::random)
