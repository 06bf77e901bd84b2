// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <vector>

#include "theory/mesh.hpp"
#include "theory/plane_pair.hpp"

namespace verigan::theory {

/// Where integrals over the plane are cut: first x, also where the crossings p = q along y change in number;
/// then, along the line of each x, y.
class PlaneMesh {
 public:
  /// `power`: for an integrand p^r q^{1−r}, whose bulk may lie where neither density has mass. The pair must
  /// outlive it.
  explicit PlaneMesh(const PlanePair& pair, const std::optional<Exact>& power = {});

  const std::vector<MeshPanel>& x() const { return x_; }
  /// Panels of y along a line, cut where p = q too.
  std::vector<MeshPanel> y(const PlanePair::Slice& slice) const;

 private:
  std::vector<MeshPanel> uncut(const PlanePair::Slice& slice) const;
  std::vector<MeshPanel> cut(const PlanePair::Slice& slice, const std::vector<MeshPanel>& line) const;
  // How often ln p − ln q changes sign along a line, and with which sign it begins.
  int crossings(const Point& x) const;
  std::vector<MeshPanel> split_where_crossings_change() const;

  const PlanePair& pair_;
  std::optional<Exact> power_;
  std::vector<MeshPanel> x_;
  DensityPtr base_p_, base_q_;     // along y: all that does not depend on x
  std::vector<Split> power_cuts_;  // of products, along y
};

/// `count` integrals over the plane of what f writes at a point (the LogPair's x is y there), each with a
/// bound on its error: that of the quadrature along y enters the one along x as noise. Threaded over lines;
/// the same bits for any number of threads.
std::vector<Estimate> integrate_plane(const PlanePair& pair, std::size_t count, const MeshIntegrands& f,
                                      const std::optional<Exact>& power = {});

}  // namespace verigan::theory
