// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/quadrature.hpp"
#include "theory/density.hpp"

namespace verigan::theory {

/// A number of two densities and α that can be asked for by name.
struct Quantity {
  std::string key;      ///< in files and on command lines: "js_alpha", "renyi:3"
  std::string symbol;   ///< for a narrow column
  std::string meaning;  ///< a line for a reader
  std::function<Estimate(const Density& p, const Density& q, const Exact& alpha)> of;
};

/// A quantity by its key: that of a row of the summary (summary.hpp) or of an f-divergence of p from q
/// (f_generators.hpp); "renyi:ORDER", an order above 0 and not 1; "bhattacharyya" −ln ∫√(pq), nats;
/// "energy" 2∫(F − G)², units of x; "kolmogorov" sup|F − G|. Throws Error naming the nearest key.
Quantity quantity(const std::string& key);

/// Every key there is, "renyi:ORDER" written so.
std::vector<std::string> quantity_keys();

/// 2∫(F − G)² dx, the energy distance on the line: E|X − Y| twice, less E|X − X′| and E|Y − Y′|
/// (Székely & Rizzo 2013). Scaling of x.
Estimate energy_distance(const Density& p, const Density& q);
/// sup_x |F(x) − G(x)|, in [0, 1]: reached at a crossing of p and q or at an end of a support.
Estimate kolmogorov_distance(const Density& p, const Density& q);

}  // namespace verigan::theory
