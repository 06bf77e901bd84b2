// SPDX-License-Identifier: MIT
#include "theory/kolmogorov.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/check.hpp"

namespace verigan::theory {

double kolmogorov_distance(std::vector<double> samples, const std::function<double(double)>& cdf,
                           const std::function<double(double)>& cdf_left) {
  require(!samples.empty(), "0 samples, expected at least one");
  if (std::any_of(samples.begin(), samples.end(), [](double x) { return std::isnan(x); })) {
    return std::numeric_limits<double>::quiet_NaN();
  }
  std::sort(samples.begin(), samples.end());
  const auto n = static_cast<double>(samples.size());
  double distance = 0;
  for (std::size_t i = 0, end = 0; i < samples.size(); i = end) {
    while (end < samples.size() && samples[end] == samples[i]) ++end;  // ties stand together
    const double left = cdf_left(samples[i]), right = cdf(samples[i]);
    distance = std::max({distance, std::abs(static_cast<double>(i) / n - left),
                         std::abs(static_cast<double>(end) / n - right)});
  }
  return distance;
}

double kolmogorov_distance(std::vector<double> samples, const std::function<double(double)>& cdf) {
  return kolmogorov_distance(std::move(samples), cdf, cdf);
}

double kolmogorov_bound(std::size_t n, double chance) {
  require(n > 0, "0 samples, expected at least one");
  require(chance > 0 && chance < 1, "chance ", chance, ", expected a number in (0, 1)");
  return std::sqrt(std::log(2 / chance) / (2 * static_cast<double>(n)));
}

}  // namespace verigan::theory
