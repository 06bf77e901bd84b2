// SPDX-License-Identifier: MIT
#include "drive/compare.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <set>

#include "core/check.hpp"

namespace verigan::drive {
namespace {

nlohmann::ordered_json value_json(const std::optional<record::Value>& value) {
  if (!value) return nullptr;
  return std::visit([](const auto& x) { return nlohmann::ordered_json(x); }, *value);
}

}  // namespace

Comparison compare_runs(const RunRecord& a, const RunRecord& b) {
  Comparison found;
  found.config = differing(a.manifest.config, b.manifest.config);
  found.provenance = differing(a.manifest.provenance, b.manifest.provenance);
  found.summary = differing(a.summary, b.summary);
  std::set<std::string> names(a.manifest.result_files.begin(), a.manifest.result_files.end());
  names.insert(b.manifest.result_files.begin(), b.manifest.result_files.end());
  for (const std::string& name : names) {
    const auto one = a.manifest.files.find(name), other = b.manifest.files.find(name);
    const bool both = one != a.manifest.files.end() && other != b.manifest.files.end();
    if (!both || one->second != other->second) found.files.push_back(name);
  }
  const Digests of_a = read_digests(a.folder), of_b = read_digests(b.folder);
  for (const auto& [step, row] : of_a.rows) found.compared += of_b.rows.contains(step);
  if (of_a.tensors == of_b.tensors) found.parted = parting(of_a, of_b);
  return found;
}

void print_pairs(const char* title, const std::vector<Pair>& pairs) {
  if (pairs.empty()) return;
  std::printf("%s\n", title);
  for (const Pair& pair : pairs)
    std::printf("  %s: %s | %s\n", pair.name.c_str(), value_text(pair.a).c_str(),
                value_text(pair.b).c_str());
}

nlohmann::ordered_json pairs_json(const std::vector<Pair>& pairs) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const Pair& pair : pairs)
    list.push_back({{"name", pair.name}, {"a", value_json(pair.a)}, {"b", value_json(pair.b)}});
  return list;
}

void use_data(const std::string& folder) {
  if (!folder.empty()) setenv("VERIGAN_DATA", std::filesystem::absolute(folder).c_str(), 1);
}

}  // namespace verigan::drive
