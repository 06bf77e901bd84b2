// SPDX-License-Identifier: MIT
#include "drive/child.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "core/check.hpp"

namespace verigan::drive {
namespace {

constexpr std::size_t kKeptLines = 10;

// In the new process: nothing inherited but what is meant to be.
[[noreturn]] void execute(const Command& command, int input, int output, int errors, pid_t driver) {
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (getppid() != driver) _exit(143);  // the driver died before prctl
  std::signal(SIGINT, SIG_DFL);
  std::signal(SIGTERM, SIG_DFL);
  std::signal(SIGCHLD, SIG_DFL);
  std::signal(SIGUSR1, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  dup2(input, STDIN_FILENO);
  dup2(output, STDOUT_FILENO);
  dup2(errors, STDERR_FILENO);
  std::vector<char*> argv{const_cast<char*>(command.program.c_str())};
  for (const auto& arg : command.args) argv.push_back(const_cast<char*>(arg.c_str()));
  argv.push_back(nullptr);
  execv(argv[0], argv.data());
  std::fprintf(stderr, "%s: %s\n", argv[0], std::strerror(errno));
  std::fflush(stderr);
  _exit(127);
}

pid_t start(const Command& command, int input, int output, int errors) {
  const pid_t driver = getpid();
  std::fflush(nullptr);
  const pid_t pid = fork();
  require(pid >= 0, "cannot start ", command.program.string(), ": ", std::strerror(errno));
  if (pid == 0) execute(command, input, output, errors, driver);
  setpgid(pid, pid);  // also here, so that a signal sent at once finds the group
  return pid;
}

/// A file in memory that holds `text`, at its beginning; /dev/null for none.
int input_file(const std::string& text) {
  if (text.empty()) return open("/dev/null", O_RDONLY | O_CLOEXEC);
  const int file = memfd_create("input", MFD_CLOEXEC);
  require(file >= 0, "cannot make a temporary file: ", std::strerror(errno));
  for (std::size_t at = 0; at < text.size();) {
    const ssize_t count = ::write(file, text.data() + at, text.size() - at);
    require(count > 0, "cannot write a temporary file: ", std::strerror(errno));
    at += static_cast<std::size_t>(count);
  }
  lseek(file, 0, SEEK_SET);
  return file;
}

int exit_status(int status) {
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

Child::Child(const Command& command, int output) {
  int ends[2];
  require(pipe2(ends, O_CLOEXEC) == 0, "cannot make a pipe: ", std::strerror(errno));
  errors_ = ends[0];
  fcntl(errors_, F_SETFL, O_NONBLOCK);
  const int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
  const int input = input_file(command.input);
  pid_ = start(command, input, output >= 0 ? output : nowhere, ends[1]);
  close(input);
  close(nowhere);
  close(ends[1]);
}

Child::~Child() {
  if (!ended_) {
    signal(SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
  if (errors_ >= 0) close(errors_);
}

void Child::read() {
  if (errors_ < 0) return;
  char buffer[4096];
  ssize_t count;
  while ((count = ::read(errors_, buffer, sizeof buffer)) > 0) {
    pending_.append(buffer, static_cast<std::size_t>(count));
    std::size_t begin = 0;
    for (std::size_t end; (end = pending_.find('\n', begin)) != std::string::npos; begin = end + 1)
      take(pending_.substr(begin, end - begin));
    pending_.erase(0, begin);
  }
  if (count == 0) close(std::exchange(errors_, -1));
}

void Child::take(const std::string& line) {
  double done = 0, total = 0;
  int text = 0;
  if (std::sscanf(line.c_str(), "@progress %lf %lf %n", &done, &total, &text) == 2 && text > 0) {
    done_ = total > 0 ? std::clamp(done / total, 0.0, 1.0) : 0;
    text_ = line.substr(static_cast<std::size_t>(text));
    reported_ = true;
  } else if (!line.empty()) {
    lines_.push_back(line);
    if (lines_.size() > kKeptLines) lines_.pop_front();
  }
}

bool Child::ended() {
  int status = 0;
  if (!ended_ && waitpid(pid_, &status, WNOHANG) == pid_) {
    ended_ = true;
    status_ = exit_status(status);
    read();
    if (!pending_.empty()) take(std::exchange(pending_, {}));
  }
  return ended_;
}

void Child::signal(int number) const {
  if (!ended_) kill(-pid_, number);
}

Capture run_and_capture(const Command& command) {
  const int file = memfd_create("output", MFD_CLOEXEC);
  require(file >= 0, "cannot make a temporary file: ", std::strerror(errno));
  Capture capture;
  {
    Child child(command, file);
    while (!child.ended()) {
      pollfd wait{child.errors(), POLLIN, 0};
      poll(&wait, 1, 50);
      child.read();
    }
    capture.status = child.status();
    capture.last_errors = child.last_lines();
  }
  lseek(file, 0, SEEK_SET);
  char buffer[4096];
  for (ssize_t count; (count = ::read(file, buffer, sizeof buffer)) > 0;)
    capture.output.append(buffer, static_cast<std::size_t>(count));
  close(file);
  return capture;
}

}  // namespace verigan::drive
