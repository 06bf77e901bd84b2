// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "run/quality.hpp"
#include "run/run.hpp"

namespace verigan::run {

/// Generated points against `held_out` ones, of any dimension, at most 2,000 of each and as many of one as of
/// the other. Columns of quality.csv: MMD², the mean over five bandwidths from 1/8 to 2 times the median
/// distance of two held-out points; coverage, density, precision and recall by the 5 nearest neighbours
/// (metrics/neighbours.hpp).
class PointQuality final : public Quality {
 public:
  /// Declares quality.csv, so before the run's loop. Throws verigan::Error for fewer than 10 points.
  PointQuality(Run& run, Matrix<float> held_out, std::uint64_t seed);
  static const Schema& schema();

  void read(gan::GeneratorTrainer& trainer, std::uint64_t done) override;
  /// The same; coverage_true, what as many points of the data have; and p_value, the permutation test by MMD
  /// of at most 1,000 points of each kind.
  void conclude(gan::GeneratorTrainer& trainer, record::Object& summary) override;
  const std::string& text() const override { return text_; }

 private:
  struct Measured {
    double mmd2, coverage, density, precision, recall;
  };
  Measured measure(gan::GeneratorTrainer& trainer);

  std::uint64_t seed_;
  Series& table_;
  Matrix<float> held_out_, points_;
  std::vector<double> bandwidths_;
  std::string text_;
};

}  // namespace verigan::run
