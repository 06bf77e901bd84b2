// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <set>
#include <string>

#include "record/event_file.hpp"

// A run's numbers and pictures for TensorBoard, as --tensorboard asks for. They are made from the files in
// the run's folder, lie outside it, and enter no hash.
namespace verigan::run {

/// OUT/tensorboard/EXPERIMENT/HASH, so that `tensorboard --logdir OUT/tensorboard` shows every run by name.
std::filesystem::path tensorboard_folder(const std::filesystem::path& out, const std::string& run);

class Tensorboard {
 public:
  /// Begins one event file in `folder`, in the place of those that are there. Throws Error.
  explicit Tensorboard(const std::filesystem::path& folder);

  /// Adds what came into the run's folder since the last time: of its tables, the numbers of each whole new
  /// row by the tag "metrics/d_loss", where the first column is the step, but of digests; and its
  /// pictures, grid_012.png by the tag "grid" at 12. Throws Error.
  void follow(const std::filesystem::path& run);

 private:
  void table(const std::filesystem::path& file);

  record::EventFile events_;
  std::map<std::string, std::size_t> seen_;  // of each table: bytes
  std::set<std::string> pictures_;
};

/// The event file of a finished run, EXPERIMENT/HASH, if there is none; nothing of an unfinished one.
void show_finished(const std::filesystem::path& out, const std::string& run);

}  // namespace verigan::run
