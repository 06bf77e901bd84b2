// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "data/batch.hpp"

// Mixtures of normals in the plane: the data on which generators are seen to drop modes.
namespace verigan::data {

/// Equally likely normals of one standard deviation, the same in both coordinates.
struct Mixture {
  std::vector<std::array<float, 2>> centres;
  float deviation = 0;

  /// Density at (x, y).
  double density(double x, double y) const;
};

/// `modes` centres evenly on a circle about the origin, the first at angle 0. Throws verigan::Error
/// unless there is at least 1 mode, and radius and deviation are positive and finite.
Mixture ring(std::size_t modes, double radius, double deviation);
/// side × side centres `spacing` apart, centred on the origin, row by row from below. Throws
/// likewise.
Mixture grid(std::size_t side, double spacing, double deviation);

/// Fresh points of a mixture for every step, drawn from (seed, purpose, run).
class MixturePoints final : public Source {
 public:
  MixturePoints(Mixture mixture, std::uint64_t seed, std::uint32_t run = 0,
                random::Purpose purpose = random::Purpose::data);

  const Mixture& mixture() const { return mixture_; }
  Shape shape() const override { return {1, 1, 2}; }
  std::size_t size() const override { return 0; }
  void fill(std::uint64_t step, Batch out) override;

 private:
  Mixture mixture_;
  random::Stream stream_;
};

}  // namespace verigan::data
