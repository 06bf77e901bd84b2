// SPDX-License-Identifier: MIT
// verigan work: bundles of runs that `verigan submit` laid out, by any number of machines.
#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <thread>

#include "cli/command.hpp"
#include "core/check.hpp"
#include "drive/bundles.hpp"
#include "drive/run_job.hpp"

namespace verigan::cli {
namespace {

namespace fs = std::filesystem;

struct Request {
  std::string folder;
  unsigned jobs = 1;
  std::uint64_t stale = 120;
};

/// Asks Slurm to run this task again; false where it is none or Slurm does not answer.
bool requeue_own_task() {
  const char* job = std::getenv("SLURM_ARRAY_JOB_ID");
  const char* task = std::getenv("SLURM_ARRAY_TASK_ID");
  if (job == nullptr || task == nullptr) return false;
  const drive::Command command{"/usr/bin/env", {"scontrol", "requeue", message(job, "_", task)}, {}};
  return drive::run_and_capture(command).status == 0;
}

int work(const Request& request) {
  const fs::path out = fs::absolute(request.folder);
  const auto catalogue = drive::load_catalogue(drive::program_folder());
  const std::string worker = drive::worker_name();
  const auto stale = static_cast<double>(request.stale);
  drive::Display display;
  std::size_t bundles = 0, failures = 0;
  const drive::SignalHold hold;  // between claiming a bundle and its runs none may end the worker
  while (auto claim = drive::Claim::next(out, worker, stale)) {
    display.say(message(worker, ": bundle ", claim->name(), ", ", claim->runs().size(), " runs",
                        claim->origin().empty() ? "" : ", " + claim->origin()));
    const drive::Outcome outcome = drive::make_runs(out, catalogue, claim->runs(), request.jobs,
                                                    display, [&] { claim->touch(); });
    failures += outcome.failures.size();
    if (outcome.signal != 0) {
      claim->give_back();
      const bool limit = outcome.signal == SIGUSR1 && std::getenv("SLURM_ARRAY_TASK_ID") != nullptr;
      std::fprintf(stderr, "%s: interrupted; what is done is saved and bundle %s is free again%s\n",
                   worker.c_str(), claim->name().c_str(),
                   limit ? "; this task is queued again" : "");
      return limit && requeue_own_task() ? 0 : 128 + outcome.signal;
    }
    claim->finish();
    ++bundles;
  }
  const drive::BundleCount left = drive::count_bundles(out);
  std::printf("%s: %zu bundles done, %zu runs failed; others are at work on %zu\n", worker.c_str(),
              bundles, failures, left.doing);
  return failures == 0 ? 0 : 1;
}

}  // namespace

Action work_command(Arguments& arguments) {
  auto request = std::make_shared<Request>();
  arguments.add("DIR", request->folder, "Folder that `verigan submit` laid bundles out in").required();
  arguments.add("--jobs", request->jobs, "Runs side by side, one thread each")
      .between(1, 4096)
      .shows_default();
  arguments.add("--stale", request->stale,
                "Seconds of silence after which another worker's bundle is taken over")
      .shows_default();
  arguments.footer("Ends when no bundle is free. SIGTERM and SIGUSR1 save what is done; a task of Slurm's\n"
                   "that gets SIGUSR1, before its time limit, also queues itself again.");
  return [request] { return work(*request); };
}

}  // namespace verigan::cli
