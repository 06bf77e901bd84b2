// SPDX-License-Identifier: MIT
#include "core/matrix.hpp"

#include <cstdlib>
#include <new>

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace verigan {

void* allocate_aligned(std::size_t bytes) {
  constexpr std::size_t kHugePage = std::size_t{1} << 21;
  const std::size_t unit = bytes >= kHugePage ? kHugePage : kAlignment;
  const std::size_t size = (bytes + unit - 1) / unit * unit;
  void* memory = size < bytes ? nullptr : std::aligned_alloc(unit, size);
  if (memory == nullptr) throw std::bad_alloc();
#if defined(__linux__)
  // A wish: where it is not granted, the memory is what it would have been.
  if (unit == kHugePage) (void)madvise(memory, size, MADV_HUGEPAGE);
#endif
  return memory;
}

}  // namespace verigan
