// SPDX-License-Identifier: MIT
// verigan submit: a sweep on a cluster, as one job array of Slurm's.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <set>

#include "cli/command.hpp"
#include "cli/sweep_request.hpp"
#include "core/check.hpp"
#include "drive/bundles.hpp"
#include "drive/display.hpp"
#include "drive/estimate.hpp"
#include "drive/slurm.hpp"
#include "record/file.hpp"

namespace verigan::cli {
namespace {

namespace fs = std::filesystem;

struct Request : SweepRequest {
  std::string partition, time, account;
  std::uint64_t array_limit = 0;
  double bundle = 10;
  bool dry_run = false;
};

/// What is requested, not done, and in no bundle yet.
std::vector<record::PlannedRun> unbundled(const fs::path& out, const PlannedSweep& sweep) {
  const auto laid_out = drive::laid_out_folders(out);
  const std::set<std::string> known(laid_out.begin(), laid_out.end());
  std::vector<record::PlannedRun> runs = missing(out, sweep.runs);
  std::erase_if(runs, [&](const auto& run) { return known.contains(run.folder); });
  return runs;
}

int submit(const Request& request) {
  require(request.bundle > 0, "--bundle ", request.bundle, ", expected minutes above 0");
  const auto catalogue = drive::load_catalogue(drive::program_folder());
  const PlannedSweep sweep = planned(request, catalogue);
  const fs::path out = fs::absolute(request.out).lexically_normal();
  const auto runs = unbundled(out, sweep);
  const std::size_t waiting = drive::count_bundles(out).todo;
  std::vector<double> seconds;
  double sum = 0, memory = 0;
  for (const drive::RunEstimate& one : drive::estimate(runs, out, catalogue)) {
    seconds.push_back(one.seconds);
    sum += one.seconds;
    memory = std::max(memory, one.megabytes);
  }
  if (!request.dry_run && !drive::has_slurm())
    throw Error(message("sbatch not found, expected Slurm's commands on PATH; here `verigan sweep ",
                        request.sweep, " --jobs ", request.jobs, "` would make the ", runs.size(),
                        " missing runs in about ",
                        drive::duration_text(drive::makespan(seconds, request.jobs)),
                        ", and `verigan submit --dry-run` shows the script"));
  const std::size_t bundles = drive::bundled(runs, seconds, 60 * request.bundle).size() + waiting;
  if (bundles == 0) {
    std::printf("Nothing to submit: %zu of %zu runs are done, the others are under way.\n",
                sweep.runs.size() - missing(out, sweep.runs).size(), sweep.runs.size());
    return 0;
  }
  drive::SlurmRequest slurm;
  slurm.name = sweep.name;
  slurm.out = out;
  slurm.program = drive::program_folder() / "verigan";
  slurm.partition = request.partition;
  slurm.account = request.account;
  slurm.time = request.time;
  slurm.tasks = std::min(bundles, request.dry_run ? bundles : drive::most_tasks());
  slurm.at_once = request.array_limit;
  slurm.megabytes = memory > 0 ? 1.5 * memory + 50 : 0;  // what was watched may grow
  const std::string script = drive::slurm_script(slurm);
  if (request.dry_run) {
    std::fputs(script.c_str(), stdout);
    std::fprintf(stderr, "%zu runs of about %s in %zu bundles; nothing was submitted\n", runs.size(),
                 drive::duration_text(sum).c_str(), bundles);
    return 0;
  }
  note_sweep(out, sweep);
  drive::lay_out(out, runs, seconds, 60 * request.bundle);
  record::make_folder(out / "work" / "logs");
  const fs::path file = out / "work" / "submit.sh";
  record::write_file(file, script);
  const std::string job = drive::submit(file);
  std::printf("Job %s: %zu runs of about %s in %zu bundles, %zu tasks\n"
              "Script  %s\nLogs    %s\nLook    verigan status %s\n",
              job.c_str(), runs.size(), drive::duration_text(sum).c_str(), bundles, slurm.tasks,
              file.c_str(), (out / "work" / "logs").c_str(), out.c_str());
  return 0;
}

}  // namespace

Action submit_command(Arguments& arguments) {
  auto request = std::make_shared<Request>();
  declare(arguments, *request);
  arguments.add("--partition", request->partition, "Slurm's partition");
  arguments.add("--time", request->time, "Time limit of a task, as sbatch takes it: 2:00:00");
  arguments.add("--account", request->account, "Slurm's account");
  arguments.add("--array-limit", request->array_limit, "Most tasks at the same time; 0: as Slurm likes")
      .shows_default();
  arguments.add("--bundle", request->bundle, "Minutes of work in a bundle, which a task takes at once")
      .shows_default();
  arguments.flag("--dry-run", request->dry_run, "Print the script and submit nothing");
  return [request] { return submit(*request); };
}

}  // namespace verigan::cli
