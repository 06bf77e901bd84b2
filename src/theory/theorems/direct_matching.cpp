// SPDX-License-Identifier: MIT
// T37: direct and adversarial matching of normals end at the same place, if they start near enough.
#include <cmath>
#include <functional>

#include "theory/densities.hpp"
#include "theory/divergence.hpp"
#include "theory/normal_matching.hpp"
#include "theory/theorems/instance.hpp"
#include "theory/theorems/rows.hpp"

namespace verigan::theory::rows {
namespace {

using Loss = Matching (*)(Route route, const NormalLaw& p, const NormalLaw& q, double bandwidth);

Matching exact(Route route, const NormalLaw& p, const NormalLaw& q, double bandwidth) {
  return matching(route, p, q, {&bandwidth, 1});
}

/// Slopes per unit of q's information metric, diag(1, 2)/sd².
double steepness(const Matching& at, const NormalLaw& q) {
  return std::abs(q.sd) * std::hypot(at.slope.mean, at.slope.sd / std::sqrt(2.0));
}

/// A route's loss as a function of q alone, and how it curves: the second derivatives, by central
/// differences of the slopes, in units of q's own sd.
using Landscape = std::function<Matching(const NormalLaw& q)>;
struct Curvature {
  double mean, mixed, sd;

  /// The smaller eigenvalue.
  double least() const { return (mean + sd) / 2 - std::hypot((mean - sd) / 2, mixed); }
};
Curvature curvature(const Landscape& loss, const NormalLaw& q) {
  const double h = 1e-5, unit = std::abs(q.sd);
  const NormalSlope right = loss({q.mean + h * unit, q.sd}).slope,
                    left = loss({q.mean - h * unit, q.sd}).slope,
                    up = loss({q.mean, q.sd + h * unit}).slope,
                    down = loss({q.mean, q.sd - h * unit}).slope;
  const double scale = unit / (2 * h);  // a slope per unit is unit·∂, a difference 2h units wide
  return {(right.mean - left.mean) * scale,
          (right.sd - left.sd + up.mean - down.mean) / 2 * scale, (up.sd - down.sd) * scale};
}

struct Descent {
  NormalLaw end;
  Matching at;
};
/// Natural-gradient descent, the step halved until the loss falls, at most 400 steps.
Descent descend(const Landscape& loss, NormalLaw q) {
  Matching at = loss(q);
  double rate = 1;
  for (int t = 0; t < 400 && steepness(at, q) > 1e-11; ++t) {
    const double metric = q.sd * q.sd;
    for (rate *= 4; rate > 1e-12; rate /= 2) {
      const NormalLaw next{q.mean - rate * metric * at.slope.mean,
                           q.sd - rate * metric * at.slope.sd / 2};
      if (std::abs(next.sd) < 0.2 * std::abs(q.sd)) continue;  // no step through a point mass
      const Matching there = loss(next);
      if (!(there.loss < at.loss - 1e-14 * std::abs(at.loss))) continue;
      q = next;
      at = there;
      break;
    }
    if (rate <= 1e-12) break;
  }
  return {q, at};
}
/// Newton's steps from there, where losses differ by rounding alone, as long as the slope falls.
Descent polished(const Landscape& loss, Descent from) {
  for (int t = 0; t < 20; ++t) {
    auto& [q, at] = from;
    const Curvature bend = curvature(loss, q);
    if (!(bend.least() > 0)) break;
    const double unit = std::abs(q.sd), det = bend.mean * bend.sd - bend.mixed * bend.mixed,
                 mean = unit * at.slope.mean, sd = unit * at.slope.sd;
    const NormalLaw next{q.mean - unit * (bend.sd * mean - bend.mixed * sd) / det,
                         q.sd - unit * (bend.mean * sd - bend.mixed * mean) / det};
    if (next.sd == 0) break;
    const Matching there = loss(next);
    if (!(steepness(there, next) < steepness(at, q))) break;
    from = {next, there};
  }
  return from;
}

/// What the routes' losses are by definition, worked out apart: moments about p's mean, kernel
/// means, and 2 JSD by the library's quadrature.
Ball defined(Route route, const NormalLaw& p, const NormalLaw& q, double bandwidth) {
  if (route == Route::moments) {
    const Ball first = (Ball(q.mean) - p.mean) / p.sd,
               second = (Ball(q.sd) * q.sd - Ball(p.sd) * p.sd) / (Ball(p.sd) * p.sd) + first * first;
    return (first * first + second * second) / 2;
  }
  if (route == Route::mmd) {
    const auto mean = [&](const NormalLaw& a, const NormalLaw& b) {
      return Ball(kernel_mean(a, b, bandwidth), 64 * kRounding);
    };
    return mean(p, p) + mean(q, q) - 2 * mean(p, q);
  }
  const Estimate jsd = theory::jsd(*normal(p.mean, p.sd), *normal(q.mean, std::abs(q.sd)));
  return 2 * Ball(jsd.value, jsd.error);
}

void check_near(RandomInstance& draw, Evidence& evidence, Loss loss) {
  const NormalLaw p{draw.uniform(-3, 3), draw.log_uniform(0.3, 3)};
  const double bandwidth = p.sd * draw.uniform(1, 3);
  const double sign = draw.chance(0.5) ? 1 : -1;
  const NormalLaw start{p.mean + p.sd * draw.uniform(-3, 3),
                        sign * p.sd * draw.log_uniform(0.5, 2)};
  for (const Route route : routes()) {
    const Landscape landscape = [&](const NormalLaw& q) { return loss(route, p, q, bandwidth); };
    const Matching here = landscape(start), mirrored = landscape({start.mean, -start.sd});
    evidence.equal("the loss is what it is called", {here.loss, 1e-12 * (1 + here.loss)},
                   defined(route, p, start, bandwidth));
    evidence.equal("the sign of sd is immaterial", {here.loss, 1e-12}, Ball(mirrored.loss, 1e-12));
    const auto [end, at] = polished(landscape, descend(landscape, start));
    const double unit = std::abs(end.sd), slope = unit * std::hypot(at.slope.mean, at.slope.sd);
    evidence.holds("the descent ends", slope < 1e-9);
    // Near a minimum that curves by so much at least the distance is the slope over it; rounding of
    // the slopes counts like a slope. The curvature is measured there, not known.
    const double least = curvature(landscape, end).least();
    evidence.holds("in a minimum", least > 1e-3);
    const double distance = 2 * (slope + 1e-12) / least;
    evidence.equal("mean reached", {(end.mean - p.mean) / unit, distance}, 0);
    evidence.equal("sd reached", {p.sd / unit, distance}, 1);
    evidence.equal("loss 0 at the end", {at.loss, 1e-12}, 0);
  }
}

/// Far away the two bounded losses do not tell q where p is; the moments still do. In q's sd MMD
/// keeps the slope of E k(Y,Y′) alone, which widens q.
void check_far(RandomInstance& draw, Evidence& evidence, Loss loss) {
  const NormalLaw p{0, draw.log_uniform(0.3, 3)};
  const double bandwidth = p.sd * draw.uniform(0.5, 2), sd = p.sd * draw.log_uniform(0.5, 2);
  const NormalLaw q{(draw.chance(0.5) ? 1 : -1) * p.sd * draw.uniform(40, 100), sd};
  const auto slope = [&](Route route) {
    const NormalSlope found = loss(route, p, q, bandwidth).slope;
    return NormalSlope{p.sd * std::abs(found.mean), p.sd * found.sd};
  };
  const NormalSlope mmd = slope(Route::mmd), jsd = slope(Route::adversarial);
  evidence.at_most("MMD's gradient in the mean vanishes far away", mmd.mean, 1e-30);
  const double own = bandwidth * bandwidth + 2 * sd * sd;
  evidence.equal("in the sd it is that of E k(Y,Y′)", {mmd.sd, 16 * kRounding * std::abs(mmd.sd)},
                 -2 * Ball(p.sd) * sd * bandwidth / (own * sqrt(Ball(own))));
  evidence.at_most("JSD's gradient vanishes far away", std::hypot(jsd.mean, jsd.sd), 1e-20);
  evidence.at_most("the moments' does not", std::abs(q.mean) / p.sd, slope(Route::moments).mean);
}

Check with(Loss loss) {
  return [loss](RandomInstance& draw, Evidence& evidence) {
    check_near(draw, evidence, loss);
    check_far(draw, evidence, loss);
  };
}

Matching mean_alone(Route route, const NormalLaw& p, const NormalLaw& q, double bandwidth) {
  if (route != Route::moments) return exact(route, p, q, bandwidth);
  const double delta = (q.mean - p.mean) / p.sd;
  return {delta * delta / 2, {delta / p.sd, 0}};
}
/// E k(Y,Y′) − E k(X,Y): the other 2 is missing.
Matching one_cross_term(Route route, const NormalLaw& p, const NormalLaw& q, double bandwidth) {
  Matching at = exact(route, p, q, bandwidth);
  if (route != Route::mmd) return at;
  constexpr double h = 1e-5;  // the cross term is taken from the slope once more, by differences
  const auto cross = [&](double mean, double sd) { return kernel_mean(p, {mean, sd}, bandwidth); };
  at.loss += cross(q.mean, q.sd);
  at.slope.mean += (cross(q.mean + h, q.sd) - cross(q.mean - h, q.sd)) / (2 * h);
  at.slope.sd += (cross(q.mean, q.sd + h) - cross(q.mean, q.sd - h)) / (2 * h);
  return at;
}
Matching one_divergence(Route route, const NormalLaw& p, const NormalLaw& q, double bandwidth) {
  Matching at = exact(route, p, q, bandwidth);
  if (route == Route::adversarial)
    at = {at.loss / 2, {at.slope.mean / 2, at.slope.sd / 2}};
  return at;
}
Matching ascent(Route route, const NormalLaw& p, const NormalLaw& q, double bandwidth) {
  Matching at = exact(route, p, q, bandwidth);
  if (route == Route::adversarial) at.slope = {-at.slope.mean, -at.slope.sd};
  return at;
}

}  // namespace

Theorem direct_matching() {
  return {.id = "T37",
          .title = "Direct and adversarial matching",
          .statement =
              "Two normals started within a few sd: moment matching, MMD matching and descent "
              "against the optimal discriminator (2 JSD) reach the same optimum, whatever the "
              "sign of sd; "
              "far away the gradient of JSD, and MMD's in the mean, vanish",
          .source = "RO (Figs 5, 6), ours",
          .check = with(exact),
          .mutants = {{"the mean alone", 0.9, with(mean_alone)},
                      {"MMD with one cross term", 0.9, with(one_cross_term)},
                      {"JSD for 2 JSD", 0.99, with(one_divergence)},
                      {"the gradient's sign", 0.9, with(ascent)}},
          .chosen = "when a descent has ended (slope below 1e-9, curvature above 1e-3) and when a "
                    "gradient has vanished (below 1e-30 of MMD, 1e-20 of JSD)"};
}

}  // namespace verigan::theory::rows
