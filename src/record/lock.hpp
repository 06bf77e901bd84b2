// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace verigan::record {

/// What came of asking for a lock.
struct Lock {
  enum class State { taken, held_by_another, not_possible } state;
  std::string reason;  // why it is not possible: some network file systems know no locks
};

/// Locks an open file or folder for this process alone, without waiting; closing it lets go.
Lock lock_now(int descriptor);

}  // namespace verigan::record
