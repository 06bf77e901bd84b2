// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <string>

// How far a run has come: one bar on a terminal, plain lines in a file, or lines for a program.
namespace verigan::run {

class Progress {
 public:
  /// automatic, bar: a bar where can_redraw(out), else plain. machine: "@progress DONE TOTAL TEXT".
  enum class Mode { automatic, bar, plain, machine, none };

  explicit Progress(Mode mode, std::string label, std::FILE* out = stderr);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// Whether its lines go to a program, which shows many runs at once.
  bool for_program() const { return mode_ == Mode::machine; }

  const std::string& label() const { return label_; }

  /// Work begins at `done` of `total`; time left is reckoned from here.
  void begin(std::uint64_t done, std::uint64_t total);
  /// Shows at most a few lines a second, so it may be called as often as one likes.
  void update(std::uint64_t done, const std::string& text);
  /// A remark on a line of its own.
  void note(const std::string& text);
  /// The last line; the bar goes away.
  void end(const std::string& text);

 private:
  using Clock = std::chrono::steady_clock;
  void show(const std::string& text);
  std::string time_left() const;
  void clear_bar();

  Mode mode_;
  std::string label_;
  std::FILE* out_;
  std::uint64_t first_ = 0, done_ = 0, total_ = 0;
  Clock::time_point start_, shown_;
  bool bar_visible_ = false;
};

/// "automatic" is called auto on the command line; auto, bar, plain, machine, none. Throws Error.
Progress::Mode progress_mode(const std::string& name);

}  // namespace verigan::run
