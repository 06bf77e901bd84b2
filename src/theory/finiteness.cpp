// SPDX-License-Identifier: MIT
#include "theory/finiteness.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace verigan::theory {

namespace {

// ln(p^r q^{1−r}) ~ −quadratic·x² + linear·|x| on one side; +∞ where p is bounded there.
TailDecay power_decay(const Density& p, const Density& q, const Exact& order, Side side) {
  const TailDecay a = p.tail_decay(side);
  const TailDecay b = q.tail_decay(side);
  if (std::isinf(a.quadratic.value()) || std::isinf(b.quadratic.value())) return {};
  return {order * a.quadratic + (1 - order) * b.quadratic,
          order * a.linear + (1 - order) * b.linear};
}

bool decays(const TailDecay& tail) {
  return tail.quadratic > 0 || (tail.quadratic == 0 && tail.linear < 0);
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

bool power_integrable(const Density& p, const Density& q, const Exact& order) {
  for (const Side side : {Side::left, Side::right}) {
    if (!decays(power_decay(p, q, order, side))) return false;
  }
  std::vector<Split> cuts = p.splits();
  const std::vector<Split> other = q.splits();
  cuts.insert(cuts.end(), other.begin(), other.end());
  for (const Split& cut : cuts) {
    if (!cut.sharp) continue;
    for (const Side side : {Side::left, Side::right}) {
      const Exact a = p.exponent(cut.at.value(), side);
      const Exact b = q.exponent(cut.at.value(), side);
      if (std::isinf(a.value()) || std::isinf(b.value())) continue;
      if (a == 0 && b == 0) continue;
      if (!(order * a + (1 - order) * b > -1)) return false;
    }
  }
  return true;
}

std::vector<Split> power_splits(const Density& p, const Density& q, const Exact& order) {
  std::vector<Split> cuts;
  for (const Side side : {Side::left, Side::right}) {
    const double sign = side == Side::right ? 1 : -1;
    const TailDecay tail = power_decay(p, q, order, side);
    if (std::isinf(tail.quadratic.value()) || !decays(tail)) continue;
    const double quadratic = tail.quadratic.value(), linear = tail.linear.value();
    if (quadratic > 0) {
      const double scale = std::sqrt(0.5 / quadratic);
      const double centre = sign * linear / (2 * quadratic);
      for (const double k : {0.0, 1.0, 2.0, 3.5, 5.5, 8.0, 12.0, 18.0, 26.0, 39.0}) {
        cuts.push_back({Point(centre, k * scale), std::max(k, 1.0) * scale, false, false, false});
        cuts.push_back({Point(centre, -k * scale), std::max(k, 1.0) * scale, false, false, false});
      }
    } else {
      for (double k = 1; k <= 1024; k *= 2) {
        cuts.push_back({Point(p.mean(), sign * k / -linear), k / -linear, false, false, false});
      }
    }
  }
  return cuts;
}

}  // namespace verigan::theory
