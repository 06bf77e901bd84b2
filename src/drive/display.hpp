// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

// What the driver shows while it works: on a terminal a few lines that are redrawn, otherwise one
// line when a run starts or ends and one now and then. All of it goes to standard error.
namespace verigan::drive {

class Display {
 public:
  struct Running {
    std::string name, text;
    double done = 0;          // 0 … 1
    std::string folder = {};  // of a run
  };
  struct State {
    std::size_t finished = 0, total = 0;
    double done = 0;  // of all work, 0 … 1
    std::optional<double> seconds_left;
    std::vector<Running> running;
  };

  Display();
  /// A line that stays.
  void say(const std::string& line);
  /// The present state; does nothing if it is too soon to show again.
  void update(const State& state);
  /// Takes the redrawn lines away.
  void clear();
  bool live() const { return live_; }

 private:
  using Clock = std::chrono::steady_clock;
  bool live_;
  int drawn_ = 0;  // lines to go up
  std::optional<Clock::time_point> shown_;
  double furthest_ = 0;  // a bar does not move back
  Clock::time_point started_ = Clock::now();
};

/// 75 → "1 min 15 s", 8000 → "2 h 13 min".
std::string duration_text(double seconds);

}  // namespace verigan::drive
