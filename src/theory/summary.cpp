// SPDX-License-Identifier: MIT
#include "theory/summary.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

#include "theory/divergence.hpp"
#include "theory/finiteness.hpp"
#include "theory/integrands.hpp"
#include "theory/mesh.hpp"
#include "theory/transport.hpp"

namespace verigan::theory {

namespace {

constexpr SummaryRow kRows[] = {
    {"kl_pq", "KL(p‖q)", "Kullback–Leibler divergence of p from q", &Summary::kl_pq},
    {"kl_qp", "KL(q‖p)", "Kullback–Leibler divergence of q from p", &Summary::kl_qp},
    {"jsd", "JSD(p‖q)", "Jensen–Shannon divergence", &Summary::jsd},
    {"js_alpha", "JS_α(p,q)", "the same with weights α, 1−α", &Summary::js_alpha},
    {"tv", "TV(p,q)", "total variation ½∫|p−q|", &Summary::tv},
    {"hellinger2", "H²(p,q)", "squared Hellinger distance ½∫(√p−√q)²", &Summary::hellinger2},
    {"chi2_pq", "χ²(p‖q)", "Pearson's χ² divergence ∫(p−q)²/q", &Summary::chi2_pq},
    {"chi2_qp", "χ²(q‖p)", "the same with p and q exchanged", &Summary::chi2_qp},
    {"w1", "W₁(p,q)", "Wasserstein distance ∫|F−G|, units of x", &Summary::w1},
    {"w2", "W₂(p,q)", "Wasserstein distance √∫(F⁻¹−G⁻¹)², units of x", &Summary::w2},
    {"value", "C(G)", "max_D V(G,D) = −ln 4 + 2 JSD", &Summary::value},
    {"value_alpha", "C_α(G)", "max_D −L_α(D) = −H(α) + JS_α", &Summary::value_alpha},
    {"error_absolute", "E*(G)", "least absolute error ½(1−TV)", &Summary::error_absolute},
    {"least_squares", "LS*(G)", "least of D's least-squares loss, at D*_α", &Summary::least_squares},
    {"entropy_alpha", "H(α)", "D's loss at the equilibrium", &Summary::entropy_alpha},
};
static_assert(sizeof(Summary) == std::size(kRows) * sizeof(Estimate), "a row for each quantity");

}  // namespace

std::span<const SummaryRow> summary_rows() { return kRows; }

Summary summarise(const Density& p, const Density& q, const Exact& alpha) {
  const Weights w = weights(alpha);
  const auto mesh = split_at_crossings(make_mesh(p, q), p, q);
  const MeshIntegrands f = integrand::of_summary(w);
  const std::vector<Estimate> found = integrate_mesh(mesh, p, q, integrand::kOfSummary, f);
  const Estimate infinite{std::numeric_limits<double>::infinity(), 0};
  Summary s;
  const auto decided = [&](Finite finite, const Estimate& value) {
    if (finite == Finite::yes) return value;
    return finite == Finite::no ? infinite : Estimate{0, std::numeric_limits<double>::infinity()};
  };
  s.kl_pq = decided(kl_finite(p, q), found[0]);
  s.kl_qp = decided(kl_finite(q, p), found[1]);
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
  s.entropy_alpha = entropy_of(w);
  s.w1 = wasserstein1(p, q);
  s.w2 = wasserstein2(p, q);
  return s;
}

}  // namespace verigan::theory
