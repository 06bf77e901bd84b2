// SPDX-License-Identifier: MIT
// verigan check: is a folder of results as it was left, and do its runs give the same bits here?
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <random>
#include <thread>

#include "cli/command.hpp"
#include "core/check.hpp"
#include "drive/check.hpp"
#include "record/provenance.hpp"

namespace verigan::cli {
namespace {

using namespace drive;

struct Request {
  std::string folder, data;
  std::size_t rerun = 0;
  std::optional<std::uint64_t> seed;
  unsigned jobs = std::max(1U, std::thread::hardware_concurrency());
  bool json = false;
};

struct Outcome {
  FoundResults found;
  std::uint64_t seed = 0;
  Repetition repeated;

  std::size_t damaged() const {
    return static_cast<std::size_t>(std::ranges::count_if(
        found.runs, [](const FoundRun& run) { return !run.damage.empty(); }));
  }
  bool whole() const { return damaged() == 0 && found.missing.empty() && found.changed.empty(); }
  std::size_t same() const {
    return static_cast<std::size_t>(std::ranges::count_if(
        repeated.runs, [](const RepeatedRun& run) { return run.same(); }));
  }
  bool good() const { return whole() && same() == repeated.runs.size(); }
  std::size_t files() const {
    std::size_t sum = 0;
    for (const FoundRun& run : found.runs) sum += run.files;
    return sum;
  }
};

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

std::string counted(std::size_t n, const char* noun) {
  return message(n, " ", noun, n == 1 ? "" : "s");
}

void row(const char* state, const std::string& text) { std::printf("  %-11s%s\n", state, text.c_str()); }

void print_found(const Outcome& outcome, const std::string& folder) {
  const FoundResults& found = outcome.found;
  std::printf("%s: %s, %s\n", folder.c_str(), counted(found.runs.size(), "run").c_str(),
              counted(outcome.files(), "file").c_str());
  row("whole", counted(found.runs.size() - outcome.damaged(), "run"));
  for (const FoundRun& run : found.runs)
    if (!run.damage.empty()) row("DAMAGED", run.folder + ": " + run.damage);
  for (const std::string& file : found.changed) row("CHANGED", file);
  for (const std::string& run : found.missing) row("MISSING", run);
  for (const std::string& run : found.unfinished) row("unfinished", run);
  for (const FoundRun& run : found.runs)
    if (!run.extra.empty()) row("unknown", run.folder + ": " + joined(run.extra));
}

void print_repeated(const Outcome& outcome) {
  if (outcome.repeated.runs.empty()) return;
  std::printf("%s repeated, drawn by --seed %llu\n",
              counted(outcome.repeated.runs.size(), "run").c_str(),
              static_cast<unsigned long long>(outcome.seed));
  for (const RepeatedRun& run : outcome.repeated.runs) {
    const std::string by = run.made_by.empty() ? ""
                                               : " (made by commit " + run.made_by.substr(0, 12) +
                                                     ", this is " +
                                                     record::build().commit.substr(0, 12) + ")";
    if (run.same())
      row("same", run.folder);
    else
      row(run.done ? "DIFFERS" : "NOT DONE", run.folder + ": " + joined(run.differences) + by);
  }
}

int print(const Outcome& outcome, const std::string& folder) {
  print_found(outcome, folder);
  print_repeated(outcome);
  if (outcome.good()) {
    std::puts(outcome.repeated.runs.empty()
                  ? "Every file is as it was left; whether the runs give it, --rerun N finds out."
                  : "Every file is as it was left, and every repeated run gave the same bits.");
    return 0;
  }
  std::puts(outcome.whole() ? "Every file is as it was left, but not every run could be repeated."
                            : "Not as it was left.");
  return 1;
}

int print_json(const Outcome& outcome, const std::string& folder) {
  using nlohmann::ordered_json;
  ordered_json damaged = ordered_json::array(), unknown = ordered_json::array(),
               repeated = ordered_json::array();
  for (const FoundRun& run : outcome.found.runs) {
    if (!run.damage.empty()) damaged.push_back({{"run", run.folder}, {"why", run.damage}});
    if (!run.extra.empty()) unknown.push_back({{"run", run.folder}, {"files", run.extra}});
  }
  for (const RepeatedRun& run : outcome.repeated.runs)
    repeated.push_back({{"run", run.folder},
                        {"done", run.done},
                        {"same", run.same()},
                        {"differences", run.differences},
                        {"made_by", run.made_by}});
  const ordered_json all = {{"folder", folder},
                            {"runs", outcome.found.runs.size()},
                            {"files", outcome.files()},
                            {"damaged", damaged},
                            {"changed", outcome.found.changed},
                            {"missing", outcome.found.missing},
                            {"unfinished", outcome.found.unfinished},
                            {"unknown", unknown},
                            {"seed", outcome.seed},
                            {"repeated", repeated},
                            {"commit", record::build().commit},
                            {"good", outcome.good()}};
  std::puts(all.dump(2, ' ', false, ordered_json::error_handler_t::replace).c_str());
  return outcome.good() ? 0 : 1;
}

int check(const Request& request) {
  require(std::filesystem::is_directory(request.folder), request.folder,
          ": no such folder, expected results");
  Outcome outcome;
  outcome.found = find_results(request.folder);
  std::random_device device;
  outcome.seed = request.seed ? *request.seed : device();
  setenv("OMP_NUM_THREADS", "1", 1);
  if (!request.data.empty())
    setenv("VERIGAN_DATA", std::filesystem::absolute(request.data).c_str(), 1);
  if (request.rerun > 0)
    outcome.repeated = repeat_runs(chosen_runs(outcome.found, request.rerun, outcome.seed),
                                   load_catalogue(program_folder()), request.jobs);
  const int status = request.json ? print_json(outcome, request.folder)
                                  : print(outcome, request.folder);
  return outcome.repeated.signal ? 128 + outcome.repeated.signal : status;
}

}  // namespace

Action check_command(Arguments& arguments) {
  auto request = std::make_shared<Request>();
  arguments.add("DIR", request->folder, "Folder with results, of an experiment or of one run")
      .required();
  const auto rerun =
      arguments.add("--rerun", request->rerun, "Repeat so many of the runs, drawn at random")
          .shows_default();
  arguments.add("--seed", request->seed, "Which runs are drawn; default: another draw each time")
      .needs(rerun);
  arguments.add("--jobs", request->jobs, "Runs side by side, one thread each; default: one per core")
      .between(1, 4096)
      .needs(rerun);
  arguments.add("--data", request->data, "Folder with MNIST; default: VERIGAN_DATA, then ./data")
      .existing_folder()
      .needs(rerun);
  arguments.flag("--json", request->json, "Print one JSON object");
  arguments.footer("Exit code 1 when a file is not as its manifest says, or a repeated run gives other bits.");
  return [request] { return check(*request); };
}

}  // namespace verigan::cli
