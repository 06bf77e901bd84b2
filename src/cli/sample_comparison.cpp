// SPDX-License-Identifier: MIT
#include "cli/sample_comparison.hpp"

#include <algorithm>
#include <cmath>

#include "core/check.hpp"
#include "metrics/mmd.hpp"
#include "random/addresses.hpp"
#include "statistics/classifier_divergence.hpp"
#include "statistics/neighbour_divergence.hpp"
#include "statistics/sample_distance.hpp"
#include "theory/empirical.hpp"

namespace verigan::cli {

namespace {

using statistics::Interval;

std::vector<double> first_column(const Matrix<double>& points) {
  std::vector<double> values;
  for (std::size_t i = 0; i < points.rows(); ++i) values.push_back(points(i, 0));
  return values;
}

// Bandwidths about the median distance; where more than half of the pairs are equal, about 1.
std::vector<double> bandwidths_of(const Sampled& p, const Sampled& q) {
  const double median = statistics::median_distance(p.points, q.points);
  const double scale = median > 0 ? median : 1;
  return {0.5 * scale, scale, 2 * scale};
}

// In floats about a common centre and in units of a bandwidth: no kernel changes, and no digits are lost.
Matrix<float> in_units(const Matrix<double>& points, std::span<const double> centre, double unit) {
  Matrix<float> scaled(points.rows(), points.cols());
  for (std::size_t i = 0; i < points.rows(); ++i)
    for (std::size_t c = 0; c < points.cols(); ++c)
      scaled(i, c) = static_cast<float>((points(i, c) - centre[c]) / unit);
  return scaled;
}

metrics::TwoSampleTest permutation_test(const Sampled& p, const Sampled& q,
                                        std::span<const double> bandwidths, std::uint64_t seed) {
  const auto centre = p.points.row(0);
  const double unit = bandwidths[1];
  std::vector<double> scaled;
  for (const double s : bandwidths) scaled.push_back(s / unit);
  return metrics::mmd_test(in_units(p.points, centre, unit), in_units(q.points, centre, unit), scaled,
                           kSamplePermutations, random::draws::kSamplePermutations.stream(seed));
}

// W₁ to a density is exact for the sample, and only the sample's own error is resampled.
Interval line_distance(const Sampled& p, const Sampled& q, const statistics::Resampling& options) {
  const Sampled* sample = p.density ? &q : &p;
  const theory::Density* density = p.density ? p.density.get() : q.density.get();
  std::vector<double> x = first_column(sample->points);
  if (density == nullptr)
    return statistics::wasserstein1_interval(x, first_column(q.points), options);
  std::sort(x.begin(), x.end());
  const Estimate value = theory::wasserstein1_of_sample(x, *density);
  const double reach = statistics::wasserstein1_radius(x, options) + value.error;
  return {value.value, std::max(value.value - reach, 0.0), value.value + reach};
}

SampleEstimate line_estimate(const Sampled& p, const Sampled& q, const statistics::Resampling& options) {
  SampleEstimate found{"w1", "W₁(p,q)", "Wasserstein distance, units of x", {}, "bootstrap", "", false};
  for (const Sampled* side : {&p, &q})
    if (side->density && !std::isfinite(side->density->mean())) {
      found.reason = "a distribution without a finite mean";
      return found;
    }
  found.interval = line_distance(p, q, options);
  return found;
}

constexpr const char* kRepeated = "repeated points: no density";
constexpr const char* kNeighbours = "neighbours, groups";
constexpr const char* kClassifier = "classifier, normal";

}  // namespace

SampleComparison compare_samples(const Sampled& p, const Sampled& q, std::uint64_t seed) {
  const std::size_t d = p.points.cols();
  require(d == q.points.cols(), "p has ", d, " coordinates and q ", q.points.cols(),
          ", expected the same number");
  for (const auto& [name, side] : {std::pair{"p", &p}, std::pair{"q", &q}})
    require(side->points.rows() >= statistics::kFewestForNeighbours, name, " has ", side->points.rows(),
            " points, expected at least ", statistics::kFewestForNeighbours);
  const Matrix<double>&x = p.points, &y = q.points;
  const statistics::Resampling resampling{.seed = seed, .confidence = kSampleConfidence};
  SampleComparison found;
  found.bandwidths = bandwidths_of(p, q);
  const auto test = permutation_test(p, q, found.bandwidths, seed);
  found.mmd2 = test.statistic;
  found.p_value = test.p_value;
  const auto add = [&found](SampleEstimate row) { found.estimates.push_back(std::move(row)); };
  add({"mmd2", "MMD²(p,q)", "squared maximum mean discrepancy, Gaussian kernels",
       statistics::mmd2_interval(x, y, found.bandwidths, resampling), "bootstrap", "", false});
  add({"energy", "energy(p,q)", "energy distance, units of x",
       statistics::energy_interval(x, y, resampling), "bootstrap", "", false});
  if (d == 1)
    add(line_estimate(p, q, resampling));
  else
    add({"sliced_w1", "sliced W₁", "mean W₁ of projections, units of x",
         statistics::sliced_wasserstein1_interval(x, y, kSliceDirections, resampling), "bootstrap", "",
         false});
  const statistics::NeighbourOptions nearest{.confidence = kSampleConfidence};
  add({"kl_pq_neighbours", "KL(p‖q)", "by nearest neighbours", statistics::neighbour_kl(x, y, nearest),
       kNeighbours, kRepeated, false});
  add({"kl_qp_neighbours", "KL(q‖p)", "by nearest neighbours", statistics::neighbour_kl(y, x, nearest),
       kNeighbours, kRepeated, false});
  add({"jsd_neighbours", "JSD(p‖q)", "by nearest neighbours", statistics::neighbour_jsd(x, y, nearest),
       kNeighbours, kRepeated, false});
  const auto by_classifier =
      statistics::classifier_divergence(x, y, {.seed = seed, .confidence = kSampleConfidence});
  found.accuracy = by_classifier.accuracy;
  add({"kl_pq_classifier", "KL(p‖q) ≥", "lower bound by a classifier", by_classifier.kl_pq, kClassifier,
       "", true});
  add({"kl_qp_classifier", "KL(q‖p) ≥", "lower bound by a classifier", by_classifier.kl_qp, kClassifier,
       "", true});
  add({"jsd_classifier", "JSD(p‖q) ≥", "lower bound by a classifier", by_classifier.jsd, kClassifier, "",
       true});
  for (SampleEstimate& row : found.estimates)
    if (row.interval) row.reason.clear();
  return found;
}

}  // namespace verigan::cli
