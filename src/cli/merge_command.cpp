// SPDX-License-Identifier: MIT
// verigan merge: folders of results gathered into one, duplicates compared bit for bit.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <thread>

#include "cli/command.hpp"
#include "core/check.hpp"
#include "drive/check.hpp"
#include "drive/merge.hpp"
#include "record/provenance.hpp"

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
  std::printf("DIFFERS  %s: %s, first at byte %llu\n", found.folder.c_str(), found.file.c_str(),
              static_cast<unsigned long long>(found.byte));
  for (const drive::Copy& copy : found.copies)
    std::printf("         %.12s  made by %s, in %s\n", copy.hash.c_str(), copy.host.c_str(),
                copy.results.c_str());
  std::string names;
  for (const std::string& host : found.suspects) names += (names.empty() ? "" : ", ") + host;
  std::printf(found.suspects.size() == 1 ? "         suspect: %s\n"
                                         : "         one of %s is wrong; a third run decides\n",
              names.c_str());
}

void print(const std::map<std::string, drive::HostRecord>& hosts) {
  for (const auto& [host, record] : hosts)
    if (record.alone > 0)
      std::printf("HOST     %s: nobody else has its bits in %zu of the %zu runs that others made too\n",
                  host.c_str(), record.alone, record.compared);
}

/// What a repetition here found: how many runs gave other bits or could not be repeated, and the signal
/// that interrupted it.
struct Audit {
  std::size_t bad = 0;
  int signal = 0;
};

void print(const drive::RepeatedRun& run) {
  std::printf("%s  %s, made by %s: %s\n", run.done ? "DIFFERS" : "NOT DONE", run.folder.c_str(),
              run.host.c_str(), run.differences.front().c_str());
}

/// Repeats a share of the runs here, those that other hosts made before those made here.
Audit audit(const Request& request) {
  const auto found = drive::find_results(request.out);
  std::random_device device;
  const std::uint64_t seed = request.seed ? *request.seed : device();
  const std::string here = record::host_name();
  const auto count = static_cast<std::size_t>(
      std::ceil(request.audit / 100 * static_cast<double>(found.runs.size())));
  const auto repeated =
      drive::repeat_runs(drive::foreign_runs(found, count, seed, here),
                         drive::load_catalogue(drive::program_folder()), request.jobs);
  Audit result{0, repeated.signal};
  std::size_t own = 0;
  std::map<std::string, drive::HostRecord> hosts;
  for (const drive::RepeatedRun& run : repeated.runs) {
    if (run.done && run.host == here) ++own;
    if (run.done && run.host != here) ++hosts[run.host].compared;
    if (run.same()) continue;
    ++result.bad;
    if (run.done && run.host != here) ++hosts[run.host].alone;
    print(run);
  }
  print(hosts);
  std::printf("%zu runs repeated here, on %s, drawn by --seed %llu: %zu confirmed\n",
              repeated.runs.size(), here.c_str(), static_cast<unsigned long long>(seed),
              repeated.runs.size() - result.bad);
  if (own > 0)
    std::printf("%zu of them were made by %s too: of those another node can say more\n", own,
                here.c_str());
  return result;
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
  print(merged.hosts);
  std::printf("%s: %zu runs, %zu copied; %zu duplicates confirmed, %zu runs differ; %zu damaged, %zu "
              "failed, %zu missing\n",
              request.out.c_str(), merged.runs, merged.copied, merged.confirmed, merged.differ.size(),
              merged.damaged.size(), merged.failed.size(), merged.missing.size());
  const Audit audited = request.audit > 0 ? audit(request) : Audit{};
  if (audited.signal != 0) return 128 + audited.signal;
  const bool whole = merged.damaged.empty() && merged.differ.empty() && merged.missing.empty() &&
                     merged.failed.empty() && audited.bad == 0;
  return whole ? 0 : 1;
}

}  // namespace

Action merge_command(Arguments& arguments) {
  auto request = std::make_shared<Request>();
  arguments.add("DIR", request->folders, "Folders with results, in the order they are looked at").required();
  arguments.add("--out", request->out, "Folder to gather them in; default: the first DIR");
  const auto share = arguments.add("--audit", request->audit,
                                   "Repeat this many percent of the runs here, drawn at random, first of "
                                   "those that other hosts made");
  arguments.add("--seed", request->seed, "Which runs are drawn").needs(share);
  arguments.add("--jobs", request->jobs, "Repetitions side by side").between(1, 4096).needs(share);
  arguments.footer("Exit code 1 when a run is damaged, missing, failed, or has other bits in another DIR.");
  return [request] {
    if (request->out.empty()) request->out = request->folders.front();
    return merge(*request);
  };
}

}  // namespace verigan::cli
