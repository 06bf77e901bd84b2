// SPDX-License-Identifier: MIT
#include "judge/score.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "core/check.hpp"
#include "core/parallel.hpp"
#include "judge/resampled.hpp"
#include "metrics/frechet.hpp"
#include "metrics/inception_score.hpp"
#include "random/addresses.hpp"

namespace verigan::judge {

namespace {

constexpr double kConfidence = 0.95;
constexpr std::size_t kSplits = 10;

using Values = std::array<double, kQuantities>;

struct Bounds {
  double least, most;
};
/// Where each quantity can lie, by Quantity.
std::array<Bounds, kQuantities> bounds(std::size_t classes) {
  constexpr double inf = std::numeric_limits<double>::infinity();
  return {{{0, inf}, {-inf, inf}, {-inf, inf}, {1, static_cast<double>(classes)}, {0, 1}, {0, 1}, {0, inf},
           {0, 1}}};
}

void require_samples(const Judgement& judgement, const char* what) {
  require(judgement.features.rows() >= kFewestSamples, judgement.features.rows(), " ", what,
          ", expected at least ", kFewestSamples);
}

/// All parts once, in an order of their own, so that the smaller sizes are random parts.
Values values_of(const Resampled& parts, std::uint64_t seed) {
  const random::Stream stream = random::draws::kThinning.stream(seed);
  std::vector<std::uint32_t> x(parts.blocks()), y(parts.blocks());
  stream.permutation(0, x);
  stream.permutation(1, y);
  return parts.take(x, y);
}

/// What chance makes of each quantity: row r from the r-th parts drawn with replacement.
std::vector<Values> drawn_again(const Resampled& parts, const ScoreOptions& options,
                                const ScoreProgress& progress, std::size_t done, std::size_t total) {
  const random::Stream stream = random::draws::kResampling.stream(options.seed);
  const auto blocks = static_cast<std::uint32_t>(parts.blocks());
  std::vector<Values> found(options.resamples);
  constexpr std::size_t kAtOnce = 20;
  for (std::size_t first = 0; first < options.resamples; first += kAtOnce) {
    if (progress) progress("intervals", done + first, total);
    parallel_for(std::min(kAtOnce, options.resamples - first), [&](std::size_t k) {
      const std::size_t r = first + k;
      std::vector<std::uint32_t> x(blocks), y(blocks);
      for (std::uint32_t b = 0; b < blocks; ++b) {
        x[b] = stream.below(2 * r, b, blocks);
        y[b] = stream.below(2 * r + 1, b, blocks);
      }
      found[r] = parts.take(x, y);
    });
  }
  return found;
}

}  // namespace

Score about(double value, double floor, std::vector<double> again, double least, double most) {
  std::ranges::sort(again);
  const auto n = static_cast<double>(again.size());
  const double mean = std::accumulate(again.begin(), again.end(), 0.0) / n;
  const auto quantile = [&](double p) {
    const double at = p * (n - 1);
    const auto below = static_cast<std::size_t>(at);
    const std::size_t above = std::min(below + 1, again.size() - 1);
    return again[below] + (at - static_cast<double>(below)) * (again[above] - again[below]);
  };
  const auto inside = [&](double x) { return std::clamp(x, least, most); };
  return {value, inside(value + quantile((1 - kConfidence) / 2) - mean),
          inside(value + quantile((1 + kConfidence) / 2) - mean), floor};
}

Scores score(const Judgement& samples, const Judgement& reference, const Floor& floor,
             const ScoreOptions& options, const ScoreProgress& progress) {
  require_samples(samples, "samples");
  require_samples(reference, "images to compare with");
  require(options.resamples >= 10, options.resamples, " resamples, expected at least 10");
  const std::size_t kPairs = options.resamples;  // as much work as all of these, about
  const std::size_t total = options.resamples + kPairs + (floor.real != nullptr ? kPairs : 0);
  if (progress) progress("distances", 0, total);
  const Judgement x = mixed(samples, options.seed, 0), y = mixed(reference, options.seed, 1);
  const Resampled parts(x, y, options.neighbours);
  const metrics::Moments of_x = metrics::moments(x.features), of_y = metrics::moments(y.features);
  Values values = values_of(parts, options.seed);
  values[static_cast<std::size_t>(Quantity::frechet)] = metrics::frechet_distance(of_x, of_y);
  const std::vector<Values> again = drawn_again(parts, options, progress, kPairs, total);
  Scores found;
  const auto limits = bounds(samples.probabilities.cols());
  for (std::size_t q = 0; q < kQuantities; ++q) {
    std::vector<double> column;
    for (const Values& row : again) column.push_back(row[q]);
    found.of[q] = about(values[q], found.of[q].floor, std::move(column), limits[q].least, limits[q].most);
  }
  if (floor.real != nullptr) {
    ensure(floor.reference != nullptr, "real images have others to be scored against");
    if (progress) progress("floors", options.resamples + kPairs, total);
    require_samples(*floor.real, "real images");
    require_samples(*floor.reference, "real images to compare with");
    const Values floors = values_of(Resampled(mixed(*floor.real, options.seed, 2),
                                              mixed(*floor.reference, options.seed, 3), options.neighbours),
                                    options.seed);
    for (std::size_t q = 0; q < kQuantities; ++q) found.of[q].floor = floors[q];
  }
  const metrics::InceptionScore splits = metrics::inception_score(x.probabilities, kSplits);
  found.split_mean = splits.split_mean;
  found.split_sd = splits.split_sd;
  found.rank = metrics::covariance_rank(of_x);
  found.reference_rank = metrics::covariance_rank(of_y);
  return found;
}

}  // namespace verigan::judge
