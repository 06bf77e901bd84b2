// SPDX-License-Identifier: MIT
#include "run/point_quality.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/check.hpp"
#include "metrics/mmd.hpp"
#include "metrics/neighbours.hpp"
#include "random/addresses.hpp"

namespace verigan::run {
namespace {

constexpr std::size_t kPoints = 2000, kTested = 1000, kPermutations = 199, kNeighbours = 5, kPaired = 500;

Matrix<float> first_rows(const Matrix<float>& all, std::size_t most) {
  const std::size_t n = std::min(all.rows(), most);
  Matrix<float> some(n, all.cols());
  for (std::size_t i = 0; i < n; ++i) std::ranges::copy(all.row(i), some.row(i).begin());
  return some;
}

double median_distance(const Matrix<float>& points) {
  std::vector<double> distances;
  const std::size_t n = std::min(points.rows(), kPaired);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < i; ++j) {
      double squares = 0;
      for (std::size_t k = 0; k < points.cols(); ++k) {
        const double apart = static_cast<double>(points(i, k)) - static_cast<double>(points(j, k));
        squares += apart * apart;
      }
      distances.push_back(std::sqrt(squares));
    }
  const auto middle = distances.begin() + static_cast<std::ptrdiff_t>(distances.size() / 2);
  std::ranges::nth_element(distances, middle);
  return *middle > 0 ? *middle : 1;  // most points may be one point
}

double mean(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

}  // namespace

PointQuality::PointQuality(Run& run, Matrix<float> held_out, std::uint64_t seed)
    : seed_(seed), table_(run.table(schema())), held_out_(first_rows(held_out, kPoints)) {
  require(held_out_.rows() >= 2 * kNeighbours, held_out_.rows(), " points held out, expected at least ",
          2 * kNeighbours);
  points_ = Matrix<float>(held_out_.rows(), held_out_.cols());
  const double distance = median_distance(held_out_);
  for (const double share : {0.125, 0.25, 0.5, 1.0, 2.0}) bandwidths_.push_back(share * distance);
}

const Schema& PointQuality::schema() {
  static const Schema kQuality{"quality.csv", {whole("step"), whole("epoch"), "mmd2", "coverage", "density",
                                               "precision", "recall"}};
  return kQuality;
}

PointQuality::Measured PointQuality::measure(gan::GeneratorTrainer& trainer) {
  trainer.sample(0, points_);
  const metrics::Neighbourhoods seen = metrics::neighbourhoods(held_out_, points_, kNeighbours);
  return {metrics::mmd2(points_, held_out_, bandwidths_).unbiased, mean(seen.covered), mean(seen.density),
          mean(seen.precise), mean(seen.recalled)};
}

void PointQuality::read(gan::GeneratorTrainer& trainer, std::uint64_t done) {
  const Measured seen = measure(trainer);
  table_.append(done, done, seen.mmd2, seen.coverage, seen.density, seen.precision, seen.recall);
}

void PointQuality::conclude(gan::GeneratorTrainer& trainer, record::Object& summary) {
  const Measured seen = measure(trainer);
  const std::size_t tested = std::min(kTested, held_out_.rows());
  const metrics::TwoSampleTest test = metrics::mmd_test(
      points_.view().block_rows(0, tested), held_out_.view().block_rows(0, tested), bandwidths_, kPermutations,
      random::draws::kPermutations.stream(seed_));
  const double expected = 1 - std::ldexp(1.0, -static_cast<int>(kNeighbours));
  summary["held_out"] = static_cast<std::int64_t>(held_out_.rows());
  summary["mmd2"] = record::rounded(seen.mmd2);
  summary["coverage"] = record::rounded(seen.coverage);
  summary["coverage_true"] = record::rounded(expected);
  summary["density"] = record::rounded(seen.density);
  summary["precision"] = record::rounded(seen.precision);
  summary["recall"] = record::rounded(seen.recall);
  summary["p_value"] = record::rounded(test.p_value);
  const auto text = [](double value) { return record::rounded_text(value, 3); };
  text_ = message("against ", held_out_.rows(), " points held out: MMD² ", text(seen.mmd2), " (p = ",
                  text(test.p_value), "), coverage ", text(seen.coverage), " (of real points ", text(expected),
                  "), precision ", text(seen.precision), ", recall ", text(seen.recall));
}

}  // namespace verigan::run
