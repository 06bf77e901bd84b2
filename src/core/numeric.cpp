// SPDX-License-Identifier: MIT
#include "core/numeric.hpp"

#include <algorithm>
#include <cmath>

#include "core/constants.hpp"

namespace verigan {

namespace {
}  // namespace

double softplus(double x) { return x > 0 ? x + std::log1p(std::exp(-x)) : std::log1p(std::exp(x)); }

double log1mexp(double x) {
  if (!(x <= 0)) return kNaN;
  return x > -kLn2 ? std::log(-std::expm1(x)) : std::log1p(-std::exp(x));
}

double sigmoid(double x) {
  if (x >= 0) return 1 / (1 + std::exp(-x));
  const double e = std::exp(x);
  return e / (1 + e);
}

double logit(double x) {
  if (!(x >= 0 && x <= 1)) return kNaN;
  // Near ½ both logarithms nearly cancel; 2x − 1 is exact there.
  if (x > 0.25 && x < 0.75) return 2 * std::atanh(2 * x - 1);
  return std::log(x) - std::log1p(-x);
}

double xlogy(double x, double y) {
  if (!(x >= 0 && y >= 0)) return kNaN;
  return x == 0 ? 0 : x * std::log(y);
}

double log_add_exp(double a, double b) {
  const double high = std::max(a, b);
  if (std::isnan(a) || std::isnan(b)) return kNaN;
  if (high == -kInfinity) return high;
  return high + std::log1p(std::exp(std::min(a, b) - high));
}

double log_sum_exp(std::span<const double> x) {
  double high = -kInfinity;
  for (const double v : x) {
    if (std::isnan(v)) return kNaN;
    high = std::max(high, v);
  }
  if (std::isinf(high)) return high;
  double sum = 0;
  for (const double v : x) sum += std::exp(v - high);
  return high + std::log(sum);
}

double log1pmx(double x) {
  if (!(x >= -1)) return kNaN;
  if (std::abs(x) > 0.1) return std::log1p(x) - x;
  // ln(1+x) = 2 artanh(s), s = x/(2+x), and x = 2s/(1−s): what remains is −xs + 2Σ s^{2k+1}/(2k+1).
  const double s = x / (2 + x);
  const double s2 = s * s;
  double sum = 0;
  double power = s * s2;
  for (int k = 3; k < 21; k += 2, power *= s2) sum += power / k;
  return 2 * sum - x * s;
}

double expm1mx(double x) {
  if (std::abs(x) > 0.5) return std::expm1(x) - x;
  double sum = 0;
  for (int k = 17; k >= 2; --k) sum = (1 + sum) * x / k;  // x/2 + x²/6 + …
  return x * sum;
}

double binary_entropy(double alpha) {
  if (!(alpha >= 0 && alpha <= 1)) return kNaN;
  if (alpha == 0 || alpha == 1) return 0;
  return -alpha * std::log(alpha) - (1 - alpha) * std::log1p(-alpha);
}

double bernoulli_kl(double a, double b) {
  if (!(a >= 0 && a <= 1 && b >= 0 && b <= 1)) return kNaN;
  if (a == b) return 0;
  if (b == 0 || b == 1) return kInfinity;
  if (a == 0) return -std::log1p(-b);
  if (a == 1) return -std::log(b);
  // a ln(a/b) + (1−a) ln((1−a)/(1−b)) with both linear parts, which cancel, taken out where a ≈ b.
  const double u = (b - a) / a;
  const double v = (a - b) / (1 - a);
  if (std::abs(u) < 0.5 && std::abs(v) < 0.5) return -a * log1pmx(u) - (1 - a) * log1pmx(v);
  return a * std::log(a / b) + (1 - a) * (std::log1p(-a) - std::log1p(-b));
}

void CompensatedSum::add(double x) {
  const double total = sum_ + x;
  if (std::isfinite(total)) {
    carry_ += std::abs(sum_) >= std::abs(x) ? (sum_ - total) + x : (x - total) + sum_;
  }
  sum_ = total;
}

}  // namespace verigan
