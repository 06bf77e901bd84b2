// SPDX-License-Identifier: MIT
#pragma once

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

#include "record/file.hpp"

extern char** environ;

// A program of ours, run as a user runs it.
class Process {
 public:
  /// Starts arguments[0]; its outputs go to two files in `folder`.
  Process(const std::vector<std::string>& arguments, const std::filesystem::path& folder)
      : out_(folder / "stdout"), err_(folder / "stderr") {
    std::vector<char*> argv;
    for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files, 1, out_.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0666);
    posix_spawn_file_actions_addopen(&files, 2, err_.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0666);
    const int failed = ::posix_spawn(&pid_, argv[0], &files, nullptr, argv.data(), environ);
    posix_spawn_file_actions_destroy(&files);
    if (failed != 0) throw std::runtime_error("cannot start " + arguments[0]);
  }
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  ~Process() {
    if (running()) {
      send(SIGKILL);
      wait();
    }
  }

  bool running() {
    if (pid_ > 0 && ::waitpid(pid_, &status_, WNOHANG) == pid_) pid_ = -1;
    return pid_ > 0;
  }
  /// The environment it was started in, or restarted itself in; empty when it has ended.
  std::string environment() {
    if (!running()) return "";
    std::ifstream file("/proc/" + std::to_string(pid_) + "/environ");
    return {std::istreambuf_iterator<char>(file), {}};
  }
  /// Threads it has at the moment; 0 when it has ended.
  int threads() {
    if (!running()) return 0;
    std::ifstream status("/proc/" + std::to_string(pid_) + "/status");
    for (std::string word; status >> word;) {
      int n = 0;
      if (word == "Threads:" && status >> n) return n;
    }
    return 0;
  }
  void send(int signal) const {
    if (pid_ > 0) ::kill(pid_, signal);
  }
  /// The exit code, or 128 + the signal that ended it.
  int wait() {
    if (pid_ > 0) ::waitpid(pid_, &status_, 0);
    pid_ = -1;
    return WIFEXITED(status_) ? WEXITSTATUS(status_) : 128 + WTERMSIG(status_);
  }
  std::string out() const { return verigan::record::read_file(out_); }
  std::string err() const { return verigan::record::read_file(err_); }

 private:
  std::filesystem::path out_, err_;
  pid_t pid_ = -1;
  int status_ = 0;
};
