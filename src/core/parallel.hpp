// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <memory>
#include <type_traits>

// Threads inside one run. Work is cut into `count` pieces by the algorithm, never by the number of
// threads; a piece owns whole outputs, so it does not matter which thread takes it, and the results
// are the same for any number of threads.
namespace verigan {

/// Threads that parallel_for may use, 1 until set. Throws Error unless 1 ≤ n ≤ 1024.
void set_threads(int n);
int threads();

/// OpenMP's threads wait for each other without giving up their cores, by default for many milliseconds.
/// Where other programs want the cores too, that makes two threads ten times slower than one. This starts
/// the program afresh, by the arguments of main, with waits of half a millisecond, which cost nothing on
/// idle cores; unless the environment says how to wait. For programs that use threads, before they begin.
/// Returns where there is nothing to do or it cannot be done.
void restart_with_short_waits(const char* const* argv);

/// While one lives, parallel_for on this thread runs its pieces here, one after the other.
class SerialSection {
 public:
  SerialSection();
  ~SerialSection();
  SerialSection(const SerialSection&) = delete;
  SerialSection& operator=(const SerialSection&) = delete;
};

namespace detail {
void run_pieces(std::size_t count, void (*call)(void*, std::size_t), void* body);
}

/// body(i) once for each i in 0 … count − 1, in any order and on up to threads() threads. Inside a
/// piece, or inside a SerialSection, the pieces run in order on the calling thread. The exception of
/// the smallest failing i is thrown again here, after every piece has ended.
template <class Body>
void parallel_for(std::size_t count, Body&& body) {
  using Function = std::remove_reference_t<Body>;
  detail::run_pieces(
      count, [](void* f, std::size_t i) { (*static_cast<Function*>(f))(i); },
      const_cast<void*>(static_cast<const void*>(std::addressof(body))));
}

}  // namespace verigan
