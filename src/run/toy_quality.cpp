// SPDX-License-Identifier: MIT
#include "run/toy_quality.hpp"

#include <algorithm>

#include "core/check.hpp"
#include "metrics/curve_cells.hpp"
#include "metrics/mmd.hpp"
#include "random/addresses.hpp"

namespace verigan::run {
namespace {

constexpr std::size_t kPoints = 10000;      // of each kind, for the distance
constexpr std::size_t kCompared = 1000;     // of them, for MMD² and the shares
constexpr std::size_t kCounted = 5000, kPermutations = 199;

}  // namespace

ToyQuality::ToyQuality(Run& run, const std::string& dataset, std::uint64_t seed)
    : curve_(dataset),
      seed_(seed),
      table_(run.table(schema())),
      fresh_(kPoints, 2),
      points_(kPoints, 2) {
  data::Toy(dataset, seed, 0, random::draws::kFreshData.purpose).fill(0, fresh_);
}

const Schema& ToyQuality::schema() {
  static const Schema kQuality{"quality.csv", {whole("step"), whole("epoch"), "mmd2", "near_share",
                                               "coverage", "distance_sd"}};
  return kQuality;
}

ToyQuality::Measured ToyQuality::measure(gan::GeneratorTrainer& trainer) {
  const MatrixView<float> points = points_.view().block_rows(0, kCompared);
  trainer.sample(0, points);
  return {metrics::mmd2(points, fresh_.view().block_rows(0, kCompared), kBandwidths).unbiased,
          metrics::curve_quality(curve_, points)};
}

void ToyQuality::read(gan::GeneratorTrainer& trainer, std::uint64_t done) {
  const Measured seen = measure(trainer);
  table_.append(done, done, seen.mmd2, seen.shape.near_share, seen.shape.coverage,
                seen.shape.distance_sd);
}

void ToyQuality::conclude(gan::GeneratorTrainer& trainer, record::Object& summary) {
  const Measured seen = measure(trainer);
  summary["mmd2"] = record::rounded(seen.mmd2);
  summary["near_share"] = record::rounded(seen.shape.near_share);
  summary["coverage"] = record::rounded(seen.shape.coverage);

  trainer.sample(0, points_);
  const auto first = [](Matrix<float>& all, std::size_t n) { return all.view().block_rows(0, n); };
  const metrics::DistanceTest distance = metrics::distance_test(curve_, points_, fresh_);
  const metrics::TwoSampleTest mmd =
      metrics::mmd_test(first(points_, kCompared), first(fresh_, kCompared), kBandwidths, kPermutations,
                        random::draws::kPermutations.stream(seed_));
  const metrics::TwoSampleTest counts =
      metrics::cells_test(metrics::curve_cells(curve_), first(points_, kCounted),
                          first(fresh_, kCounted), kPermutations,
                          random::draws::kCellPermutations.stream(seed_));
  summary["distance_sd"] = record::rounded(distance.sd);
  summary["distance_sd_true"] = record::rounded(distance.sd_true);
  summary["distance_z"] = record::rounded(distance.z);
  summary["distance_p_value"] = record::rounded(distance.p_value);
  summary["p_value"] = record::rounded(mmd.p_value);
  summary["jsd_p_value"] = record::rounded(counts.p_value);
  const auto text = [](double value) { return record::rounded_text(value, 3); };
  text_ = message("MMD² ", text(seen.mmd2), " (p = ", text(mmd.p_value), "), distance sd ",
                  text(distance.sd), " next to ", text(distance.sd_true),
                  " of real points (p = ", text(distance.p_value), "), near ",
                  text(seen.shape.near_share), ", covered ", text(seen.shape.coverage));
}

}  // namespace verigan::run
