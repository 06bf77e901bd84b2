// SPDX-License-Identifier: MIT
#include "simd/fma.hpp"
#include "simd/gemm.hpp"

// The specification. Read these loops to know what the fast kernels return.
namespace verigan::simd::spec {

void gemm_nn(MatrixView<const float> a, MatrixView<const float> b, MatrixView<float> c,
             bool accumulate) {
  for (std::size_t i = 0; i < c.rows; ++i) {
    for (std::size_t j = 0; j < c.cols; ++j) {
      float chain = accumulate ? c(i, j) : 0.0f;
      for (std::size_t k = 0; k < a.cols; ++k) chain = fma(a(i, k), b(k, j), chain);
      c(i, j) = chain;
    }
  }
}

void gemm_nt(MatrixView<const float> a, MatrixView<const float> b, MatrixView<float> c,
             bool accumulate) {
  for (std::size_t i = 0; i < c.rows; ++i) {
    for (std::size_t j = 0; j < c.cols; ++j) {
      float chain = accumulate ? c(i, j) : 0.0f;
      for (std::size_t k = 0; k < a.cols; ++k) chain = fma(a(i, k), b(j, k), chain);
      c(i, j) = chain;
    }
  }
}

void gemm_tn(MatrixView<const float> a, MatrixView<const float> b, MatrixView<float> c,
             bool accumulate) {
  for (std::size_t i = 0; i < c.rows; ++i) {
    for (std::size_t j = 0; j < c.cols; ++j) {
      float chain = accumulate ? c(i, j) : 0.0f;
      for (std::size_t k = 0; k < a.rows; ++k) chain = fma(a(k, i), b(k, j), chain);
      c(i, j) = chain;
    }
  }
}

void gemm_tn_adam(MatrixView<const float> a, MatrixView<const float> b, MatrixView<float> c,
                  bool accumulate, const AdamMatrices& target, const AdamStep& step) {
  gemm_tn(a, b, c, accumulate);
  for (std::size_t i = 0; i < c.rows; ++i)
    spec::adam(target.w.row(i), c.row(i), target.m.row(i), target.v.row(i), step);
}

}  // namespace verigan::simd::spec
