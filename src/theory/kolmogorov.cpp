// SPDX-License-Identifier: MIT
#include "theory/kolmogorov.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/check.hpp"

namespace verigan::theory {

namespace {

/// The search for sup |F_n − F|, which sorts and evaluates F only where the supremum may be.
class Search {
 public:
  Search(std::vector<double>& samples, const std::function<double(double)>& cdf,
         const std::function<double(double)>& cdf_left)
      : samples_(samples), cdf_(cdf), cdf_left_(cdf_left) {}

  double distance() {
    look(0, samples_.size(), 0, 1);
    return distance_;
  }

 private:
  using Place = std::vector<double>::iterator;
  Place at(std::size_t i) { return samples_.begin() + static_cast<std::ptrdiff_t>(i); }
  double share(std::size_t i) const {
    return static_cast<double>(i) / static_cast<double>(samples_.size());
  }

  /// Samples begin … end − 1 in order of size, where F and its left limits are within [low, high]
  /// and F_n is between begin/n and end/n: these bound the distance there.
  void look(std::size_t begin, std::size_t end, double low, double high) {
    if (begin == end) return;
    // Beyond the rounding of F, which may leave neighbouring values out of order.
    constexpr double rounding = 0x1p-40;
    if (std::max(share(end) - low, high - share(begin)) < distance_ - rounding) return;
    const Place middle = at(begin + (end - begin) / 2);
    std::nth_element(at(begin), middle, at(end));
    const double x = *middle;  // ties are adjacent
    const Place first = std::partition(at(begin), middle, [x](double y) { return y < x; });
    const Place last = std::partition(middle, at(end), [x](double y) { return y == x; });
    const auto below = static_cast<std::size_t>(first - samples_.begin());
    const auto upto = static_cast<std::size_t>(last - samples_.begin());
    const double left = cdf_left_(x), right = cdf_(x);
    distance_ =
        std::max({distance_, std::abs(share(below) - left), std::abs(share(upto) - right)});
    look(begin, below, low, left);
    look(upto, end, right, high);
  }

  std::vector<double>& samples_;
  const std::function<double(double)>&cdf_, &cdf_left_;
  double distance_ = 0;
};

}  // namespace

double kolmogorov_distance(std::vector<double> samples, const std::function<double(double)>& cdf,
                           const std::function<double(double)>& cdf_left) {
  require(!samples.empty(), "0 samples, expected at least one");
  if (std::any_of(samples.begin(), samples.end(), [](double x) { return std::isnan(x); })) {
    return std::numeric_limits<double>::quiet_NaN();
  }
  return Search(samples, cdf, cdf_left).distance();
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
