// SPDX-License-Identifier: MIT
// A file system that fails, and a clock that is wrong, for a process that this library is loaded into first:
//   VERIGAN_TEST_FAIL_AT=N       the N-th call that writes to the file system fails, and so do all after it
//   VERIGAN_TEST_FAIL_WITH=E     with this errno, a number (28: no space left on device)
//   VERIGAN_TEST_NO_REPLACE=1    a file cannot be renamed over another
//   VERIGAN_TEST_CLOCK=S         the wall clock is S seconds ahead
// Writing calls are open and openat that create, write, ftruncate, fsync, mkdir and rename; standard streams,
// pipes and the like are left alone.
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdarg>
#include <cstdlib>

namespace {

template <class Function>
Function* next(const char* name) {
  return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

long number(const char* name) {
  const char* const text = std::getenv(name);
  return text == nullptr ? 0 : std::atol(text);
}

bool fails() {
  static std::atomic<long> calls{0};
  const long at = number("VERIGAN_TEST_FAIL_AT");
  if (at == 0 || ++calls < at) return false;
  errno = static_cast<int>(number("VERIGAN_TEST_FAIL_WITH"));
  return true;
}

bool is_file(int descriptor) {
  struct stat found {};
  return ::fstat(descriptor, &found) == 0 && S_ISREG(found.st_mode) && found.st_nlink > 0;
}

mode_t mode_of(int flags, va_list& further) {
  return (flags & O_CREAT) != 0 ? va_arg(further, mode_t) : 0;
}

}  // namespace

extern "C" {

int open(const char* path, int flags, ...) {
  va_list further;
  va_start(further, flags);
  const mode_t mode = mode_of(flags, further);
  va_end(further);
  if ((flags & O_CREAT) != 0 && fails()) return -1;
  return next<int(const char*, int, ...)>("open")(path, flags, mode);
}

int openat(int folder, const char* path, int flags, ...) {
  va_list further;
  va_start(further, flags);
  const mode_t mode = mode_of(flags, further);
  va_end(further);
  if ((flags & O_CREAT) != 0 && fails()) return -1;
  return next<int(int, const char*, int, ...)>("openat")(folder, path, flags, mode);
}

ssize_t write(int descriptor, const void* bytes, size_t count) {
  if (is_file(descriptor) && fails()) return -1;
  return next<ssize_t(int, const void*, size_t)>("write")(descriptor, bytes, count);
}

int ftruncate(int descriptor, off_t length) {
  if (fails()) return -1;
  return next<int(int, off_t)>("ftruncate")(descriptor, length);
}

int fsync(int descriptor) {
  if (is_file(descriptor) && fails()) return -1;
  return next<int(int)>("fsync")(descriptor);
}

int mkdir(const char* path, mode_t mode) {
  if (fails()) return -1;
  return next<int(const char*, mode_t)>("mkdir")(path, mode);
}

int rename(const char* from, const char* to) {
  struct stat found {};
  if (number("VERIGAN_TEST_NO_REPLACE") != 0 && ::stat(to, &found) == 0) {
    errno = EEXIST;
    return -1;
  }
  if (fails()) return -1;
  return next<int(const char*, const char*)>("rename")(from, to);
}

int clock_gettime(clockid_t clock, struct timespec* now) {
  const int result = next<int(clockid_t, struct timespec*)>("clock_gettime")(clock, now);
  if (clock == CLOCK_REALTIME) now->tv_sec += number("VERIGAN_TEST_CLOCK");
  return result;
}

time_t time(time_t* now) noexcept {
  timespec read{};
  clock_gettime(CLOCK_REALTIME, &read);
  if (now != nullptr) *now = read.tv_sec;
  return read.tv_sec;
}

}  // extern "C"
