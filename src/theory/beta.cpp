// SPDX-License-Identifier: MIT
#include <algorithm>
#include <boost/math/quadrature/gauss.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/digamma.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <utility>

#include "theory/densities.hpp"
#include "theory/family_parts.hpp"
#include "theory/log_gamma.hpp"

namespace verigan::theory {

namespace {

using namespace parts;

// ln B(a+da, b+db) − ln B(a, b) where both change by less than a fifth: ∫ of the derivative.
Estimate log_beta_change(double a, double b, double da, double db) {
  if (std::abs(da) > 0.2 * a || std::abs(db) > 0.2 * b) return {0, kInfinity};
  const auto psi = [](double x) { return boost::math::digamma(x, Quiet()); };
  double size = 0;
  const auto slope = [&](double t) {
    const double both = psi(a + b + t * (da + db));
    const double in_a = psi(a + t * da), in_b = psi(b + t * db);
    size = std::max(size, std::abs(da) * (std::abs(in_a) + std::abs(both)) +
                              std::abs(db) * (std::abs(in_b) + std::abs(both)));
    return da * (in_a - both) + db * (in_b - both);
  };
  const double value = boost::math::quadrature::gauss<double, 10>::integrate(slope, 0.0, 1.0);
  return {value, 16 * kEpsilon * size};
}

class Beta final : public Density {
 public:
  Beta(const Exact& a, const Exact& b)
      : exact_a_(a), exact_b_(b), a_(a.value()), b_(b.value()) {
    require(a_ >= 1e-3 && a_ <= 1e6, "beta: a = ", a_, ", expected a number in [1e-3, 1e6]");
    require(b_ >= 1e-3 && b_ <= 1e6, "beta: b = ", b_, ", expected a number in [1e-3, 1e6]");
    log_beta_ = log_beta(a_, b_);
  }
  std::string spec() const override {
    return message("beta(", exact_a_.text(), ",", exact_b_.text(), ")");
  }

  double log_pdf(const Point& x) const override {
    const double left = x.from(0);
    const double right = -x.from(1);
    if (left < 0 || right < 0) return -kInfinity;
    const double at_left = a_ == 1 ? 0 : (a_ - 1) * log_of(x, 0, left, right);
    const double at_right = b_ == 1 ? 0 : (b_ - 1) * log_of(x, 1, right, left);
    return at_left + at_right - log_beta_;
  }
  double log_pdf_scale() const override {
    return 20 + std::abs(log_beta_) + std::abs(a_ - 1) + std::abs(b_ - 1);
  }

  Mass cdf(const Point& x) const override {
    const double left = x.from(0);
    const double right = -x.from(1);
    if (right <= 0) return right == 0 && x.anchor == 1 ? end(x, 1, b_, a_) : Mass{1, 0, 0};
    if (left <= 0) return left == 0 && x.anchor == 0 ? end(x, 0, a_, b_) : Mass{};
    if (left < kTiny) return end(x, 0, a_, b_);
    if (right < kTiny) return end(x, 1, b_, a_);
    if (left <= mean()) {
      const double t = boost::math::ibeta(a_, b_, left, Quiet());
      return {0, t, relative_error() * t};
    }
    const double t = boost::math::ibeta(b_, a_, right, Quiet());
    return {1, -t, relative_error() * t};
  }

  Point quantile(const Mass& mass) const override {
    const double left = mass.value();
    const double right = mass.complement();
    if (left <= right) return from_left(left, a_, b_);
    const Point mirrored = from_left(right, b_, a_);  // of 1 − X
    return {1 - mirrored.anchor.high, -mirrored.offset, mirrored.log_offset};
  }
  int quantile_cost() const override { return 2; }

  std::vector<Interval> support() const override { return {{0, 1}}; }
  std::vector<Split> splits() const override {
    std::vector<Split> splits{{Point(0), 0, true, false, true}, {Point(1), 0, true, true, false}};
    const double sd = std::sqrt(variance());
    add(splits, mean(), 1 - mean(), sd);
    for (double k = 1; k <= 1024; k *= 2) {
      add(splits, mean() - k * sd, (1 - mean()) + k * sd, k * sd);
      add(splits, mean() + k * sd, (1 - mean()) - k * sd, k * sd);
    }
    return splits;
  }
  Tail tail(Side) const override { return Tail::vacant(); }
  Exact exponent(double x, Side side) const override {
    if (x < 0 || x > 1) return kInfinity;
    if (x == 0) return side == Side::right ? exact_a_ - 1 : kInfinity;
    if (x == 1) return side == Side::left ? exact_b_ - 1 : kInfinity;
    return 0;
  }
  LogRatio log_ratio_to(const Density& other) const override {
    const auto* q = dynamic_cast<const Beta*>(&other);
    if (q == nullptr) return {};
    const double da = (exact_a_ - q->exact_a_).value(), db = (exact_b_ - q->exact_b_).value();
    if (da == 0 && db == 0) return {true, {}};
    const Estimate whole = log_beta_change(a_, b_, -da, -db);
    if (std::isinf(whole.error)) return {};
    return {false, [da, db, whole](const Point& x) -> Estimate {
              const double left = x.from(0), right = -x.from(1);
              const double at_left = da == 0 ? 0 : da * log_of(x, 0, left, right);
              const double at_right = db == 0 ? 0 : db * log_of(x, 1, right, left);
              return {at_left + at_right + whole.value,
                      4 * kEpsilon * (std::abs(at_left) + std::abs(at_right) +
                                      std::abs(whole.value)) + whole.error};
            }};
  }
  double mean() const override { return a_ / (a_ + b_); }
  double variance() const override { return (a_ / (a_ + b_)) * (b_ / (a_ + b_)) / (a_ + b_ + 1); }

 private:
  // ln of the distance `near` to the end `end`; `far` = 1 − near is the distance to the other.
  static double log_of(const Point& x, double end, double near, double far) {
    if (far < 0.5) return std::log1p(-far);
    return x.log_distance(end) == -kInfinity ? std::log(near) : x.log_distance(end);
  }
  // Incomplete beta functions are good to some hundred ε, more for large parameters.
  double relative_error() const { return (200 + 4 * std::sqrt(a_ + b_)) * kEpsilon; }
  // Close to an end F ~ d^a/(a·B), d beyond the range of a double.
  Mass end(const Point& x, double which, double a, double b) const {
    const double log_d = x.log_distance(which);
    const double t = std::exp(a * log_d - std::log(a) - log_beta(a, b));
    const double error = t > 0 ? (8 + 4 * std::abs(a * log_d)) * kEpsilon * t : 0;
    return which == 0 ? Mass{0, t, error} : Mass{1, -t, error};
  }
  // The quantile of beta(a, b) for a lower tail, anchored at the nearer end.
  Point from_left(double tail, double a, double b) const {
    const double log_d = (std::log(std::max(tail, kTiny)) + std::log(a) + log_beta_) / a;
    // Next to the end F is the power law d^a/(a·B) up to a factor 1 + O(b·d).
    if (log_d < -40 - std::log(1 + b)) return {0, std::exp(log_d), log_d};
    double complement = 0;
    const double x = boost::math::ibeta_inv(a, b, tail, &complement, Quiet());
    return x <= 0.5 ? Point(0, x) : Point(1, -complement);
  }
  static void add(std::vector<Split>& splits, double left, double right, double scale) {
    if (left <= 0 || right <= 0) return;
    splits.push_back({left < 0.5 ? Point(0, left) : Point(1, -right), scale, false, false, false});
  }

  Exact exact_a_, exact_b_;
  double a_, b_, log_beta_ = 0;
};

}  // namespace

DensityPtr beta(const Exact& a, const Exact& b) { return std::make_shared<Beta>(a, b); }

}  // namespace verigan::theory
