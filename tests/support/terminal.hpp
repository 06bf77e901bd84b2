// SPDX-License-Identifier: MIT
#pragma once

#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "support/variable.hpp"

/// A program with a terminal of its own, as somebody sitting there has started it.
class OnTerminal {
 public:
  explicit OnTerminal(const std::vector<std::string>& arguments) {
    std::vector<char*> argv;
    for (const std::string& word : arguments) argv.push_back(const_cast<char*>(word.c_str()));
    argv.push_back(nullptr);
    pid_ = ::forkpty(&terminal_, nullptr, nullptr, nullptr);
    if (pid_ < 0) throw std::runtime_error("no terminal to be had");
    if (pid_ > 0) return;
    ::execv(argv[0], argv.data());
    ::_exit(127);
  }
  OnTerminal(const OnTerminal&) = delete;
  OnTerminal& operator=(const OnTerminal&) = delete;
  ~OnTerminal() {
    close();
    if (pid_ > 0) {
      ::kill(pid_, SIGKILL);
      wait();
    }
  }

  /// Reads what it shows until these words are among it.
  void wait_for(const std::string& words) {
    std::string text;
    char part[4096];
    for (ssize_t n; text.find(words) == std::string::npos &&
                    (n = ::read(terminal_, part, sizeof part)) > 0;)
      text.append(part, static_cast<std::size_t>(n));
  }
  /// All it shows until it has ended.
  std::string shown() {
    std::string text;
    char part[4096];
    for (ssize_t n; (n = ::read(terminal_, part, sizeof part)) > 0;)
      text.append(part, static_cast<std::size_t>(n));
    return text;
  }
  /// Closes the terminal, as one closes its window.
  void close() {
    if (terminal_ >= 0) ::close(std::exchange(terminal_, -1));
  }
  /// The exit code, or 128 + the signal that ended it.
  int wait() {
    int status = 0;
    ::waitpid(std::exchange(pid_, -1), &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }

 private:
  int terminal_ = -1;
  pid_t pid_ = -1;
};

/// Whether a text for a terminal moves its cursor about: an escape, or a return that ends no line.
inline bool moves_cursor(const std::string& text) {
  for (std::size_t i = 0; i < text.size(); ++i)
    if (text[i] == '\033' || (text[i] == '\r' && (i + 1 == text.size() || text[i + 1] != '\n')))
      return true;
  return false;
}
