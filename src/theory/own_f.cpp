// SPDX-License-Identifier: MIT
#include "theory/own_f.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <memory>

#include "core/check.hpp"
#include "theory/asymptotics.hpp"
#include "theory/finiteness.hpp"
#include "theory/mesh.hpp"

namespace verigan::theory {

namespace {

constexpr double kEpsilon = std::numeric_limits<double>::epsilon();
constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kFarthest = 69;  // |ln u| of the places looked at: 1e-30 to 1e30
constexpr std::size_t kPlaces = 4000;
const std::string kNames[] = {"u"};

/// A value with its derivative, each with a bound on its rounding.
struct Dual {
  Ball value, slope;
};

Dual apply(Expression::Operation operation, const Dual& x, const Dual& y) {
  using Operation = Expression::Operation;
  switch (operation) {
    case Operation::negate: return {-x.value, -x.slope};
    case Operation::add: return {x.value + y.value, x.slope + y.slope};
    case Operation::subtract: return {x.value - y.value, x.slope - y.slope};
    case Operation::multiply: return {x.value * y.value, x.slope * y.value + x.value * y.slope};
    case Operation::divide: {
      const Ball quotient = x.value / y.value;
      return {quotient, (x.slope - quotient * y.slope) / y.value};
    }
    case Operation::power: {
      const Ball value = Expression::power(x.value, y.value);
      // A whole exponent less 1 is exact, and may be that of a negative base.
      const double n = y.value.value;
      const bool whole = y.value.error == 0 && n == std::floor(n) && std::abs(n) <= 64;
      const Ball less = whole ? Ball(n - 1) : y.value - Ball(1);
      if (exactly_zero(y.slope)) return {value, y.value * Expression::power(x.value, less) * x.slope};
      return {value, value * (y.slope * ln(x.value) + y.value * x.slope / x.value)};
    }
    case Operation::sqrt: {
      const Ball root = sqrt(x.value);
      return {root, x.slope / (Ball(2) * root)};
    }
    case Operation::ln: return {ln(x.value), x.slope / x.value};
    case Operation::exp: {
      const Ball e = exp(x.value);
      return {e, e * x.slope};
    }
    case Operation::abs: return x.value.value < 0 ? Dual{-x.value, -x.slope} : x;
    case Operation::min: return y.value.value < x.value.value ? y : x;
    case Operation::max: return y.value.value > x.value.value ? y : x;
    case Operation::number:
    case Operation::variable: break;
  }
  ensure(false, "an operation on numbers");
  return x;
}

Estimate as_estimate(const Ball& x) { return {x.value, x.error}; }

// q·Σ of terms at ln u = r, far from 0, times e^{log_jacobian} and without overflow on the way; the last
// term bounds the error.
Term far_term(const std::vector<FarTerm>& terms, const LogPair& at) {
  Term sum;
  const double r = std::abs(at.ratio), log_weight = at.log_q + at.log_jacobian;
  for (std::size_t i = 0; i < terms.size(); ++i) {
    const auto& [coefficient, power, logs] = terms[i];
    const double size = std::abs(coefficient) * std::exp(log_weight + power * r) * std::pow(r, logs);
    if (size == 0) continue;
    if (i + 1 == terms.size()) {
      sum.noise += size;
      break;
    }
    const double a = at.ratio > 0 ? power : -power;  // q·(p/q)^a
    sum.value += coefficient < 0 ? -size : size;
    sum.noise += size * (4 * kEpsilon * (std::abs(log_weight) + std::abs(power * r) + 1) +
                         std::abs(a) * at.error_p + std::abs(1 - a) * at.error_q + std::abs(logs) * at.error_ratio / r);
  }
  return sum;
}

std::string at(double u) { return message("u = ", shortest(u)); }

}  // namespace

/// Looks at f on an even grid of ln u.
class ConvexityCheck {
 public:
  explicit ConvexityCheck(const OwnF& f) : f_(f) {}

  void run() {
    double largest = 0;
    std::vector<double> u(kPlaces);
    std::vector<Estimate> f(kPlaces);
    for (std::size_t k = 0; k < kPlaces; ++k) {
      u[k] = std::exp(-kFarthest + 2 * kFarthest * static_cast<double>(k) / (kPlaces - 1.0));
      f[k] = finite(u[k]);
      largest = std::max(largest, std::abs(f[k].value));
    }
    require(largest > 0, name(), " is constant, expected a convex function");
    // Wide triples see what rounding hides of narrow ones.
    for (const std::size_t step : {1, 4, 20, 100})
      for (std::size_t k = 0; k + 2 * step < kPlaces; ++k)
        look({u[k], u[k + step], u[k + 2 * step]}, {f[k], f[k + step], f[k + 2 * step]});
    require(worst_ == 0, name(), " is not convex: at ", at(place_[1]), " it lies ", worst_, " above its chord from ",
            place_[0], " to ", place_[2], ", expected a convex f");
  }

 private:
  std::string name() const { return message("f(u) = ", f_.text()); }
  Estimate finite(double u) const {
    const Estimate here = f_.value(u);
    require(std::isfinite(here.value) && std::isfinite(here.error), name(), " has no finite value at ", at(u),
            ", expected one for every u > 0");
    return here;
  }
  // Remembers the triple that lies the most above its chord, as a share of the values there.
  void look(const std::array<double, 3>& u, const std::array<Estimate, 3>& f) {
    const double share = (u[1] - u[0]) / (u[2] - u[0]);
    const double chord = f[0].value + share * (f[2].value - f[0].value);
    const double size = std::abs(f[0].value) + std::abs(f[1].value) + std::abs(f[2].value);
    const double rounding = f[0].error + f[1].error + f[2].error + 8 * kEpsilon * size;
    const double above = f[1].value - chord;
    if (!(above > rounding) || above / size <= share_) return;
    share_ = above / size;
    worst_ = above;
    place_ = u;
  }
  const OwnF& f_;
  double worst_ = 0, share_ = 0;
  std::array<double, 3> place_{};
};

OwnF::OwnF(const std::string& text) : text_(text) {
  try {
    f_ = Expression::parse(text, kNames);
  } catch (const Error& error) {
    throw Error(message("f(u) = ", error.what()));
  }
  require(f_.mentions(0), "f(u) = ", text, " does not mention u, expected a function of u such as u*ln(u)");
  shift_ = value(1);
  require(std::isfinite(shift_.value) && std::isfinite(shift_.error), "f(u) = ", text,
          " has no finite value at u = 1, expected one for every u > 0");
  at_one_ = shift_.value;
  shift_.error += kEpsilon * std::abs(at_one_);
  ConvexityCheck(*this).run();
  find_limits();
}

Estimate OwnF::value(double u) const {
  const Ball place(u);
  const Ball found = f_.ball(std::span(&place, 1)) - Ball(at_one_);
  return as_estimate(found);
}

Estimate OwnF::derivative(double u) const {
  const Dual place{Ball(u), Ball(1)};
  const auto number = [](const Exact& x) {
    const double rest = std::abs(x.twofold().low);
    return Dual{rest == 0 ? Ball(x.value()) : Ball(x.value(), 2 * rest), Ball(0)};
  };
  return as_estimate(f_.fold<Dual>(std::span(&place, 1), number, apply).slope);
}

namespace {

std::vector<FarTerm> in_doubles(const Series& s, double at_one) {
  constexpr double kUnknown = 100;  // times the size of what is left out
  std::vector<FarTerm> terms;
  for (const SeriesTerm& term : s.terms) terms.push_back({term.c.value(), term.a.value(), term.b.value()});
  terms.push_back({-at_one, 0, 0});
  if (s.rest) terms.push_back({kUnknown, s.rest->a.value(), s.rest->b.value()});
  else terms.push_back({0, 0, 0});
  return terms;
}

}  // namespace

void OwnF::find_limits() {
  limits_.at_zero = limits_.slope_at_infinity = std::nan("");
  const auto far = expansion(f_, Towards::infinity), near = expansion(f_, Towards::zero);
  if (!far || !near) return;
  const auto of_size = [](const Series& s) { return s.leading().value_or(SeriesTerm{0, 0, 0}); };
  // What is left out must be smaller than the limits.
  if (far->terms.empty() && far->rest && (far->rest->a > 1 || (far->rest->a == 1 && far->rest->b >= 0))) return;
  if (near->terms.empty() && near->rest && (near->rest->a > 0 || (near->rest->a == 0 && near->rest->b >= 0))) return;
  const SeriesTerm up = of_size(*far), down = of_size(*near);
  const auto limit = [](const SeriesTerm& term, const Exact& power) {
    if (term.a < power || (term.a == power && term.b < 0)) return 0.0;
    if (term.a == power && term.b == 0) return term.c.value();
    return term.c > 0 ? kInfinity : -kInfinity;
  };
  far_ = in_doubles(*far, at_one_);
  near_ = in_doubles(*near, at_one_);
  limits_.slope_at_infinity = limit(up, 1);
  limits_.at_zero = limit(down, 0) - at_one_;
  if (std::isinf(limits_.slope_at_infinity)) {
    limits_.growth = up.a;
    limits_.logs = up.b;
  }
  if (std::isinf(limits_.at_zero)) {
    limits_.growth_at_zero = down.a;
    limits_.logs_at_zero = down.b;
  }
  limits_known_ = true;
}

Estimate OwnF::conjugate(double t) const {
  if (t > slope_at_infinity()) return {kInfinity, 0};
  // g(u) = ut − f(u) is concave; its derivative t − f′(u) falls through 0 between `low` and `high`.
  double low = -kFarthest * 10, high = kFarthest * 10;  // of ln u
  const auto rises = [&](double r) { return derivative(std::exp(r)).value < t; };
  if (!rises(low)) {  // the supremum is the limit at u → 0
    const double limit = -at_zero();
    return {limit, kEpsilon * std::abs(limit)};
  }
  if (rises(high)) return {0, kInfinity};  // reached at ∞ alone: not looked for
  while (high - low > 1e-13 * (1 + std::abs(low))) {
    const double middle = 0.5 * (low + high);
    (rises(middle) ? low : high) = middle;
  }
  const double left = std::exp(low), right = std::exp(high);
  const Estimate at_left = value(left), at_right = value(right);
  const double below = std::max(left * t - at_left.value, right * t - at_right.value);
  // Above: where the tangents of g at both places meet, g being concave.
  const double rise = std::max(t - derivative(left).value, 0.0);
  const double error = at_left.error + at_right.error + rise * (right - left) +
                       4 * kEpsilon * (std::abs(right * t) + std::abs(at_left.value));
  return {below, error};
}

Estimate OwnF::divergence(const Density& p, const Density& q) const {
  if (!limits_known_) return {0, kInfinity};
  const Finite finite = f_finite(p, q, limits_);
  if (finite != Finite::yes) return {finite == Finite::no ? kInfinity : 0, finite == Finite::no ? 0 : kInfinity};
  // With f(u) − f(1) − s(u − 1) no value is negative, and the integral is the same.
  const double s = derivative(1).value;
  const auto tilted = [&](double u) {
    const Ball place(u);
    return f_.ball(std::span(&place, 1)) - Ball(shift_.value, shift_.error) - Ball(s) * (place - Ball(1));
  };
  const bool up = limits_.growth > 1, down = limits_.growth_at_zero > 0;
  std::vector<Split> extra;
  if (up) extra = power_splits(p, q, limits_.growth);
  if (down)
    for (const Split& cut : power_splits(p, q, 0 - limits_.growth_at_zero)) extra.push_back(cut);
  const Exact power = down && !up ? 0 - limits_.growth_at_zero : limits_.growth;
  const auto mesh = split_at_crossings(make_mesh(p, q, extra, Gaps::skipped, power), p, q);
  const MeshIntegrands terms = [&](const LogPair& at, std::span<Term> out) {
    const double of_p = std::exp(at.log_p + at.log_jacobian), of_q = std::exp(at.log_q + at.log_jacobian);
    constexpr double kMost = 150;  // |ln u| beyond which the expansions stand for f
    if (at.log_p == -kInfinity) {
      const double value = of_q == 0 ? 0 : of_q * (limits_.at_zero + s);
      out[0] = {value, std::abs(value) * (at.error_q + 4 * kEpsilon)};
      return;
    }
    if (at.log_q == -kInfinity) {
      const double value = of_p == 0 ? 0 : of_p * (limits_.slope_at_infinity - s);
      out[0] = {value, std::abs(value) * (at.error_p + 4 * kEpsilon)};
      return;
    }
    if (std::abs(at.ratio) > kMost) {
      const bool large = at.ratio > 0;
      out[0] = far_term(large ? far_ : near_, at);
      const double linear = large ? -s * of_p : s * of_q;
      out[0].value += linear;
      out[0].noise += std::abs(linear) * (large ? at.error_p : at.error_q);
      return;
    }
    const double u = std::exp(at.ratio);
    const Ball here = tilted(u);
    const double weight = std::exp(at.log_q + at.log_jacobian);
    const auto moved = [&](double e) { return std::abs(tilted(std::exp(at.ratio + e)).value - here.value); };
    const double e = at.error_ratio + 2 * kEpsilon;
    const double by_ratio = 2 * std::max(moved(e), moved(-e));
    out[0] = {weight * here.value, weight * (here.error + by_ratio + std::abs(here.value) * (at.error_q + 4 * kEpsilon))};
    if (weight == 0) out[0] = {0, 0};
  };
  return integrate_mesh(mesh, p, q, 1, terms)[0];
}

Quantity own_quantity(const std::string& text) {
  const auto f = std::make_shared<const OwnF>(text);
  return {"f", "D_f(p‖q)", "f-divergence, f(u) = " + text,
          [f](const Density& p, const Density& q, const Exact&) { return f->divergence(p, q); }};
}

}  // namespace verigan::theory
