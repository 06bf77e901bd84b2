// SPDX-License-Identifier: MIT
#include "drive/pool.hpp"

#include <poll.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <memory>

#include "core/check.hpp"
#include "drive/display.hpp"

namespace verigan::drive {
namespace {

using Clock = std::chrono::steady_clock;

volatile std::sig_atomic_t received_signal = 0;
volatile std::sig_atomic_t received_count = 0;

void note_signal(int number) {
  if (number == SIGCHLD) return;  // its only purpose is to end the wait
  if (number == SIGHUP && received_count > 0) return;  // a closing terminal says so twice
  received_signal = number;
  received_count = received_count + 1;
}

constexpr int kNumbers[] = {SIGINT, SIGTERM, SIGHUP, SIGUSR1, SIGCHLD};
constexpr std::size_t kCount = std::size(kNumbers);

sigset_t watched() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int number : kNumbers) sigaddset(&signals, number);
  return signals;
}

// While it lives, these signals are only let in during wait(), even where a SignalHold keeps them. What was
// to be ignored, under nohup for instance, stays ignored.
class SignalWatch {
 public:
  SignalWatch() {
    received_signal = 0;
    received_count = 0;
    struct sigaction action {};
    action.sa_handler = note_signal;
    for (std::size_t i = 0; i < kCount; ++i) {
      sigaction(kNumbers[i], nullptr, &before_[i]);
      if (before_[i].sa_handler != SIG_IGN || kNumbers[i] == SIGCHLD)
        sigaction(kNumbers[i], &action, nullptr);
    }
    const sigset_t blocked = watched();
    sigprocmask(SIG_BLOCK, &blocked, &mask_);
    waiting_ = mask_;
    for (const int number : kNumbers) sigdelset(&waiting_, number);
  }
  ~SignalWatch() {
    sigprocmask(SIG_SETMASK, &mask_, nullptr);
    for (std::size_t i = 0; i < kCount; ++i) sigaction(kNumbers[i], &before_[i], nullptr);
  }
  SignalWatch(const SignalWatch&) = delete;
  SignalWatch& operator=(const SignalWatch&) = delete;

  void wait(std::vector<pollfd>& files) const {
    const timespec limit{0, 200'000'000};
    ppoll(files.data(), files.size(), &limit, &waiting_);
  }

 private:
  struct sigaction before_[kCount]{};
  sigset_t mask_{}, waiting_{};
};

class Pool {
 public:
  Pool(std::vector<Job> jobs, unsigned slots, Display& display,
       const std::function<void(const Display::State&)>& watch, Whole& whole)
      : waiting_(std::move(jobs)), slots_(std::max(slots, 1U)), display_(display), watcher_(watch), whole_(whole) {
    std::stable_sort(waiting_.begin(), waiting_.end(),
                     [](const Job& a, const Job& b) { return a.cost > b.cost; });
    jobs_ = waiting_.size();
    for (const Job& job : waiting_) total_ += expected(job);
  }

  Outcome run() {
    while (true) {
      while (!outcome_.signal && running_.size() < slots_ && start_next()) {
      }
      if (running_.empty()) break;
      std::vector<pollfd> files;
      for (const auto& run : running_) files.push_back({run.child->errors(), POLLIN, 0});
      watch_.wait(files);
      heed_signals();
      collect();
      const Display::State now = state();
      display_.update(now);
      if (watcher_) watcher_(now);
    }
    display_.clear();
    whole_.done += total_;
    whole_.jobs += jobs_;
    return std::move(outcome_);
  }

 private:
  struct Running {
    Job job;
    std::unique_ptr<Child> child;
    Clock::time_point started = Clock::now();
    double done_at_start = -1;  // a resumed run begins with part of it done

    double seconds() const { return std::chrono::duration<double>(Clock::now() - started).count(); }
    double done_here() const { return child->done() - std::max(done_at_start, 0.0); }
  };

  /// Seconds that it takes where the table of paces was measured.
  static double expected(const Job& job) { return TimeLeft::expected(job.kind, job.cost); }

  bool has_to_wait(const Job& job) const {
    const auto comes_before = [&](const Job& other) {
      return !other.folder.empty() && std::ranges::count(job.after, other.folder) > 0;
    };
    return std::ranges::any_of(waiting_, comes_before) ||
           std::ranges::any_of(running_, [&](const Running& run) { return comes_before(run.job); });
  }

  // False if there is none that may begin.
  bool start_next() {
    const auto next =
        std::ranges::find_if(waiting_, [&](const Job& job) { return !has_to_wait(job); });
    if (next == waiting_.end()) {
      ensure(waiting_.empty() || !running_.empty(), "jobs do not wait for each other");
      return false;
    }
    Running run{std::move(*next), nullptr};
    waiting_.erase(next);
    if (!display_.live()) display_.say("start  " + run.job.name);
    run.child = std::make_unique<Child>(run.job.command);
    running_.push_back(std::move(run));
    return true;
  }

  void heed_signals() {
    if (received_count == heeded_) return;
    heeded_ = received_count;
    if (!outcome_.signal) {
      outcome_.signal = received_signal;
      display_.say(message("Interrupted: waiting for ", running_.size(),
                           " to save what they have; once more to give that up."));
      for (const auto& run : running_)
        run.child->signal(outcome_.signal == SIGUSR1 ? SIGTERM : outcome_.signal);
    } else {
      for (const auto& run : running_) run.child->signal(SIGKILL);
    }
  }

  void collect() {
    for (auto& run : running_) {
      run.child->read();
      if (run.done_at_start < 0 && run.child->reported()) run.done_at_start = run.child->done();
      if (run.child->ended()) end(run);
    }
    std::erase_if(running_, [](const Running& run) { return run.child == nullptr; });
  }

  void end(Running& run) {
    const auto child = std::move(run.child);
    const double seconds = run.seconds();
    const double done = child->status() == 0 ? 1 : child->done();
    whole_.time_left.observe(run.job.kind, run.job.cost * (done - std::max(run.done_at_start, 0.0)),
                       seconds);
    finished_ += expected(run.job);
    std::vector<std::string> lines(child->last_lines().begin(), child->last_lines().end());
    int status = child->status();
    if (status == 0 && run.job.finish && !run.job.finish()) {
      status = -1;
      lines.push_back("it ended well but left no result");
    }
    if (status == 0) {
      ++outcome_.finished;
      if (!display_.live()) display_.say("done   " + run.job.name + "  " + duration_text(seconds));
      for (const auto& line : lines) display_.say("       " + run.job.name + ": " + line);
    } else if (!outcome_.signal) {
      report_failure(run.job, {run.job.name, status, std::move(lines)});
    }
  }

  void report_failure(const Job& job, Failure failure) {
    display_.say(message(
        "FAILED ", failure.name,
        failure.status >= 0 ? message("  (exit code ", failure.status, ")") : std::string()));
    for (const auto& line : failure.last_lines) display_.say("       " + line);
    if (job.failed) job.failed(failure);
    outcome_.failures.push_back(std::move(failure));
    while (true) {  // what comes after it
      const auto next = std::ranges::find_if(waiting_, [&](const Job& other) {
        return !job.folder.empty() && std::ranges::count(other.after, job.folder) > 0;
      });
      if (next == waiting_.end()) return;
      const Job other = std::move(*next);
      waiting_.erase(next);
      finished_ += expected(other);
      report_failure(other, {other.name, -1, {"not begun: it needs " + job.name}});
    }
  }

  Display::State state() const {
    Display::State state;
    state.finished = whole_.jobs + jobs_ - waiting_.size() - running_.size();
    state.total = whole_.jobs + jobs_ + whole_.later.size();
    double done = whole_.done + finished_, all = whole_.done + total_;
    TimeLeft time_left = whole_.time_left;
    std::vector<TimeLeft::Work> now, later;
    for (const auto& run : running_) {
      const auto& child = *run.child;
      state.running.push_back({run.job.name, child.text(), child.done(), run.job.folder});
      done += expected(run.job) * child.done();
      time_left.observe(run.job.kind, run.job.cost * run.done_here(),
                        run.done_here() > 0 ? run.seconds() : 0);
      now.push_back({run.job.kind, run.job.cost * (1 - child.done())});
    }
    for (const auto& job : waiting_) later.push_back({job.kind, job.cost});
    for (const TimeLeft::Work& work : whole_.later) {
      later.push_back(work);
      all += TimeLeft::expected(work.kind, work.cost);
    }
    state.done = all > 0 ? done / all : 1;
    state.seconds_left = time_left.estimate(now, later, slots_);
    return state;
  }

  SignalWatch watch_;
  std::vector<Job> waiting_;
  std::vector<Running> running_;
  std::size_t slots_, jobs_ = 0;
  double total_ = 0, finished_ = 0;  // seconds as expected
  Display& display_;
  const std::function<void(const Display::State&)>& watcher_;
  Whole& whole_;
  Outcome outcome_;
  int heeded_ = 0;
};

}  // namespace

SignalHold::SignalHold() {
  const sigset_t held = watched();
  sigprocmask(SIG_BLOCK, &held, &before_);
}

SignalHold::~SignalHold() { sigprocmask(SIG_SETMASK, &before_, nullptr); }

Outcome run_jobs(std::vector<Job> jobs, unsigned slots, Display& display,
                 const std::function<void(const Display::State&)>& watch, Whole* whole) {
  Whole own;
  return Pool(std::move(jobs), slots, display, watch, whole == nullptr ? own : *whole).run();
}

}  // namespace verigan::drive
