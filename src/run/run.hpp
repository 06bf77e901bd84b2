// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "record/csv.hpp"
#include "record/manifest.hpp"
#include "record/png.hpp"
#include "record/safetensors.hpp"
#include "record/value.hpp"
#include "run/folder.hpp"
#include "run/progress.hpp"
#include "run/series.hpp"
#include "run/tensorboard.hpp"

// What an experiment is given to work with: a place for its results, and a loop that survives being
// stopped. Stopped at any moment and resumed, it leaves the bytes of a run never stopped.
namespace verigan::run {

/// Something with a state that later steps depend on.
class Resumable {
 public:
  virtual ~Resumable() = default;
  virtual record::Tensors save() const = 0;
  /// What digests.csv follows of save(): for a training, the weights.
  virtual record::Tensors followed() const { return save(); }
  /// Throws Error when the tensors do not fit.
  virtual void restore(const record::Tensors& tensors) = 0;
};

/// digests.csv: a row every so many steps, a 64-bit digest (record/digest.hpp) for each tensor that is
/// followed. Its columns but the step are those tensors' names.
extern const Schema kDigests;

/// How a run goes about its loop; nothing here changes a result.
struct LoopSettings {
  double checkpoint_seconds = 20;  ///< between checkpoints, 0: each step; more if writing takes 2 % of it
  std::uint64_t digest_every = 0;  ///< steps; 0: about a thousandth of all, at least 10
  std::uint64_t stop_at = 0;       ///< the step after which it stops, its state saved; 0: none
  std::string live;                ///< a PNG drawn again each second of a training; empty: none
};

/// Thrown when a run stopped where it was asked to, everything saved.
struct Stopped {
  std::uint64_t step;
};

class Run {
 public:
  /// `declared`: the tables that will be left, no more and no fewer.
  Run(Folder& folder, Progress& progress, std::string config, const LoopSettings& settings,
      std::vector<Schema> declared);

  /// A table, a result file. What is opened before the loop grows during it, and has, when the run is
  /// resumed, the rows it had at the checkpoint.
  Series& table(const Schema& schema);

  /// The same for what is of use but no result: it does not enter result_hash, nor what a checkpoint
  /// says of itself. The first column is the step; rows beyond the checkpoint are dropped on
  /// resuming.
  Series& sampled_table(const Schema& schema);

  /// A table that was opened; null if none of that name was.
  const Series* find(const std::string& file) const;
  /// A fresh loop begins where this checkpoint of another run ended; its tables have the steps after it.
  void begin_at(std::filesystem::path checkpoint) { begin_at_ = std::move(checkpoint); }

  /// Calls step(t) for t = 0 … total − 1, or from where a checkpoint stands, and writes
  /// checkpoint.safetensors every so often, at the end, and when a signal arrives (then throws
  /// Interrupted) or it is to stop (then throws Stopped); further checkpoints are kept where ladder()
  /// says, and digests.csv. step returns what the progress line is to say.
  void loop(std::uint64_t total, Resumable& state, const std::function<std::string(std::uint64_t)>& step);

  // Result files: they enter result_hash.
  void samples(const std::string& name, std::span<const float> values,
               std::span<const std::size_t> shape);
  void labels(const std::string& name, std::span<const std::uint8_t> values);
  void summary(const record::Object& object);  // summary.json
  // Not a result file.
  void picture(const std::string& name, const record::Picture& picture);
  /// A .npy file, shape as in samples().
  void by_product(const std::string& name, std::span<const float> values, std::span<const std::size_t> shape);

  /// What the manifest is to say of the training.
  void diagnosis(record::RecordedDiagnosis found) { diagnosis_ = std::move(found); }
  const std::optional<record::RecordedDiagnosis>& diagnosis() const { return diagnosis_; }

  /// From now on this is added to with each checkpoint and at the end.
  void follow(Tensorboard* tensorboard) { tensorboard_ = tensorboard; }
  Progress& progress() const { return progress_; }
  const LoopSettings& settings() const { return settings_; }
  /// Writes all tables and returns the names of the result files.
  std::vector<std::string> close();

 private:
  record::Tensors snapshot(std::uint64_t step, const Resumable& state);
  void checkpoint(std::uint64_t step, const Resumable& state);
  std::uint64_t resume(Resumable& state, std::uint64_t total);
  std::uint64_t first_step(Resumable& state, std::uint64_t total) const;
  Series& open_digests(const record::Tensors& followed);
  void write_tables();
  void require_declared(const Schema& schema) const;

  Folder& folder_;
  Progress& progress_;
  std::string config_;
  LoopSettings settings_;
  std::vector<Schema> declared_;
  std::map<std::string, Series> tables_, sampled_tables_;  // by file
  std::set<std::string> results_;
  Tensorboard* tensorboard_ = nullptr;
  std::optional<record::RecordedDiagnosis> diagnosis_;
  std::filesystem::path begin_at_;  // empty: at step 0
};

}  // namespace verigan::run
