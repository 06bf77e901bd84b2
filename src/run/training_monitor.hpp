// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <set>

#include "gan/diagnosis.hpp"
#include "gan/matching_trainer.hpp"
#include "gan/probe.hpp"
#include "run/run.hpp"

// Looks at a training about fifty times and says what is wrong with it: a line when something first
// shows, all of it at the end, and in the manifest. What it reads is kept in diagnosis.csv, which
// is no result, so that a resumed run knows the whole of its past.
namespace verigan::run {

/// A table that a training leaves of its mixture's modes: columns step, covered,
/// high_quality_share, dominant, dominant_share.
struct ModeTable {
  const Series& table;
  std::size_t modes;  // of the mixture
};

class TrainingMonitor {
 public:
  /// Declares diagnosis.csv; before the run's loop. All but `modes` must outlive the monitor. `theory`,
  /// if there is one, is the training's theory.csv (theory_monitor.hpp), or as much of it as speaks of
  /// JSD; `images` has columns step, frechet and class_agreement, of which some may be nan.
  TrainingMonitor(Run& run, gan::Trainer& trainer, std::optional<ModeTable> modes,
                  const Series* theory, const Series* images = nullptr);
  TrainingMonitor(Run& run, gan::MatchingTrainer& trainer, const Series* theory);

  /// `done` steps are done: reads the players if it is time to.
  void after(std::uint64_t done);
  /// Training is over.
  void finish();

  /// Of diagnosis.csv, but for a column of each hidden layer.
  static Schema schema(bool discriminator);

  /// The steps between readings of a training of so many: about fifty readings, at least 20 steps
  /// apart so that looking takes a few per cent of the time, but five of a training of fewer than
  /// 100 steps.
  static std::uint64_t interval(std::uint64_t steps);

 private:
  struct Subject {
    gan::TrainingHistory known;  // what there is to say before the first reading
    std::function<gan::Snapshot()> read;
  };
  static Subject subject(gan::Trainer& trainer);
  static Subject subject(gan::MatchingTrainer& trainer);
  TrainingMonitor(Run& run, Subject subject, std::optional<ModeTable> modes,
                  const Series* theory, const Series* images);
  gan::TrainingHistory history() const;

  Run& run_;
  Subject subject_;
  std::optional<ModeTable> modes_;
  const Series *theory_, *images_;
  Series& table_;
  std::set<gan::Failure> said_;
};

}  // namespace verigan::run
