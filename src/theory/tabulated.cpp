// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <utility>

#include "core/numeric.hpp"
#include "theory/densities.hpp"
#include "theory/family_parts.hpp"

namespace verigan::theory {

namespace {

using namespace parts;

class Tabulated final : public Density {
 public:
  Tabulated(std::vector<double> x, std::vector<double> y, std::string name)
      : x_(std::move(x)), y_(std::move(y)), name_(std::move(name)) {
    check();
    normalise();
  }
  std::string spec() const override { return name_; }

  double log_pdf(const Point& x) const override {
    if (x.from(x_.front()) < 0 || x.from(x_.back()) > 0) return -kInfinity;
    const Place at = place(x);
    return std::log(std::max(y_[at.knot] + at.slope * at.distance, 0.0));
  }
  // The interpolation adds two numbers of like sign, or loses against the larger knot.
  double log_pdf_scale() const override { return 8; }

  Mass cdf(const Point& x) const override {
    if (x.from(x_.front()) <= 0) return {};
    if (x.from(x_.back()) >= 0) return {1, 0, 0};
    const Place at = place(x);
    const double tail = at.distance * (y_[at.knot] + 0.5 * at.slope * at.distance);
    const bool inner = at.knot != 0 && at.knot + 1 != x_.size();
    return {mass_[at.knot], tail, kEpsilon * ((inner ? 4 : 0) + 8 * std::abs(tail))};
  }

  Point quantile(const Mass& mass) const override {
    std::size_t i = 0;
    std::size_t end = x_.size() - 1;
    while (end - i > 1) {
      const std::size_t middle = (i + end) / 2;
      (theory::difference(Mass{mass_[middle], 0, 0}, mass) < 0 ? i : end) = middle;
    }
    const double from_left = theory::difference(mass, Mass{mass_[i], 0, 0});
    const double from_right = theory::difference(mass, Mass{mass_[i + 1], 0, 0});
    const double width = x_[i + 1] - x_[i];
    const double slope = (y_[i + 1] - y_[i]) / width;
    if (from_left <= -from_right) {
      return {x_[i], std::clamp(step(std::max(from_left, 0.0), y_[i], slope), 0.0, width)};
    }
    return {x_[i + 1],
            -std::clamp(step(std::max(-from_right, 0.0), y_[i + 1], -slope), 0.0, width)};
  }

  std::vector<Interval> support() const override {
    std::vector<Interval> pieces;
    for (std::size_t i = 0; i + 1 < x_.size(); ++i) {
      if (y_[i] == 0 && y_[i + 1] == 0) continue;
      if (!pieces.empty() && pieces.back().upper == x_[i]) {
        pieces.back().upper = x_[i + 1];
      } else {
        pieces.push_back({x_[i], x_[i + 1]});
      }
    }
    return pieces;
  }
  std::vector<Split> splits() const override {
    std::vector<Split> splits;
    for (std::size_t i = 0; i < x_.size(); ++i) {
      const bool end = i == 0 || i + 1 == x_.size();
      const bool few = x_.size() <= 64;  // finer tables leave zeros to bisection
      const bool zero = (few && y_[i] == 0) || end;
      splits.push_back({Point(x_[i]), 0, true, zero && i != 0, zero && i + 1 != x_.size()});
    }
    return splits;
  }
  Tail tail(Side) const override { return Tail::vacant(); }
  Exact exponent(double x, Side side) const override {
    const auto knot = std::lower_bound(x_.begin(), x_.end(), x);
    if (knot == x_.end() || x < x_.front()) return kInfinity;
    const auto i = static_cast<std::size_t>(knot - x_.begin());
    if (*knot != x) return y_[i - 1] == 0 && y_[i] == 0 ? kInfinity : 0;
    if (side == Side::left && i == 0) return kInfinity;
    if (side == Side::right && i + 1 == x_.size()) return kInfinity;
    if (y_[i] > 0) return 0;
    return y_[side == Side::left ? i - 1 : i + 1] > 0 ? 1 : kInfinity;
  }
  LogRatio log_ratio_to(const Density& other) const override {
    const auto* q = dynamic_cast<const Tabulated*>(&other);
    if (q == nullptr || x_ != q->x_ || y_ != q->y_) return {};
    return {true, {}};
  }
  double mean() const override { return x_.front() + moment(1); }
  double variance() const override {
    const double m = moment(1);
    return moment(2) - m * m;
  }

 private:
  // The knot nearest to x, x's distance from it and the slope there.
  struct Place {
    std::size_t knot;
    double distance, slope;
  };
  Place place(const Point& x) const {
    const auto after = std::upper_bound(x_.begin(), x_.end(), x.value());
    auto i = static_cast<std::size_t>(std::max<std::ptrdiff_t>(after - x_.begin() - 1, 0));
    i = std::min(i, x_.size() - 2);
    while (i > 0 && x.from(x_[i]) < 0) --i;
    while (i + 2 < x_.size() && x.from(x_[i + 1]) > 0) ++i;
    const double slope = (y_[i + 1] - y_[i]) / (x_[i + 1] - x_[i]);
    const double left = x.from(x_[i]);
    const double right = x.from(x_[i + 1]);
    return left <= -right ? Place{i, left, slope} : Place{i + 1, right, slope};
  }
  // The d ≥ 0 with y·d + slope·d²/2 = m.
  static double step(double m, double y, double slope) {
    if (m == 0) return 0;
    return 2 * m / (y + std::sqrt(std::max(y * y + 2 * slope * m, 0.0)));
  }
  double moment(
      int order) const {  // of X − x_front, exact for piecewise linear by Simpson (order ≤ 2)
    CompensatedSum sum;
    for (std::size_t i = 0; i + 1 < x_.size(); ++i) {
      const double a = x_[i] - x_.front();
      const double b = x_[i + 1] - x_.front();
      const double middle = 0.5 * (a + b);
      sum.add((b - a) / 6 *
              (y_[i] * std::pow(a, order) + 2 * (y_[i] + y_[i + 1]) * std::pow(middle, order) +
               y_[i + 1] * std::pow(b, order)));
    }
    return sum.value();
  }
  void check() const {
    require(x_.size() == y_.size(), name_, ": ", x_.size(), " abscissas but ", y_.size(),
            " densities");
    require(x_.size() >= 2, name_, ": ", x_.size(), " point(s), expected at least 2");
    for (std::size_t i = 0; i < x_.size(); ++i) {
      check_location(name_.c_str(), "x", x_[i]);
      require(y_[i] >= 0 && y_[i] <= 1e100, name_, ": density ", y_[i], " at point ", i + 1,
              ", expected a finite number >= 0");
      require(i == 0 || x_[i] > x_[i - 1], name_, ": x = ", x_[i], " at point ", i + 1,
              " is not above the one before, ", x_[i == 0 ? 0 : i - 1]);
    }
  }
  void normalise() {
    CompensatedSum total;
    std::vector<double> below(x_.size(), 0.0);
    for (std::size_t i = 0; i + 1 < x_.size(); ++i) {
      total.add((0.5 * y_[i] + 0.5 * y_[i + 1]) * (x_[i + 1] - x_[i]));
      below[i + 1] = total.value();
    }
    const double mass = total.value();
    require(mass >= kTiny && mass <= 1e200, name_, ": the densities have mass ", mass,
            ", expected a positive mass");
    for (double& y : y_) y /= mass;
    for (double& m : below) m /= mass;
    below.back() = 1;
    mass_ = std::move(below);
  }

  std::vector<double> x_, y_;
  std::string name_;
  std::vector<double> mass_;  // F(x_i)
};

}  // namespace

DensityPtr tabulated(std::vector<double> x, std::vector<double> y, std::string name) {
  return std::make_shared<Tabulated>(std::move(x), std::move(y), std::move(name));
}

}  // namespace verigan::theory
