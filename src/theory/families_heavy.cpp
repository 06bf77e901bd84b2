// SPDX-License-Identifier: MIT
// Laws with power tails: Student's, Cauchy's, Pareto's; and Gumbel's, whose left tail is e^−e^|z|.
#include <boost/math/special_functions/beta.hpp>
#include <cmath>

#include "core/check.hpp"
#include "core/numeric.hpp"
#include "theory/densities.hpp"
#include "theory/location_scale.hpp"
#include "theory/log_gamma.hpp"

namespace verigan::theory {

namespace {

using namespace parts;

constexpr double kFarthest = 1e290;  // no cut lies further out
constexpr double kEulerGamma = 0.57721566490153286060651209008240243;

// The distance beyond which a tail C·(scale/y)^nu holds less than 1e-280, C ≤ 1e10, or 1e290.
double far_end(double scale, double nu) {
  return std::exp(std::min(std::log(scale) + 645 / nu, std::log(kFarthest)));
}

class Student : public LocationScale {
 public:
  Student(const char* name, const Exact& nu, const Exact& location, const Exact& scale)
      : LocationScale(name, "scale", location, scale, "location"), exact_nu_(nu), nu_(nu.value()) {
    require(nu_ >= 0.1 && nu_ <= 1e6, name, ": nu = ", nu_, ", expected a number in [0.1, 1e6]");
    constant_ = -0.5 * std::log(nu_) - log_beta(0.5 * nu_, 0.5) - log_scale_;
  }
  std::string spec() const override {
    return message("student(", exact_nu_.text(), ",", exact_mean_.text(), ",", exact_scale_.text(), ")");
  }
  double log_pdf(const Point& x) const override {
    const double t = std::abs(z(x));
    // t²/ν, or t itself, would overflow.
    const double grown = t < 1e100 ? std::log1p(t * t / nu_) : 2 * log_z(x) - std::log(nu_);
    return constant_ - 0.5 * (nu_ + 1) * grown;
  }
  double log_pdf_scale() const override { return 8 + std::abs(log_scale_) + 8 * std::abs(constant_ + log_scale_); }
  double log_pdf_rounding() const override { return 8; }
  Mass cdf(const Point& x) const override {
    const double t = z(x);
    const double tail = std::abs(t) < 1e100 ? tail_beyond(std::abs(t)) : std::exp(log_far(log_z(x)));
    const double error = (100 + 8 * std::sqrt(nu_)) * kEpsilon * tail;
    return t <= 0 ? Mass{0, tail, error} : Mass{1, -tail, error};
  }
  Point quantile(const Mass& mass) const override {
    const TailMass tail = smaller_tail(mass);
    const double t = beyond(tail.value);
    return {mean_, std::clamp((tail.right ? t : -t) * scale_, -1e300, 1e300)};
  }
  std::vector<Split> splits() const override {
    std::vector<Split> cuts = around({0.5, 1, 2, 4, 8, 16, 32}, false);
    const double end = far_end(scale_ * std::sqrt(std::max(nu_, 1.0)), nu_);
    for (double k = 64; k * scale_ < end && k <= 1024; k *= 4) add(cuts, k * scale_);
    add(cuts, end);
    return cuts;
  }
  Tail tail(Side) const override { return Tail().with_log(-1 - exact_nu_); }
  LogRatio log_ratio_to(const Density& other) const override {
    const auto* q = dynamic_cast<const Student*>(&other);
    return {q != nullptr && same_shape(*q) && same(*q), {}};
  }
  double mean() const override { return nu_ > 1 ? mean_.high : std::nan(""); }
  double variance() const override {
    if (nu_ <= 1) return std::nan("");
    return nu_ > 2 ? scale_ * scale_ * (nu_ / (nu_ - 2)) : kInfinity;
  }

 protected:
  DensityPtr relocated(const Exact& location, const Exact& scale) const override {
    return student(exact_nu_, location, scale);
  }
  bool same_shape(const LocationScale& other) const override {
    const auto* q = dynamic_cast<const Student*>(&other);
    return q != nullptr && exact_nu_ == q->exact_nu_;
  }

 private:
  double log_z(const Point& x) const { return std::log(std::abs(x.from(mean_))) - log_scale_; }
  void add(std::vector<Split>& cuts, double distance) const {
    for (const double sign : {-1.0, 1.0})
      cuts.push_back({Point(mean_, sign * distance), distance, false, false, false});
  }
  // P(Z > t) = ½ I_{ν/(ν+t²)}(ν/2, ½), t ≥ 0; far out its power law.
  double tail_beyond(double t) const {
    if (t * t > 1e30 * nu_) return std::exp(log_far(std::log(t)));
    const double y = nu_ / (nu_ + t * t);
    if (y < 0.5) return 0.5 * boost::math::ibeta(0.5 * nu_, 0.5, y, Quiet());
    return 0.5 * boost::math::ibetac(0.5, 0.5 * nu_, t * t / (nu_ + t * t), Quiet());
  }
  // ln P(Z > t) for t² ≫ ν: p(t)·t/ν.
  double log_far(double log_t) const {
    return constant_ + log_scale_ + log_t - std::log(nu_) - 0.5 * (nu_ + 1) * (2 * log_t - std::log(nu_));
  }
  // The t ≥ 0 with P(Z > t) = tail ≤ ½.
  double beyond(double tail) const {
    const double log_t = (log_far(0) - std::log(tail)) / nu_;  // by the power law
    if (log_t > 0.5 * std::log(1e32 * nu_)) return std::exp(std::min(log_t, 700.0));
    double complement = 0;
    const double y = boost::math::ibeta_inv(0.5 * nu_, 0.5, std::min(2 * tail, 1.0), &complement, Quiet());
    double t = y > 0 ? std::sqrt(nu_ * (complement / y)) : std::exp(log_t);
    for (int k = 0; k < 2 && t > 0; ++k) {  // Newton's method on ln P
      const double here = tail_beyond(t);
      const double density = std::exp(constant_ + log_scale_ - 0.5 * (nu_ + 1) * std::log1p(t * t / nu_));
      const double next = t + std::log(here / tail) * here / density;
      if (next > 0.5 * t && next < 2 * t) t = next;
    }
    return t;
  }

  Exact exact_nu_;
  double nu_, constant_;
};

class Cauchy final : public Student {
 public:
  Cauchy(const Exact& location, const Exact& scale) : Student("cauchy", 1, location, scale) {}
  std::string spec() const override {
    return message("cauchy(", exact_mean_.text(), ",", exact_scale_.text(), ")");
  }
  Mass cdf(const Point& x) const override {
    const double t = z(x);
    double tail = std::atan2(1, std::abs(t)) / kPi;  // ½ − arctan|t|/π
    if (std::isinf(t)) tail = scale_ / (kPi * std::abs(x.from(mean_)));
    return t <= 0 ? Mass{0, tail, 8 * kEpsilon * tail} : Mass{1, -tail, 8 * kEpsilon * tail};
  }
  Point quantile(const Mass& mass) const override {
    const TailMass tail = smaller_tail(mass);
    const double from_middle = std::abs(0.5 - tail.value);
    const double t = from_middle < 0.25 ? std::tan(kPi * from_middle) : 1 / std::tan(kPi * tail.value);
    return {mean_, std::clamp((tail.right ? t : -t) * scale_, -1e300, 1e300)};
  }

 private:
  DensityPtr relocated(const Exact& location, const Exact& scale) const override {
    return cauchy(location, scale);
  }
};

class Gumbel final : public LocationScale {
 public:
  Gumbel(const Exact& location, const Exact& scale)
      : LocationScale("gumbel", "scale", location, scale, "location") {}
  double log_pdf(const Point& x) const override {
    const double t = z(x);
    return -t - std::exp(-t) - log_scale_;
  }
  double log_pdf_scale() const override { return 4 + std::abs(log_scale_); }
  double log_pdf_rounding() const override { return 16; }
  Mass cdf(const Point& x) const override {
    const double w = std::exp(-z(x));
    if (w > 760) return {};  // less than the smallest double
    // The rounding of z moves w by its own size times ln w.
    const double error = 4 * kEpsilon * (2 + std::abs(std::log(w + kTiny)));
    if (w > kLn2) return {0, std::exp(-w), error * (1 + w) * std::exp(-w)};
    return {1, std::expm1(-w), error * w};
  }
  Point quantile(const Mass& mass) const override {
    const TailMass tail = smaller_tail(mass);
    const double w = tail.right ? -std::log1p(-tail.value) : -std::log(tail.value);
    return {mean_, -std::log(w) * scale_};
  }
  std::vector<Split> splits() const override {
    std::vector<Split> cuts = around({1, 2}, false);
    for (const double k : {-6.6, -6.0, -5.0, -4.0, -3.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 740.0})
      cuts.push_back({Point(mean_, k * scale_), (k < 0 ? 1 : k) * scale_, false, false, false});
    return cuts;
  }
  Tail tail(Side side) const override {
    if (side == Side::right) return Tail({{-1 / exact_scale_, 0, 1, 0, 0}});
    // −z − e^−z at x = −y: z = −(y + location)/scale.
    return Tail({{-1, 1 / exact_scale_, 0, 0, exact_mean_ / exact_scale_}, {1 / exact_scale_, 0, 1, 0, 0}});
  }
  LogRatio log_ratio_to(const Density& other) const override {
    const auto* q = dynamic_cast<const Gumbel*>(&other);
    return {q != nullptr && same(*q), {}};
  }
  double mean() const override { return mean_.high + kEulerGamma * scale_; }
  double variance() const override { return kPi * kPi / 6 * scale_ * scale_; }

 private:
  DensityPtr relocated(const Exact& location, const Exact& scale) const override {
    return gumbel(location, scale);
  }
  bool symmetric() const override { return false; }
};

class Pareto final : public Density {
 public:
  Pareto(const Exact& minimum, const Exact& shape)
      : exact_minimum_(minimum), exact_shape_(shape), minimum_(minimum.twofold()), shape_(shape.value()),
        constant_(std::log(shape_) - std::log(minimum.value())) {
    check_scale("pareto", "minimum", minimum);
    require(shape_ >= 0.1 && shape_ <= 1e6, "pareto: shape = ", shape_, ", expected a number in [0.1, 1e6]");
  }
  std::string spec() const override {
    return message("pareto(", exact_minimum_.text(), ",", exact_shape_.text(), ")");
  }
  double log_pdf(const Point& x) const override {
    if (x.from(minimum_) < 0) return -kInfinity;
    return constant_ - (shape_ + 1) * log_over(x);
  }
  double log_pdf_scale() const override { return 4 + std::abs(constant_); }
  double log_pdf_rounding() const override { return 8; }
  Mass cdf(const Point& x) const override {
    if (x.from(minimum_) <= 0) return {};
    const double way = shape_ * log_over(x);  // −ln P(X > x)
    const double error = 8 * kEpsilon * way * std::exp(-way);
    return way < kLn2 ? Mass{0, -std::expm1(-way), error + kEpsilon * way}
                      : Mass{1, -std::exp(-way), error + kEpsilon * std::exp(-way)};
  }
  Point quantile(const Mass& mass) const override {
    const TailMass tail = smaller_tail(mass);
    const double way = -(tail.right ? std::log(tail.value) : std::log1p(-tail.value)) / shape_;
    return {minimum_, minimum_.high * std::expm1(std::min(way, 700 - std::log(minimum_.high)))};
  }
  std::vector<Interval> support() const override { return {{exact_minimum_, kInfinity}}; }
  std::vector<Split> splits() const override {
    const double m = minimum_.high, end = far_end(m, shape_);
    std::vector<Split> cuts{{Point(minimum_), m / (shape_ + 1), true, false, true}};
    for (const double k : {0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 740.0}) {
      const double offset = m * std::expm1(std::min(k / shape_, 600.0));
      if (offset < end) cuts.push_back({Point(minimum_, offset), offset, false, false, false});
    }
    if (end > cuts.back().at.offset) cuts.push_back({Point(minimum_, end), end, false, false, false});
    return cuts;
  }
  Tail tail(Side side) const override {
    return side == Side::left ? Tail::vacant() : Tail().with_log(-1 - exact_shape_);
  }
  Exact exponent(double x, Side side) const override {
    const bool below = x < exact_minimum_ || (x == minimum_.high && side == Side::left);
    return below && !(x == minimum_.high && side == Side::right) ? kInfinity : 0;
  }
  Range log_pdf_range(const Point& a, const Point& b) const override {
    if (a.from(minimum_) < 0) return {-kInfinity, b.from(minimum_) < 0 ? -kInfinity : constant_};
    return {log_pdf(b), log_pdf(a)};
  }
  LogRatio log_ratio_to(const Density& other) const override {
    const auto* q = dynamic_cast<const Pareto*>(&other);
    return {q != nullptr && exact_minimum_ == q->exact_minimum_ && exact_shape_ == q->exact_shape_, {}};
  }
  DensityPtr affine_image(const Exact& a, const Exact& b) const override {
    return a > 0 && b == 0 ? pareto(a * exact_minimum_, exact_shape_) : nullptr;
  }
  double mean() const override {
    return shape_ > 1 ? minimum_.high * (shape_ / (shape_ - 1)) : kInfinity;
  }
  double variance() const override {
    if (shape_ <= 2) return shape_ > 1 ? kInfinity : std::nan("");
    const double m = minimum_.high / (shape_ - 1);
    return m * m * (shape_ / (shape_ - 2));
  }

 private:
  // ln(x/minimum) ≥ 0.
  double log_over(const Point& x) const {
    const double d = x.from(minimum_) / minimum_.high;
    return std::isfinite(d) ? std::log1p(d) : std::log(x.value()) - std::log(minimum_.high);
  }

  Exact exact_minimum_, exact_shape_;
  DoubleDouble minimum_;
  double shape_, constant_;
};

}  // namespace

DensityPtr student(const Exact& nu, const Exact& location, const Exact& scale) {
  return std::make_shared<Student>("student", nu, location, scale);
}
DensityPtr cauchy(const Exact& location, const Exact& scale) {
  return std::make_shared<Cauchy>(location, scale);
}
DensityPtr gumbel(const Exact& location, const Exact& scale) {
  return std::make_shared<Gumbel>(location, scale);
}
DensityPtr pareto(const Exact& minimum, const Exact& shape) {
  return std::make_shared<Pareto>(minimum, shape);
}

}  // namespace verigan::theory
