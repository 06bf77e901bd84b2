// SPDX-License-Identifier: MIT
#include "theory/finiteness.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

namespace verigan::theory {

namespace {

// Calls `of` with the behaviour of ln p and ln q and what the measure adds to the exponent of y, at both
// tails and on both sides of every jump, kink and end, where both densities are positive.
template <class Of>
void everywhere(const Density& p, const Density& q, const Of& of) {
  for (const Side side : {Side::left, Side::right}) {
    const Tail a = p.tail(side), b = q.tail(side);
    if (!a.is_vacant() && !b.is_vacant()) of(a, b, Exact(0));
  }
  std::vector<Split> cuts = p.splits();
  const std::vector<Split> other = q.splits();
  cuts.insert(cuts.end(), other.begin(), other.end());
  for (const Split& cut : cuts) {
    if (!cut.sharp) continue;
    for (const Side side : {Side::left, Side::right}) {
      const Tail a = p.approach(cut.at.value(), side), b = q.approach(cut.at.value(), side);
      if (a.is_vacant() || b.is_vacant() || (a.terms().empty() && b.terms().empty())) continue;
      of(a, b, Exact(-2));  // dx = dy/y²
    }
  }
}

/// The least of several answers: no before unknown before yes.
class Verdict {
 public:
  void add(std::optional<bool> finite) {
    if (!finite) unknown_ = true;
    else if (!*finite) no_ = true;
  }
  Finite answer() const { return no_ ? Finite::no : unknown_ ? Finite::unknown : Finite::yes; }

 private:
  bool no_ = false, unknown_ = false;
};

// Whether ∫ p^a q^b |ln p/q|^logs is finite where u = p/q tends to ∞ (way = 1) or 0 (way = −1). Where it
// does neither the integrand is bounded by p and q.
std::optional<bool> finite_where(const Tail& p, const Tail& q, const Exact& measure, int way,
                                 const Exact& of_p, const Exact& of_q, const Exact& logs) {
  const Tail ratio = Tail::combined(1, p, -1, q);
  const auto direction = ratio.direction();
  if (direction && *direction != way) return true;
  Tail integrand = Tail::combined(of_p, p, of_q, q).with_log(measure);
  if (logs != 0) {
    const auto growth = ratio.growth();
    if (!growth) return {};
    integrand = integrand.times_growth(*growth, logs);
  }
  return integrand.integrable();
}

}  // namespace

std::vector<Interval> difference_of_supports(const Density& p, const Density& q) {
  std::vector<Interval> rest;
  const std::vector<Interval> holes = q.support();
  for (const Interval& piece : p.support()) {
    Exact start = piece.lower;
    for (const Interval& covered : holes) {
      if (covered.upper <= start) continue;
      if (covered.lower >= piece.upper) break;
      if (covered.lower > start) rest.push_back({start, covered.lower});
      start = covered.upper;
      if (start >= piece.upper) break;
    }
    if (start < piece.upper) rest.push_back({start, piece.upper});
  }
  return rest;
}

bool outside(const Density& p, const Density& q) { return !difference_of_supports(p, q).empty(); }

Finite kl_finite(const Density& p, const Density& q) { return f_finite(p, q, {0, std::numeric_limits<double>::infinity()}); }

Finite renyi_finite(const Density& p, const Density& q, const Exact& order) {
  if (order < 1) return Finite::yes;
  if (outside(p, q)) return Finite::no;
  Verdict verdict;
  everywhere(p, q, [&](const Tail& a, const Tail& b, const Exact& measure) {
    verdict.add(Tail::combined(order, a, 1 - order, b).with_log(measure).integrable());
  });
  return verdict.answer();
}

FLimits limits_of(const FGenerator& f) {
  return {f.at_zero, f.slope_at_infinity, f.growth, f.growth == 1 ? 1 : 0};
}

Finite f_finite(const Density& p, const Density& q, const FLimits& f) {
  if (std::isinf(f.slope_at_infinity) && outside(p, q)) return Finite::no;
  if (std::isinf(f.at_zero) && outside(q, p)) return Finite::no;
  Verdict verdict;
  everywhere(p, q, [&](const Tail& a, const Tail& b, const Exact& measure) {
    if (std::isinf(f.slope_at_infinity))
      verdict.add(finite_where(a, b, measure, 1, f.growth, 1 - f.growth, f.logs));
    if (std::isinf(f.at_zero))
      verdict.add(finite_where(a, b, measure, -1, 0 - f.growth_at_zero, 1 + f.growth_at_zero, f.logs_at_zero));
  });
  return verdict.answer();
}

bool has_moment(const Density& p, Side side, const Exact& order) {
  return p.tail(side).with_log(order).integrable().value_or(false);
}

// Whether the tails P(X > y) of two laws with power tails are certainly not in the ratio 1 as y → ∞: then
// F − G and the difference of the quantiles fall as slowly as the heavier tail.
bool tails_apart(const Density& p, const Density& q, Side side) {
  const auto a = p.tail(side).log_power(), b = q.tail(side).log_power();
  if (!a || !b) return false;
  if (*a != *b) return true;
  // Of a single law ln p + (1 + nu) ln y differs from its limit by less than 1e-90 at 1e200.
  if (!p.components().empty() || !q.components().empty()) return false;
  const Point far(side == Side::right ? 1e200 : -1e200);
  const double log_p = p.log_pdf(far), log_q = q.log_pdf(far);
  const auto error = [](const Density& law, double log_pdf) {
    return law.log_pdf_rounding() * std::numeric_limits<double>::epsilon() * (std::abs(log_pdf) + law.log_pdf_scale());
  };
  return std::abs(log_p - log_q) > error(p, log_p) + error(q, log_q) + 1e-15;
}

Finite transport_finite(const Density& p, const Density& q, int order) {
  bool both = true;
  for (const Side side : {Side::left, Side::right}) {
    const bool of_p = has_moment(p, side, order), of_q = has_moment(q, side, order);
    if (of_p != of_q) return Finite::no;  // E|X|^r ≤ 2^r (E|Y|^r + W^r)
    if (!of_p && tails_apart(p, q, side)) return Finite::no;
    both = both && of_p;
  }
  return both ? Finite::yes : Finite::unknown;
}

Finite energy_finite(const Density& p, const Density& q) {
  Verdict verdict;
  for (const Side side : {Side::left, Side::right}) {
    // P(X > y) ~ y^−nu; the square of the difference is integrable if 2 nu > 1 for both.
    const auto light = [&](const Density& law) {
      const auto c = law.tail(side).log_power();
      return !c || *c < Exact(-1.5);
    };
    const bool of_p = light(p), of_q = light(q);
    if (of_p && of_q) continue;
    if (of_p != of_q || tails_apart(p, q, side)) verdict.add(false);
    else if (p.shift_from(q)) continue;  // F − G ~ y^{−1−nu}
    else verdict.add({});
  }
  return verdict.answer();
}

namespace {

// square·y² + slope·y, if the tail is that.
struct Quadratic {
  double square = 0, slope = 0;
};
std::optional<Quadratic> quadratic(const Tail& tail) {
  Quadratic found;
  for (const TailTerm& term : tail.terms()) {
    if (term.rate != 0 || term.logs != 0) return {};
    if (term.power == 2) found.square = term.coefficient.value();
    else if (term.power == 1) found.slope = term.coefficient.value();
    else return {};
  }
  return found;
}

// Cuts at growing distances from p's centre, as far as p^r q^{1−r} counts.
void stretch_out(const Density& p, const Density& q, const Exact& order, double sign,
                 std::vector<Split>& cuts) {
  const double centre = p.centre();
  const double start = std::max(std::abs(p.quantile({0, 0.75, 0}).value() - p.quantile({0, 0.25, 0}).value()), 1e-290);
  const double r = order.value(), rest = (1 - order).value();
  double highest = -std::numeric_limits<double>::infinity();
  for (double distance = start; distance < 1e299; distance *= 4) {
    const Point x(centre, sign * distance);
    cuts.push_back({x, distance, false, false, false});
    const double log_p = p.log_pdf(x), log_q = q.log_pdf(x);
    if (!std::isfinite(log_p) || !std::isfinite(log_q)) continue;
    const double here = r * log_p + rest * log_q + std::log(distance);
    highest = std::max(highest, here);
    if (here < highest - 750) return;
  }
}

}  // namespace

std::vector<Split> power_splits(const Density& p, const Density& q, const Exact& order) {
  std::vector<Split> cuts;
  for (const Side side : {Side::left, Side::right}) {
    const double sign = side == Side::right ? 1 : -1;
    const Tail tail = Tail::combined(order, p.tail(side), 1 - order, q.tail(side));
    if (tail.is_vacant() || !tail.integrable().value_or(false)) continue;
    const auto plain = quadratic(tail);
    if (!plain) {
      stretch_out(p, q, order, sign, cuts);
    } else if (plain->square < 0) {
      const double scale = std::sqrt(-0.5 / plain->square);
      const double centre = sign * plain->slope / (-2 * plain->square);
      for (const double k : {0.0, 1.0, 2.0, 3.5, 5.5, 8.0, 12.0, 18.0, 26.0, 39.0}) {
        cuts.push_back({Point(centre, k * scale), std::max(k, 1.0) * scale, false, false, false});
        cuts.push_back({Point(centre, -k * scale), std::max(k, 1.0) * scale, false, false, false});
      }
    } else {
      for (double k = 1; k <= 1024; k *= 2) {
        cuts.push_back({Point(p.centre(), sign * k / -plain->slope), k / -plain->slope, false, false, false});
      }
    }
  }
  return cuts;
}

}  // namespace verigan::theory
