// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "core/quadrature.hpp"
#include "theory/density.hpp"

// The axis of integration for a pair of densities: panels between the cuts both ask for, each
// measured from the nearest centre or end, linearly or (next to singular ends, and across gaps of
// many scales) by the logarithm of the distance.
namespace verigan::theory {

/// x(t) = anchor + t, or anchor ± e^t; t within `range`.
struct MeshPanel {
  double anchor = 0;
  double sign = 0;  ///< 0: linear; ±1: logarithmic on that side of the anchor
  Panel range;
  double truncated = 0;  ///< > 0: what lies below range.lower holds ≤ truncated·|integrand there|

  Point at(double t) const;
  double log_jacobian(double t) const { return sign == 0 ? 0 : t; }
};

/// Whether the mesh covers stretches where both densities vanish: distribution functions differ
/// there.
enum class Gaps { skipped, kept };

/// Panels from the first to the last cut of p and q (plus `extra`), in increasing order of x. The
/// truncated remainders hold less than 1e-40 of either mass and, of an integral of p^r q^{1−r}, r =
/// `power`, of that.
std::vector<MeshPanel> make_mesh(const Density& p, const Density& q,
                                 std::span<const Split> extra = {}, Gaps gaps = Gaps::skipped,
                                 double power = 1);

/// A pair of densities at a point: ln p and ln q, ratio = ln p − ln q without avoidable
/// cancellation (NaN where both vanish), bounds on their absolute rounding errors, and ln|dx/dt| of
/// the mesh.
struct LogPair {
  Point x;
  double log_p = 0, log_q = 0, ratio = 0;
  double error_p = 0, error_q = 0;
  double log_jacobian = 0;

  double ratio_error() const { return ratio == 0 ? 0 : error_p + error_q; }
};
LogPair evaluate(const Density& p, const Density& q, const Point& x, double log_jacobian = 0);

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

/// `count` integrals over the mesh, with a bound on what the truncated ends hold in the errors.
std::vector<Estimate> integrate_mesh(const std::vector<MeshPanel>& mesh, const Density& p,
                                     const Density& q, std::size_t count, const MeshIntegrands& f,
                                     const QuadratureOptions& options = {});

}  // namespace verigan::theory
