// SPDX-License-Identifier: MIT
// verigan collect: one row for each finished run of a folder.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <map>
#include <memory>
#include <set>

#include "cli/command.hpp"
#include "core/check.hpp"
#include "drive/results.hpp"
#include "record/csv.hpp"
#include "record/file.hpp"
#include "record/manifest.hpp"
#include "record/plan.hpp"

namespace verigan::cli {
namespace {

namespace fs = std::filesystem;
using Row = std::map<std::string, std::string>;

struct Request {
  std::string folder, csv = "all.csv";
};

std::string text_of(const record::Value& value) {
  if (const auto* x = std::get_if<bool>(&value)) return *x ? "true" : "false";
  if (const auto* x = std::get_if<std::int64_t>(&value)) return std::to_string(*x);
  if (const auto* x = std::get_if<double>(&value)) return record::number_text(*x);
  if (const auto* x = std::get_if<std::string>(&value)) return *x;
  return "";  // a list stays in summary.json
}

std::string provenance(const record::Manifest& manifest, const char* key) {
  const auto found = manifest.provenance.find(key);
  return found == manifest.provenance.end() ? "" : text_of(found->second);
}

struct Found {
  std::string experiment, folder;
  Row options, numbers;
  record::Manifest manifest;
};

Found read_run(const fs::path& out, const std::string& folder) {
  Found found{"", folder, {}, {}, record::read_manifest(out / folder)};
  found.experiment = found.manifest.experiment;
  for (const auto& [name, value] : found.manifest.config) found.options[name] = text_of(value);
  const fs::path summary = out / folder / "summary.json";
  if (fs::exists(summary))
    for (const auto& [name, value] : record::parse_json(record::read_file(summary), summary.string()))
      if (!std::holds_alternative<std::vector<double>>(value)) found.numbers[name] = text_of(value);
  return found;
}

/// The findings present at the end: "lost modes; starved".
std::string findings(const record::Manifest& manifest) {
  std::string text;
  if (manifest.diagnosis)
    for (const auto& finding : manifest.diagnosis->findings)
      if (finding.present) text += (text.empty() ? "" : "; ") + finding.name;
  return text;
}

/// Options that not all runs have the same value of.
std::vector<std::string> varying(const std::vector<Found>& runs) {
  std::map<std::string, std::set<std::string>> values;
  std::map<std::string, std::size_t> holders;
  for (const Found& run : runs)
    for (const auto& [name, value] : run.options) {
      values[name].insert(value);
      ++holders[name];
    }
  std::vector<std::string> names;
  for (const auto& [name, found] : values)
    if (found.size() > 1 || holders[name] < runs.size()) names.push_back(name);
  return names;
}

std::string table_of(const std::vector<Found>& runs) {
  const std::vector<std::string> options = varying(runs);
  std::set<std::string> numbers;
  for (const Found& run : runs)
    for (const auto& [name, value] : run.numbers)
      if (std::ranges::find(options, name) == options.end()) numbers.insert(name);
  std::vector<std::string> header{"experiment"};
  header.insert(header.end(), options.begin(), options.end());
  header.insert(header.end(), numbers.begin(), numbers.end());
  for (const char* name : {"findings", "seconds", "host", "commit", "result_hash", "folder"})
    header.emplace_back(name);
  record::CsvWriter table(header);
  for (const Found& run : runs) {
    std::vector<std::string> cells{run.experiment};
    const auto cell = [&](const Row& row, const std::string& name) {
      const auto found = row.find(name);
      cells.push_back(found == row.end() ? "" : found->second);
    };
    for (const std::string& name : options) cell(run.options, name);
    for (const std::string& name : numbers) cell(run.numbers, name);
    cells.insert(cells.end(),
                 {findings(run.manifest), record::number_text(run.manifest.seconds),
                  provenance(run.manifest, "host"), provenance(run.manifest, "commit"),
                  run.manifest.result_hash, run.folder});
    table.add(cells);
  }
  return table.text();
}

int collect(const Request& request) {
  require(fs::is_directory(request.folder), request.folder, ": no such folder, expected results");
  const auto asked = record::asked_runs(request.folder);
  require(!asked.empty(), request.folder, ": no run was asked for there, expected a folder that ",
          "`verigan sweep`, `submit` or `reproduce` wrote to");
  std::vector<Found> runs;
  std::string missing;
  std::size_t absent = 0;
  for (const record::PlannedRun& run : asked) {
    try {
      if (fs::exists(fs::path(request.folder) / run.folder / record::kManifestName)) {
        runs.push_back(read_run(request.folder, run.folder));
        continue;
      }
    } catch (const Error& error) {
      std::fprintf(stderr, "verigan: left out: %s\n", error.what());
    }
    missing += record::plan_line(run) + '\n';
    ++absent;
  }
  record::write_file(request.csv, table_of(runs));
  std::printf("%s: %zu runs\n", request.csv.c_str(), runs.size());
  const fs::path list = fs::path(request.csv).replace_extension(".missing.jsonl");
  if (absent == 0) {
    std::error_code ignored;
    fs::remove(list, ignored);
    return 0;
  }
  record::write_file(list, missing);
  std::printf("%s: %zu runs that are not there; `verigan sweep %s` makes them\n", list.c_str(), absent,
              list.c_str());
  return 1;
}

}  // namespace

Action collect_command(Arguments& arguments) {
  auto request = std::make_shared<Request>();
  arguments.add("DIR", request->folder, "Folder with results").required();
  arguments.add("--csv", request->csv, "File to write: a row a run, every option that differs, every final "
                                       "number, findings, seconds, host")
      .shows_default();
  arguments.footer("Exit code 1 when runs that were asked for are not there; FILE.missing.jsonl lists them.");
  return [request] { return collect(*request); };
}

}  // namespace verigan::cli
