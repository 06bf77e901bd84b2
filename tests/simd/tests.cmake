# SPDX-License-Identifier: MIT
verigan_test(simd
  SOURCES
    simd/test_convolution.cpp
    simd/test_convolution_bits.cpp
    simd/test_elementwise_bits.cpp
    simd/test_fma.cpp
    simd/test_gemm.cpp
    simd/test_gemm_bits.cpp
    simd/test_known_answers.cpp
    simd/test_target.cpp
    simd/test_vector_math.cpp
  LINKS verigan::simd verigan::random)

# All 2³² floats: cmake -DVERIGAN_SLOW_TESTS=ON, then ctest -L slow.
option(VERIGAN_SLOW_TESTS "Run the tests that take minutes" OFF)
verigan_test(simd_all_floats SOURCES simd/test_all_floats.cpp LINKS verigan::simd LABELS slow
  TIMEOUT 7200)
if(NOT VERIGAN_SLOW_TESTS)
  set_tests_properties(simd_all_floats PROPERTIES DISABLED TRUE)
endif()
