// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <deque>
#include <filesystem>
#include <string>
#include <vector>

// One program started by the driver. It gets SIGTERM when the driver dies, however
// that happens, so that no run is left behind.
namespace verigan::drive {

struct Command {
  std::filesystem::path program;
  std::vector<std::string> args;
  std::string input = {};  // its standard input
};

class Child {
 public:
  /// Starts `command` in a process group of its own, its standard output written to the file
  /// descriptor `output`, or discarded. Throws Error if no process or pipe can be made; a program
  /// that cannot be executed ends with status 127.
  explicit Child(const Command& command, int output = -1);
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child();

  /// Read end of its standard error, non-blocking; -1 once it has been closed over there.
  int errors() const { return errors_; }
  pid_t pid() const { return pid_; }

  /// Reads what has arrived. Lines `@progress DONE TOTAL TEXT` set done() and text(), others are
  /// kept.
  void read();
  /// True once it has ended; status() is then its exit code, or 128 + the signal that killed it.
  bool ended();
  int status() const { return status_; }
  /// Sends a signal to it and to all it started.
  void signal(int number) const;

  double done() const { return done_; }        // 0 … 1
  bool reported() const { return reported_; }  // has it said how far it is?
  const std::string& text() const { return text_; }
  /// The last lines of its standard error that were not progress, at most ten.
  const std::deque<std::string>& last_lines() const { return lines_; }

 private:
  void take(const std::string& line);

  pid_t pid_ = -1;
  int errors_ = -1;
  bool ended_ = false, reported_ = false;
  int status_ = -1;
  double done_ = 0;
  std::string pending_, text_;
  std::deque<std::string> lines_;
};

struct Capture {
  int status = 0;
  std::string output;
  std::deque<std::string> last_errors;
};

/// Runs `command` to its end and returns its standard output.
Capture run_and_capture(const Command& command);

}  // namespace verigan::drive
