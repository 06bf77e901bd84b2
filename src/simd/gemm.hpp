// SPDX-License-Identifier: MIT
#pragma once

#include <span>

#include "core/matrix.hpp"
#include "simd/activation.hpp"
#include "simd/update.hpp"

// The three matrix products of training, each output element one chain of fused multiply–adds in the
// written order of k, starting from 0 (or from C when accumulating). Rows and columns may be tiled,
// vectorised and shared between threads; k is never split. The five-line loops in gemm_spec.cpp are
// the specification, and every implementation returns its bits.
//
// Dimension letters: M rows (samples), K inner, N columns.
namespace verigan::simd {

/// c (M, N) = a (M, K) · b (K, N); with accumulate, c += a · b.
void gemm_nn(MatrixView<const float> a, MatrixView<const float> b, MatrixView<float> c,
             bool accumulate = false);

/// c (M, N) = a (M, K) · bᵀ, b (N, K): dX = dY · Wᵀ.
void gemm_nt(MatrixView<const float> a, MatrixView<const float> b, MatrixView<float> c,
             bool accumulate = false);

/// c (M, N) = aᵀ · b, a (K, M), b (K, N): dW = Xᵀ · dY, the chain runs over the batch. And, unless it is
/// empty, sums (N) = the column sums of b, with accumulate added to it: the bits of column_sums.
void gemm_tn(MatrixView<const float> a, MatrixView<const float> b, MatrixView<float> c,
             bool accumulate = false, std::span<float> sums = {});

/// c = f(a · b + bias), bias (N): the bits of gemm_nn, then bias_activate.
void gemm_nn_activate(MatrixView<const float> a, MatrixView<const float> b, MatrixView<float> c,
                      std::span<const float> bias, Activation f, float slope = 0.0f);

/// c = (a · bᵀ) · f′ elementwise, from f's outputs y (M, N): the bits of gemm_nt, then
/// activation_backward.
void gemm_nt_backward(MatrixView<const float> a, MatrixView<const float> b, MatrixView<float> c,
                      MatrixView<const float> y, Activation f, float slope = 0.0f);

/// The Adam update of w (M, N) by the gradient aᵀ · b (or c + aᵀ · b): the bits of gemm_tn into c, then
/// of adam on every row. c is workspace, and its contents afterwards are not specified: the gradient
/// need never reach memory.
struct AdamMatrices {
  MatrixView<float> w, m, v;
};
void gemm_tn_adam(MatrixView<const float> a, MatrixView<const float> b, MatrixView<float> c,
                  bool accumulate, const AdamMatrices& target, const AdamStep& step,
                  std::span<float> sums = {});

namespace spec {
void gemm_nn(MatrixView<const float> a, MatrixView<const float> b, MatrixView<float> c,
             bool accumulate = false);
void gemm_nt(MatrixView<const float> a, MatrixView<const float> b, MatrixView<float> c,
             bool accumulate = false);
void gemm_tn(MatrixView<const float> a, MatrixView<const float> b, MatrixView<float> c,
             bool accumulate = false);
void gemm_tn_adam(MatrixView<const float> a, MatrixView<const float> b, MatrixView<float> c,
                  bool accumulate, const AdamMatrices& target, const AdamStep& step);
}  // namespace spec

}  // namespace verigan::simd
