// SPDX-License-Identifier: MIT
#include "core/check.hpp"

#include <cstdio>
#include <cstdlib>

namespace verigan {

void broken_invariant(const std::string& what, SourceLine where) {
  std::fprintf(stderr, "verigan: broken invariant at %s:%d (%s): %s\n", where.file, where.line,
               where.function, what.c_str());
  std::abort();
}

}  // namespace verigan
