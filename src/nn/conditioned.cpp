// SPDX-License-Identifier: MIT
#include "nn/conditioned.hpp"

#include <algorithm>

#include "nn/optimiser.hpp"

namespace verigan::nn {

namespace {

constexpr std::size_t kMostClasses = std::size_t{1} << 24;  // labels wait in floats for backward

}  // namespace

Conditioned::Conditioned(const Shape& x, const Conditioning& how)
    : x_(x), how_(how), extra_(how.kind == Conditioning::Kind::one_hot ? how.classes : how.width) {
  require(x.size() > 0, "labels next to a sample of 0 numbers, expected at least 1");
  require(how.classes > 0 && how.classes <= kMostClasses, "labels of ", how.classes,
          " classes, expected 1 to ", kMostClasses);
  require(extra_ > 0, "labels that become 0 channels, expected at least 1");
  if (how.kind == Conditioning::Kind::one_hot) return;
  const bool image = how.kind == Conditioning::Kind::projection;
  Tensor& table = append(tensors_, "table", Role::weight, how.classes,
                         image ? x.height * x.width * extra_ : extra_);
  table.fan_in = table.fan_out = 1;
  if (image) table.shape = {how.classes, x.height, x.width, extra_};
}

void Conditioned::forward(std::span<const float> parameters, std::span<float>,
                          MatrixView<const float> x, MatrixView<float> y, std::span<float> scratch,
                          const Context& context) const {
  ensure(context.labels.size() == x.rows, "a label for each sample of a conditioned network");
  const std::size_t c = x_.channels, pixels = x_.height * x_.width;
  const bool image = how_.kind == Conditioning::Kind::projection;
  for (std::size_t i = 0; i < x.rows; ++i) {
    const Label label = context.labels[i];
    require(label < how_.classes, "label ", label, ", expected one of ", how_.classes,
            " classes from 0 on");
    scratch[i] = static_cast<float>(label);
    const float* const learnt =
        tensors_.empty() ? nullptr : tensors_[0].in(parameters).row(label).data();
    for (std::size_t p = 0; p < pixels; ++p) {
      float* const to = &y(i, p * (c + extra_));
      std::copy_n(&x(i, p * c), c, to);
      if (learnt == nullptr) {
        std::fill_n(to + c, extra_, 0.0F);
        to[c + label] = 1;
      } else {
        std::copy_n(image ? learnt + p * extra_ : learnt, extra_, to + c);
      }
    }
  }
}

void Conditioned::backward(std::span<const float>, MatrixView<const float> x,
                           MatrixView<const float>, MatrixView<float> dy, MatrixView<float> dx,
                           const Gradients& gradients, std::span<float> scratch) const {
  const std::size_t c = x_.channels, pixels = x_.height * x_.width;
  if (dx.data != nullptr)
    for (std::size_t i = 0; i < x.rows; ++i)
      for (std::size_t p = 0; p < pixels; ++p)
        std::copy_n(&dy(i, p * (c + extra_)), c, &dx(i, p * c));
  if (tensors_.empty() || gradients.values.empty()) return;
  // Sums in the order of samples and pixels.
  const bool image = how_.kind == Conditioning::Kind::projection;
  const MatrixView<float> table = tensors_[0].in(gradients.values);
  if (!gradients.add)
    for (std::size_t k = 0; k < table.rows; ++k) std::ranges::fill(table.row(k), 0.0F);
  for (std::size_t i = 0; i < x.rows; ++i) {
    float* const of_label = table.row(static_cast<std::size_t>(scratch[i])).data();
    for (std::size_t p = 0; p < pixels; ++p) {
      const float* const from = &dy(i, p * (c + extra_) + c);
      float* const sum = image ? of_label + p * extra_ : of_label;
      for (std::size_t k = 0; k < extra_; ++k) sum[k] += from[k];
    }
  }
  if (gradients.update != nullptr) gradients.update->apply(gradients.values);
}

}  // namespace verigan::nn
