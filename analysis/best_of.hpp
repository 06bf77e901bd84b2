// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <vector>

// What the best of n trials gives, from more trials than n.
namespace verigan::analysis {

/// The distribution of min(d_1, …, d_n), each d drawn with replacement from `trials`; exact, for any n ≥ 1.
class BestOf {
 public:
  /// Throws verigan::Error for no trials. Infinite ones are those that failed.
  explicit BestOf(std::vector<double> trials);

  /// E min, infinite where all of n may have failed.
  double mean(std::size_t n) const;
  /// The smallest d with P(min ≤ d) ≥ p, p in (0, 1].
  double quantile(std::size_t n, double p) const;

 private:
  std::vector<double> sorted_;
};

}  // namespace verigan::analysis
