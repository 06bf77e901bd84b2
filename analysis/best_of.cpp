// SPDX-License-Identifier: MIT
#include "analysis/best_of.hpp"

#include <algorithm>
#include <cmath>

#include "core/check.hpp"

namespace verigan::analysis {

BestOf::BestOf(std::vector<double> trials) : sorted_(std::move(trials)) {
  require(!sorted_.empty(), "the best of no trials, expected at least one");
  std::ranges::sort(sorted_);
}

// P(min is above the i smallest) = (1 − i/N)ⁿ.
double BestOf::mean(std::size_t n) const {
  const double all = static_cast<double>(sorted_.size());
  double mean = 0;
  for (std::size_t i = 0; i < sorted_.size(); ++i) {
    const double before = std::pow(1 - static_cast<double>(i) / all, static_cast<double>(n)),
                 after = std::pow(1 - static_cast<double>(i + 1) / all, static_cast<double>(n));
    if (before > after) mean += sorted_[i] * (before - after);
  }
  return mean;
}

double BestOf::quantile(std::size_t n, double p) const {
  const double all = static_cast<double>(sorted_.size());
  for (std::size_t i = 0; i < sorted_.size(); ++i)
    if (1 - std::pow(1 - static_cast<double>(i + 1) / all, static_cast<double>(n)) >= p) return sorted_[i];
  return sorted_.back();
}

}  // namespace verigan::analysis
