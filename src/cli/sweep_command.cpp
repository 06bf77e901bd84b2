// SPDX-License-Identifier: MIT
// verigan sweep and verigan plan: many runs of one experiment, by lists of values.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <set>
#include <thread>

#include "cli/command.hpp"
#include "cli/sweep_request.hpp"
#include "core/check.hpp"
#include "core/text.hpp"
#include "drive/display.hpp"
#include "drive/estimate.hpp"
#include "drive/run_job.hpp"
#include "record/plan.hpp"
#include "run/tensorboard.hpp"

namespace verigan::cli {

namespace fs = std::filesystem;
using drive::duration_text;

constexpr const char* kSweepFooter =
    "SWEEP is a TOML file (docs/cluster.md), a list of runs that `collect` wrote (.jsonl), or the name of\n"
    "an experiment, followed by its options; of those, lists of values are crossed:\n"
    "  verigan sweep alpha_toy --alpha 0.1,0.3,0.5 --seed 1-20 --steps 300";

void declare(Arguments& arguments, SweepRequest& request) {
  arguments.add("SWEEP", request.sweep, "TOML file, list of runs, or experiment").required();
  arguments.take_rest(request.words);
  arguments.add("--out", request.out, "Folder with the results").shows_default();
  arguments.flag("--tensorboard", request.tensorboard,
                 "Also write event files for TensorBoard, below tensorboard/ in that folder");
  arguments.footer(kSweepFooter);
}

namespace {

PlannedSweep planned_runs(const SweepRequest& request, const drive::Catalogue& catalogue) {
  const fs::path file = request.sweep;
  const std::string ending = file.extension().string();
  if (ending != ".toml" && ending != ".jsonl") {
    const drive::Sweep sweep = drive::sweep_of(request.sweep, request.words);
    return {sweep.name, plan_of(sweep, catalogue), false};
  }
  require(request.words.empty(), "unexpected argument '",
          request.words.empty() ? "" : request.words.front(),
          "': a file says all, expected options behind the name of an experiment only");
  if (ending == ".jsonl") return {file.stem().string(), drive::read_plan(file)};
  const drive::Sweep sweep = drive::read_sweep(file);
  return {sweep.name, plan_of(sweep, catalogue)};
}

}  // namespace

PlannedSweep planned(const SweepRequest& request, const drive::Catalogue& catalogue) {
  PlannedSweep sweep = planned_runs(request, catalogue);
  if (request.tensorboard)
    for (record::PlannedRun& run : sweep.runs)
      if (std::ranges::count(run.args, "--tensorboard") == 0) run.args.push_back("--tensorboard");
  return sweep;
}

void note_sweep(const fs::path& out, const PlannedSweep& sweep) {
  std::vector<record::PlannedRun> runs = sweep.runs, before;
  if (const fs::path file = record::sweep_file(out, sweep.name); fs::exists(file))
    before = drive::read_plan(file);
  std::set<std::string> asked;
  for (const record::PlannedRun& run : runs) asked.insert(run.folder);
  std::erase_if(before, [&](const auto& run) { return asked.contains(run.folder); });
  if (!sweep.is_file) runs.insert(runs.end(), before.begin(), before.end());
  else if (!before.empty())
    std::fprintf(stderr, "verigan: note: %zu runs that a sweep %s asked for before are not asked for now; "
                         "those that are done stay\n", before.size(), sweep.name.c_str());
  record::save_sweep(out, sweep.name, runs);
}

std::vector<record::PlannedRun> missing(const fs::path& out,
                                        const std::vector<record::PlannedRun>& runs) {
  std::vector<record::PlannedRun> found;
  std::ranges::copy_if(runs, std::back_inserter(found), [&](const auto& run) {
    return drive::finished_hash(out / run.folder).empty();
  });
  return found;
}

namespace {

void list(const PlannedSweep& sweep, const fs::path& out) {
  for (const auto& run : sweep.runs)
    std::printf("%s  %s  %s\n", run.folder.c_str(),
                drive::finished_hash(out / run.folder).empty() ? "to do" : "done ", run.label.c_str());
}

void list_estimates(const PlannedSweep& sweep, const fs::path& out, const drive::Catalogue& catalogue,
                    unsigned jobs) {
  const auto estimates = drive::estimate(sweep.runs, out, catalogue);
  std::vector<double> seconds;
  double sum = 0, memory = 0;
  for (std::size_t i = 0; i < sweep.runs.size(); ++i) {
    const drive::RunEstimate& one = estimates[i];
    std::printf("%s  %s  %s MB  %s\n", sweep.runs[i].folder.c_str(),
                padded(duration_text(one.seconds), 12).c_str(),
                formatted("%6.0f", one.megabytes).c_str(), sweep.runs[i].label.c_str());
    seconds.push_back(one.seconds);
    sum += one.seconds;
    memory = std::max(memory, one.megabytes);
  }
  std::printf("%zu runs: %s of one processor, %s on %u, at most %.0f MB each\n", sweep.runs.size(),
              duration_text(sum).c_str(), duration_text(drive::makespan(seconds, jobs)).c_str(), jobs,
              memory);
}

int run_sweep(const SweepRequest& request) {
  const auto catalogue = drive::load_catalogue(drive::program_folder());
  const PlannedSweep sweep = planned(request, catalogue);
  const fs::path out = fs::absolute(request.out);
  if (request.list) {
    list(sweep, out);
    std::printf("%zu runs, %zu of them to do\n", sweep.runs.size(), missing(out, sweep.runs).size());
    return 0;
  }
  note_sweep(out, sweep);
  const auto wanted = missing(out, sweep.runs);
  drive::Display display;
  const drive::Outcome outcome =
      drive::make_runs(out, catalogue, wanted, request.jobs, display);
  if (request.tensorboard)
    for (const record::PlannedRun& run : sweep.runs) run::show_finished(out, run.folder);
  std::printf("%zu of %zu runs are done in %s\n", sweep.runs.size() - missing(out, sweep.runs).size(),
              sweep.runs.size(), request.out.c_str());
  if (outcome.signal != 0) {
    std::fputs("Interrupted; the same command continues from here.\n", stderr);
    return 128 + outcome.signal;
  }
  return outcome.failures.empty() ? 0 : 1;
}

}  // namespace

Action sweep_command(Arguments& arguments) {
  auto request = std::make_shared<SweepRequest>();
  declare(arguments, *request);
  arguments.add("--jobs", request->jobs, "Runs side by side, one thread each; default: one per core")
      .between(1, 4096);
  arguments.flag("--list", request->list, "List the runs and run nothing");
  return [request] { return run_sweep(*request); };
}

Action plan_command(Arguments& arguments) {
  struct Request : SweepRequest {
    bool estimate = false;
  };
  auto request = std::make_shared<Request>();
  declare(arguments, *request);
  const auto estimate = arguments.flag(
      "--estimate", request->estimate, "Also time and memory, from a few seconds of a few of the runs");
  arguments.add("--jobs", request->jobs, "The runs side by side that the whole time is of")
      .between(1, 4096)
      .needs(estimate);
  return [request] {
    const auto catalogue = drive::load_catalogue(drive::program_folder());
    const PlannedSweep sweep = planned(*request, catalogue);
    if (request->estimate) {
      list_estimates(sweep, fs::absolute(request->out), catalogue, request->jobs);
    } else {
      list(sweep, request->out);
      std::printf("%zu runs\n", sweep.runs.size());
    }
    return 0;
  };
}

}  // namespace verigan::cli
