// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

#include "analysis/claims/claim.hpp"
#include "core/check.hpp"
#include "record/file.hpp"
#include "record/hash.hpp"
#include "record/manifest.hpp"

// Single finished runs for the claims to judge.
namespace verigan::tests {

inline const analysis::Claim& claim(const std::string& id) {
  for (const analysis::Claim& one : analysis::claims())
    if (one.id == id) return one;
  throw Error("no claim " + id);
}

/// A finished run with these tables and this summary.
inline void make_run(const std::filesystem::path& results, const std::string& experiment, std::int64_t seed,
                     record::Object config, const record::Object& summary,
                     const std::map<std::string, std::string>& tables = {},
                     const std::string& dataset = "") {
  config["seed"] = seed;
  record::Manifest manifest;
  manifest.experiment = experiment;
  manifest.preset = "paper";
  manifest.finished = true;
  manifest.seed = seed;
  manifest.dataset = dataset;
  const std::string hash = record::sha256(record::json_text(config)).substr(0, 12);
  if (const auto run = config.find("generator-run"); run != config.end())
    manifest.inputs["generator"] = {std::get<std::string>(run->second), "a hash"};
  manifest.config = std::move(config);
  manifest.result_hash = hash;
  const std::filesystem::path folder = results / experiment / hash;
  record::make_folder(folder);
  record::write_file(folder / "summary.json", record::json_text(summary));
  for (const auto& [name, text] : tables) record::write_file(folder / name, text);
  record::write_manifest(folder, manifest);
}

}  // namespace verigan::tests
