// SPDX-License-Identifier: MIT
#include "drive/estimate.hpp"

#include <poll.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <map>
#include <optional>
#include <queue>
#include <set>

#include "core/check.hpp"
#include "drive/child.hpp"
#include "drive/needs.hpp"
#include "drive/run_job.hpp"
#include "drive/workplace.hpp"
#include "record/file.hpp"

namespace verigan::drive {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;
constexpr std::size_t kMostProbes = 10;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/// The most memory that a process has had, in MB; 0 when it is gone.
double peak_megabytes(pid_t process) {
  std::string status;
  try {
    status = record::read_file("/proc/" + std::to_string(process) + "/status");
  } catch (const Error&) {
    return 0;
  }
  const auto at = status.find("VmHWM:");
  long kilobytes = 0;
  if (at == status.npos || std::sscanf(status.c_str() + at, "VmHWM: %ld", &kilobytes) != 1) return 0;
  return static_cast<double>(kilobytes) / 1024;
}

/// Begins a run and ends it when enough was seen.
RunEstimate probe(const Command& command, const std::string& name, double watched) {
  struct Moment {
    double seconds, done;
  };
  const auto start = Clock::now();
  Child child(command);
  RunEstimate found;
  std::optional<Moment> first, last;
  while (!child.ended()) {
    pollfd wait{child.errors(), POLLIN, 0};
    poll(&wait, 1, 20);
    child.read();
    found.megabytes = std::max(found.megabytes, peak_megabytes(child.pid()));
    if (child.reported() && (!last || child.done() > last->done)) {
      last = {seconds_since(start), child.done()};
      if (!first) first = last;
    }
    const bool moved = first && last->done > first->done;
    if (moved && seconds_since(start) >= watched) break;
  }
  if (child.ended()) {
    require(child.status() == 0, name, ": ",
            child.last_lines().empty() ? message("exit code ", child.status())
                                       : child.last_lines().back());
    found.seconds = seconds_since(start);
    return found;
  }
  const double pace = (last->seconds - first->seconds) / (last->done - first->done);
  found.seconds = first->seconds + (1 - first->done) * pace;
  return found;  // the child is killed by its destructor
}

/// Whether all that it needs is there.
bool ready(const fs::path& out, const record::PlannedRun& run) {
  return std::ranges::all_of(
      run.needs, [&](const record::Need& need) { return !finished_hash(out / need.folder).empty(); });
}

/// What it needs lies in `out`, what it makes in `place`.
Command command_of(const fs::path& place, const fs::path& out, const fs::path& program,
                   record::PlannedRun run) {
  const std::vector<std::string> needs = need_arguments(out, run);
  run.needs.clear();
  Command command = run_job(place, program, run).command;
  command.args.insert(command.args.end(), needs.begin(), needs.end());
  return command;
}

/// What a run's time depends on: all its options but the seed.
std::string setting_of(const record::PlannedRun& run) {
  std::string text = run.experiment;
  for (std::size_t i = 0; i + 1 < run.args.size(); i += 2)
    if (run.args[i] != "--seed") text += '\n' + run.args[i] + ' ' + run.args[i + 1];
  return text;
}

/// At most `count` of `costs`, the least and the greatest among them.
std::vector<double> spread(const std::set<double>& costs, std::size_t count) {
  const std::vector<double> all(costs.begin(), costs.end());
  if (all.size() <= count) return all;
  std::vector<double> chosen;
  for (std::size_t i = 0; i < count; ++i) chosen.push_back(all[i * (all.size() - 1) / (count - 1)]);
  return chosen;
}

}  // namespace

std::vector<RunEstimate> estimate(const std::vector<record::PlannedRun>& runs, const fs::path& out,
                                  const Catalogue& catalogue, double watched) {
  std::set<std::string> settings;
  for (const auto& run : runs) settings.insert(setting_of(run));
  const bool each = settings.size() <= kMostProbes;
  std::map<std::string, std::set<double>> costs;  // of a setting, or of an experiment
  const auto kind_of = [&](const auto& run) { return each ? setting_of(run) : run.experiment; };
  for (const auto& run : runs) costs[kind_of(run)].insert(run.cost);
  const Workplace workplace;
  std::map<std::string, std::map<double, RunEstimate>> probes;
  for (const auto& [kind, found] : costs)
    for (const double cost : spread(found, kMostProbes)) {
      const auto run = std::ranges::find_if(runs, [&, name = kind](const auto& candidate) {
        return kind_of(candidate) == name && candidate.cost == cost;
      });
      const auto program = program_of(catalogue, run->experiment);
      require(!program.empty(), run->name(), ": there is no program ", run->experiment, " here");
      probes[kind][cost] =
          ready(out, *run) ? probe(command_of(workplace.path(), out, program, *run), run->name(), watched)
                           : RunEstimate{};
    }
  std::vector<RunEstimate> all;
  for (const auto& run : runs) {
    const auto& measured = probes.at(kind_of(run));
    const auto nearest = std::ranges::min_element(measured, {}, [&](const auto& entry) {
      return std::abs(std::log(entry.first / run.cost));
    });
    RunEstimate found = nearest->second;
    found.seconds *= run.cost / nearest->first;
    all.push_back(found);
  }
  // What reads a run that is yet to be made cannot be tried: it is taken to last as long.
  for (std::size_t i = 0; i < runs.size(); ++i)
    if (!ready(out, runs[i]))
      for (std::size_t k = 0; k < runs.size(); ++k)
        if (runs[k].folder == runs[i].needs.front().folder) all[i] = all[k];
  return all;
}

double makespan(std::vector<double> seconds, unsigned slots) {
  std::sort(seconds.rbegin(), seconds.rend());
  std::priority_queue<double, std::vector<double>, std::greater<>> free;
  for (unsigned i = 0; i < std::max(slots, 1U); ++i) free.push(0);
  double end = 0;
  for (const double one : seconds) {
    const double done = free.top() + one;
    free.pop();
    free.push(done);
    end = std::max(end, done);
  }
  return end;
}

}  // namespace verigan::drive
