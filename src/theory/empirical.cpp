// SPDX-License-Identifier: MIT
#include "theory/empirical.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/check.hpp"

namespace verigan::theory {

namespace {

constexpr double kRelative = 1e-9;

// ∫ over the mass beyond an outer number of its distance to that number.
Estimate beyond(const Density& density, double x, Side side) {
  const double mass = side == Side::left ? density.cdf(x).value() : density.survival(x);
  if (!(mass > 0)) return {};
  return integrate_tanh_sinh(
      [&](double u, double distance) {
        const double tail = distance < 0 ? -distance : u;  // of the total: near 0 with all its digits
        const Mass at = side == Side::left ? Mass{0, tail, 0} : Mass{1, -tail, 0};
        const double gap = density.quantile(at).value() - x;
        return std::max(side == Side::left ? -gap : gap, 0.0);
      },
      0, mass, kRelative);
}

}  // namespace

Estimate wasserstein1_of_sample(std::span<const double> sorted, const Density& density) {
  require(!sorted.empty(), "the distance of no numbers, expected at least one");
  const double n = static_cast<double>(sorted.size());
  // Between two numbers F_n is i/n; G crosses it at most once, and bends at its own cuts.
  std::vector<double> cuts(sorted.begin(), sorted.end());
  for (std::size_t i = 1; i < sorted.size(); ++i) {
    const double level = static_cast<double>(i) / n;
    if (sorted[i] == sorted[i - 1] || density.cdf(sorted[i - 1]).value() >= level ||
        density.cdf(sorted[i]).value() <= level)
      continue;
    const double crossing = density.quantile(Mass{level, 0, 0}).value();
    if (sorted[i - 1] < crossing && crossing < sorted[i]) cuts.push_back(crossing);
  }
  for (const Split& split : density.splits()) {
    const double at = split.at.value();
    if (sorted.front() < at && at < sorted.back()) cuts.push_back(at);
  }
  std::sort(cuts.begin(), cuts.end());
  cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
  Estimate total;
  if (cuts.size() > 1)
    total = integrate(
        [&](double x) {
          const auto below = std::upper_bound(sorted.begin(), sorted.end(), x) - sorted.begin();
          return std::abs(static_cast<double>(below) / n - density.cdf(x).value());
        },
        cuts, {.relative = kRelative, .absolute = 0, .max_panels = 4000 + cuts.size(), .followers = 0});
  const Estimate left = beyond(density, sorted.front(), Side::left),
                 right = beyond(density, sorted.back(), Side::right);
  return {total.value + left.value + right.value, total.error + left.error + right.error};
}

}  // namespace verigan::theory
