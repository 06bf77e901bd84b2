// SPDX-License-Identifier: MIT
#include "core/program.hpp"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <exception>
#include <filesystem>
#include <optional>

#include "core/check.hpp"
#include "core/processor.hpp"

namespace verigan {
namespace {

int g_refusal = 0;  // errno of the first flush that failed

// A standard descriptor that is closed would be given to the first file opened, and what is printed
// would go there. One that cannot be used stands in its place.
void occupy_standard_descriptors() {
  for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(fd, F_GETFD) >= 0 || errno != EBADF) continue;
    const int flags = fd == STDIN_FILENO ? O_WRONLY : O_RDONLY;
    if (::open("/dev/null", flags) < 0) return;
  }
}

// stdio forgets why it was refused when a buffer ran full in the middle of printing. The next byte is
// refused for the same reason; where it is not, what is printed was cut short before it anyway.
int forgotten_reason() { return ::write(STDOUT_FILENO, "\n", 1) < 0 ? errno : 0; }

// Why standard output has not taken everything: an errno, 0 if that is not known.
std::optional<int> refusal() {
  flush_output();
  if (g_refusal != 0) return g_refusal;
  if (std::ferror(stdout) != 0) return forgotten_reason();
  // Some file systems say only when a file is closed that it could not be written.
  const int copy = ::dup(STDOUT_FILENO);
  if (copy >= 0 && ::close(copy) != 0) return errno;
  return std::nullopt;
}

int complain(const std::string& name, const std::string& what, int code) {
  std::fprintf(stderr, "%s: %s\n", name.c_str(), one_line(what).c_str());
  return code;
}

int outcome(const std::string& name, const std::function<int()>& body) {
  try {
    return body();
  } catch (const Error& error) {
    return complain(name, error.what(), 2);
  } catch (const std::filesystem::filesystem_error& error) {
    return complain(name, message(error.path1().string(), ": ", error.code().message()), 2);
  } catch (const std::exception& error) {
    return complain(name, error.what(), 1);
  }
}

}  // namespace

int run_main(const std::string& name, const std::function<int()>& body) {
  require_processor();  // done by now: this has its file linked
  occupy_standard_descriptors();
  ::signal(SIGXFSZ, SIG_IGN);  // a file that may not grow is a write that fails, like a full disk
  const int code = outcome(name, body);
  const std::optional<int> error = refusal();
  if (!error || *error == EPIPE) return code;
  const std::string why = *error == 0 ? "" : std::string(": ") + std::strerror(*error);
  return complain(name, "cannot write to standard output" + why, code == 0 ? 1 : code);
}

void flush_output() {
  if (std::fflush(stdout) != 0 && g_refusal == 0) g_refusal = errno;
}

}  // namespace verigan
