// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "core/quadrature.hpp"
#include "theory/density_pair.hpp"

// The axis of integration for a pair of densities: panels between the cuts both ask for, each
// measured from the nearest centre or end, linearly or (next to singular ends, and across gaps of
// many scales) by the logarithm of the distance.
namespace verigan::theory {

/// x(t) = anchor + t, or anchor ± e^t; t within `range`.
struct MeshPanel {
  DoubleDouble anchor;
  double sign = 0;  ///< 0: linear; ±1: logarithmic on that side of the anchor
  Panel range;
  double truncated = 0;  ///< > 0: what lies below range.lower holds ≤ truncated·|integrand there|
  double beyond = 0;     ///< > 0: what lies above range.upper, in a power tail, ≤ beyond·|integrand there|
  double blur = 0;       ///< how far a jump at its end may be from the true place

  Point at(double t) const;
  double log_jacobian(double t) const { return sign == 0 ? 0 : t; }
};

/// Whether the mesh covers stretches where both densities vanish: distribution functions differ
/// there.
enum class Gaps { skipped, kept };

/// How an integrand falls where the densities fall as x^{−1−nu}: as x^{−1−(times·nu − less)}. The masses
/// themselves: 1, 0; |F − G|: 1, 1; (F − G)²: 2, 1; x²p: 1, 2.
struct TailRate {
  double times = 1, less = 0;
  double farthest = 1e300;  ///< no panel beyond the cuts reaches further
};

/// Panels from the first to the last cut of p and q (plus `extra`), in increasing order of x, and beyond
/// in power tails, where they reach to 1e300 at most. The truncated remainders hold less than 1e-40 of
/// either mass and, of an integral of p^r q^{1−r}, r = `power`, of that.
std::vector<MeshPanel> make_mesh(const Density& p, const Density& q,
                                 std::span<const Split> extra = {}, Gaps gaps = Gaps::skipped,
                                 const Exact& power = 1, const TailRate& rate = {});

/// Cuts the panels wherever f (0: in doubt) changes sign, and appends those points, increasing, to
/// `found` if given; also those that are cuts already, unless f jumps there.
std::vector<MeshPanel> split_at(const std::vector<MeshPanel>& mesh,
                                const std::function<double(const Point& x)>& f,
                                std::vector<Point>* found = nullptr);
/// The same where p = q: at the sign changes of ln p − ln q.
std::vector<MeshPanel> split_at_crossings(const std::vector<MeshPanel>& mesh, const Density& p,
                                          const Density& q, std::vector<Point>* found = nullptr);

/// Writes the integrands at a point, each times e^{log_jacobian}.
using MeshIntegrands = std::function<void(const LogPair& at, std::span<Term> out)>;

/// `count` integrals over the mesh, with a bound on what the truncated ends hold, and what lies
/// between a jump and its true place (the exact one has more than 32 digits), in the errors.
std::vector<Estimate> integrate_mesh(const std::vector<MeshPanel>& mesh, const Density& p,
                                     const Density& q, std::size_t count, const MeshIntegrands& f,
                                     const QuadratureOptions& options = {});

}  // namespace verigan::theory
