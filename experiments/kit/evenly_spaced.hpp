// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <vector>

namespace verigan::kit {

/// n ≥ 2 numbers from low to high, both among them.
inline std::vector<double> evenly_spaced(double low, double high, std::size_t n) {
  std::vector<double> x(n);
  for (std::size_t i = 0; i < n; ++i)
    x[i] = low + (high - low) * static_cast<double>(i) / static_cast<double>(n - 1);
  return x;
}

}  // namespace verigan::kit
