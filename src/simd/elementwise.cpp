// SPDX-License-Identifier: MIT
#include <algorithm>

#include "core/check.hpp"
#include "core/parallel.hpp"
#include "simd/activation.hpp"
#include "simd/kernels.hpp"
#include "simd/reduce.hpp"
#include "simd/update.hpp"
#include "simd/vector_math.hpp"

// The public functions that go over arrays: each checks its arguments and calls the target's kernel,
// for pieces of arrays that are large enough for threads to pay.
namespace verigan::simd {
namespace {

// Elements of a piece: some ten microseconds.
constexpr std::size_t kPiece = 32768;

/// body(first, count) for all of `units` of `size` elements each.
template <class Body>
void in_pieces(std::size_t units, std::size_t size, const Body& body) {
  const std::size_t per_piece = std::max<std::size_t>(1, kPiece / std::max<std::size_t>(1, size));
  const std::size_t pieces = (units + per_piece - 1) / per_piece;
  if (pieces <= 1) return body(0, units);
  parallel_for(pieces, [&](std::size_t i) {
    const std::size_t first = i * per_piece;
    body(first, std::min(per_piece, units - first));
  });
}

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
  constexpr std::size_t line = 64;  // columns taken together
  in_pieces((x.cols + line - 1) / line, line * x.rows, [&](std::size_t first, std::size_t count) {
    const std::size_t begin = first * line, width = std::min(count * line, x.cols - begin);
    kernels().column_sums({x.data + begin, x.rows, width, x.ld}, out.subspan(begin, width), accumulate);
  });
}

void adam(std::span<float> w, std::span<const float> g, std::span<float> m, std::span<float> v,
          const AdamStep& step) {
  ensure(g.size() == w.size() && m.size() == w.size() && v.size() == w.size(), "adam: lengths");
  in_pieces(w.size(), 1, [&](std::size_t first, std::size_t n) {
    kernels().adam(w.subspan(first, n), g.subspan(first, n), m.subspan(first, n), v.subspan(first, n),
                   step);
  });
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
  in_pieces(x.rows, x.cols, [&](std::size_t first, std::size_t count) {
    kernels().add_bias(x.block_rows(first, count), bias);
  });
}

void activate(MatrixView<float> x, Activation f, float slope) {
  in_pieces(x.rows, x.cols, [&](std::size_t first, std::size_t count) {
    kernels().activate(x.block_rows(first, count), f, slope);
  });
}

void bias_activate(MatrixView<float> x, std::span<const float> bias, Activation f, float slope) {
  ensure(bias.size() == x.cols, "bias_activate: one bias per column");
  in_pieces(x.rows, x.cols, [&](std::size_t first, std::size_t count) {
    kernels().bias_activate(x.block_rows(first, count), bias, f, slope);
  });
}

void activation_backward(MatrixView<const float> y, MatrixView<float> dy, Activation f,
                         float slope) {
  ensure(y.rows == dy.rows && y.cols == dy.cols, "activation_backward: shapes");
  ensure(f != Activation::leaky_relu || slope >= 0.0f, "activation_backward: slope >= 0");
  in_pieces(y.rows, y.cols, [&](std::size_t first, std::size_t count) {
    kernels().activation_backward(y.block_rows(first, count), dy.block_rows(first, count), f, slope);
  });
}

}  // namespace verigan::simd
