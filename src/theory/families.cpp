// SPDX-License-Identifier: MIT
// The families with closed forms: normal, logistic, Laplace, exponential, uniform.
#include <boost/math/special_functions/erf.hpp>
#include <cmath>
#include <initializer_list>

#include "core/check.hpp"
#include "core/numeric.hpp"
#include "theory/densities.hpp"
#include "theory/family_parts.hpp"

namespace verigan::theory {

namespace {

using namespace parts;

// The smaller of the two tails of `mass`, never 0, and whether it is the right one.
struct TailMass {
  double value;
  bool right;
};
TailMass smaller_tail(const Mass& mass) {
  const double left = mass.value();
  const double right = mass.complement();
  if (left <= right) return {std::max(left, kTiny), false};
  return {std::max(right, kTiny), true};
}

// A relative error of a few ε, and what the rounding of z does to e^−|ln tail|.
Mass lower_tail(double t) { return {0, t, 4 * kEpsilon * t * (1 + std::abs(std::log(t + kTiny)))}; }
Mass upper_tail(double t) {
  return {1, -t, 4 * kEpsilon * t * (1 + std::abs(std::log(t + kTiny)))};
}

class LocationScale : public Density {
 public:
  LocationScale(const char* name, const char* scale_name, double mean, double scale)
      : name_(name), mean_(mean), scale_(scale), log_scale_(std::log(scale)) {
    check_location(name, "mean", mean);
    check_scale(name, scale_name, scale);
  }
  std::string spec() const override {
    return message(name_, "(", shortest(mean_), ",", shortest(scale_), ")");
  }
  std::vector<Interval> support() const override { return {{-kInfinity, kInfinity}}; }
  double exponent(double, Side) const override { return 0; }
  double mean() const override { return mean_; }

 protected:
  double z(const Point& x) const { return x.from(mean_) / scale_; }
  // mean ± scale·k for every k; the centre too.
  std::vector<Split> around(std::initializer_list<double> multiples, bool sharp) const {
    std::vector<Split> splits{{Point(mean_), scale_, sharp, false, false}};
    for (const double k : multiples) {
      for (const double sign : {-1.0, 1.0}) {
        splits.push_back({Point(mean_, sign * k * scale_), k * scale_, false, false, false});
      }
    }
    return splits;
  }

  const char* name_;
  double mean_, scale_, log_scale_;
};

class Normal final : public LocationScale {
 public:
  Normal(double mean, double sd) : LocationScale("normal", "sd", mean, sd) {}
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
  TailDecay tail_decay(Side side) const override {
    const double slope = mean_ / scale_ / scale_;
    return {0.5 / scale_ / scale_, side == Side::right ? slope : -slope};
  }
  double variance() const override { return scale_ * scale_; }
};

class Logistic final : public LocationScale {
 public:
  Logistic(double mean, double scale) : LocationScale("logistic", "scale", mean, scale) {}
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
  TailDecay tail_decay(Side) const override { return {0, -1 / scale_}; }
  double variance() const override { return scale_ * scale_ * kPi * kPi / 3; }
};

class Laplace final : public LocationScale {
 public:
  Laplace(double mean, double scale) : LocationScale("laplace", "scale", mean, scale) {}
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
  TailDecay tail_decay(Side) const override { return {0, -1 / scale_}; }
  double variance() const override { return 2 * scale_ * scale_; }
};

class Exponential final : public Density {
 public:
  explicit Exponential(double rate) : rate_(rate), log_rate_(std::log(rate)) {
    check_scale("exponential", "rate", rate);
  }
  std::string spec() const override { return message("exponential(", shortest(rate_), ")"); }
  double log_pdf(const Point& x) const override {
    const double d = x.from(0);
    return d < 0 ? -kInfinity : log_rate_ - rate_ * d;
  }
  double log_pdf_scale() const override { return 2 + std::abs(log_rate_); }
  Mass cdf(const Point& x) const override {
    const double t = rate_ * x.from(0);
    if (t <= 0) return {};
    return t < kLn2 ? lower_tail(-std::expm1(-t)) : upper_tail(std::exp(-t));
  }
  Point quantile(const Mass& mass) const override {
    const TailMass tail = smaller_tail(mass);
    return {0, -(tail.right ? std::log(tail.value) : std::log1p(-tail.value)) / rate_};
  }
  std::vector<Interval> support() const override { return {{0, kInfinity}}; }
  std::vector<Split> splits() const override {
    std::vector<Split> splits{{Point(0), 1 / rate_, true, false, true}};
    for (const double k : {0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 740.0}) {
      splits.push_back({Point(0, k / rate_), k / rate_, false, false, false});
    }
    return splits;
  }
  TailDecay tail_decay(Side side) const override {
    return side == Side::right ? TailDecay{0, -rate_} : TailDecay{};
  }
  double exponent(double x, Side side) const override {
    return x < 0 || (x == 0 && side == Side::left) ? kInfinity : 0;
  }
  double mean() const override { return 1 / rate_; }
  double variance() const override { return 1 / rate_ / rate_; }

 private:
  double rate_, log_rate_;
};

class Uniform final : public Density {
 public:
  Uniform(double lower, double upper) : lower_(lower), upper_(upper), width_(upper - lower) {
    check_location("uniform", "lower end", lower);
    check_location("uniform", "upper end", upper);
    require(lower < upper, spec(), ": expected lower end < upper end");
    check_scale("uniform", "width", width_);
  }
  std::string spec() const override {
    return message("uniform(", shortest(lower_), ",", shortest(upper_), ")");
  }
  double log_pdf(const Point& x) const override {
    return x.from(lower_) < 0 || x.from(upper_) > 0 ? -kInfinity : -std::log(width_);
  }
  double log_pdf_scale() const override { return 2 + std::abs(std::log(width_)); }
  Mass cdf(const Point& x) const override {
    const double left = x.from(lower_);
    const double right = x.from(upper_);
    if (left <= 0) return {};
    if (right >= 0) return {1, 0, 0};
    if (left <= -right) return {0, left / width_, 4 * kEpsilon * left / width_};
    return {1, right / width_, -4 * kEpsilon * right / width_};
  }
  Point quantile(const Mass& mass) const override {
    const TailMass tail = smaller_tail(mass);
    if (tail.right) return {upper_, -tail.value * width_};
    return {lower_, tail.value * width_};
  }
  std::vector<Interval> support() const override { return {{lower_, upper_}}; }
  std::vector<Split> splits() const override {
    return {{Point(lower_), width_, true, false, true}, {Point(upper_), width_, true, true, false}};
  }
  TailDecay tail_decay(Side) const override { return {}; }
  double exponent(double x, Side side) const override {
    const bool below = x < lower_ || (x == lower_ && side == Side::left);
    const bool above = x > upper_ || (x == upper_ && side == Side::right);
    return below || above ? kInfinity : 0;
  }
  double mean() const override { return 0.5 * lower_ + 0.5 * upper_; }
  double variance() const override { return width_ * width_ / 12; }

 private:
  double lower_, upper_, width_;
};

}  // namespace

DensityPtr normal(double mean, double sd) { return std::make_shared<Normal>(mean, sd); }
DensityPtr logistic(double mean, double scale) { return std::make_shared<Logistic>(mean, scale); }
DensityPtr laplace(double mean, double scale) { return std::make_shared<Laplace>(mean, scale); }
DensityPtr exponential(double rate) { return std::make_shared<Exponential>(rate); }
DensityPtr uniform(double lower, double upper) { return std::make_shared<Uniform>(lower, upper); }

}  // namespace verigan::theory
