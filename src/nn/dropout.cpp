// SPDX-License-Identifier: MIT
#include "nn/dropout.hpp"

#include <algorithm>

namespace verigan::nn {

namespace {

void multiply(MatrixView<const float> x, std::span<const float> factors, MatrixView<float> y) {
  for (std::size_t i = 0; i < x.rows; ++i) {
    const float *from = &x(i, 0), *factor = &factors[i * x.cols];
    float* to = &y(i, 0);
    for (std::size_t j = 0; j < x.cols; ++j) to[j] = from[j] * factor[j];
  }
}

}  // namespace

Dropout::Dropout(const Shape& shape, float rate)
    : shape_(shape), width_(shape.size()), rate_(rate) {
  require(width_ > 0, "dropout of 0 units, expected at least 1");
  require(rate >= 0 && rate < 1, "dropout rate ", rate, ", expected [0, 1)");
}

void Dropout::forward(std::span<const float>, std::span<float>, MatrixView<const float> x,
                      MatrixView<float> y, std::span<float> scratch, const Context& context) const {
  if (context.mode != Mode::train) {
    for (std::size_t i = 0; i < x.rows; ++i) std::ranges::copy(x.row(i), y.row(i).begin());
    return;
  }
  ensure(context.stream != nullptr, "dropout in training has a stream to draw from");
  const std::span<float> mask = scratch.first(x.rows * width_);
  context.stream->uniforms(context.step, mask, std::uint64_t{context.layer} << 32);
  const float rate = rate_, kept = 1.0f / (1.0f - rate_);
  for (float& u : mask) u = u < rate ? 0.0f : kept;
  multiply(x, mask, y);
}

void Dropout::backward(std::span<const float>, MatrixView<const float> x, MatrixView<const float>,
                       MatrixView<float> dy, MatrixView<float> dx, const Gradients&,
                       std::span<float> scratch) const {
  if (dx.data != nullptr) multiply(dy, scratch.first(x.rows * width_), dx);
}

}  // namespace verigan::nn
