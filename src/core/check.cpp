// SPDX-License-Identifier: MIT
#include "core/check.hpp"

#include <cstdio>
#include <cstdlib>

namespace verigan {

void broken_invariant(const std::string& what, std::source_location where) {
  std::fprintf(stderr, "verigan: broken invariant at %s:%u (%s): %s\n", where.file_name(),
               static_cast<unsigned>(where.line()), where.function_name(), what.c_str());
  std::abort();
}

}  // namespace verigan
