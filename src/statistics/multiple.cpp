// SPDX-License-Identifier: MIT
#include "statistics/multiple.hpp"

#include <algorithm>
#include <numeric>

#include "core/check.hpp"

namespace verigan::statistics {

std::vector<double> holm(std::span<const double> p) {
  for (const double value : p)
    require(value >= 0 && value <= 1, "p = ", value, ", expected a number in [0, 1]");
  std::vector<std::size_t> order(p.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return p[a] < p[b]; });
  std::vector<double> adjusted(p.size());
  double largest = 0;
  for (std::size_t k = 0; k < order.size(); ++k) {
    largest = std::max(largest, static_cast<double>(order.size() - k) * p[order[k]]);
    adjusted[order[k]] = std::min(1.0, largest);
  }
  return adjusted;
}

}  // namespace verigan::statistics
