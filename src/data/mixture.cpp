// SPDX-License-Identifier: MIT
#include "data/mixture.hpp"

#include <cmath>
#include <numbers>
#include <utility>

#include "core/check.hpp"
#include "simd/vector_math.hpp"

namespace verigan::data {

namespace {

void require_length(const char* name, double value) {
  require(value > 0 && std::isfinite(value), name, " ", value, ", expected a positive number");
}

}  // namespace

double Mixture::density(double x, double y) const {
  const auto s = static_cast<double>(deviation);
  double sum = 0;
  for (const auto& centre : centres) {
    const double dx = (x - static_cast<double>(centre[0])) / s;
    const double dy = (y - static_cast<double>(centre[1])) / s;
    sum += std::exp(-0.5 * (dx * dx + dy * dy));
  }
  return sum / (2 * std::numbers::pi * s * s * static_cast<double>(centres.size()));
}

Mixture ring(std::size_t modes, double radius, double deviation) {
  require(modes > 0, "a ring of 0 modes, expected at least 1");
  require_length("ring radius", radius);
  require_length("mode deviation", deviation);
  Mixture mixture{{}, static_cast<float>(deviation)};
  const auto r = static_cast<float>(radius);
  for (std::size_t k = 0; k < modes; ++k) {
    const float angle =
        2 * std::numbers::pi_v<float> * static_cast<float>(k) / static_cast<float>(modes);
    mixture.centres.push_back({r * simd::cos(angle), r * simd::sin(angle)});
  }
  return mixture;
}

Mixture grid(std::size_t side, double spacing, double deviation) {
  require(side > 0, "a grid of 0 modes, expected at least 1");
  require_length("grid spacing", spacing);
  require_length("mode deviation", deviation);
  Mixture mixture{{}, static_cast<float>(deviation)};
  const double middle = 0.5 * static_cast<double>(side - 1);
  for (std::size_t row = 0; row < side; ++row)
    for (std::size_t column = 0; column < side; ++column)
      mixture.centres.push_back(
          {static_cast<float>(spacing * (static_cast<double>(column) - middle)),
           static_cast<float>(spacing * (static_cast<double>(row) - middle))});
  return mixture;
}

MixturePoints::MixturePoints(Mixture mixture, std::uint64_t seed, std::uint32_t run,
                             random::Purpose purpose)
    : mixture_(std::move(mixture)), stream_(seed, purpose, run) {
  require(!mixture_.centres.empty(), "a mixture of 0 modes, expected at least 1");
}

void MixturePoints::fill(std::uint64_t step, Batch batch) {
  const MatrixView<float> out = batch.x;
  ensure(out.cols == 2, "points of the plane");
  const auto modes = static_cast<std::uint32_t>(mixture_.centres.size());
  for (std::size_t i = 0; i < out.rows; ++i) {
    const auto& centre = mixture_.centres[stream_.below(2 * step, i, modes)];
    out(i, 0) = centre[0];
    out(i, 1) = centre[1];
  }
  add_normals(stream_, 2 * step + 1, out, mixture_.deviation);
}

}  // namespace verigan::data
