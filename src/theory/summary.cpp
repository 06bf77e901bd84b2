// SPDX-License-Identifier: MIT
#include "theory/summary.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/check.hpp"
#include "core/numeric.hpp"
#include "theory/divergence.hpp"
#include "theory/finiteness.hpp"
#include "theory/integrands.hpp"
#include "theory/mesh.hpp"
#include "theory/transport.hpp"

namespace verigan::theory {

Summary summarise(const Density& p, const Density& q, double alpha) {
  require(alpha > 0 && alpha < 1, "alpha = ", alpha, ", expected a number in (0, 1)");
  constexpr double kEpsilon = std::numeric_limits<double>::epsilon();
  const auto mesh = split_at_crossings(make_mesh(p, q), p, q);
  const MeshIntegrands f = [alpha](const LogPair& at, std::span<Term> out) {
    out[0] = integrand::kl_pq(at);
    out[1] = integrand::kl_qp(at);
    out[2] = integrand::js(at, 0.5);
    out[3] = integrand::js(at, alpha);
    out[4] = integrand::total_variation(at);
    out[5] = integrand::hellinger2(at);
    out[6] = integrand::minus_value(at, 1, 1);
    out[7] = integrand::minus_value(at, alpha, 1 - alpha);
    out[8] = integrand::overlap(at);
    out[9] = integrand::least_squares(at, alpha, 1 - alpha);
  };
  const std::vector<Estimate> found = integrate_mesh(mesh, p, q, 10, f);
  const Estimate infinite{std::numeric_limits<double>::infinity(), 0};
  const double entropy = binary_entropy(alpha);
  Summary s;
  s.kl_pq = outside(p, q) ? infinite : found[0];
  s.kl_qp = outside(q, p) ? infinite : found[1];
  s.jsd = found[2];
  s.js_alpha = found[3];
  s.tv = found[4];
  s.hellinger2 = found[5];
  s.value = {-found[6].value, found[6].error};
  s.value_alpha = {-found[7].value, found[7].error};
  s.error_absolute = {0.5 * found[8].value, 0.5 * found[8].error};
  s.least_squares = found[9];
  s.chi2_pq = chi2(p, q);
  s.chi2_qp = chi2(q, p);
  s.entropy_alpha = {entropy, 4 * kEpsilon * entropy};
  s.w1 = wasserstein1(p, q);
  s.w2 = wasserstein2(p, q);
  return s;
}

}  // namespace verigan::theory
