// SPDX-License-Identifier: MIT
#include "record/file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <random>
#include <system_error>

#include "core/check.hpp"
#include "record/destination.hpp"

namespace verigan::record {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kTemporaryBegin = ".verigan-", kTemporaryEnd = ".tmp";

[[noreturn]] void fail(const char* what, const fs::path& path, int error) {
  throw Error(message("cannot ", what, " ", path.string(), ": ", std::strerror(error)));
}

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(const fs::path& path, int flags) : fd_(::open(path.c_str(), flags | O_CLOEXEC, 0666)) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  bool is_open() const { return fd_ >= 0; }
  bool write_all(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t n = ::write(fd_, bytes.data(), bytes.size());
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return true;
  }
  // Pipes and devices cannot be synchronised, which is no failure.
  bool sync() const { return ::fsync(fd_) == 0 || errno == EINVAL || errno == EROFS; }
  bool close() {
    const int result = ::close(fd_);
    fd_ = -1;
    return result == 0;
  }
  int get() const { return fd_; }

 private:
  int fd_;
};

void sync_folder(const fs::path& path) {
  const Descriptor folder(path.empty() ? "." : path, O_RDONLY | O_DIRECTORY);
  if (folder.is_open()) folder.sync();
}

fs::path temporary_next_to(const fs::path& target) {
  std::random_device draw;
  char digits[20];
  std::snprintf(digits, sizeof digits, "%08x%08x", draw(), draw());
  return target.parent_path() / message(kTemporaryBegin, digits, kTemporaryEnd);
}

// Gives a new file the permissions of the one it is to replace, and its owner where that is allowed.
bool take_after(const fs::path& earlier, int fd) {
  struct stat before {}, now {};
  if (::stat(earlier.c_str(), &before) != 0) return errno == ENOENT;
  if (::fstat(fd, &now) != 0) return false;
  const bool same_owner = before.st_uid == now.st_uid && before.st_gid == now.st_gid;
  if (!same_owner && ::fchown(fd, before.st_uid, before.st_gid) != 0 && errno != EPERM) return false;
  constexpr mode_t kPermissions = 0777;
  return ((before.st_mode ^ now.st_mode) & kPermissions) == 0 ||
         ::fchmod(fd, before.st_mode & kPermissions) == 0;
}

// Returns 0 or an errno.
int replace(const fs::path& target, std::string_view bytes) {
  const fs::path temporary = temporary_next_to(target);
  Descriptor file(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW);
  if (!file.is_open()) return errno;
  const bool done = file.write_all(bytes) && take_after(target, file.get()) && file.sync() &&
                    file.close() && ::rename(temporary.c_str(), target.c_str()) == 0;
  const int error = done ? 0 : errno;
  if (done) {
    sync_folder(target.parent_path());
  } else {
    ::unlink(temporary.c_str());
  }
  return error;
}

// Returns 0 or an errno.
int write_through(Descriptor file, std::string_view bytes) {
  return file.is_open() && file.write_all(bytes) && file.sync() && file.close() ? 0 : errno;
}

int write_to(const Destination& to, std::string_view bytes) {
  if (to.error != 0) return to.error;
  if (to.kind == Destination::Kind::replaced) return replace(to.path, bytes);
  if (to.kind == Destination::Kind::opened)
    return write_through(Descriptor(to.path, O_WRONLY | O_TRUNC | O_NOCTTY), bytes);
  return write_through(Descriptor(::fcntl(to.descriptor, F_DUPFD_CLOEXEC, 0)), bytes);
}

// The first link on the way to `path` that leads nowhere; empty if there is none.
fs::path broken_link(const fs::path& path) {
  std::error_code none;
  for (fs::path at = path; !at.empty(); at = at.parent_path()) {
    if (fs::is_symlink(fs::symlink_status(at, none)) && !fs::exists(at, none)) return at;
    if (at == at.parent_path()) break;
  }
  return {};
}

}  // namespace

void write_file(const fs::path& path, std::string_view bytes) {
  const int error = write_to(destination_of(path), bytes);
  require(error != EEXIST, "cannot write ", path.string(),
          ": a file there is not replaced by renaming another, expected a file system that does");
  if (error != 0) fail("write", path, error);
}

void require_writable(const fs::path& path) {
  const Destination to = destination_of(path);
  if (to.error != 0) fail("write", path, to.error);
}

bool is_temporary(const fs::path& path) {
  const std::string name = path.filename().string();
  return name.starts_with(kTemporaryBegin) && name.ends_with(kTemporaryEnd);
}

std::string read_file(const fs::path& path) {
  const Descriptor file(path, O_RDONLY);
  if (!file.is_open()) fail("read", path, errno);
  std::string bytes;
  std::string buffer(1 << 16, '\0');
  for (;;) {
    const ssize_t n = ::read(file.get(), buffer.data(), buffer.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) fail("read", path, errno);
    if (n == 0) return bytes;
    bytes.append(buffer, 0, static_cast<std::size_t>(n));
  }
}

void make_folder(const fs::path& path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (!error && !fs::is_directory(path, error)) {
    error = std::make_error_code(std::errc::not_a_directory);
  }
  if (!error) return;
  const fs::path link = broken_link(path);
  std::error_code none;
  throw Error(message("cannot create the folder ", path.string(), ": ",
                      link.empty() ? error.message()
                                   : message(link.string(), " is a link to ",
                                             fs::read_symlink(link, none).string(),
                                             ", which does not exist")));
}

void rename_file(const fs::path& from, const fs::path& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) {
    throw Error(message("cannot rename ", from.string(), " to ", to.string(), ": ",
                        std::strerror(errno)));
  }
  sync_folder(to.parent_path());
}

}  // namespace verigan::record
