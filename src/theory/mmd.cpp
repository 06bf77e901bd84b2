// SPDX-License-Identifier: MIT
#include "theory/mmd.hpp"

#include <cmath>

#include "core/check.hpp"

namespace verigan::theory {
namespace {

double square(double x) { return x * x; }

void require_law(const NormalLaw& law) {
  require(std::isfinite(law.mean), "mean ", law.mean, ", expected a finite number");
  require(std::isfinite(law.sd), "standard deviation ", law.sd, ", expected a finite number");
}

/// The mean of f over the bandwidths.
template <class F>
double mean_over(std::span<const double> bandwidths, const F& f) {
  require(!bandwidths.empty(), "no bandwidth, expected at least one");
  double sum = 0;
  for (const double s : bandwidths) {
    require(s > 0 && std::isfinite(s), "bandwidth ", s, ", expected a positive number");
    sum += f(s);
  }
  return sum / static_cast<double>(bandwidths.size());
}

double kernel_mean_of(const NormalLaw& a, const NormalLaw& b, double s) {
  const double spread = square(s) + square(a.sd) + square(b.sd);
  return s / std::sqrt(spread) * std::exp(-square(a.mean - b.mean) / (2 * spread));
}

}  // namespace

double kernel_mean(const NormalLaw& a, const NormalLaw& b, double bandwidth) {
  require_law(a);
  require_law(b);
  return mean_over({&bandwidth, 1}, [&](double s) { return kernel_mean_of(a, b, s); });
}

double mmd2(const NormalLaw& p, const NormalLaw& q, std::span<const double> bandwidths) {
  require_law(p);
  require_law(q);
  return mean_over(bandwidths, [&](double s) {
    const double pp = kernel_mean_of(p, p, s), qq = kernel_mean_of(q, q, s);
    return (pp - kernel_mean_of(p, q, s)) + (qq - kernel_mean_of(p, q, s));
  });
}

NormalSlope mmd2_slope(const NormalLaw& p, const NormalLaw& q, std::span<const double> bandwidths) {
  require_law(p);
  require_law(q);
  const double delta = q.mean - p.mean;
  const auto spread = [&](double s) { return square(s) + square(p.sd) + square(q.sd); };
  NormalSlope slope;
  slope.mean = mean_over(bandwidths,
                         [&](double s) { return 2 * kernel_mean_of(p, q, s) * delta / spread(s); });
  slope.sd = mean_over(bandwidths, [&](double s) {
    const double own = square(s) + 2 * square(q.sd), cross = spread(s);
    return 2 * q.sd *
           (kernel_mean_of(p, q, s) * (1 - square(delta) / cross) / cross -
            kernel_mean_of(q, q, s) / own);
  });
  return slope;
}

double mmd2_null_variance(const NormalLaw& law, std::span<const double> bandwidths, std::size_t n) {
  require(n >= 2, n, " samples, expected at least 2");
  require_law(law);
  const double variance = square(law.sd);
  // E[k̃_s k̃_t] = E[k_s k_t] − 2 E[μ_s μ_t] + E k_s·E k_t.
  const double second = mean_over(bandwidths, [&](double s) {
    return mean_over(bandwidths, [&](double t) {
      const double a = square(s) + variance, b = square(t) + variance;
      const double both = square(s * t) / (square(s) + square(t));  // bandwidth² of k_s k_t
      return std::sqrt(both / (both + 2 * variance)) -
             2 * s * t / std::sqrt(a * b + variance * (a + b)) +
             kernel_mean_of(law, law, s) * kernel_mean_of(law, law, t);
    });
  });
  const auto size = static_cast<double>(n);
  return 4 * second * (1 / (size * (size - 1)) + 1 / (size * size));
}

double mmd2_bias(const NormalLaw& p, const NormalLaw& q, std::span<const double> bandwidths,
                 std::size_t n) {
  require(n >= 1, "0 samples, expected at least 1");
  require_law(p);
  require_law(q);
  return mean_over(
             bandwidths,
             [&](double s) { return 2 - kernel_mean_of(p, p, s) - kernel_mean_of(q, q, s); }) /
         static_cast<double>(n);
}

}  // namespace verigan::theory
