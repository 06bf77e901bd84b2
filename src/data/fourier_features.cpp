// SPDX-License-Identifier: MIT
#include "data/fourier_features.hpp"

#include <algorithm>
#include <cmath>

#include "core/check.hpp"
#include "simd/fma.hpp"
#include "simd/vector_math.hpp"

namespace verigan::data {

FourierFeatures::FourierFeatures(std::shared_ptr<Source> source, std::size_t count, double scale,
                                 std::uint64_t seed, std::uint32_t run)
    : source_(std::move(source)), frequencies_(count, source_->dimension()) {
  require(scale > 0 && std::isfinite(scale), "scale of Fourier features ", scale,
          ", expected a positive number");
  fill_normals(random::Stream(seed, random::Purpose::initialise, run), 0, frequencies_);
  for (std::size_t k = 0; k < count; ++k)
    for (float& b : frequencies_.row(k)) b /= static_cast<float>(scale);
}

void FourierFeatures::fill(std::uint64_t step, Batch batch) {
  const MatrixView<float> out = batch.x;
  ensure(out.cols == dimension(), "one column for every feature");
  const std::size_t d = source_->dimension();
  if (points_.rows() != out.rows) points_ = Matrix<float>(out.rows, d);
  source_->fill(step, {points_, batch.labels});
  for (std::size_t i = 0; i < out.rows; ++i) {
    const auto x = points_.row(i);
    std::ranges::copy(x, out.row(i).begin());
    for (std::size_t k = 0; k < frequencies_.rows(); ++k) {
      float phase = 0;
      for (std::size_t j = 0; j < d; ++j) phase = simd::fma(frequencies_(k, j), x[j], phase);
      out(i, d + 2 * k) = simd::sin(phase);
      out(i, d + 2 * k + 1) = simd::cos(phase);
    }
  }
}

}  // namespace verigan::data
