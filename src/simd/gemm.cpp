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

void gemm_tn_adam(MatrixView<const float> a, MatrixView<const float> b, MatrixView<float> c,
                  bool accumulate, const AdamMatrices& target, const AdamStep& step) {
  ensure(a.cols == c.rows && a.rows == b.rows && b.cols == c.cols, "gemm_tn_adam: shapes");
  for (const MatrixView<float>* x : {&target.w, &target.m, &target.v})
    ensure(x->rows == c.rows && x->cols == c.cols && x->ld == target.w.ld, "gemm_tn_adam: target");
  kernels().gemm_tn_adam(a, b, c, accumulate, target, step);
}

}  // namespace verigan::simd
