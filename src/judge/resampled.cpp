// SPDX-License-Identifier: MIT
#include "judge/resampled.hpp"

#include <algorithm>
#include <cmath>

#include "core/numeric.hpp"
#include "metrics/frechet.hpp"
#include "random/addresses.hpp"

namespace verigan::judge {

namespace {

constexpr std::size_t kMostBlocks = 100, kRowsOfBlock = 10, kMostSets = 4;

std::size_t blocks_for(std::size_t n, std::size_t m) {
  return std::min({kMostBlocks, n / kRowsOfBlock, m / kRowsOfBlock});
}

/// Parts of the smallest size that the Fréchet distance is extrapolated from: a tenth, or as many as have
/// twice as many samples as there are features, for where there are fewer the distance is no line in 1/N;
/// but half at most.
std::size_t least_parts(std::size_t rows, std::size_t blocks) {
  const std::size_t enough = (2 * kFeatures * blocks + rows - 1) / rows;
  return std::max<std::size_t>(1, std::min(blocks / 2, std::max(blocks / 10, enough)));
}

/// Σ of values over each part.
std::vector<double> part_sums(const std::vector<double>& values, std::size_t blocks) {
  std::vector<double> sums(blocks, 0.0);
  for (std::size_t b = 0; b < blocks; ++b) {
    const std::size_t last = metrics::block_begin(values.size(), blocks, b + 1);
    for (std::size_t i = metrics::block_begin(values.size(), blocks, b); i < last; ++i)
      sums[b] += values[i];
  }
  return sums;
}

std::vector<std::size_t> counts(std::span<const std::uint32_t> drawn, std::size_t blocks) {
  std::vector<std::size_t> times(blocks, 0);
  for (const std::uint32_t b : drawn) ++times[b];
  return times;
}

/// Where the line of least squares through (x, y) meets x = 0.
double intercept(std::span<const double> x, std::span<const double> y) {
  const auto n = static_cast<double>(x.size());
  double mean_x = 0, mean_y = 0, xy = 0, xx = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    mean_x += x[i] / n;
    mean_y += y[i] / n;
  }
  for (std::size_t i = 0; i < x.size(); ++i) {
    xy += (x[i] - mean_x) * (y[i] - mean_y);
    xx += (x[i] - mean_x) * (x[i] - mean_x);
  }
  return mean_y - xy / xx * mean_x;
}

}  // namespace

Judgement mixed(const Judgement& judgement, std::uint64_t seed, std::uint64_t step) {
  const std::size_t n = judgement.features.rows();
  std::vector<std::uint32_t> order(n);
  random::draws::kMixing.stream(seed).permutation(step, order);
  Judgement found{Matrix<float>(n, judgement.features.cols()), Matrix<float>(n, judgement.probabilities.cols())};
  for (std::size_t i = 0; i < n; ++i) {
    std::ranges::copy(judgement.features.row(order[i]), found.features.row(i).begin());
    std::ranges::copy(judgement.probabilities.row(order[i]), found.probabilities.row(i).begin());
  }
  return found;
}

Resampled::Resampled(const Judgement& samples, const Judgement& reference, std::size_t neighbours)
    : blocks_(blocks_for(samples.features.rows(), reference.features.rows())),
      least_(least_parts(std::min(samples.features.rows(), reference.features.rows()), blocks_)),
      samples_(samples.features, blocks_),
      reference_(reference.features, blocks_),
      kernel_(samples.features, reference.features, blocks_) {
  const std::size_t n = samples.features.rows(), m = reference.features.rows();
  const metrics::Neighbourhoods near =
      metrics::neighbourhoods(reference.features, samples.features, neighbours);
  sample_sizes_ = part_sums(std::vector<double>(n, 1.0), blocks_);
  reference_sizes_ = part_sums(std::vector<double>(m, 1.0), blocks_);
  precise_ = part_sums(near.precise, blocks_);
  density_ = part_sums(near.density, blocks_);
  recalled_ = part_sums(near.recalled, blocks_);
  covered_ = part_sums(near.covered, blocks_);
  const std::size_t classes = samples.probabilities.cols();
  std::vector<double> entropy(n, 0.0);
  class_probability_.assign(blocks_, std::vector<double>(classes, 0.0));
  for (std::size_t b = 0; b < blocks_; ++b) {
    const std::size_t last = metrics::block_begin(n, blocks_, b + 1);
    for (std::size_t i = metrics::block_begin(n, blocks_, b); i < last; ++i)
      for (std::size_t y = 0; y < classes; ++y) {
        const auto p = static_cast<double>(samples.probabilities(i, y));
        class_probability_[b][y] += p;
        entropy[i] += xlogy(p, p);
      }
  }
  negative_entropy_ = part_sums(entropy, blocks_);
}

double Resampled::mean(const std::vector<double>& of_parts, const std::vector<double>& sizes,
                       std::span<const std::size_t> times) {
  double sum = 0, size = 0;
  for (std::size_t b = 0; b < times.size(); ++b) {
    sum += static_cast<double>(times[b]) * of_parts[b];
    size += static_cast<double>(times[b]) * sizes[b];
  }
  return sum / size;
}

double Resampled::inception_score(std::span<const std::size_t> times) const {
  double log_score = mean(negative_entropy_, sample_sizes_, times);
  for (std::size_t y = 0; y < class_probability_[0].size(); ++y) {
    std::vector<double> of_class(blocks_);
    for (std::size_t b = 0; b < blocks_; ++b) of_class[b] = class_probability_[b][y];
    const double p = mean(of_class, sample_sizes_, times);
    log_score -= xlogy(p, p);
  }
  return std::exp(log_score);
}

double Resampled::frechet(std::span<const std::uint32_t> samples,
                          std::span<const std::uint32_t> reference) const {
  return metrics::frechet_distance(samples_.take(counts(samples, blocks_)),
                                   reference_.take(counts(reference, blocks_)));
}

std::array<double, kQuantities> Resampled::take(std::span<const std::uint32_t> samples,
                                                std::span<const std::uint32_t> reference) const {
  std::array<double, kSizes> per_share{}, distances{};
  for (std::size_t j = 0; j < kSizes; ++j) {
    const std::size_t size = least_ + (blocks_ - least_) * j / (kSizes - 1);
    per_share[j] = static_cast<double>(blocks_) / static_cast<double>(size);
    // Of the smaller sizes several sets of parts that share none, for what chance makes of one is large.
    const std::size_t sets = std::min(kMostSets, blocks_ / size);
    for (std::size_t k = 0; k < sets; ++k)
      distances[j] += frechet(samples.subspan(k * size, size), reference.subspan(k * size, size)) /
                      static_cast<double>(sets);
  }
  const std::vector<std::size_t> times_x = counts(samples, blocks_), times_y = counts(reference, blocks_);
  return {distances.back(),
          intercept(per_share, distances),
          kernel_.take(times_x, times_y),
          inception_score(times_x),
          mean(precise_, sample_sizes_, times_x),
          mean(recalled_, reference_sizes_, times_y),
          mean(density_, sample_sizes_, times_x),
          mean(covered_, reference_sizes_, times_y)};
}

}  // namespace verigan::judge
