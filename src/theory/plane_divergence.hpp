// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "theory/f_generators.hpp"
#include "theory/plane_density.hpp"
#include "theory/summary.hpp"

// Divergences of densities of the plane by cubature, in nats. The integrands are those of the line
// (integrands.hpp), so nearly equal densities keep their digits. The true value lies within `error` of
// `value`; an infinite value is proved (plane_finiteness.hpp); an infinite error says that nothing is known.
namespace verigan::theory {

/// As summarise() of the line, but for W₁, of which nothing is known here. W₂ of two normals is in closed
/// form (Gelbrich 1990), otherwise unknown.
Summary summarise(const PlaneDensity& p, const PlaneDensity& q, const Exact& alpha);

Estimate f_divergence(const PlaneDensity& p, const PlaneDensity& q, const FGenerator& f);
/// Order above 0 and not 1, else Error.
Estimate renyi(const PlaneDensity& p, const PlaneDensity& q, const Exact& order);

/// The rows of the summary that are known of two densities of the plane, in order.
std::vector<SummaryRow> plane_summary_rows(const PlaneDensity& p, const PlaneDensity& q);

/// A quantity by its key, as quantity() has it. Throws Error for keys that mean something on the line alone.
Estimate plane_quantity(const std::string& key, const PlaneDensity& p, const PlaneDensity& q,
                        const Exact& alpha);

}  // namespace verigan::theory
