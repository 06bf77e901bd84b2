// SPDX-License-Identifier: MIT
// Laws on x > 0 that live on a logarithmic scale: gamma, Weibull, log-normal.
#include <boost/math/special_functions/erf.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>

#include "core/check.hpp"
#include "core/numeric.hpp"
#include "theory/densities.hpp"
#include "theory/family_parts.hpp"
#include "theory/log_gamma.hpp"

namespace verigan::theory {

namespace {

using namespace parts;

// ln(x/unit), x > 0: to a few ε of itself near and far from the unit.
double log_over(const Point& x, const DoubleDouble& unit) {
  const double d = x.from(unit) / unit.high;
  if (std::abs(d) < 0.5) return std::log1p(d);
  const double quotient = x.from(0) / unit.high;
  if (quotient > 1e-290 && std::isfinite(quotient)) return std::log(quotient);
  return x.log_distance(0) - std::log(unit.high);
}

// unit·e^t, from the unit if it is near.
Point at_log(const DoubleDouble& unit, double t) {
  if (std::abs(t) < 0.5) return {unit, unit.high * std::expm1(t)};
  const double log_x = std::log(unit.high) + t;
  return {0, std::exp(log_x), log_x};
}

bool below_support(const Point& x) { return x.from(0) < 0; }

/// What laws on x > 0 share.
class Positive : public Density {
 public:
  std::vector<Interval> support() const override { return {{0, kInfinity}}; }
  Exact exponent(double x, Side side) const override {
    if (x < 0 || (x == 0 && side == Side::left)) return kInfinity;
    return x == 0 ? at_zero() : Exact(0);
  }

 protected:
  virtual Exact at_zero() const = 0;
  /// A cut at 0 and one at unit·e^t for each t, which increase.
  static std::vector<Split> log_cuts(const DoubleDouble& unit, const std::vector<double>& places) {
    std::vector<Split> cuts{{Point(0), 0, true, false, true}};
    for (std::size_t i = 0; i < places.size(); ++i) {
      const double last = i > 0 ? places[i] - places[i - 1] : kInfinity;
      const double next = i + 1 < places.size() ? places[i + 1] - places[i] : last;
      const Point at = at_log(unit, places[i]);
      const double share = std::min({last, next, 1.0});
      cuts.push_back({at, at.value() * share, false, false, false});
    }
    return cuts;
  }
};

class Gamma final : public Positive {
 public:
  Gamma(const Exact& shape, const Exact& rate)
      : exact_shape_(shape), exact_rate_(rate), unit_((shape / rate).twofold()), shape_(shape.value()),
        rate_(rate.value()) {
    require(shape_ >= 0.01 && shape_ <= 1e6, "gamma: shape = ", shape_, ", expected a number in [0.01, 1e6]");
    check_scale("gamma", "rate", rate);
    // ln rate − ln Γ(k) + (k−1) ln k − k, by Stirling's series where k is large.
    constant_ = std::log(rate_) - 0.5 * std::log(shape_) - kHalfLn2Pi - stirling_rest(shape_);
  }
  std::string spec() const override {
    return message("gamma(", exact_shape_.text(), ",", exact_rate_.text(), ")");
  }
  // With y = rate·x and v = y/k − 1: ln p = ln rate − ln Γ(k) + (k−1) ln y − y
  //   = constant − ln(y/k) + k(ln(1 + v) − v).
  double log_pdf(const Point& x) const override {
    if (below_support(x)) return -kInfinity;
    const double v = x.from(unit_) / unit_.high;
    const double log_y = log_over(x, unit_);
    if (log_y == -kInfinity) return shape_ < 1 ? kInfinity : shape_ > 1 ? -kInfinity : std::log(rate_);
    if (std::abs(v) < 0.5) return constant_ - log_y + shape_ * log1pmx(v);
    return constant_ + (shape_ - 1) * log_y - shape_ * v;
  }
  double log_pdf_scale() const override { return 8 + std::abs(std::log(rate_)) + 2 * std::abs(std::log(shape_)) + 2 * shape_rest(); }
  double log_pdf_rounding() const override { return 12; }
  Mass cdf(const Point& x) const override {
    if (x.from(0) <= 0 && x.log_distance(0) == -kInfinity) return {};
    if (below_support(x)) return {};
    const double y = rate_ * x.from(0);
    if (y < 1e-290) {
      const double t = std::exp(log_near_zero(x.log_distance(0)));
      return {0, t, (8 + 4 * std::abs(std::log(t + kTiny))) * kEpsilon * t};
    }
    const double relative = (200 + 8 * std::sqrt(shape_)) * kEpsilon;
    if (y <= shape_) {
      const double t = boost::math::gamma_p(shape_, y, Quiet());
      return {0, t, relative * (1 + std::abs(std::log(t + kTiny))) * t};
    }
    const double t = boost::math::gamma_q(shape_, y, Quiet());
    return {1, -t, relative * (1 + std::abs(std::log(t + kTiny))) * t};
  }
  Point quantile(const Mass& mass) const override {
    const TailMass tail = smaller_tail(mass);
    if (!tail.right) {
      const double log_x = (std::log(tail.value) + boost::math::lgamma(shape_ + 1, Quiet())) / shape_ - std::log(rate_);
      if (std::log(rate_) + log_x < -40) return {0, std::exp(log_x), log_x};
    }
    double y = tail.right ? boost::math::gamma_q_inv(shape_, tail.value, Quiet())
                          : boost::math::gamma_p_inv(shape_, tail.value, Quiet());
    Point x = at_log(unit_, std::log(y / shape_));
    for (int k = 0; k < 2; ++k) {  // Newton's method on ln F or ln(1 − F)
      const Mass here = cdf(x);
      const double now = tail.right ? here.complement() : here.value();
      const double step = std::log(now / tail.value) * now / pdf(x) * (tail.right ? 1 : -1);
      if (std::abs(step) < 0.1 * x.value()) x.offset += step;
    }
    return {x.anchor, x.offset};
  }
  int quantile_cost() const override { return 2; }
  std::vector<Split> splits() const override {
    const double sd = 1 / std::sqrt(shape_);  // of x, in units of the mean
    std::vector<double> places;
    for (const double k : {39.0, 26.0, 18.0, 12.0, 8.0, 5.5, 3.5, 2.0, 1.0})
      if (k * sd < 0.9) places.push_back(std::log1p(-k * sd));
    places.push_back(0);
    for (const double k : {1.0, 2.0, 3.5, 5.5, 8.0, 12.0, 18.0, 26.0, 39.0, 60.0}) places.push_back(std::log1p(k * sd));
    const double last = std::log1p((60 * std::sqrt(shape_) + 760) / shape_);
    for (double t = places.back() + 0.7; t < last; t += 0.7) places.push_back(t);
    if (last > places.back()) places.push_back(last);
    return log_cuts(unit_, places);
  }
  Tail tail(Side side) const override {
    if (side == Side::left) return Tail::vacant();
    return Tail({{0 - exact_rate_, 0, 1, 0, 0}}).with_log(exact_shape_ - 1);
  }
  LogRatio log_ratio_to(const Density& other) const override {
    const auto* q = dynamic_cast<const Gamma*>(&other);
    return {q != nullptr && exact_shape_ == q->exact_shape_ && exact_rate_ == q->exact_rate_, {}};
  }
  DensityPtr affine_image(const Exact& a, const Exact& b) const override {
    return a > 0 && b == 0 ? gamma(exact_shape_, exact_rate_ / a) : nullptr;
  }
  double mean() const override { return shape_ / rate_; }
  double variance() const override { return shape_ / rate_ / rate_; }

 private:
  Exact at_zero() const override { return exact_shape_ - 1; }
  double shape_rest() const { return std::abs(constant_ - std::log(rate_)); }
  // ln F ~ k ln y − ln Γ(k+1) as y → 0.
  double log_near_zero(double log_x) const {
    return shape_ * (log_x + std::log(rate_)) - boost::math::lgamma(shape_ + 1, Quiet());
  }

  Exact exact_shape_, exact_rate_;
  DoubleDouble unit_;  // the mean
  double shape_, rate_, constant_;
};

class Weibull final : public Positive {
 public:
  Weibull(const Exact& shape, const Exact& scale)
      : exact_shape_(shape), exact_scale_(scale), unit_(scale.twofold()), shape_(shape.value()),
        constant_(std::log(shape_) - std::log(scale.value())) {
    require(shape_ >= 0.05 && shape_ <= 1e4, "weibull: shape = ", shape_, ", expected a number in [0.05, 1e4]");
    check_scale("weibull", "scale", scale);
  }
  std::string spec() const override {
    return message("weibull(", exact_shape_.text(), ",", exact_scale_.text(), ")");
  }
  double log_pdf(const Point& x) const override {
    if (below_support(x)) return -kInfinity;
    const double log_y = log_over(x, unit_);
    if (log_y == -kInfinity) return shape_ < 1 ? kInfinity : shape_ > 1 ? -kInfinity : constant_;
    return constant_ + (shape_ - 1) * log_y - std::exp(shape_ * log_y);
  }
  double log_pdf_scale() const override { return 8 + std::abs(constant_); }
  double log_pdf_rounding() const override { return 40; }
  Mass cdf(const Point& x) const override {
    if (below_support(x)) return {};
    const double log_w = shape_ * log_over(x, unit_), w = std::exp(log_w);
    if (w > 760) return {1, 0, 0};  // the rest is less than the smallest double
    const double error = 8 * kEpsilon * (1 + std::abs(log_w)) * w * std::exp(-w);
    return w < kLn2 ? Mass{0, -std::expm1(-w), error} : Mass{1, -std::exp(-w), error + kEpsilon * std::exp(-w)};
  }
  Point quantile(const Mass& mass) const override {
    const TailMass tail = smaller_tail(mass);
    const double w = -(tail.right ? std::log(tail.value) : std::log1p(-tail.value));
    return at_log(unit_, std::log(w) / shape_);
  }
  std::vector<Split> splits() const override {
    std::vector<double> places;
    for (const double w : {1e-8, 1e-6, 1e-4, 1e-3, 0.01, 0.05, 0.2, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 740.0})
      places.push_back(std::log(w) / shape_);
    return log_cuts(unit_, places);
  }
  Tail tail(Side side) const override {
    if (side == Side::left) return Tail::vacant();
    return Tail({{-1, 0, exact_shape_, 0, 0}}).moved(exact_scale_, 0).with_log(exact_shape_ - 1);
  }
  LogRatio log_ratio_to(const Density& other) const override {
    const auto* q = dynamic_cast<const Weibull*>(&other);
    return {q != nullptr && exact_shape_ == q->exact_shape_ && exact_scale_ == q->exact_scale_, {}};
  }
  DensityPtr affine_image(const Exact& a, const Exact& b) const override {
    return a > 0 && b == 0 ? weibull(exact_shape_, exact_scale_ * a) : nullptr;
  }
  double mean() const override { return unit_.high * moment(1); }
  double variance() const override {
    const double e = 1 / shape_;
    if (e > 0.05) return unit_.high * unit_.high * (moment(2) - moment(1) * moment(1));
    // Γ(1+2e) − Γ(1+e)² = Γ(1+e)²·(e^{ln Γ(1+2e) − 2 ln Γ(1+e)} − 1), small for large shapes.
    const double log_rise = boost::math::lgamma(1 + 2 * e, Quiet()) - 2 * boost::math::lgamma(1 + e, Quiet());
    return unit_.high * unit_.high * moment(1) * moment(1) * std::expm1(log_rise);
  }

 private:
  Exact at_zero() const override { return exact_shape_ - 1; }
  double moment(int order) const { return boost::math::tgamma(1 + order / shape_, Quiet()); }

  Exact exact_shape_, exact_scale_;
  DoubleDouble unit_;
  double shape_, constant_;
};

class LogNormal final : public Positive {
 public:
  LogNormal(const Exact& mean, const Exact& sd)
      : exact_mean_(mean), exact_sd_(sd), sd_(sd.value()) {
    require(std::abs(mean.value()) <= 100, "lognormal: mean = ", mean.value(), ", expected a number within ±100");
    require(sd_ >= 1e-6 && sd_ <= 10, "lognormal: sd = ", sd_, ", expected a number in [1e-6, 10]");
    unit_ = exp(mean).twofold();
    constant_ = -std::log(sd_) - kHalfLn2Pi - mean.value();
  }
  std::string spec() const override {
    return message("lognormal(", exact_mean_.text(), ",", exact_sd_.text(), ")");
  }
  double log_pdf(const Point& x) const override {
    if (below_support(x)) return -kInfinity;
    const double log_y = log_over(x, unit_);
    if (log_y == -kInfinity) return -kInfinity;
    const double t = log_y / sd_;
    return constant_ - log_y - 0.5 * t * t;
  }
  // ln p has a maximum, where its terms cancel: the largest they are there is ½sd².
  double log_pdf_scale() const override { return 4 + std::abs(std::log(sd_)) + 2 * std::abs(exact_mean_.value()) + 2 * sd_ * sd_; }
  double log_pdf_rounding() const override { return 16; }
  Mass cdf(const Point& x) const override {
    if (below_support(x)) return {};
    const double t = log_over(x, unit_) / sd_;
    const double tail = 0.5 * std::erfc(std::abs(t) * kSqrtHalf);
    const double error = 8 * kEpsilon * tail * (2 + t * t);
    return t <= 0 ? Mass{0, tail, tail > 0 ? error : 0} : Mass{1, -tail, tail > 0 ? error : 0};
  }
  Point quantile(const Mass& mass) const override {
    const TailMass tail = smaller_tail(mass);
    const double t = boost::math::erfc_inv(2 * tail.value, Quiet()) / kSqrtHalf;
    return at_log(unit_, (tail.right ? t : -t) * sd_);
  }
  std::vector<Split> splits() const override {
    std::vector<double> places;
    for (const double k : {39.0, 26.0, 18.0, 12.0, 8.0, 5.5, 3.5, 2.0, 1.0}) places.push_back(-k * sd_);
    places.push_back(0);
    for (const double k : {1.0, 2.0, 3.5, 5.5, 8.0, 12.0, 18.0, 26.0, 39.0}) places.push_back(k * sd_);
    return log_cuts(unit_, places);
  }
  Tail tail(Side side) const override { return side == Side::left ? Tail::vacant() : behaviour(1); }
  Tail approach(double x, Side side) const override {
    return x == 0 && side == Side::right ? behaviour(-1) : Density::approach(x, side);
  }
  // The divergences are those of the logarithms.
  std::optional<Estimate> renyi_to(const Density& other, const Exact& order) const override {
    const auto* q = dynamic_cast<const LogNormal*>(&other);
    if (q == nullptr) return {};
    return normal(exact_mean_, exact_sd_)->renyi_to(*normal(q->exact_mean_, q->exact_sd_), order);
  }
  LogRatio log_ratio_to(const Density& other) const override {
    const auto* q = dynamic_cast<const LogNormal*>(&other);
    return {q != nullptr && exact_mean_ == q->exact_mean_ && exact_sd_ == q->exact_sd_, {}};
  }
  double mean() const override { return std::exp(exact_mean_.value() + 0.5 * sd_ * sd_); }
  double variance() const override { return std::expm1(sd_ * sd_) * mean() * mean(); }

 private:
  Exact at_zero() const override { return kInfinity; }
  // −(ln x − mean)²/2sd² − ln x with ln x = sign·ln y.
  Tail behaviour(int sign) const {
    const Exact square = exact_sd_ * exact_sd_;
    return Tail({{-0.5 / square, 0, 0, 2, 0}}).with_log(Exact(sign) * (exact_mean_ / square - 1));
  }

  Exact exact_mean_, exact_sd_;
  DoubleDouble unit_;  // the median
  double sd_, constant_;
};

}  // namespace

DensityPtr gamma(const Exact& shape, const Exact& rate) { return std::make_shared<Gamma>(shape, rate); }
DensityPtr weibull(const Exact& shape, const Exact& scale) { return std::make_shared<Weibull>(shape, scale); }
DensityPtr lognormal(const Exact& mean, const Exact& sd) { return std::make_shared<LogNormal>(mean, sd); }

}  // namespace verigan::theory
