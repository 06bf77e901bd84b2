// SPDX-License-Identifier: MIT
// verigan merge: folders of results gathered into one, duplicates compared bit for bit.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <random>
#include <thread>

#include "cli/command.hpp"
#include "core/check.hpp"
#include "drive/check.hpp"
#include "drive/merge.hpp"

namespace verigan::cli {
namespace {

namespace fs = std::filesystem;

struct Request {
  std::vector<std::string> folders;
  std::string out;
  double audit = 0;
  std::optional<std::uint64_t> seed;
  unsigned jobs = std::max(1U, std::thread::hardware_concurrency());
};

void print(const drive::Disagreement& found) {
  std::printf("DIFFERS  %s: %s", found.folder.c_str(), found.file.c_str());
  std::printf(", first at byte %llu\n", static_cast<unsigned long long>(found.byte));
  for (const drive::Copy& copy : found.copies)
    std::printf("         %.12s  made by %s, in %s\n", copy.hash.c_str(), copy.host.c_str(),
                copy.results.c_str());
  std::string names;
  for (const std::string& host : found.suspects) names += (names.empty() ? "" : ", ") + host;
  std::printf(found.suspects.size() == 1 ? "         suspect: %s\n"
                                         : "         one of %s is wrong; a third run decides\n",
              names.c_str());
}

/// Repeats a share of the runs here; returns how many gave other bits or could not be repeated.
std::size_t audit(const Request& request) {
  const auto found = drive::find_results(request.out);
  std::random_device device;
  const std::uint64_t seed = request.seed ? *request.seed : device();
  const auto count = static_cast<std::size_t>(
      std::ceil(request.audit / 100 * static_cast<double>(found.runs.size())));
  const auto repeated =
      drive::repeat_runs(drive::chosen_runs(found, count, seed),
                         drive::load_catalogue(drive::program_folder()), request.jobs);
  std::size_t bad = 0;
  for (const drive::RepeatedRun& run : repeated.runs) {
    if (run.same()) continue;
    ++bad;
    std::printf("%s  %s, made by %s: %s\n", run.done ? "DIFFERS" : "NOT DONE", run.folder.c_str(),
                run.host.c_str(), run.differences.front().c_str());
  }
  std::printf("%zu runs repeated here, drawn by --seed %llu: %zu confirmed\n", repeated.runs.size(),
              static_cast<unsigned long long>(seed), repeated.runs.size() - bad);
  return bad;
}

int merge(const Request& request) {
  require(request.audit >= 0 && request.audit <= 100, "--audit ", request.audit,
          ", expected a share in percent, 0 to 100");
  const std::vector<fs::path> sources(request.folders.begin(), request.folders.end());
  const drive::Merged merged = drive::merge(sources, request.out);
  for (const std::string& run : merged.damaged) std::printf("DAMAGED  %s\n", run.c_str());
  for (const std::string& run : merged.failed) std::printf("failed   %s\n", run.c_str());
  for (const std::string& run : merged.missing) std::printf("missing  %s\n", run.c_str());
  for (const drive::Disagreement& found : merged.differ) print(found);
  std::printf("%s: %zu runs, %zu copied; %zu duplicates confirmed, %zu runs differ; %zu damaged, %zu "
              "failed, %zu missing\n",
              request.out.c_str(), merged.runs, merged.copied, merged.confirmed, merged.differ.size(),
              merged.damaged.size(), merged.failed.size(), merged.missing.size());
  const std::size_t bad = request.audit > 0 ? audit(request) : 0;
  const bool whole = merged.damaged.empty() && merged.differ.empty() && merged.missing.empty() &&
                     merged.failed.empty() && bad == 0;
  return whole ? 0 : 1;
}

}  // namespace

Action merge_command(Arguments& arguments) {
  auto request = std::make_shared<Request>();
  arguments.add("DIR", request->folders, "Folders with results, in the order they are looked at").required();
  arguments.add("--out", request->out, "Folder to gather them in; default: the first DIR");
  const auto share = arguments.add("--audit", request->audit,
                                   "Repeat this many percent of the runs here, drawn at random");
  arguments.add("--seed", request->seed, "Which runs are drawn").needs(share);
  arguments.add("--jobs", request->jobs, "Repetitions side by side").between(1, 4096).needs(share);
  arguments.footer("Exit code 1 when a run is damaged, missing, failed, or has other bits in another DIR.");
  return [request] {
    if (request->out.empty()) request->out = request->folders.front();
    return merge(*request);
  };
}

}  // namespace verigan::cli
