// SPDX-License-Identifier: MIT
#pragma once

#include <csignal>
#include <functional>
#include <string>
#include <vector>

#include "drive/child.hpp"
#include "drive/display.hpp"
#include "drive/time_left.hpp"

// Many programs side by side, one thread each, with one progress display for all.
namespace verigan::drive {

struct Failure {
  std::string name;
  int status = 0;
  std::vector<std::string> last_lines;
};

struct Job {
  std::string name;  // what the display calls it
  std::string kind;  // jobs of one kind have comparable costs
  Command command;
  double cost = 1;                    // relative amount of work, > 0
  std::function<bool()> finish = {};  // after exit code 0: is what it should leave there?
  std::string folder = {};            // of a run, relative to the results
  std::function<void(const Failure&)> failed = {};
  std::vector<std::string> after = {};  // folders of jobs that must have ended well before this one begins
};

struct Outcome {
  std::vector<Failure> failures;  // in the order they happened
  std::size_t finished = 0;
  int signal = 0;  // SIGINT, SIGTERM, SIGHUP or SIGUSR1 if interrupted
};

/// While it lives, the signals that run_jobs() heeds are let in by run_jobs() alone: one that comes before or
/// between is heeded by the next.
class SignalHold {
 public:
  SignalHold();
  ~SignalHold();
  SignalHold(const SignalHold&) = delete;
  SignalHold& operator=(const SignalHold&) = delete;

 private:
  sigset_t before_{};
};

/// Work of which the jobs of one call are a part: what was done before, in seconds as expected, how fast each
/// kind goes, and what comes when they have ended.
struct Whole {
  double done = 0;
  std::size_t jobs = 0;  // that had ended before
  TimeLeft time_left = {};
  std::vector<TimeLeft::Work> later = {};
};

/// Runs all jobs, `slots` at a time, the costliest first. A failed one stops none but those that come after
/// it, which fail with it.
/// SIGINT, SIGTERM and SIGHUP are handed on to the running ones, SIGUSR1 (a time limit is near) as
/// SIGTERM; no further one is started, and their end is awaited; a second SIGINT or SIGTERM kills them.
/// `watch` is called several times a second. `whole`: what the display says is of that.
Outcome run_jobs(std::vector<Job> jobs, unsigned slots, Display& display,
                 const std::function<void(const Display::State&)>& watch = {}, Whole* whole = nullptr);

}  // namespace verigan::drive
