// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "data/toy.hpp"
#include "metrics/curve_quality.hpp"
#include "run/quality.hpp"
#include "run/run.hpp"

// How good the points of a toy's generator are, whatever it learnt from: the same measures for every
// road, so that they compare. The points are those of the averaged generator.
namespace verigan::run {

class ToyQuality final : public Quality {
 public:
  /// For a curve of data::Curve::names(). Declares quality.csv, so before the run's loop.
  ToyQuality(Run& run, const std::string& dataset, std::uint64_t seed);

  /// Of quality.csv.
  static const Schema& schema();
  /// A row of quality.csv: MMD² to fresh real points, the mean over kBandwidths, from half the noise
  /// up; near share, coverage and the distance's standard deviation (metrics/curve_quality.hpp).
  void read(gan::GeneratorTrainer& trainer, std::uint64_t done) override;

  /// What stands in the summary at the end: the same of the trainer as it is, and three tests of
  /// generated against fresh real points, each of which is right about real ones in 99 of 100 cases at
  /// level 0.01: p_value, MMD by permutations, 1,000 points of a kind; jsd_p_value, counts in
  /// metrics::curve_cells by permutations, 5,000; distance_p_value, two-sided, 10,000.
  void conclude(gan::GeneratorTrainer& trainer, record::Object& summary) override;

  /// "MMD² 0.0012 (p = 0.005), distance sd 0.0481 next to 0.0499 of real points (p = 0.0002), …".
  const std::string& text() const override { return text_; }

  static constexpr double kBandwidths[] = {0.025, 0.05, 0.1, 0.2, 0.4};

 private:
  struct Measured {
    double mmd2;
    metrics::CurveQuality shape;
  };
  Measured measure(gan::GeneratorTrainer& trainer);

  data::Curve curve_;
  std::uint64_t seed_;
  Series& table_;
  Matrix<float> fresh_, points_;
  std::string text_;
};

}  // namespace verigan::run
