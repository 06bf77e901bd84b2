// SPDX-License-Identifier: MIT
#include "record/lock.hpp"

#include <fcntl.h>
#include <unistd.h>

#include "support/catch.hpp"
#include "support/temporary_folder.hpp"

using verigan::record::Lock;
using verigan::record::lock_now;

TEST_CASE("a lock is taken once, and what cannot be locked is not held by another") {
  const TemporaryFolder folder;
  const auto open = [&] { return ::open(folder.path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); };
  const int first = open(), second = open();
  CHECK(lock_now(first).state == Lock::State::taken);
  CHECK(lock_now(first).state == Lock::State::taken);  // it is ours
  CHECK(lock_now(second).state == Lock::State::held_by_another);
  ::close(first);
  CHECK(lock_now(second).state == Lock::State::taken);
  ::close(second);
  const Lock closed = lock_now(second);
  CHECK(closed.state == Lock::State::not_possible);
  CHECK(closed.reason == "Bad file descriptor");
}
