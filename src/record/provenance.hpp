// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>

#include "record/value.hpp"

// Where a result comes from.
namespace verigan::record {

/// What the build knows: fixed when the library was compiled.
struct Build {
  std::string version;   // of verigan
  std::string commit;    // 40 digits, "+" behind it when tracked files differed; "unknown" without git
  std::string compiler;  // name and version
  std::string flags;     // optimisation and arithmetic flags
};
const Build& build();
/// The first 12 digits, with the "+" of a changed tree.
std::string short_commit(const std::string& commit = build().commit);
/// What --version prints: "PROGRAM 0.1.0, commit 0123456789ab, with changes" ("…, as committed").
std::string version_line(const std::string& program);

/// A BibTeX entry of this version: its commit, and whether the tree was changed.
std::string bibtex();

/// Processor and operating system of this machine, on one line.
std::string machine();

/// This machine's name; below Slurm the node's.
std::string host_name();

/// The provenance of this process, as a manifest holds it: version, commit, compiler, flags,
/// simd_target, threads, machine, host, command_line.
Object provenance(const std::string& simd_target, int threads, std::span<const char* const> arguments);

}  // namespace verigan::record
