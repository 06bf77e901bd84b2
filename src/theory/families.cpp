// SPDX-License-Identifier: MIT
// Families of a location and a scale: normal, logistic, Laplace.
#include <boost/math/special_functions/erf.hpp>
#include <cmath>

#include "core/check.hpp"
#include "core/numeric.hpp"
#include "theory/densities.hpp"
#include "theory/location_scale.hpp"

namespace verigan::theory {

namespace {

using namespace parts;

class Normal final : public LocationScale {
 public:
  Normal(const Exact& mean, const Exact& sd) : LocationScale("normal", "sd", mean, sd) {}
  double log_pdf(const Point& x) const override {
    const double t = z(x);
    return -0.5 * t * t - log_scale_ - kHalfLn2Pi;
  }
  double log_pdf_scale() const override { return 2 + std::abs(log_scale_); }
  Mass cdf(const Point& x) const override {
    const double t = z(x) * kSqrtHalf;
    return t <= 0 ? lower_tail(0.5 * std::erfc(-t)) : upper_tail(0.5 * std::erfc(t));
  }
  Point quantile(const Mass& mass) const override {
    const TailMass tail = smaller_tail(mass);
    const double t = boost::math::erfc_inv(2 * tail.value, Quiet()) / kSqrtHalf;
    return {mean_, (tail.right ? t : -t) * scale_};
  }
  std::vector<Split> splits() const override {
    return around({1, 2, 3.5, 5.5, 8, 12, 18, 26, 39}, false);
  }
  Tail tail(Side side) const override {
    const Exact square = exact_scale_ * exact_scale_;
    const Exact slope = exact_mean_ / square;
    return Tail({{-0.5 / square, 0, 2, 0, 0}, {side == Side::right ? slope : 0 - slope, 0, 1, 0, 0}});
  }
  LogRatio log_ratio_to(const Density& q) const override {  // ½(z_q² − z_p²)
    return ratio_by<Normal>(q, [](double t, double d, double size) -> Estimate {
      return {0.5 * d * (2 * t + d), size * (std::abs(t) + size)};
    });
  }
  // ½[ln(1 + cv)/c − ln(1 + v)] + rΔ²/2σ*², v = σ_p²/σ_q² − 1, c = 1 − r, σ*² = (1 + cv)σ_q²: Gil,
  // Alajaji & Linder (2013).
  std::optional<Estimate> renyi_to(const Density& other, const Exact& order) const override {
    const auto* q = dynamic_cast<const Normal*>(&other);
    if (q == nullptr) return {};
    const Exact square = q->exact_scale_ * q->exact_scale_, c = 1 - order;
    const Exact v = exact_scale_ * exact_scale_ / square - 1;
    const Exact delta = exact_mean_ - q->exact_mean_, star = (1 + c * v) * square;
    if (star <= 0) return {};
    const Estimate scales = renyi_part(v, c);
    const double means = (order * delta * delta / (2 * star)).value();
    return Estimate{0.5 * scales.value + means, 0.5 * scales.error + 4 * kEpsilon * means};
  }
  double variance() const override { return scale_ * scale_; }

 private:
  DensityPtr relocated(const Exact& mean, const Exact& scale) const override { return normal(mean, scale); }
};

class Logistic final : public LocationScale {
 public:
  Logistic(const Exact& mean, const Exact& scale) : LocationScale("logistic", "scale", mean, scale) {}
  double log_pdf(const Point& x) const override {
    const double t = std::abs(z(x));
    return -t - 2 * std::log1p(std::exp(-t)) - log_scale_;
  }
  double log_pdf_scale() const override { return 4 + std::abs(log_scale_); }
  Mass cdf(const Point& x) const override {
    const double t = z(x);
    return t <= 0 ? lower_tail(sigmoid(t)) : upper_tail(sigmoid(-t));
  }
  Point quantile(const Mass& mass) const override {
    const TailMass tail = smaller_tail(mass);
    const double t = logit(tail.value);
    return {mean_, (tail.right ? -t : t) * scale_};
  }
  std::vector<Split> splits() const override {
    return around({1, 2, 4, 8, 16, 32, 64, 128, 256, 740}, false);
  }
  Tail tail(Side) const override { return Tail({{-1 / exact_scale_, 0, 1, 0, 0}}); }
  // 2 ln(cosh(z_q/2)/cosh(z_p/2)).
  LogRatio log_ratio_to(const Density& q) const override {
    return ratio_by<Logistic>(q, [](double t, double d, double size) -> Estimate {
      if (std::abs(d) > 1) return {0, kInfinity};
      const double half = std::sinh(0.25 * d);
      const double grown = 2 * half * half + std::tanh(0.5 * t) * std::sinh(0.5 * d);
      return {2 * std::log1p(grown), 2 * size};
    });
  }
  double variance() const override { return scale_ * scale_ * kPi * kPi / 3; }

 private:
  DensityPtr relocated(const Exact& mean, const Exact& scale) const override { return logistic(mean, scale); }
};

class Laplace final : public LocationScale {
 public:
  Laplace(const Exact& mean, const Exact& scale) : LocationScale("laplace", "scale", mean, scale) {}
  double log_pdf(const Point& x) const override { return -std::abs(z(x)) - log_scale_ - kLn2; }
  double log_pdf_scale() const override { return 2 + std::abs(log_scale_); }
  Mass cdf(const Point& x) const override {
    const double t = z(x);
    return t <= 0 ? lower_tail(0.5 * std::exp(t)) : upper_tail(0.5 * std::exp(-t));
  }
  Point quantile(const Mass& mass) const override {
    const TailMass tail = smaller_tail(mass);
    const double t = std::log(2 * tail.value);
    return {mean_, (tail.right ? -t : t) * scale_};
  }
  std::vector<Split> splits() const override {
    return around({1, 2, 4, 8, 16, 32, 64, 128, 256, 740}, true);
  }
  Tail tail(Side) const override { return Tail({{-1 / exact_scale_, 0, 1, 0, 0}}); }
  LogRatio log_ratio_to(const Density& q) const override {  // |z_q| − |z_p|
    return ratio_by<Laplace>(q, [](double t, double d, double size) -> Estimate {
      const bool between = (t < 0) != (t + d < 0);
      return {t < 0 ? (between ? 2 * t + d : -d) : (between ? -(2 * t + d) : d), size};
    });
  }
  double variance() const override { return 2 * scale_ * scale_; }

 private:
  DensityPtr relocated(const Exact& mean, const Exact& scale) const override { return laplace(mean, scale); }
};

}  // namespace

DensityPtr normal(const Exact& mean, const Exact& sd) {
  return std::make_shared<Normal>(mean, sd);
}
DensityPtr logistic(const Exact& mean, const Exact& scale) {
  return std::make_shared<Logistic>(mean, scale);
}
DensityPtr laplace(const Exact& mean, const Exact& scale) {
  return std::make_shared<Laplace>(mean, scale);
}

}  // namespace verigan::theory
