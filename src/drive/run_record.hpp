// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "record/manifest.hpp"

// A finished run, as the commands that compare and repeat runs see it.
namespace verigan::drive {

/// digests.csv: for each step that has a row, the digests by tensor in the order of `tensors`.
struct Digests {
  std::vector<std::string> tensors;
  std::map<std::uint64_t, std::vector<std::string>> rows;
};

struct RunRecord {
  std::filesystem::path folder;
  record::Manifest manifest;
  record::Object summary;             // empty without a summary.json
  std::uint64_t steps = 0;            // of its last checkpoint; 0: it makes none
  std::vector<std::uint64_t> rungs;   // steps of the checkpoints it kept
};

/// Throws Error where there is no finished run.
RunRecord read_run(const std::filesystem::path& folder);

/// Those of a run's folder, finished or not; no rows where there is no digests.csv. Throws Error.
Digests read_digests(const std::filesystem::path& folder);

/// A value that two runs have of one name; nothing where one has none.
struct Pair {
  std::string name;
  std::optional<record::Value> a, b;
};
/// The names of which two objects have different values, in order.
std::vector<Pair> differing(const record::Object& a, const record::Object& b);

/// As configurations and messages show it: 0.5, true, circle; "–" for nothing.
std::string value_text(const std::optional<record::Value>& value);

/// Where two tables of digests first part.
struct Parting {
  std::uint64_t last_same = 0;  // the last common step before; 0: none
  std::uint64_t step = 0;       // the first at which they differ
  std::vector<std::string> tensors;
};
/// Nothing if they are equal at all common steps. Throws Error when they follow other tensors.
std::optional<Parting> parting(const Digests& a, const Digests& b);

}  // namespace verigan::drive
