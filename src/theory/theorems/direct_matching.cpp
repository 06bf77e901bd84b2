// SPDX-License-Identifier: MIT
// T37: direct and adversarial matching of normals end at the same place, if they start near enough.
#include <algorithm>
#include <cmath>

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

/// The second derivatives of a route's loss at q = p, sd 1, in the mean and in the sd.
struct Curvature {
  double mean, sd;
};
Curvature curvature(Route route, double bandwidth) {
  if (route == Route::moments) return {1, 4};
  if (route == Route::adversarial) return {0.5, 1};  // 2 JSD ≈ ¼δᵀFδ, F = diag(1, 2)
  const double spread = bandwidth * bandwidth + 2;
  return {2 * bandwidth * std::pow(spread, -1.5), 6 * bandwidth * std::pow(spread, -2.5)};
}

/// Natural-gradient descent, the step halved until the loss falls, at most 400 steps; then, where
/// losses differ by rounding alone, Newton's steps with the curvature at the optimum.
struct Descent {
  NormalLaw end;
  Matching at;
};
Descent descend(Loss loss, Route route, const NormalLaw& p, NormalLaw q, double bandwidth) {
  Matching at = loss(route, p, q, bandwidth);
  double rate = 1;
  for (int t = 0; t < 400 && steepness(at, q) > 1e-11; ++t) {
    const double metric = q.sd * q.sd;
    for (rate *= 4; rate > 1e-12; rate /= 2) {
      const NormalLaw next{q.mean - rate * metric * at.slope.mean,
                           q.sd - rate * metric * at.slope.sd / 2};
      if (std::abs(next.sd) < 0.2 * std::abs(q.sd)) continue;  // no step through a point mass
      const Matching there = loss(route, p, next, bandwidth);
      if (!(there.loss < at.loss - 1e-14 * std::abs(at.loss))) continue;
      q = next;
      at = there;
      break;
    }
    if (rate <= 1e-12) break;
  }
  const Curvature bend = curvature(route, bandwidth / p.sd);
  for (int t = 0; t < 20; ++t) {
    const double metric = p.sd * p.sd;
    const NormalLaw next{q.mean - metric * at.slope.mean / bend.mean,
                         q.sd - metric * at.slope.sd / bend.sd};
    if (next.sd == 0) break;
    const Matching there = loss(route, p, next, bandwidth);
    if (!(steepness(there, next) < steepness(at, q))) break;
    q = next;
    at = there;
  }
  return {q, at};
}

void check_near(Draw& draw, Evidence& evidence, Loss loss) {
  const NormalLaw p{draw.uniform(-3, 3), draw.log_uniform(0.3, 3)};
  const double bandwidth = p.sd * draw.uniform(1, 3);
  const double sign = draw.chance(0.5) ? 1 : -1;
  const NormalLaw start{p.mean + p.sd * draw.uniform(-3, 3),
                        sign * p.sd * draw.log_uniform(0.5, 2)};
  for (const Route route : routes()) {
    const Matching here = loss(route, p, start, bandwidth),
                   mirrored = loss(route, p, {start.mean, -start.sd}, bandwidth);
    evidence.equal("the sign of sd is immaterial", {here.loss, 1e-12}, Ball(mirrored.loss, 1e-12));
    const auto [end, at] = descend(loss, route, p, start, bandwidth);
    const double mean = p.sd * at.slope.mean, sd = p.sd * at.slope.sd;  // per unit of p's sd
    evidence.holds("the descent ends", std::hypot(mean, sd) < 1e-9);
    // Near a minimum of that curvature the distance is the slope over it; rounding of the slopes
    // counts like a slope.
    const Curvature bend = curvature(route, bandwidth / p.sd);
    evidence.equal("mean reached",
                   {(end.mean - p.mean) / p.sd, 2 * (std::abs(mean) + 1e-12) / bend.mean}, 0);
    evidence.equal("sd reached", {std::abs(end.sd) / p.sd, 2 * (std::abs(sd) + 1e-12) / bend.sd},
                   1);
    evidence.equal("loss 0 at the end", {at.loss, 1e-12}, 0);
  }
}

/// Far away the two bounded losses do not tell q where p is; the moments still do. In q's sd MMD
/// keeps the slope of E k(Y,Y′) alone, which widens q.
void check_far(Draw& draw, Evidence& evidence, Loss loss) {
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
  return [loss](Draw& draw, Evidence& evidence) {
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
              "against the optimal discriminator reach the same optimum, whatever the sign of sd; "
              "far away the gradient of JSD, and MMD's in the mean, vanish",
          .source = "RO (Figs 5, 6), ours",
          .check = with(exact),
          .mutants = {{"the mean alone", 0.9, with(mean_alone)},
                      {"MMD with one cross term", 0.9, with(one_cross_term)},
                      {"the gradient's sign", 0.9, with(ascent)}}};
}

}  // namespace verigan::theory::rows
