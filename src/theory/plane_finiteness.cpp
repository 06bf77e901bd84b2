// SPDX-License-Identifier: MIT
#include "theory/plane_finiteness.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/constants.hpp"
#include "theory/finiteness.hpp"

namespace verigan::theory {

namespace {

using Decided = std::optional<bool>;

Decided both(Decided a, Decided b) {
  if (a == false || b == false) return false;
  return a && b ? Decided(true) : std::nullopt;
}

// ---- Supports ---------------------------------------------------------------------------------

void add_ends(const PlaneDensity& density, DensityPtr PlanePart::*factor, std::vector<Exact>& ends) {
  for (const PlanePart& part : density.parts())
    for (const Interval& piece : (part.*factor)->support()) {
      ends.push_back(piece.lower);
      ends.push_back(piece.upper);
    }
}

std::vector<Exact> sorted_ends(const PlaneDensity& p, const PlaneDensity& q, DensityPtr PlanePart::*factor) {
  std::vector<Exact> ends;
  add_ends(p, factor, ends);
  add_ends(q, factor, ends);
  std::sort(ends.begin(), ends.end(), [](const Exact& a, const Exact& b) { return a < b; });
  ends.erase(std::unique(ends.begin(), ends.end()), ends.end());
  return ends;
}

bool covers(const Density& density, const Exact& lower, const Exact& upper) {
  const std::vector<Interval> pieces = density.support();
  return std::any_of(pieces.begin(), pieces.end(), [&](const Interval& piece) {
    return piece.lower <= lower && upper <= piece.upper;
  });
}

// ---- Pairs of parts ---------------------------------------------------------------------------

Decided decided(Finite finite) {
  return finite == Finite::unknown ? Decided() : Decided(finite == Finite::yes);
}

Decided part_kl(const PlanePart& p, const PlanePart& q) {
  if (p.normal && q.normal) return true;
  return both(decided(kl_finite(*p.x, *q.x)), decided(kl_finite(*p.y, *q.y)));
}

// u·(rP − (r−1)Q)·u for u = (1, s) or (s, 1), as a + 2b·s + c·s², from the inverse covariances.
struct Form {
  Exact a, b, c;
  Form swapped() const { return {c, b, a}; }
  Exact at(const Exact& s) const { return a + 2 * b * s + c * s * s; }
  bool definite() const { return a > 0 && a * c - b * b > 0; }
  // Whether it is above 0 on all of [low, high].
  bool positive(const Exact& low, const Exact& high) const {
    if (!(at(low) > 0) || !(at(high) > 0)) return false;
    if (!(c > 0)) return true;  // concave, or a line
    const Exact vertex = 0 - b / c;
    return vertex <= low || vertex >= high || a * c - b * b > 0;
  }
};

Form form_of(const PlaneNormal& p, const PlaneNormal& q, const Exact& r) {
  const Exact d = p.determinant(), e = q.determinant(), s = 1 - r;
  return {r * p.yy / d + s * q.yy / e, 0 - r * p.xy / d - s * q.xy / e, r * p.xx / d + s * q.xx / e};
}

Decided part_power(const PlanePart& p, const PlanePart& q, const Exact& r) {
  if (p.normal && q.normal) return form_of(*p.normal, *q.normal, r).definite();
  if (!p.product() || !q.product()) return std::nullopt;
  const auto on_line = [&r](const Density& a, const Density& b) {
    return outside(a, b) ? Decided(false) : decided(renyi_finite(a, b, r));
  };
  return both(on_line(*p.x, *q.x), on_line(*p.y, *q.y));
}

// Whether in every direction of [low, high] some form is positive; false if one was found where all are
// negative; none where halving does not tell.
Decided some_positive(const std::vector<Form>& forms, const Exact& low, const Exact& high, int depth) {
  for (const Form& form : forms)
    if (form.positive(low, high)) return true;
  const Exact middle = (low + high) / 2;
  for (const Exact& s : {low, middle, high})
    if (std::all_of(forms.begin(), forms.end(), [&](const Form& form) { return form.at(s) < 0; }))
      return false;
  if (depth == 0) return std::nullopt;
  return both(some_positive(forms, low, middle, depth - 1), some_positive(forms, middle, high, depth - 1));
}

Decided in_every_direction(std::vector<Form> forms) {
  constexpr int kDepth = 24;
  const Decided steep = some_positive(forms, -1, 1, kDepth);
  for (Form& form : forms) form = form.swapped();
  return both(steep, some_positive(forms, -1, 1, kDepth));
}

}  // namespace

bool outside(const PlaneDensity& p, const PlaneDensity& q) {
  const std::vector<Exact> xs = sorted_ends(p, q, &PlanePart::x), ys = sorted_ends(p, q, &PlanePart::y);
  const auto in = [](const PlaneDensity& density, const Exact& left, const Exact& right, const Exact& low,
                     const Exact& high) {
    return std::any_of(density.parts().begin(), density.parts().end(), [&](const PlanePart& part) {
      return covers(*part.x, left, right) && covers(*part.y, low, high);
    });
  };
  for (std::size_t i = 1; i < xs.size(); ++i)
    for (std::size_t j = 1; j < ys.size(); ++j)
      if (in(p, xs[i - 1], xs[i], ys[j - 1], ys[j]) && !in(q, xs[i - 1], xs[i], ys[j - 1], ys[j])) return true;
  return false;
}

namespace {

// `pair` for each part of p against some part of q.
template <class Pair>
Decided each_against_some(const PlaneDensity& p, const PlaneDensity& q, const Pair& pair) {
  Decided all = true;
  for (const PlanePart& part : p.parts()) {
    Decided one;
    for (const PlanePart& other : q.parts()) {
      const Decided found = pair(part, other);
      if (found == true || q.parts().size() == 1) one = found;
      if (found == true) break;
    }
    all = both(all, one);
  }
  return all;
}

}  // namespace

std::optional<bool> kl_is_finite(const PlaneDensity& p, const PlaneDensity& q) {
  if (outside(p, q)) return false;
  return each_against_some(p, q, part_kl);
}

std::optional<bool> power_is_finite(const PlaneDensity& p, const PlaneDensity& q, const Exact& order) {
  if (outside(p, q)) return false;
  const Decided simple = each_against_some(
      p, q, [&](const PlanePart& a, const PlanePart& b) { return part_power(a, b, order); });
  if (simple || !q.normals()) return simple;
  Decided all = true;
  for (const PlanePart& part : p.parts()) {
    if (!part.normal) return std::nullopt;
    std::vector<Form> forms;
    for (const PlanePart& other : q.parts()) forms.push_back(form_of(*part.normal, *other.normal, order));
    all = both(all, in_every_direction(forms));
    if (all == false) return false;
  }
  return all;
}

std::optional<bool> f_is_finite(const PlaneDensity& p, const PlaneDensity& q, const FGenerator& f) {
  Decided finite = true;
  if (f.slope_at_infinity == kInfinity)
    finite = f.growth > 1 ? power_is_finite(p, q, f.growth) : kl_is_finite(p, q);
  if (f.at_zero == kInfinity) finite = both(finite, kl_is_finite(q, p));
  return finite;
}

}  // namespace verigan::theory
