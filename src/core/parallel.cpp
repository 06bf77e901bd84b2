// SPDX-License-Identifier: MIT
#include "core/parallel.hpp"

#include <omp.h>

#include <atomic>
#include <cstdlib>
#include <exception>
#include <mutex>

#if defined(__linux__)
#include <unistd.h>
#endif

#include "core/check.hpp"

namespace verigan {
namespace {

std::atomic<int> thread_count{1};
thread_local int serial_depth = 0;

/// Keeps the exception of the smallest piece, which does not depend on who ran it.
class FirstFailure {
 public:
  void keep(std::size_t piece, std::exception_ptr error) {
    const std::scoped_lock lock(mutex_);
    if (!error_ || piece < piece_) {
      piece_ = piece;
      error_ = std::move(error);
    }
  }
  void throw_if_any() const {
    if (error_) std::rethrow_exception(error_);
  }

 private:
  std::mutex mutex_;
  std::size_t piece_ = 0;
  std::exception_ptr error_;
};

}  // namespace

void set_threads(int n) {
  require(n >= 1 && n <= 1024, "threads = ", n, ", expected 1 to 1024");
  thread_count = n;
}

int threads() { return thread_count; }

void restart_with_short_waits(const char* const* argv) {
#if defined(__linux__)
  // Read by GCC's and by LLVM's library when they are loaded, so later is too late.
  constexpr const char* kSpins = "GOMP_SPINCOUNT";
  constexpr const char* kMilliseconds = "KMP_BLOCKTIME";
  for (const char* known : {"OMP_WAIT_POLICY", kSpins, kMilliseconds})
    if (std::getenv(known) != nullptr) return;
  setenv(kSpins, "10000", 0);
  setenv(kMilliseconds, "1", 0);
  execv("/proc/self/exe", const_cast<char* const*>(argv));
#else
  static_cast<void>(argv);
#endif
}

SerialSection::SerialSection() { ++serial_depth; }
SerialSection::~SerialSection() { --serial_depth; }

namespace detail {

void run_pieces(std::size_t count, void (*call)(void*, std::size_t), void* body) {
  FirstFailure failure;
  const auto piece = [&](std::size_t i) noexcept {
    try {
      call(body, i);
    } catch (...) {
      failure.keep(i, std::current_exception());
    }
  };
  const int n = thread_count;
  if (n == 1 || count <= 1 || serial_depth > 0 || omp_in_parallel()) {
    for (std::size_t i = 0; i < count; ++i) piece(i);
  } else {
    // Static: the same thread takes the same rows or columns of one product after the other, and finds
    // its own in its own cache. Claiming pieces as they come makes two threads a tenth slower.
#pragma omp parallel for schedule(static) num_threads(n)
    for (std::size_t i = 0; i < count; ++i) piece(i);
  }
  failure.throw_if_any();
}

}  // namespace detail
}  // namespace verigan
