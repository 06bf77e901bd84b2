// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "drive/catalogue.hpp"
#include "drive/run_record.hpp"

// A finished run, or a part of it, made again here and compared with what it left.
namespace verigan::drive {

/// The steps after `from` and up to `to`.
struct Window {
  std::uint64_t from = 0, to = 0;
};

/// "A:B", either left out for the beginning or the end. Throws Error naming what is wrong with it.
Window parse_window(const std::string& text, const RunRecord& run);

/// Runs the steps of a window again in a folder of its own below `place`, from the run's last checkpoint
/// that is not behind its beginning. Returns that folder, whole if the window ends with the run. Throws
/// Error when there is no program for it here or the program fails.
struct Part {
  std::filesystem::path folder;
  std::uint64_t from = 0;  ///< the step of the checkpoint
};
Part run_part(const RunRecord& run, const Catalogue& catalogue, const std::filesystem::path& place,
              const Window& window, std::uint64_t digest_every = 0);

struct Replay {
  Window window;
  std::uint64_t started_at = 0;     // of the checkpoint it went out from
  std::size_t files = 0;            // compared
  std::size_t digests = 0;          // rows of digests.csv within what was run again
  std::size_t checkpoints = 0;      // kept ones, likewise
  double seconds = 0;
  std::string difference;           // empty: confirmed
  std::optional<std::uint64_t> step;  // of the first row that differs
};

/// Replays a window and compares every table, kept checkpoint and, if the window ends with the run, every
/// result file.
Replay replay(const RunRecord& run, const Catalogue& catalogue, const Window& window);

}  // namespace verigan::drive
