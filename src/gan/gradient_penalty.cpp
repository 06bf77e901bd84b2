// SPDX-License-Identifier: MIT
#include "gan/gradient_penalty.hpp"

#include <algorithm>
#include <cmath>

#include "simd/reduce.hpp"

namespace verigan::gan {

GradientPenalty::GradientPenalty(const Penalties& penalties, const nn::Network& discriminator, std::size_t batch,
                                 const random::Stream& between)
    : penalties_(penalties),
      between_(between),
      slope_(discriminator, batch),
      x_(batch, discriminator.inputs()),
      g_(batch, discriminator.inputs()),
      shares_(batch) {
  for (const double weight : {penalties.r1, penalties.r2, penalties.gradient})
    require(weight >= 0 && std::isfinite(weight), "weight ", weight,
            " of a penalty on the discriminator's gradient, expected a number >= 0");
}

void GradientPenalty::add(const nn::Weights& weights, MatrixView<const float> rows, std::size_t real,
                          std::uint64_t address, std::span<float> gradients) {
  const std::size_t made = rows.rows - real;
  // γ/2n·Σ‖g‖² moves as ⟨γ/n·g, g⟩ does for a fixed first factor.
  const auto squares = [&](double weight, MatrixView<const float> x) {
    if (weight == 0 || x.rows == 0) return;
    const MatrixView<float> g = g_.view().block_rows(0, x.rows);
    slope_.gradient(weights, x, g);
    const auto factor = static_cast<float>(weight / static_cast<double>(x.rows));
    for (std::size_t i = 0; i < g.rows; ++i)
      for (float& one : g.row(i)) one *= factor;
    slope_.add(weights, g, gradients);
  };
  squares(penalties_.r1, rows.block_rows(0, real));
  squares(penalties_.r2, rows.block_rows(real, made));
  if (penalties_.gradient == 0) return;
  const std::size_t n = std::min(real, made);
  const MatrixView<float> x = x_.view().block_rows(0, n), g = g_.view().block_rows(0, n);
  between_.uniforms(address, std::span(shares_).first(n));
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < x.cols; ++j)
      x(i, j) = shares_[i] * rows(i, j) + (1 - shares_[i]) * rows(real + i, j);
  slope_.gradient(weights, x, g);
  for (std::size_t i = 0; i < n; ++i) {
    const float norm = std::sqrt(simd::squared_norm(g.row(i)));
    const double factor = 2 * penalties_.gradient / static_cast<double>(n);
    const float scale = norm > 0 ? static_cast<float>(factor) * (norm - 1) / norm : 0.0F;
    for (float& one : g.row(i)) one *= scale;
  }
  slope_.add(weights, g, gradients);
}

}  // namespace verigan::gan
