// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "record/value.hpp"

// manifest.json, written last into a result folder: what was run, what came out, where it comes from.
namespace verigan::record {

/// What was found to be wrong with a training (gan/diagnosis.hpp).
struct RecordedFinding {
  std::string name;             // "lost modes"
  std::int64_t since = 0, last = 0;  // steps
  bool present = true;          // at the end
  std::string evidence;
};
struct RecordedDiagnosis {
  std::vector<RecordedFinding> findings;
  std::string measured;         // the numbers looked at
  std::string verdict = {};     // "NOT LEARNT"; empty in manifests that are older than verdicts
  std::string reason = {};      // "JSD 0.57 of at most 0.69 nats; …"
  std::string advice = {};      // one sentence, or empty

  /// "NOT LEARNT: JSD 0.57 of …".
  std::string headline() const { return verdict + (reason.empty() ? "" : ": " + reason); }
};

/// A run that another one read from, under the name of the option that named its folder.
struct Input {
  std::string run;          // EXPERIMENT/HASH
  std::string result_hash;  // as it was then
  bool operator==(const Input&) const = default;
};
using Inputs = std::map<std::string, Input>;

struct Manifest {
  std::string experiment, preset, title;
  bool finished = false;
  Object config;                             // the resolved configuration
  std::int64_t seed = 0;
  std::string result_hash;                   // see below
  std::map<std::string, std::string> files;  // name → SHA-256, every file but the manifest
  std::vector<std::string> result_files;     // those that enter result_hash, sorted
  double seconds = 0.0;                      // of work, interruptions left out
  std::string started;                       // UTC, ISO 8601
  Object provenance;
  std::string dataset;                       // "mnist", "fashion-mnist" or empty
  std::optional<RecordedDiagnosis> diagnosis;  // of trained runs
  Inputs inputs;                             // of runs that need other runs
};

inline constexpr const char* kManifestName = "manifest.json";

/// SHA-256 over the lines "<sha256>  <name>\n" of the result files in the order of their names, which
/// is what `sha256sum NAMES… | sha256sum` prints.
std::string result_hash(const std::map<std::string, std::string>& files,
                        const std::vector<std::string>& result_files);

/// Throws Error, beginning with `source`, unless `name` is a relative path that stays in its folder: not
/// empty, not absolute, without "..", without control characters.
void require_inside(const std::string& name, const std::string& source);

/// Hashes every regular file in `folder` (names relative to it, with /), the manifest left out. A symbolic
/// link is none.
std::map<std::string, std::string> hash_files(const std::filesystem::path& folder);

void write_manifest(const std::filesystem::path& folder, const Manifest& manifest);

/// Throws Error when there is none, it is damaged, or names a file or a run outside its folder.
Manifest read_manifest(const std::filesystem::path& folder);

/// What differs between a folder and its manifest, one sentence each ("samples.npy has changed",
/// "metrics.csv is missing"); empty when all is as it was. Throws as read_manifest.
std::vector<std::string> differences(const std::filesystem::path& folder);

}  // namespace verigan::record
