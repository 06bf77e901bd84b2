// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "look/moment.hpp"
#include "run/progress.hpp"

// --live FILE.png: the training as it is, drawn again each second by a thread of its own. It looks, and moves
// nothing: every draw it asks for has an address of its own.
namespace verigan::run {

class Live {
 public:
  /// `file` empty: nothing is done. moment() is called on the training's thread.
  Live(std::string file, Progress& progress, std::function<look::Moment()> moment);
  /// Ends the thread.
  ~Live();
  Live(const Live&) = delete;
  Live& operator=(const Live&) = delete;

  /// A step is done: hands a moment over if a second has passed and the last picture is drawn.
  void after_step();
  /// Training is over: draws the end and waits for it.
  void finish();

 private:
  using Clock = std::chrono::steady_clock;
  void hand_over();
  void draw();
  void say_trouble();

  std::string file_;
  Progress& progress_;
  std::function<look::Moment()> moment_;
  Clock::time_point last_{};
  std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<look::Moment> next_;
  bool busy_ = false, over_ = false;
  std::string trouble_;  // why nothing can be drawn
  std::thread thread_;
};

}  // namespace verigan::run
