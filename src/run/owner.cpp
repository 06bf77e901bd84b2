// SPDX-License-Identifier: MIT
#include "run/owner.hpp"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <random>

#include "core/check.hpp"
#include "record/file.hpp"
#include "record/lock.hpp"

namespace verigan::run {
namespace {

// Field 22 of /proc/PID/stat; the second, the program's name in parentheses, may hold blanks.
std::string birth_of(std::int64_t pid) {
  try {
    const std::string stat = record::read_file("/proc/" + std::to_string(pid) + "/stat");
    std::size_t at = stat.rfind(')');
    for (int field = 2; field < 22 && at != std::string::npos; ++field) at = stat.find(' ', at + 1);
    return at == std::string::npos ? "" : stat.substr(at + 1, stat.find(' ', at + 1) - at - 1);
  } catch (const Error&) {
    return "";
  }
}

}  // namespace

std::string this_node() {
  char host[256] = "node";
  const char* given = std::getenv("VERIGAN_NODE");
  if (given == nullptr || *given == '\0') ::gethostname(host, sizeof host - 1);
  std::string name = given == nullptr || *given == '\0' ? host : given;
  std::ranges::replace_if(
      name,
      [](unsigned char c) {
        const bool letter = ('a' <= c && c <= 'z') || ('A' <= c && c <= 'Z');
        return !letter && !('0' <= c && c <= '9') && c != '-' && c != '_';
      },
      '_');
  return name.substr(0, 64);
}

Owner Owner::this_process() {
  const std::int64_t pid = ::getpid();
  return {this_node(), pid, birth_of(pid)};
}

std::string Owner::label() const {
  std::random_device draw;
  char digits[12];
  std::snprintf(digits, sizeof digits, "%08x", draw());
  return message(node, "-", pid, "-", digits);
}

Life life(const Owner& owner, const std::filesystem::path& folder) {
  if (owner.node != this_node()) return Life::elsewhere;
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return Life::gone;
  using State = record::Lock::State;
  const State state = record::lock_now(descriptor).state;
  ::close(descriptor);
  if (state == State::held_by_another) return Life::here;
  if (state == State::taken) return Life::gone;
  if (owner.pid <= 0) return Life::gone;
  const bool exists = ::kill(static_cast<pid_t>(owner.pid), 0) == 0 || errno == EPERM;
  return exists && birth_of(owner.pid) == owner.birth ? Life::here : Life::gone;
}

}  // namespace verigan::run
