// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "drive/run_record.hpp"

// How two finished runs differ.
namespace verigan::drive {

struct Comparison {
  std::vector<Pair> config, provenance, summary;  ///< that differ
  std::vector<std::string> files;                 ///< result files that differ or one has alone
  std::uint64_t compared = 0;                     ///< common steps with digests
  std::optional<Parting> parted;
  bool same() const { return files.empty(); }
};

/// Without running anything.
Comparison compare_runs(const RunRecord& a, const RunRecord& b);

/// "configuration" and a line for each pair; nothing if there is none.
void print_pairs(const char* title, const std::vector<Pair>& pairs);
/// [{"name", "a", "b"}, …], null where one has none.
nlohmann::ordered_json pairs_json(const std::vector<Pair>& pairs);

/// Lets experiments look for images in this folder; nothing happens if it is empty.
void use_data(const std::string& folder);

}  // namespace verigan::drive
