// SPDX-License-Identifier: MIT
#include "run/live.hpp"

#include <csignal>
#include <utility>

#include "core/check.hpp"
#include "record/file.hpp"

namespace verigan::run {

Live::Live(std::string file, Progress& progress, std::function<look::Moment()> moment)
    : file_(std::move(file)), progress_(progress), moment_(std::move(moment)) {
  if (file_.empty()) return;
  // Signals are the training's.
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, &before);
  thread_ = std::thread([this] { draw(); });
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

Live::~Live() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    over_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void Live::after_step() {
  if (file_.empty() || Clock::now() - last_ < std::chrono::seconds(1)) return;
  {
    const std::lock_guard lock(mutex_);
    if (busy_ || next_) return;
  }
  say_trouble();
  hand_over();
}

void Live::finish() {
  if (file_.empty()) return;
  hand_over();
  {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return !busy_ && !next_; });
  }
  const bool drawn = trouble_.empty();
  say_trouble();
  if (drawn && !file_.empty()) progress_.note("--live: " + file_ + " shows the end");
}

void Live::hand_over() {
  if (file_.empty()) return;
  look::Moment moment = moment_();
  last_ = Clock::now();
  {
    const std::lock_guard lock(mutex_);
    next_ = std::move(moment);
  }
  changed_.notify_all();
}

/// Says once why there is no picture, and asks for no more.
void Live::say_trouble() {
  const std::lock_guard lock(mutex_);
  if (trouble_.empty()) return;
  progress_.note("--live: " + trouble_);
  file_.clear();
}

void Live::draw() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [&] { return next_ || over_; });
    if (!next_) return;
    const look::Moment moment = std::move(*next_);
    next_.reset();
    busy_ = true;
    const std::string file = file_;
    lock.unlock();
    std::string trouble;
    try {
      record::write_file(file, look::picture(moment));
    } catch (const std::exception& error) {
      trouble = error.what();
    }
    lock.lock();
    busy_ = false;
    if (!trouble.empty()) trouble_ = trouble;
    changed_.notify_all();
  }
}

}  // namespace verigan::run
