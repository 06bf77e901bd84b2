// SPDX-License-Identifier: MIT
#include "drive/run_job.hpp"

#include <algorithm>
#include <cstdlib>

#include "core/check.hpp"
#include "drive/needs.hpp"
#include "drive/results.hpp"
#include "record/file.hpp"
#include "record/manifest.hpp"

namespace verigan::drive {

namespace fs = std::filesystem;

fs::path program_of(const Catalogue& catalogue, const std::string& experiment) {
  for (const auto& entry : catalogue.experiments)
    if (entry.name == experiment) return catalogue.programs / entry.program;
  return {};
}

std::string finished_hash(const fs::path& folder) {
  if (!fs::exists(folder / record::kManifestName)) return {};
  try {
    const record::Manifest manifest = record::read_manifest(folder);
    return manifest.finished ? manifest.result_hash : std::string();
  } catch (const Error&) {  // cut short, say: whoever makes the run sets this one aside
    return {};
  }
}

std::string kind_of(const record::PlannedRun& run) {
  const auto preset = std::ranges::find(run.args, "--preset");
  const bool smoke = preset != run.args.end() && preset + 1 != run.args.end() && preset[1] == "smoke";
  return run.experiment + (smoke ? " smoke" : "");
}

Job run_job(const fs::path& out, const fs::path& program, const record::PlannedRun& run) {
  Command command{program, run.args, {}};
  for (std::string& word : need_arguments(out, run)) command.args.push_back(std::move(word));
  for (const char* arg : {"--out", out.c_str(), "--threads", "1", "--progress", "machine"})
    command.args.push_back(arg);
  const fs::path log = log_file(out, run.folder);
  Job job{run.name(), kind_of(run), command, run.cost};
  job.folder = run.folder;
  for (const record::Need& need : run.needs) job.after.push_back(need.folder);
  job.finish = [folder = out / run.folder, log] {
    if (finished_hash(folder).empty()) return false;
    std::error_code ignored;
    fs::remove(log, ignored);
    return true;
  };
  job.failed = [log](const Failure& failure) {
    std::string text;
    for (const std::string& line : failure.last_lines) text += line + '\n';
    if (text.empty()) text = message("exit code ", failure.status, '\n');
    try {
      record::make_folder(log.parent_path());
      record::write_file(log, text);
    } catch (const Error&) {  // a full disk, perhaps, which may be why it failed: it was displayed
    }
  };
  return job;
}

Outcome make_runs(const fs::path& out, const Catalogue& catalogue,
                  const std::vector<record::PlannedRun>& runs, unsigned slots, Display& display,
                  const std::function<void()>& now_and_then) {
  setenv("OMP_NUM_THREADS", "1", 1);
  std::vector<Job> jobs;
  for (const record::PlannedRun& run : runs) {
    if (!finished_hash(out / run.folder).empty()) continue;
    const fs::path program = program_of(catalogue, run.experiment);
    require(!program.empty(), run.name(), ": there is no program ", run.experiment, " here");
    jobs.push_back(run_job(out, program, run));
  }
  AtWork at_work(out);
  return run_jobs(std::move(jobs), slots, display, [&](const Display::State& state) {
    at_work.update(state);
    if (now_and_then) now_and_then();
  });
}

}  // namespace verigan::drive
