// SPDX-License-Identifier: MIT
#include "simd/gemm.hpp"

#include "core/check.hpp"
#include "simd/kernels.hpp"
#include "simd/reduce.hpp"

namespace verigan::simd {

namespace {

bool multiply_nn(MatrixView<const float> a, MatrixView<const float> b, MatrixView<float> c,
                 bool accumulate, const Finish& finish) {
  ensure(a.rows == c.rows && a.cols == b.rows && b.cols == c.cols, "gemm_nn: shapes");
  return kernels().gemm_nn(a, b, c, accumulate, finish);
}

bool multiply_nt(MatrixView<const float> a, MatrixView<const float> b, MatrixView<float> c,
                 bool accumulate, const Finish& finish) {
  ensure(a.rows == c.rows && a.cols == b.cols && b.rows == c.cols, "gemm_nt: shapes");
  return kernels().gemm_nt(a, b, c, accumulate, finish);
}

}  // namespace

void gemm_nn(MatrixView<const float> a, MatrixView<const float> b, MatrixView<float> c,
             bool accumulate) {
  multiply_nn(a, b, c, accumulate, {});
}

void gemm_nt(MatrixView<const float> a, MatrixView<const float> b, MatrixView<float> c,
             bool accumulate) {
  multiply_nt(a, b, c, accumulate, {});
}

void gemm_nn_activate(MatrixView<const float> a, MatrixView<const float> b, MatrixView<float> c,
                      std::span<const float> bias, Activation f, float slope) {
  ensure(bias.size() == c.cols, "gemm_nn_activate: one bias per column");
  Finish finish;
  if (f == Activation::leaky_relu) finish = {Finish::Kind::activate, slope, bias.data(), 0};
  if (f == Activation::identity) finish = {Finish::Kind::activate, 1.0f, bias.data(), 0};
  const bool finished = multiply_nn(a, b, c, false, finish);
  if (!finished || finish.kind == Finish::Kind::none) bias_activate(c, bias, f, slope);
}

void gemm_nt_backward(MatrixView<const float> a, MatrixView<const float> b, MatrixView<float> c,
                      MatrixView<const float> y, Activation f, float slope) {
  ensure(y.rows == c.rows && y.cols == c.cols, "gemm_nt_backward: one output per result");
  ensure(f != Activation::leaky_relu || slope >= 0.0f, "gemm_nt_backward: slope >= 0");
  Finish finish;
  if (f == Activation::leaky_relu) finish = {Finish::Kind::differentiate, slope, y.data, y.ld};
  const bool finished = multiply_nt(a, b, c, false, finish);
  if (!finished || finish.kind == Finish::Kind::none) activation_backward(y, c, f, slope);
}

void gemm_tn(MatrixView<const float> a, MatrixView<const float> b, MatrixView<float> c,
             bool accumulate, std::span<float> sums) {
  ensure(a.cols == c.rows && a.rows == b.rows && b.cols == c.cols, "gemm_tn: shapes");
  ensure(sums.empty() || sums.size() == b.cols, "gemm_tn: one sum per column");
  const bool summed = kernels().gemm_tn(a, b, c, accumulate, sums.data());
  if (!summed && !sums.empty()) column_sums(b, sums, accumulate);
}

void gemm_tn_adam(MatrixView<const float> a, MatrixView<const float> b, MatrixView<float> c,
                  bool accumulate, const AdamMatrices& target, const AdamStep& step,
                  std::span<float> sums) {
  ensure(a.cols == c.rows && a.rows == b.rows && b.cols == c.cols, "gemm_tn_adam: shapes");
  for (const MatrixView<float>* x : {&target.w, &target.m, &target.v})
    ensure(x->rows == c.rows && x->cols == c.cols && x->ld == target.w.ld, "gemm_tn_adam: target");
  ensure(sums.empty() || sums.size() == b.cols, "gemm_tn_adam: one sum per column");
  const bool summed = kernels().gemm_tn_adam(a, b, c, accumulate, target, step, sums.data());
  if (!summed && !sums.empty()) column_sums(b, sums, accumulate);
}

}  // namespace verigan::simd
