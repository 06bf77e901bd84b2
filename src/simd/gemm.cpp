// SPDX-License-Identifier: MIT
#include "simd/gemm.hpp"

#include "core/check.hpp"
#include "simd/kernels.hpp"

namespace verigan::simd {

void gemm_nn(MatrixView<const float> a, MatrixView<const float> b, MatrixView<float> c,
             bool accumulate) {
  ensure(a.rows == c.rows && a.cols == b.rows && b.cols == c.cols, "gemm_nn: shapes");
  kernels().gemm_nn(a, b, c, accumulate);
}

void gemm_nt(MatrixView<const float> a, MatrixView<const float> b, MatrixView<float> c,
             bool accumulate) {
  ensure(a.rows == c.rows && a.cols == b.cols && b.rows == c.cols, "gemm_nt: shapes");
  kernels().gemm_nt(a, b, c, accumulate);
}

void gemm_tn(MatrixView<const float> a, MatrixView<const float> b, MatrixView<float> c,
             bool accumulate) {
  ensure(a.cols == c.rows && a.rows == b.rows && b.cols == c.cols, "gemm_tn: shapes");
  kernels().gemm_tn(a, b, c, accumulate);
}

}  // namespace verigan::simd
