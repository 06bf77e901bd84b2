// SPDX-License-Identifier: MIT
#include "record/lock.hpp"

#include <sys/file.h>

#include <cerrno>
#include <cstring>

namespace verigan::record {

Lock lock_now(int descriptor) {
  while (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    if (errno == EINTR) continue;
    if (errno == EWOULDBLOCK) return {Lock::State::held_by_another, ""};
    return {Lock::State::not_possible, std::strerror(errno)};
  }
  return {Lock::State::taken, ""};
}

}  // namespace verigan::record
