// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

// Folders of results gathered into one. A run that several have must have the same bits in each: a
// machine that computes wrongly shows itself.
namespace verigan::drive {

/// One run's version in one folder.
struct Copy {
  std::filesystem::path results;  // the folder of results it is in
  std::string host, hash;         // where it was made; its result hash
};

/// A run of which there is more than one version.
struct Disagreement {
  std::string folder;
  std::vector<Copy> copies;   // in the order of the folders
  std::string file;           // the first result file that differs
  std::uint64_t byte = 0;     // the first byte that does, from 0
  /// Hosts outvoted by the others; where votes are equal, the one that is alone with its bits in the greatest
  /// share of its runs, and all of them where that is equal too.
  std::vector<std::string> suspects;
};

/// Of a host's runs that another host made too: how many there are, and of how many no other has its bits.
struct HostRecord {
  std::size_t compared = 0, alone = 0;
};

struct Merged {
  std::size_t runs = 0, copied = 0, confirmed = 0;  // confirmed: met again with the same bits
  std::vector<std::string> damaged;                 // "DIR/folder: metrics.csv has changed"
  std::vector<Disagreement> differ;
  std::map<std::string, HostRecord> hosts;
  std::vector<std::string> missing, failed;         // asked for by a plan
};

/// Gathers the runs of `sources`, in their order, in `out`; a damaged run is left out, of one that
/// differs the version of the first folder in the majority is taken. Plans are gathered too. `out` may be
/// a source. Throws Error for a source that is no folder.
Merged merge(const std::vector<std::filesystem::path>& sources, const std::filesystem::path& out);

}  // namespace verigan::drive
