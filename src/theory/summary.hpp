// SPDX-License-Identifier: MIT
#pragma once

#include <span>

#include "core/quadrature.hpp"
#include "theory/density.hpp"

namespace verigan::theory {

/// Every quantity `verigan theory` prints of two densities and α, computed together on one mesh but
/// for χ², which needs its own. Scaling: nats, but for w1 and w2 (the distance, not its square), which
/// are in units of x.
struct Summary {
  Estimate kl_pq, kl_qp;      ///< KL(p‖q), KL(q‖p)
  Estimate jsd, js_alpha;     ///< JSD, JS_α
  Estimate tv, hellinger2;    ///< TV, H²
  Estimate chi2_pq, chi2_qp;  ///< Pearson's χ²(p‖q) = ∫(p − q)²/q and χ²(q‖p)
  Estimate w1, w2;            ///< W₁, W₂
  Estimate value;             ///< C(G) = −ln 4 + 2 JSD
  Estimate value_alpha;       ///< C_α(G) = −H(α) + JS_α
  Estimate error_absolute;    ///< ½(1 − TV)
  Estimate least_squares;     ///< ½∫ uv/(u + v), u = αp, v = (1−α)q: least-squares loss of D*_α
  Estimate entropy_alpha;     ///< H(α)
};

/// α in (0, 1), else Error.
Summary summarise(const Density& p, const Density& q, const Exact& alpha);

/// A quantity of the summary: its key in files, and how it is written and explained to a reader.
struct SummaryRow {
  const char* key;
  const char* symbol;
  const char* meaning;
  Estimate Summary::*estimate;
};
/// All of them, in the order in which they are printed.
std::span<const SummaryRow> summary_rows();

}  // namespace verigan::theory
