// SPDX-License-Identifier: MIT
#include "record/growing_file.hpp"

#include <fcntl.h>
#include <sys/types.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "core/check.hpp"

namespace verigan::record {

GrowingFile::GrowingFile(const std::filesystem::path& path) : GrowingFile(path, "") {}

GrowingFile::GrowingFile(const std::filesystem::path& path, std::string_view kept)
    : path_(path),
      descriptor_(::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0666)),
      length_(kept.size()) {
  hash_.update(kept);
  const auto end = static_cast<off_t>(kept.size());
  if (descriptor_ >= 0 && ::ftruncate(descriptor_, end) == 0 &&
      ::lseek(descriptor_, end, SEEK_SET) == end)
    return;
  const int error = errno;  // no destructor runs for what was never made
  if (descriptor_ >= 0) ::close(descriptor_);
  errno = error;
  fail();
}

GrowingFile::GrowingFile(GrowingFile&& other) noexcept
    : path_(std::move(other.path_)),
      descriptor_(std::exchange(other.descriptor_, -1)),
      length_(other.length_),
      hash_(other.hash_) {}

GrowingFile& GrowingFile::operator=(GrowingFile&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(descriptor_, other.descriptor_);
  std::swap(length_, other.length_);
  std::swap(hash_, other.hash_);
  return *this;
}

GrowingFile::~GrowingFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void GrowingFile::append(std::string_view bytes) {
  hash_.update(bytes);
  length_ += bytes.size();
  while (!bytes.empty()) {
    const ssize_t n = ::write(descriptor_, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) fail();
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
}

void GrowingFile::sync() const {
  if (::fsync(descriptor_) != 0 && errno != EINVAL && errno != EROFS) fail();
}

void GrowingFile::fail() const {
  throw Error(message("cannot write ", path_.string(), ": ", std::strerror(errno)));
}

}  // namespace verigan::record
