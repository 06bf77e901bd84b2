// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "core/check.hpp"
#include "core/text.hpp"

// What is computed of a series of losses, whatever its units and its length.
namespace verigan::diagnosis {

inline std::string shown(double x) { return formatted("%.3g", x); }

inline std::vector<double> finite_part(const std::vector<double>& values) {
  std::vector<double> out;
  for (const double x : values) {
    if (!std::isfinite(x)) break;
    out.push_back(x);
  }
  return out;
}

/// By linear interpolation; there must be one value.
inline double quantile(std::vector<double> values, double level) {
  ensure(!values.empty(), "a quantile of something");
  std::ranges::sort(values);
  const double place = level * static_cast<double>(values.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const std::size_t above = std::min(below + 1, values.size() - 1);
  return values[below] + (place - static_cast<double>(below)) * (values[above] - values[below]);
}
inline double median(const std::vector<double>& values) { return quantile(values, 0.5); }

inline double mean(const std::vector<double>& values) {
  double sum = 0;
  for (const double x : values) sum += x;
  return sum / static_cast<double>(values.size());
}

/// The values between two shares of the length, at least one.
inline std::vector<double> part(const std::vector<double>& values, double from, double to) {
  const auto n = static_cast<double>(values.size());
  auto begin = static_cast<std::size_t>(from * n);
  const auto end = std::min(std::max(static_cast<std::size_t>(to * n), begin + 1), values.size());
  begin = std::min(begin, end - 1);
  return {values.begin() + static_cast<std::ptrdiff_t>(begin), values.begin() + static_cast<std::ptrdiff_t>(end)};
}
/// The first rows: a hundredth of them, three at least.
inline std::vector<double> first_part(const std::vector<double>& values) {
  const std::size_t n = std::min(values.size(), std::max<std::size_t>(3, values.size() / 100));
  return {values.begin(), values.begin() + static_cast<std::ptrdiff_t>(n)};
}
inline std::vector<double> late(const std::vector<double>& values) { return part(values, 0.8, 1); }

/// Means of successive blocks of `size` values.
inline std::vector<double> block_means(const std::vector<double>& values, std::size_t size) {
  std::vector<double> means;
  for (std::size_t begin = 0; begin + size <= values.size(); begin += size) {
    double sum = 0;
    for (std::size_t i = begin; i < begin + size; ++i) sum += values[i];
    means.push_back(sum / static_cast<double>(size));
  }
  return means;
}

/// How often a series turns round after having moved by at least `amplitude` since its last turn.
inline std::size_t reversals(const std::vector<double>& values, double amplitude) {
  std::size_t count = 0;
  double low = values.front(), high = values.front();
  int direction = 0;
  for (const double x : values) {
    low = std::min(low, x), high = std::max(high, x);
    if (direction >= 0 && high - x >= amplitude) {
      count += direction > 0;
      direction = -1, low = high = x;
    } else if (direction <= 0 && x - low >= amplitude) {
      count += direction < 0;
      direction = 1, low = high = x;
    }
  }
  return count;
}

/// Standard deviation of a row about the slow course, by third differences, which leave next to nothing of
/// whatever takes ten rows or more to turn; of independent rows their variance is 20 times as large.
inline double noise(const std::vector<double>& values) {
  if (values.size() < 4) return 0;
  std::vector<double> steps;
  for (std::size_t i = 3; i < values.size(); ++i)
    steps.push_back(std::abs(values[i] - 3 * values[i - 1] + 3 * values[i - 2] - values[i - 3]));
  return median(steps) / 0.6745 / std::sqrt(20.0);  // the median of |x| is 0.6745 standard deviations
}

}  // namespace verigan::diagnosis
