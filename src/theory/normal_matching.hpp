// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>
#include <vector>

#include "theory/mmd.hpp"

// Three ways to pull a normal generator q onto normal data p: match its moments, match it by MMD,
// or descend against the discriminator that is best at every moment (Rocca §5, Figs 5 and 6; T37).
// The first two are direct, the last is the adversarial game played to its end.
namespace verigan::theory {

enum class Route { moments, mmd, adversarial };

/// "moments", "mmd", "adversarial".
std::string route_name(Route route);
std::vector<Route> routes();

/// A loss, ≥ 0 and 0 at q = p alone (the sign of q's sd is immaterial), and its slope in q's mean
/// and sd.
struct Matching {
  double loss = 0;
  NormalSlope slope;
};

/// The route's loss:
///   moments      ½(e₁² + e₂²), e_k the difference of the k-th moments about p's mean, in units of
///                p's sd
///   mmd          MMD² with these bandwidths
///   adversarial  C(G) + ln 4 = 2 JSD in nats, its slope E_z[−D*(x)·r′(x)·(1, z)], x = mean + sd·z,
///                r = ln(p/q): the saturating generator's gradient with D* held fixed
/// The last by the trapezoid rule on 481 nodes; its absolute error is below 1e-12 while the sds
/// differ by no more than a factor of 5. Throws Error for a sd of 0, and as mmd2.
Matching matching(Route route, const NormalLaw& p, const NormalLaw& q,
                  std::span<const double> bandwidths);

}  // namespace verigan::theory
