// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "judge/classifier.hpp"
#include "judge/score.hpp"
#include "metrics/kernel_distance.hpp"
#include "metrics/moments.hpp"
#include "metrics/neighbours.hpp"

namespace verigan::judge {

/// Rows in a random order of their own, so that consecutive ones are a random sample.
Judgement mixed(const Judgement& judgement, std::uint64_t seed, std::uint64_t step);

/// Two sets of images, mixed, cut into parts whose contributions to every score are worked out once: the
/// scores of any choice of parts then cost little.
class Resampled {
 public:
  Resampled(const Judgement& samples, const Judgement& reference, std::size_t neighbours);

  std::size_t blocks() const { return blocks_; }
  /// Scores of the parts chosen, in the order they were drawn in; the smaller sizes are consecutive ones.
  std::array<double, kQuantities> take(std::span<const std::uint32_t> samples,
                                       std::span<const std::uint32_t> reference) const;

 private:
  double frechet(std::span<const std::uint32_t> samples, std::span<const std::uint32_t> reference) const;
  double inception_score(std::span<const std::size_t> times) const;
  /// The mean over samples of parts taken so often.
  static double mean(const std::vector<double>& of_parts, const std::vector<double>& sizes,
                     std::span<const std::size_t> times);

  std::size_t blocks_, least_;
  metrics::BlockMoments samples_, reference_;
  metrics::BlockKernel kernel_;
  // Sums over the samples of each part.
  std::vector<double> sample_sizes_, reference_sizes_, precise_, density_, recalled_, covered_;
  std::vector<double> negative_entropy_;               // Σ p ln p
  std::vector<std::vector<double>> class_probability_;  // Σ p
};

}  // namespace verigan::judge
