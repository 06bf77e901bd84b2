// SPDX-License-Identifier: MIT
#include "theory/transport.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "theory/finiteness.hpp"
#include "theory/lattice.hpp"
#include "theory/mesh.hpp"
#include "theory/splits.hpp"

namespace verigan::theory {

namespace {

constexpr double kEpsilon = std::numeric_limits<double>::epsilon();
constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kBase = 0x1p-100;  // rounding of the bases of masses
constexpr double kNoMass = 1e-60;  // quantiles are not asked further out than this

// |F − G| at x, both as (base, tail), so that right tails subtract as survivals.
Term gap(const Density& p, const Density& q, const Point& x, double jacobian) {
  const Mass f = p.cdf(x);
  const Mass g = q.cdf(x);
  const double bases = f.base == g.base ? 0 : kBase;
  return {std::abs(difference(f, g)) * jacobian, (f.error + g.error + bases) * jacobian};
}

// The monotone map of p onto q, T = G⁻¹∘F, with a bound on its rounding error at each x.
struct Transported {
  double moved = 0;  // x − T(x)
  double error = 0;
};
Transported transported(const Density& p, const Density& q, const Point& x) {
  const Mass mass = p.cdf(x);
  const Point target = q.quantile(mass);
  const Mass reached = q.cdf(target);
  Transported out{difference(x, target), 0};
  const double bases = mass.base == reached.base ? 0 : kBase;
  // Next to a singular end the mass below the smallest double is missed without any harm.
  const bool at_end = std::abs(target.offset) < 1e-290;
  const double miss = at_end ? 0 : std::abs(difference(reached, mass));
  const double doubt = mass.error + reached.error + bases + miss;
  const double density = q.pdf(target);
  out.error = 4 * kEpsilon * (std::abs(x.offset) + std::abs(target.offset));
  double shift = doubt / density;
  if (!(shift < 1e-9 * (std::abs(out.moved) + std::abs(target.offset)))) {
    // Next to a gap the derivative says nothing: ask the quantile itself.
    const Point left = q.quantile({mass.base, mass.tail - doubt, 0});
    const Point right = q.quantile({mass.base, mass.tail + doubt, 0});
    shift = std::abs(difference(right, left));
  }
  out.error += shift;
  return out;
}

// The cuts of the map: those of q, pulled back to p.
std::vector<Split> pulled_back(const Density& p, const Density& q) {
  std::vector<Split> cuts;
  for (const Split& split : merged(q.splits())) {
    const Mass mass = q.cdf(split.at);
    if (mass.value() < kNoMass || mass.complement() < kNoMass) continue;
    const Point x = p.quantile(mass);
    if (std::abs(x.offset) < 1e-290) continue;  // inside a singular end: left to bisection
    const double stretch = q.pdf(split.at) / p.pdf(x);  // |dx| of |dT|
    const double scale = std::isfinite(stretch) ? split.scale * stretch : 0;
    cuts.push_back({x, scale, split.sharp, false, false});
  }
  return cuts;
}

// The nu of the heavier tail, ∞ where neither is a power.
double tail_exponent(const Density& p) {
  double least = kInfinity;
  for (const Side side : {Side::left, Side::right})
    if (const auto c = p.tail(side).log_power()) least = std::min(least, -1 - c->value());
  return least;
}

// What the rounding of F does to ∫ p (x−T)² through the jumps of T across the gaps of q, which no
// node of the rule sees: doubtful mass times the square of the way.
double doubt_of_jumps(const Density& p, const Density& q, bool heavy) {
  const std::vector<Split> splits = merged(q.splits());
  double sum = 0;
  for (std::size_t i = 1; i < splits.size(); ++i) {
    const Mass below = q.cdf(splits[i - 1].at);
    const Mass above = q.cdf(splits[i].at);
    if (below.value() < kNoMass || above.complement() < kNoMass) continue;
    // In a power tail little mass goes a long way; it is a gap only if others have far more.
    const double share = heavy ? std::min(below.value(), below.complement()) : 1;
    if (difference(above, below) > 64 * kEpsilon * share) continue;
    const Point x = p.quantile(below);
    const Mass reached = p.cdf(x);
    const double bases = reached.base == below.base ? 0 : 2 * kBase;
    const double way =
        std::max(std::abs(difference(x, splits[i - 1].at)), std::abs(difference(x, splits[i].at)));
    sum += (bases + below.error + above.error + reached.error) * way * way;
  }
  return sum;
}

}  // namespace

namespace {

// What is known without quadrature; none: the moments are finite.
std::optional<Estimate> without_moments(const Density& p, const Density& q, int order) {
  const Finite finite = transport_finite(p, q, order);
  if (finite == Finite::yes) return {};
  if (finite == Finite::no) return Estimate{kInfinity, 0};
  if (identical(p, q)) return Estimate{};
  if (const auto shift = p.shift_from(q))
    return Estimate{std::abs(shift->value()), kEpsilon * std::abs(shift->value())};
  return Estimate{0, kInfinity};
}

}  // namespace

Estimate wasserstein1(const Density& p, const Density& q) {
  if (const auto discrete = lattice_distance(p, q, LatticeDistance::w1)) return *discrete;
  if (const auto known = without_moments(p, q, 1)) return *known;
  const auto excess = [&](const Point& x) {
    const Mass f = p.cdf(x);
    const Mass g = q.cdf(x);
    const double d = difference(f, g);
    return std::abs(d) > f.error + g.error ? d : 0;
  };
  const auto mesh = split_at(make_mesh(p, q, {}, Gaps::kept, 1, {1, 1}), excess);
  const MeshIntegrands f = [&](const LogPair& at, std::span<Term> out) {
    out[0] = gap(p, q, at.x, std::exp(at.log_jacobian));
  };
  return integrate_mesh(mesh, p, q, 1, f)[0];
}

Estimate wasserstein2(const Density& p, const Density& q) {
  if (const auto discrete = lattice_distance(p, q, LatticeDistance::w2)) return *discrete;
  if (const auto known = without_moments(p, q, 2)) return *known;
  if (tail_exponent(p) == tail_exponent(q) && q.quantile_cost() > p.quantile_cost())
    return wasserstein2(q, p);
  // In a power tail of either the way grows with the quantiles of the heavier.
  const double heavier = tail_exponent(p);
  if (tail_exponent(q) < heavier) return wasserstein2(q, p);
  const bool heavy = std::isfinite(heavier);
  const auto mesh = make_mesh(p, p, pulled_back(p, q), Gaps::skipped, 1, {1, 2, 0});
  // ∫ p (x−T)², and the two norms that bound what rounding of T does to its root.
  const MeshIntegrands f = [&](const LogPair& at, std::span<Term> out) {
    const double mass = std::exp(at.log_p + at.log_jacobian);
    if (mass == 0 || (mass < 1e-100 && !heavy)) return;
    const Transported to = transported(p, q, at.x);
    const double doubt = mass * (2 * std::abs(to.moved) + to.error) * to.error;
    out[0] = {mass * to.moved * to.moved, mass * to.moved * to.moved * at.error_p + doubt};
    out[1] = {mass * to.error * to.error, 0};
    out[2] = {doubt, 0};
  };
  QuadratureOptions options;
  options.followers = 2;
  const auto found = integrate_mesh(mesh, p, p, 3, f, options);
  const double root = std::sqrt(std::max(found[0].value, 0.0));
  const auto through_root = [root](double e) {
    return root > 0 ? std::min(std::sqrt(e), e / root) : std::sqrt(e);
  };
  const double jumps = doubt_of_jumps(p, q, heavy);
  const double rounding =
      std::min(std::sqrt(found[1].value + jumps), through_root(found[2].value + jumps));
  // Without the map's rounding, which the first integral's error holds too, so as to end
  // refinement.
  const double rest =
      std::max(found[0].error - found[2].value, 0.0) + 8 * kEpsilon * found[2].value;
  return {root, through_root(rest) + rounding + 2 * kEpsilon * root};
}

}  // namespace verigan::theory
