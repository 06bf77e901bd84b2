// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "judge/evaluator.hpp"
#include "run/experiment.hpp"
#include "run/series.hpp"

// What a training of images leaves of its course: scores by a classifier, and how long its steps took.
namespace verigan::pictures {

/// scores.csv, a result.
extern const run::Schema kScores;
/// timing.csv, no result.
extern const run::Schema kTiming;

/// The classifier that images are scored by: "usual", that of `verigan score`; "short", trained for seconds
/// alone; "none".
std::vector<std::string> classifiers();

class Scoring {
 public:
  /// Obtains the classifier and the test images of the data set; trains it where it is not kept yet. Throws
  /// verigan::Error in one line where either has no images.
  Scoring(const std::string& classifier, const data::ImageSet& training_set, const std::string& dataset,
          const run::Common& common, run::Progress& progress);

  /// Of images in [0, 1], rounded to 8 bits, and the classes asked for, if any were.
  struct Found {
    judge::ImageScores scores;
    double saturation;
  };
  Found of(MatrixView<const float> images, std::span<const std::uint8_t> wanted) const;
  /// Writes down what is found of samples, how many they are and what they are scored by.
  void summarise(const Found& found, std::size_t samples, record::Object& summary) const;
  /// Adds a row to a table like kScores.
  static void add(run::Series& table, std::uint64_t step, std::uint64_t epoch, const Found& found);

  /// Nothing of the classifier "none".
  const std::optional<judge::Evaluator>& evaluator() const { return evaluator_; }

 private:
  Shape shape_;
  std::optional<judge::Evaluator> evaluator_;
};

/// Processor seconds that training takes, of all threads; scoring and pictures are not counted.
class Pace {
 public:
  /// `table` is like kTiming.
  explicit Pace(run::Series& table) : table_(table), since_(now()) {}
  /// A step is done since the clock was started.
  void stop();
  void start() { since_ = now(); }
  /// Adds a row of the steps that this process has made since the last one.
  void note(std::uint64_t step, std::uint64_t epoch);
  /// Of all steps that there is a row of; NaN where there is none.
  double seconds_per_step() const;

 private:
  static double now();
  run::Series& table_;
  double since_, spent_ = 0;
  std::uint64_t steps_ = 0;
};

}  // namespace verigan::pictures
