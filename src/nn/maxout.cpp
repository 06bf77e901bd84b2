// SPDX-License-Identifier: MIT
#include "nn/maxout.hpp"

#include <algorithm>

namespace verigan::nn {

Maxout::Maxout(std::size_t outputs, std::size_t pieces) : outputs_(outputs), pieces_(pieces) {
  require(outputs > 0 && pieces > 0, "maxout of ", pieces, " pieces and ", outputs,
          " outputs, expected at least 1 of each");
}

void Maxout::forward(std::span<const float>, std::span<float>, MatrixView<const float> x,
                     MatrixView<float> y, std::span<float>, const Context&) const {
  for (std::size_t i = 0; i < x.rows; ++i) {
    float* const best = &y(i, 0);
    std::copy_n(&x(i, 0), outputs_, best);
    for (std::size_t k = 1; k < pieces_; ++k) {
      const float* const piece = &x(i, k * outputs_);
      // A NaN is not <= anything and so is taken, and what is NaN (not equal to itself) stays.
      for (std::size_t j = 0; j < outputs_; ++j)
        best[j] = ((best[j] == best[j]) & !(piece[j] <= best[j])) ? piece[j] : best[j];
    }
  }
}

void Maxout::backward(std::span<const float>, MatrixView<const float> x, MatrixView<const float> y,
                      MatrixView<float> dy, MatrixView<float> dx, const Gradients&,
                      std::span<float>) const {
  if (dx.data == nullptr) return;
  for (std::size_t i = 0; i < x.rows; ++i) {
    const float* const best = &y(i, 0);
    float* const left = &dy(i, 0);  // what no piece has taken yet
    for (std::size_t k = 0; k < pieces_; ++k) {
      const float* const piece = &x(i, k * outputs_);
      float* const out = &dx(i, k * outputs_);
      for (std::size_t j = 0; j < outputs_; ++j) {
        const bool taken = !(piece[j] < best[j]);  // holds for NaN too
        out[j] = taken ? left[j] : 0.0F;
        left[j] = taken ? 0.0F : left[j];
      }
    }
  }
}

}  // namespace verigan::nn
