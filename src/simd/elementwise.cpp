// SPDX-License-Identifier: MIT
#include "core/check.hpp"
#include "simd/activation.hpp"
#include "simd/kernels.hpp"
#include "simd/reduce.hpp"
#include "simd/update.hpp"
#include "simd/vector_math.hpp"

// The public functions that go over arrays: each checks its arguments and calls the target's kernel.
namespace verigan::simd {
namespace {

void map(Kernels::Map* kernel, std::span<const float> in, std::span<float> out) {
  ensure(in.size() == out.size(), "in and out of one length");
  kernel(in, out);
}

}  // namespace

void exp(std::span<const float> in, std::span<float> out) { map(kernels().exp, in, out); }
void log(std::span<const float> in, std::span<float> out) { map(kernels().log, in, out); }
void softplus(std::span<const float> in, std::span<float> out) { map(kernels().softplus, in, out); }
void sigmoid(std::span<const float> in, std::span<float> out) { map(kernels().sigmoid, in, out); }
void tanh(std::span<const float> in, std::span<float> out) { map(kernels().tanh, in, out); }
void sin(std::span<const float> in, std::span<float> out) { map(kernels().sin, in, out); }
void cos(std::span<const float> in, std::span<float> out) { map(kernels().cos, in, out); }

float sum(std::span<const float> x) { return kernels().sum(x); }
double sum_in_double(std::span<const float> x) { return kernels().sum_in_double(x); }

float dot(std::span<const float> x, std::span<const float> y) {
  ensure(x.size() == y.size(), "dot: lengths");
  return kernels().dot(x, y);
}

void column_sums(MatrixView<const float> x, std::span<float> out, bool accumulate) {
  ensure(out.size() == x.cols, "column_sums: one sum per column");
  kernels().column_sums(x, out, accumulate);
}

void adam(std::span<float> w, std::span<const float> g, std::span<float> m, std::span<float> v,
          const AdamStep& step) {
  ensure(g.size() == w.size() && m.size() == w.size() && v.size() == w.size(), "adam: lengths");
  kernels().adam(w, g, m, v, step);
}

void sgd(std::span<float> w, std::span<const float> g, std::span<float> velocity, float rate,
         float momentum) {
  ensure(g.size() == w.size() && velocity.size() == w.size(), "sgd: lengths");
  kernels().sgd(w, g, velocity, rate, momentum);
}

void moving_average(std::span<float> average, std::span<const float> w, float decay) {
  ensure(average.size() == w.size(), "moving_average: lengths");
  kernels().moving_average(average, w, decay);
}

void add_bias(MatrixView<float> x, std::span<const float> bias) {
  ensure(bias.size() == x.cols, "add_bias: one bias per column");
  kernels().add_bias(x, bias);
}

void activate(MatrixView<float> x, Activation f, float slope) { kernels().activate(x, f, slope); }

void bias_activate(MatrixView<float> x, std::span<const float> bias, Activation f, float slope) {
  ensure(bias.size() == x.cols, "bias_activate: one bias per column");
  kernels().bias_activate(x, bias, f, slope);
}

void activation_backward(MatrixView<const float> y, MatrixView<float> dy, Activation f,
                         float slope) {
  ensure(y.rows == dy.rows && y.cols == dy.cols, "activation_backward: shapes");
  ensure(f != Activation::leaky_relu || slope >= 0.0f, "activation_backward: slope >= 0");
  kernels().activation_backward(y, dy, f, slope);
}

}  // namespace verigan::simd
