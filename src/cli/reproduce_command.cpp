// SPDX-License-Identifier: MIT
// verigan reproduce: every experiment, table and figure, and the report.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <set>
#include <string_view>
#include <thread>

#include "cli/command.hpp"
#include "core/check.hpp"
#include "core/names.hpp"
#include "drive/catalogue.hpp"
#include "drive/derived.hpp"
#include "drive/display.hpp"
#include "drive/needs.hpp"
#include "drive/pool.hpp"
#include "drive/results.hpp"
#include "drive/ro_crate.hpp"
#include "drive/run_check.hpp"
#include "drive/run_job.hpp"
#include "record/file.hpp"
#include "record/lock.hpp"
#include "record/plan.hpp"
#include "report/report.hpp"
#include "run/folder.hpp"
#include "run/tensorboard.hpp"

namespace verigan::cli {
namespace {

using namespace drive;
namespace fs = std::filesystem;

constexpr const char* kTheorems = "theorems";

struct Request {
  std::string preset = "quick";
  std::vector<std::string> only;
  std::string out = "results";
  unsigned jobs = std::max(1U, std::thread::hardware_concurrency());
  std::string data, seeds;
  bool offline = false;
  bool tensorboard = false;
};

// What --only leaves of the catalogue.
struct Selection {
  std::vector<CatalogueExperiment> experiments;
  std::vector<CatalogueOutput> tables, figures;
  bool theorems = true;
};

void refuse_unknown(const Catalogue& catalogue, const std::vector<std::string>& names) {
  std::vector<std::string> known;
  for (const auto& entry : catalogue.experiments) known.push_back(entry.name);
  for (const auto& entry : catalogue.figures) known.push_back(entry.id);
  known.push_back(kTheorems);
  for (const auto& name : names)
    require(std::find(known.begin(), known.end(), name) != known.end(), "--only ", name,
            ": unknown", expected_names(name, known));
}

Selection select(const Catalogue& catalogue, const std::vector<std::string>& names) {
  if (names.empty()) return {catalogue.experiments, catalogue.tables, catalogue.figures, true};
  refuse_unknown(catalogue, names);
  const std::set<std::string> asked(names.begin(), names.end());
  std::set<std::string> needed = asked;  // experiments, asked for or needed by a figure asked for
  for (const auto& figure : catalogue.figures)
    if (asked.contains(figure.id))
      needed.insert(figure.experiments.begin(), figure.experiments.end());
  const auto uses_asked = [&](const CatalogueOutput& entry) {
    return asked.contains(entry.id) ||
           std::any_of(entry.experiments.begin(), entry.experiments.end(),
                       [&](const std::string& name) { return asked.contains(name); });
  };
  Selection chosen{{}, {}, {}, asked.contains(kTheorems)};
  for (const auto& entry : catalogue.experiments)
    if (needed.contains(entry.name)) chosen.experiments.push_back(entry);
  std::copy_if(catalogue.tables.begin(), catalogue.tables.end(), std::back_inserter(chosen.tables),
               uses_asked);
  std::copy_if(catalogue.figures.begin(), catalogue.figures.end(),
               std::back_inserter(chosen.figures), uses_asked);
  return chosen;
}

// Held while this process lives: two reproductions of one folder would run everything twice.
void lock(const fs::path& out) {
  record::make_folder(out / ".stamps");
  const int file = open((out / ".stamps" / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  require(file >= 0, out.string(), ": cannot be written");
  const record::Lock lock = record::lock_now(file);
  using State = record::Lock::State;
  require(lock.state != State::held_by_another, out.string(),
          ": another reproduction is at work there, expected a folder of its own");
  if (lock.state == State::not_possible)
    std::fprintf(stderr, "verigan: warning: %s cannot be locked (%s): take care that no other "
                 "reproduction is at work there\n", out.c_str(), lock.reason.c_str());
}

class Reproduction {
 public:
  explicit Reproduction(const Request& request)
      : request_(request),
        out_(fs::absolute(request.out)),
        catalogue_(load_catalogue(program_folder())),
        selection_(select(catalogue_, request.only)) {}

  int run() {
    lock(out_);
    set_environment();
    ask_for_plans();
    set_damaged_aside();
    for (const record::PlannedRun& run : runs_)  // what an earlier call did counts
      if (!finished_hash(out_ / run.folder).empty())
        whole_.done += TimeLeft::expected(kind_of(run), run.cost), ++whole_.jobs;
    std::vector<Job> runs = pending_runs();
    std::vector<TimeLeft::Work> files = runs.empty() ? std::vector<TimeLeft::Work>() : files_to_come();
    if (!perform(std::move(runs), files)) return interrupted();
    set_damaged_aside();  // what was made from results that are others now
    if (!perform(pending_runs(false), files)) return interrupted();
    if (!perform(outdated_files())) return interrupted();
    if (request_.tensorboard)
      for (const record::PlannedRun& run : runs_) run::show_finished(out_, run.folder);
    const bool report_changed = report::write_report(out_, catalogue_, {{}, changed_files(out_)});
    write_ro_crate(out_, catalogue_, plan_);
    return say_result(report_changed);
  }

 private:
  void set_environment() const {
    setenv("OMP_NUM_THREADS", "1", 1);
    if (request_.data.empty()) return;
    setenv("VERIGAN_DATA", fs::absolute(request_.data).c_str(), 1);
  }

  void ask_for_plans() {
    try {
      plan_ = record::load_plan(out_);
    } catch (const Error& error) {
      display_.say(message(error.what(), "; written again"));
    }
    for (const auto& experiment : selection_.experiments) {
      Command ask{catalogue_.programs / experiment.program,
                        {"--plan", "--preset", request_.preset},
                        {}};
      if (!request_.seeds.empty()) ask.args.insert(ask.args.end(), {"--seed", request_.seeds});
      const Capture answer = run_and_capture(ask);
      if (answer.status != 0) {
        fail(experiment.name, answer.last_errors);
        continue;
      }
      auto& entry = plan_[experiment.name] = {request_.preset, {}, {}, {}};
      for (auto& run : record::parse_plan(answer.output)) {
        if (run.skipped.empty()) {
          runs_.push_back(std::move(run));
          continue;
        }
        display_.say(message("SKIPPED ", run.name(), ": ", run.skipped));
        entry.skipped.push_back(message(run.label, ": ", run.skipped));
      }
    }
    add_needed_runs();
    if (request_.tensorboard)
      for (record::PlannedRun& run : runs_) run.args.push_back("--tensorboard");
    require(request_.data.empty() || !failed_.empty() || learns_images(), "--data ", request_.data,
            " has no effect: nothing of what is chosen learns from image files; expected to be left out");
    record::save_plan(out_, plan_);
  }

  // What the runs need may be of experiments that were not chosen.
  void add_needed_runs() {
    try {
      runs_ = with_needs(runs_, catalogue_);
    } catch (const Error& error) {
      std::vector<std::string> without;
      for (const record::PlannedRun& run : runs_)
        if (run.folder.empty() && std::ranges::count(without, run.experiment) == 0)
          without.push_back(run.experiment);
      std::erase_if(runs_, [](const record::PlannedRun& run) { return run.folder.empty(); });
      for (const std::string& experiment : without)
        fail(experiment, std::vector<std::string>{error.what()});
    }
    for (const record::PlannedRun& run : runs_) {
      auto& entry = plan_.try_emplace(run.experiment, record::ExperimentPlan{request_.preset, {}, {}, {}})
                        .first->second;
      if (entry.preset != request_.preset || std::ranges::count(entry.folders, run.folder) > 0) continue;
      entry.folders.push_back(run.folder);
      entry.labels.push_back(run.label);
    }
  }

  bool learns_images() const {
    return std::any_of(runs_.begin(), runs_.end(), [](const auto& run) { return run.images; });
  }

  // Finished runs whose files are not as they were left: what was asked for is then run again.
  void set_damaged_aside() {
    for (const DamagedRun& run : damaged_runs(out_, plan_)) {
      const fs::path aside = run::quarantine(out_ / run.folder);
      const bool asked = std::any_of(runs_.begin(), runs_.end(), [&](const auto& planned) {
        return planned.folder == run.folder;
      });
      display_.say(message("DAMAGED ", run.experiment, run.label.empty() ? "" : " ", run.label, ": ",
                           run.why, "; set aside as ", aside.lexically_relative(out_).string(),
                           asked ? ", running again"
                                 : ", not run again, for --only asks for others"));
    }
  }

  std::vector<Job> pending_runs(bool failed_too = true) const {
    std::vector<Job> jobs;
    for (const record::PlannedRun& run : runs_) {
      if (!finished_hash(out_ / run.folder).empty()) continue;
      if (!failed_too && std::ranges::count(failed_, run.name()) > 0) continue;
      jobs.push_back(run_job(out_, program_of(catalogue_, run.experiment), run));
    }
    const long instances = request_.preset == "smoke" ? 50 : 1000;
    const Derived theorems = derived_verification(out_, program_folder() / "verigan", instances);
    if (failed_too && selection_.theorems && !up_to_date(out_, theorems))
      jobs.push_back(derived_job(out_, theorems, static_cast<double>(instances)));
    return jobs;
  }

  std::vector<Job> outdated_files() const {
    std::vector<Job> jobs;
    const auto add = [&](const std::vector<Derived>& list) {
      for (const auto& derived : list)
        if (!up_to_date(out_, derived)) jobs.push_back(derived_job(out_, derived, 1));
    };
    add(derived_files(out_, catalogue_, selection_.tables, plan_, "tables", {".csv"}));
    add(derived_files(out_, catalogue_, selection_.figures, plan_, "figures",
                      {".svg", ".png", ".json"}));
    return jobs;
  }

  // Tables and figures that will be made when the runs are there.
  std::vector<TimeLeft::Work> files_to_come() const {
    std::vector<TimeLeft::Work> work(selection_.tables.size(), {kTableKind, 1});
    work.insert(work.end(), selection_.figures.size(), {kFigureKind, 1});
    return work;
  }

  // False if interrupted.
  bool perform(std::vector<Job> jobs, std::vector<TimeLeft::Work> later = {}) {
    work_ += jobs.size();
    whole_.later = std::move(later);
    AtWork at_work(out_);
    const Outcome outcome = run_jobs(std::move(jobs), request_.jobs, display_,
                                     [&](const Display::State& state) { at_work.update(state); }, &whole_);
    for (const auto& failure : outcome.failures) failed_.push_back(failure.name);
    signal_ = outcome.signal;
    return signal_ == 0;
  }

  template <class Lines>
  void fail(const std::string& name, const Lines& lines) {
    display_.say("FAILED " + name);
    for (const auto& line : lines) display_.say("       " + line);
    failed_.push_back(name);
  }

  std::size_t finished_runs() const {
    return static_cast<std::size_t>(std::count_if(runs_.begin(), runs_.end(), [&](const auto& run) {
      return !finished_hash(out_ / run.folder).empty();
    }));
  }

  int interrupted() const {
    std::fprintf(stderr,
                 "Interrupted with %zu of %zu runs finished; the same command continues from here.\n",
                 finished_runs(), runs_.size());
    return 128 + signal_;
  }

  int say_result(bool report_changed) const {
    const std::string page = report::report_file(fs::path(request_.out)).string();
    if (failed_.empty() && work_ == 0 && !report_changed) {
      std::printf("Nothing to do: all %zu runs are finished and %s is up to date.\n", runs_.size(), page.c_str());
      say_figures();
      return 0;
    }
    std::printf("Report: %s\n", page.c_str());
    say_figures();
    if (failed_.empty()) return 0;
    std::string names;
    for (const auto& name : failed_) names += (names.empty() ? "" : ", ") + name;
    std::fprintf(stderr, "verigan: failed: %s\n", names.c_str());
    return 1;
  }

  /// The figures that --only asked for by their names: last, for they are what one looks for.
  void say_figures() const {
    for (const auto& figure : selection_.figures)
      if (std::ranges::count(request_.only, figure.id) > 0 && fs::exists(out_ / "figures" / (figure.id + ".png")))
        std::printf("%s: %s\n", figure.id.c_str(), (fs::path(request_.out) / "figures" / (figure.id + ".png")).c_str());
  }

  Request request_;
  fs::path out_;
  Catalogue catalogue_;
  Selection selection_;
  record::RunPlan plan_;
  std::vector<record::PlannedRun> runs_;
  Display display_;
  Whole whole_;  // of all that is done and to come
  std::vector<std::string> failed_;
  std::size_t work_ = 0;
  int signal_ = 0;
};

}  // namespace

Action reproduce_command(Arguments& arguments) {
  auto request = std::make_shared<Request>();
  arguments.add("--preset", request->preset,
                 "How much to run: smoke (a minute), quick (a quarter of an hour), paper (days)")
      .shows_default();
  arguments.add("--seed", request->seeds,
                "Seeds in place of the preset's, e.g. 1-20, of the runs that draw anything by chance");
  arguments.add("--only", request->only,
                 "Experiments or figures, e.g. F11,alpha_mnist, or theorems")
      .separated_by(',');
  arguments.add("--out", request->out, "Folder for results, figures and the report")
      .shows_default();
  arguments.add("--jobs", request->jobs,
                 "Programs side by side, one thread each; default: one per core")
      .between(1, 4096);
  arguments.add("--data", request->data, "Folder with MNIST; default: VERIGAN_DATA, then ./data")
      .existing_folder();
  arguments.flag("--tensorboard", request->tensorboard,
                 "Also write event files for TensorBoard, below tensorboard/ in that folder");
  arguments.flag("--offline", request->offline,
               "For ./reproduce: this program itself never fetches anything");
  return [request] {
    constexpr std::string_view kPresets[] = {"smoke", "quick", "paper"};
    request->preset = kPresets[index_of_name("preset", request->preset, kPresets)];
    return Reproduction(*request).run();
  };
}

}  // namespace verigan::cli
