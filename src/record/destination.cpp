// SPDX-License-Identifier: MIT
#include "record/destination.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <string>
#include <system_error>

namespace verigan::record {
namespace {

namespace fs = std::filesystem;
using Kind = Destination::Kind;

constexpr int kMostLinks = 40;  // as the kernel

// The descriptor that an absolute path names, or −1.
int descriptor_named(const fs::path& path) {
  const fs::path folder = path.parent_path();
  if (folder != "/dev/fd" && folder != "/proc/self/fd") return -1;
  const std::string name = path.filename().string();
  int number = -1;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
  return error == std::errc{} && end == name.data() + name.size() ? number : -1;
}

// The links below /proc lead to open files, whatever their text says.
bool is_followed(const fs::path& path) {
  std::error_code none;
  return !path.native().starts_with("/proc/") && fs::is_symlink(fs::symlink_status(path, none));
}

Destination followed(fs::path path) {
  std::error_code error;
  for (int links = 0; links <= kMostLinks && !error; ++links) {
    const fs::path whole = fs::absolute(path, error).lexically_normal();
    const int descriptor = descriptor_named(whole);
    if (descriptor >= 0) return {Kind::descriptor, path, descriptor, 0};
    if (!is_followed(whole)) return {Kind::replaced, path, -1, 0};
    const fs::path next = fs::read_symlink(path, error);
    path = next.is_absolute() ? next : path.parent_path() / next;
  }
  return {Kind::replaced, path, -1, error.value()};  // of a loop, stat says so
}

int access_error(const fs::path& path, int mode) {
  return ::faccessat(AT_FDCWD, path.empty() ? "." : path.c_str(), mode, AT_EACCESS) == 0 ? 0 : errno;
}

}  // namespace

Destination destination_of(const fs::path& path) {
  Destination to = followed(path);
  if (to.error != 0 || to.kind == Kind::descriptor) return to;
  struct stat found {};
  const bool exists = ::stat(to.path.c_str(), &found) == 0;
  if (!exists && errno != ENOENT) {
    to.error = errno;
  } else if (exists && S_ISDIR(found.st_mode)) {
    to.error = EISDIR;
  } else {
    if (exists) to.error = access_error(to.path, W_OK);
    const bool regular = !exists || S_ISREG(found.st_mode);
    if (!regular || to.path.native().starts_with("/proc/")) to.kind = Kind::opened;
    if (to.kind == Kind::replaced && to.error == 0)
      to.error = access_error(to.path.parent_path(), W_OK | X_OK);
  }
  return to;
}

}  // namespace verigan::record
