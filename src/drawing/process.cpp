// SPDX-License-Identifier: MIT
#include "drawing/process.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "core/check.hpp"

namespace verigan::drawing {
namespace {

std::vector<char*> pointers(const std::vector<std::string>& words) {
  std::vector<char*> out;
  for (const std::string& word : words) out.push_back(const_cast<char*>(word.c_str()));
  out.push_back(nullptr);
  return out;
}

// What is started: standard input from `input`, standard error to `errors`, signals as usual.
class Plan {
 public:
  Plan(const MemoryFile& input, const MemoryFile& errors) {
    posix_spawn_file_actions_init(&files_);
    posix_spawn_file_actions_adddup2(&files_, input.descriptor(), STDIN_FILENO);
    posix_spawn_file_actions_addopen(&files_, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_adddup2(&files_, errors.descriptor(), STDERR_FILENO);
    sigset_t usual;
    sigemptyset(&usual);
    sigaddset(&usual, SIGPIPE);
    sigaddset(&usual, SIGXFSZ);
    posix_spawnattr_init(&attributes_);
    posix_spawnattr_setsigdefault(&attributes_, &usual);
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGDEF);
  }
  ~Plan() {
    posix_spawn_file_actions_destroy(&files_);
    posix_spawnattr_destroy(&attributes_);
  }
  Plan(const Plan&) = delete;
  Plan& operator=(const Plan&) = delete;

  pid_t start(const std::vector<std::string>& words, const std::vector<std::string>& environment) {
    pid_t pid = -1;
    const int error = ::posix_spawnp(&pid, words.front().c_str(), &files_, &attributes_,
                                     pointers(words).data(), pointers(environment).data());
    require(error != ENOENT, words.front(), " was not found, expected it to be installed");
    require(error == 0, words.front(), " cannot be started: ", std::strerror(error));
    return pid;
  }

 private:
  posix_spawn_file_actions_t files_;
  posix_spawnattr_t attributes_;
};

}  // namespace

MemoryFile::MemoryFile(const std::string& content) : fd_(::memfd_create("verigan", 0)) {
  require(fd_ >= 0, "cannot make a file in memory: ", std::strerror(errno));
  for (std::size_t done = 0; done < content.size();) {
    const ssize_t n = ::write(fd_, content.data() + done, content.size() - done);
    if (n < 0 && errno == EINTR) continue;
    const int error = errno;
    if (n < 0) ::close(fd_);
    require(n >= 0, "cannot write ", content.size(), " bytes to memory: ", std::strerror(error));
    done += static_cast<std::size_t>(n);
  }
  ::lseek(fd_, 0, SEEK_SET);
}

MemoryFile::~MemoryFile() {
  if (fd_ >= 0) ::close(fd_);
}

MemoryFile::MemoryFile(MemoryFile&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

std::string MemoryFile::name() const { return message("/proc/self/fd/", fd_); }

std::string MemoryFile::content() const {
  std::string bytes, part(1 << 16, '\0');
  for (;;) {
    const ssize_t n = ::pread(fd_, part.data(), part.size(), static_cast<off_t>(bytes.size()));
    if (n < 0 && errno == EINTR) continue;
    require(n >= 0, "cannot read a file in memory: ", std::strerror(errno));
    if (n == 0) return bytes;
    bytes.append(part, 0, static_cast<std::size_t>(n));
  }
}

Ending run_program(const std::vector<std::string>& words,
                   const std::vector<std::string>& environment, const std::string& input) {
  const MemoryFile in(input), errors;
  const pid_t pid = Plan(in, errors).start(words, environment);
  int status = 0;
  while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  Ending ending;
  if (WIFSIGNALED(status)) ending.signal = WTERMSIG(status);
  if (WIFEXITED(status)) ending.code = WEXITSTATUS(status);
  ending.errors = errors.content();
  return ending;
}

}  // namespace verigan::drawing
