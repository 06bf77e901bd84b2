// SPDX-License-Identifier: MIT
#include "analysis/series.hpp"

#include <algorithm>
#include <cmath>

#include "core/check.hpp"
#include "record/csv.hpp"

namespace verigan::analysis {

std::string deviation_text(std::span<const double> values) {
  const double middle = mean(values);
  if (values.size() == 1) return "";
  double squares = 0;
  for (const double value : values) squares += (value - middle) * (value - middle);
  return record::rounded_text(std::sqrt(squares / static_cast<double>(values.size() - 1)), 6);
}

double tail_mean(std::span<const double> steps, std::span<const double> values, double share) {
  ensure(steps.size() == values.size(), "one step a value");
  require(!steps.empty(), "no steps logged");
  const auto first = std::upper_bound(steps.begin(), steps.end(), (1 - share) * steps.back());
  return mean(values.subspan(static_cast<std::size_t>(first - steps.begin())));
}

std::vector<double> smoothed(std::span<const double> values, std::size_t half) {
  std::vector<double> result(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::size_t first = i - std::min(half, i), end = std::min(i + half + 1, values.size());
    const double centre = 0.5 * static_cast<double>(first + end - 1);
    double slope = 0, spread = 0;
    for (std::size_t k = first; k < end; ++k) {
      const double place = static_cast<double>(k) - centre;
      slope += place * values[k];
      spread += place * place;
    }
    result[i] = mean(values.subspan(first, end - first));
    if (spread > 0) result[i] += slope / spread * (static_cast<double>(i) - centre);
  }
  return result;
}

Envelope envelope(std::span<const double> x, std::span<const double> y, std::size_t bins) {
  ensure(x.size() == y.size(), "one x a y");
  bins = std::min(bins, x.size());
  Envelope result;
  for (std::size_t bin = 0; bin < bins; ++bin) {
    const std::size_t first = bin * x.size() / bins, end = (bin + 1) * x.size() / bins;
    const auto piece = y.subspan(first, end - first);
    result.x.push_back((x[first] + x[end - 1]) / 2);
    result.low.push_back(*std::min_element(piece.begin(), piece.end()));
    result.middle.push_back(mean(piece));
    result.high.push_back(*std::max_element(piece.begin(), piece.end()));
  }
  return result;
}

double quantile(std::span<const double> values, double q) {
  std::vector<double> sorted(values.begin(), values.end());
  std::erase_if(sorted, [](double value) { return !std::isfinite(value); });
  require(!sorted.empty(), "quantile of no values");
  std::sort(sorted.begin(), sorted.end());
  const double place = q * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return std::lerp(sorted[below], sorted[above], place - static_cast<double>(below));
}

}  // namespace verigan::analysis
