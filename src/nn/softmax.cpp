// SPDX-License-Identifier: MIT
#include "nn/softmax.hpp"

#include <algorithm>

#include "core/check.hpp"
#include "simd/reduce.hpp"
#include "simd/vector_math.hpp"

namespace verigan::nn {

namespace {

/// out = e^{row − its largest}; returns their sum, at least 1, and the largest.
struct Normaliser {
  float sum, largest;
};
Normaliser exponentials(std::span<const float> row, std::span<float> out) {
  const float largest = *std::ranges::max_element(row);
  for (std::size_t k = 0; k < row.size(); ++k) out[k] = row[k] - largest;
  simd::exp(out, out);
  return {simd::sum(out), largest};
}

}  // namespace

void softmax(MatrixView<const float> logits, MatrixView<float> out) {
  ensure(logits.rows == out.rows && logits.cols == out.cols && logits.cols > 0, "shapes of a softmax");
  for (std::size_t b = 0; b < logits.rows; ++b) {
    const auto row = out.row(b);
    const float sum = exponentials(logits.row(b), row).sum;
    for (float& p : row) p /= sum;
  }
}

double softmax_cross_entropy(MatrixView<const float> logits, std::span<const std::uint8_t> labels,
                             MatrixView<float> dlogits) {
  ensure(logits.rows == labels.size() && logits.rows > 0 && dlogits.rows == logits.rows &&
             dlogits.cols == logits.cols,
         "a label and a gradient for each row of logits");
  const float batch = static_cast<float>(logits.rows);
  double loss = 0;
  for (std::size_t b = 0; b < logits.rows; ++b) {
    const std::size_t label = labels[b];
    ensure(label < logits.cols, "labels are below the number of classes");
    const float of_label = logits(b, label);
    const auto row = dlogits.row(b);
    const Normaliser found = exponentials(logits.row(b), row);
    loss += static_cast<double>(simd::log(found.sum)) + static_cast<double>(found.largest) -
            static_cast<double>(of_label);
    for (float& p : row) p /= found.sum;
    row[label] -= 1;
    for (float& slope : row) slope /= batch;
  }
  return loss / static_cast<double>(logits.rows);
}

}  // namespace verigan::nn
