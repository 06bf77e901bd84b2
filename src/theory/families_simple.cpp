// SPDX-License-Identifier: MIT
// The exponential and the uniform law.
#include <cmath>

#include "core/check.hpp"
#include "core/numeric.hpp"
#include "theory/densities.hpp"
#include "theory/family_parts.hpp"

namespace verigan::theory {

namespace {

using namespace parts;

class Exponential final : public Density {
 public:
  explicit Exponential(const Exact& rate)
      : exact_rate_(rate), rate_(rate.value()), log_rate_(std::log(rate_)) {
    check_scale("exponential", "rate", rate);
  }
  std::string spec() const override { return message("exponential(", exact_rate_.text(), ")"); }
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
  Tail tail(Side side) const override {
    return side == Side::right ? Tail({{0 - exact_rate_, 0, 1, 0, 0}}) : Tail::vacant();
  }
  DensityPtr affine_image(const Exact& a, const Exact& b) const override {
    return a > 0 && b == 0 ? exponential(exact_rate_ / a) : nullptr;
  }
  Exact exponent(double x, Side side) const override {
    return x < 0 || (x == 0 && side == Side::left) ? kInfinity : 0;
  }
  LogRatio log_ratio_to(const Density& other) const override {
    const auto* q = dynamic_cast<const Exponential*>(&other);
    if (q == nullptr) return {};
    if (exact_rate_ == q->exact_rate_) return {true, {}};
    const double rise = change(exact_rate_, q->exact_rate_);
    const double rates = log_quotient(exact_rate_, q->exact_rate_);
    return {false, [rise, rates](const Point& x) -> Estimate {
              const double grown = rise * x.from(0);
              return {rates + grown, 4 * kEpsilon * (std::abs(rates) + std::abs(grown))};
            }};
  }
  // ln(1 + cv)/c − ln(1 + v), v = λ_q/λ_p − 1, c = 1 − r: Gil, Alajaji & Linder (2013).
  std::optional<Estimate> renyi_to(const Density& other, const Exact& order) const override {
    const auto* q = dynamic_cast<const Exponential*>(&other);
    if (q == nullptr) return {};
    const Exact v = q->exact_rate_ / exact_rate_ - 1, c = 1 - order;
    if (1 + c * v <= 0) return {};
    return renyi_part(v, c);
  }
  Range log_pdf_range(const Point& a, const Point& b) const override {
    const double left = log_pdf(a), right = log_pdf(b);
    return {std::min(left, right), left == -kInfinity && right > left ? log_rate_ : left};
  }
  double mean() const override { return 1 / rate_; }
  double variance() const override { return 1 / rate_ / rate_; }

 private:
  Exact exact_rate_;
  double rate_, log_rate_;
};

class Uniform final : public Density {
 public:
  Uniform(const Exact& lower, const Exact& upper)
      : exact_lower_(lower), exact_upper_(upper), lower_(lower.twofold()), upper_(upper.twofold()) {
    check_location("uniform", "lower end", lower);
    check_location("uniform", "upper end", upper);
    require(lower < upper, spec(), ": expected lower end < upper end");
    exact_width_ = upper - lower;
    width_ = exact_width_.value();
    check_scale("uniform", "width", width_);
  }
  std::string spec() const override {
    return message("uniform(", exact_lower_.text(), ",", exact_upper_.text(), ")");
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
  std::vector<Interval> support() const override { return {{exact_lower_, exact_upper_}}; }
  std::vector<Split> splits() const override {
    return {{Point(lower_), width_, true, false, true}, {Point(upper_), width_, true, true, false}};
  }
  Tail tail(Side) const override { return Tail::vacant(); }
  DensityPtr affine_image(const Exact& a, const Exact& b) const override {
    const Exact first = a * exact_lower_ + b, second = a * exact_upper_ + b;
    return first < second ? uniform(first, second) : uniform(second, first);
  }
  Exact exponent(double x, Side side) const override {
    const bool below = x < exact_lower_ || (x == exact_lower_ && side == Side::left);
    const bool above = x > exact_upper_ || (x == exact_upper_ && side == Side::right);
    return below || above ? kInfinity : 0;
  }
  LogRatio log_ratio_to(const Density& other) const override {  // where both are positive
    const auto* q = dynamic_cast<const Uniform*>(&other);
    if (q == nullptr) return {};
    if (exact_lower_ == q->exact_lower_ && exact_upper_ == q->exact_upper_) return {true, {}};
    const double widths = log_quotient(q->exact_width_, exact_width_);
    return {false, [widths](const Point&) -> Estimate {
              return {widths, 4 * kEpsilon * std::abs(widths)};
            }};
  }
  Range log_pdf_range(const Point& a, const Point& b) const override {
    const bool all = a.from(lower_) >= 0 && b.from(upper_) <= 0;
    const bool none = b.from(lower_) < 0 || a.from(upper_) > 0;
    const double level = -std::log(width_);
    return {all ? level : -kInfinity, none ? -kInfinity : level};
  }
  double mean() const override { return 0.5 * lower_.high + 0.5 * upper_.high; }
  double variance() const override { return width_ * width_ / 12; }

 private:
  Exact exact_lower_, exact_upper_, exact_width_;
  DoubleDouble lower_, upper_;
  double width_ = 0;
};

}  // namespace

DensityPtr exponential(const Exact& rate) { return std::make_shared<Exponential>(rate); }
DensityPtr uniform(const Exact& lower, const Exact& upper) {
  return std::make_shared<Uniform>(lower, upper);
}

}  // namespace verigan::theory
