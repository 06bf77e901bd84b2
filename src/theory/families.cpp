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

// What a pair of parameters differs by, and by how much its logarithms do.
double change(const Exact& from, const Exact& to) { return (to - from).value(); }
double log_one_plus(const Exact& x) {
  return std::abs(x.value()) < 0.5 ? std::log1p(x.value()) : std::log((1 + x).value());
}
double log_quotient(const Exact& above, const Exact& below) {
  return log_one_plus((above - below) / below);
}

// ln(1 + cv)/c − ln(1 + v), which vanishes to second order at v = 0.
Estimate renyi_part(const Exact& v, const Exact& c) {
  const Exact cv = c * v;
  const double small = v.value(), large = cv.value();
  const bool near = std::abs(small) < 0.5 && std::abs(large) < 0.5;
  const double a = (near ? log1pmx(large) : log_one_plus(cv)) / c.value();
  const double b = near ? log1pmx(small) : log_one_plus(v);
  return {a - b, 8 * kEpsilon * (std::abs(a) + std::abs(b))};
}

class LocationScale : public Density {
 public:
  LocationScale(const char* name, const char* scale_name, const Exact& mean, const Exact& scale)
      : name_(name), exact_mean_(mean), exact_scale_(scale), mean_(mean.twofold()),
        scale_(scale.value()), log_scale_(std::log(scale_)) {
    check_location(name, "mean", mean);
    check_scale(name, scale_name, scale);
  }
  std::string spec() const override {
    return message(name_, "(", exact_mean_.text(), ",", exact_scale_.text(), ")");
  }
  std::vector<Interval> support() const override { return {{-kInfinity, kInfinity}}; }
  Exact exponent(double, Side) const override { return 0; }
  double mean() const override { return mean_.high; }
  // All are log-concave.
  Range log_pdf_range(const Point& a, const Point& b) const override {
    const double left = log_pdf(a), right = log_pdf(b);
    const bool inside = a.from(mean_) <= 0 && b.from(mean_) >= 0;
    return {std::min(left, right), inside ? log_pdf(Point(mean_)) : std::max(left, right)};
  }

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
  // z of `q` less z of this, −(place + scale·z), and the logarithm of the scales' quotient.
  struct Shift {
    double place, scale, log_scale;
    double of(double t) const { return -(place + t * scale); }
    double size(double t) const { return std::abs(place) + std::abs(t * scale); }
  };
  Shift shift_to(const LocationScale& q) const {
    return {change(exact_mean_, q.exact_mean_) / q.scale_,
            change(exact_scale_, q.exact_scale_) / q.scale_,
            log_quotient(q.exact_scale_, exact_scale_)};
  }
  bool same(const LocationScale& q) const {
    return exact_mean_ == q.exact_mean_ && exact_scale_ == q.exact_scale_;
  }
  // ln p − ln q = ln(scale_q/scale_p) + rise(z_p, z_q − z_p), with the rise's error in units of 8ε.
  template <class Family, class Rise>
  LogRatio ratio_by(const Density& other, Rise rise) const {
    const auto* q = dynamic_cast<const Family*>(&other);
    if (q == nullptr) return {};
    if (same(*q)) return {true, {}};
    const Shift shift = shift_to(*q);
    return {false, [this, shift, rise](const Point& x) -> Estimate {
              const double t = z(x);
              const Estimate r = rise(t, shift.of(t), shift.size(t));
              return {shift.log_scale + r.value,
                      8 * kEpsilon * (std::abs(shift.log_scale) + r.error)};
            }};
  }

  const char* name_;
  Exact exact_mean_, exact_scale_;
  DoubleDouble mean_;
  double scale_, log_scale_;
};

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
  TailDecay tail_decay(Side side) const override {
    const Exact square = exact_scale_ * exact_scale_;
    const Exact slope = exact_mean_ / square;
    return {0.5 / square, side == Side::right ? slope : 0 - slope};
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
  TailDecay tail_decay(Side) const override { return {0, -1 / exact_scale_}; }
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
  TailDecay tail_decay(Side) const override { return {0, -1 / exact_scale_}; }
  LogRatio log_ratio_to(const Density& q) const override {  // |z_q| − |z_p|
    return ratio_by<Laplace>(q, [](double t, double d, double size) -> Estimate {
      const bool between = (t < 0) != (t + d < 0);
      return {t < 0 ? (between ? 2 * t + d : -d) : (between ? -(2 * t + d) : d), size};
    });
  }
  double variance() const override { return 2 * scale_ * scale_; }
};

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
  TailDecay tail_decay(Side side) const override {
    return side == Side::right ? TailDecay{0, 0 - exact_rate_} : TailDecay{};
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
  TailDecay tail_decay(Side) const override { return {}; }
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

DensityPtr normal(const Exact& mean, const Exact& sd) {
  return std::make_shared<Normal>(mean, sd);
}
DensityPtr logistic(const Exact& mean, const Exact& scale) {
  return std::make_shared<Logistic>(mean, scale);
}
DensityPtr laplace(const Exact& mean, const Exact& scale) {
  return std::make_shared<Laplace>(mean, scale);
}
DensityPtr exponential(const Exact& rate) { return std::make_shared<Exponential>(rate); }
DensityPtr uniform(const Exact& lower, const Exact& upper) {
  return std::make_shared<Uniform>(lower, upper);
}

}  // namespace verigan::theory
