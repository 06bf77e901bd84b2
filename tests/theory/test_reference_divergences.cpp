// SPDX-License-Identifier: MIT
// Every quantity of every pair in reference_divergences.csv, which reference_divergences.py computes
// by mpmath.
#include <algorithm>
#include <cmath>
#include <string>

#include "theory/divergence.hpp"
#include "theory/game_value.hpp"
#include "theory/references.hpp"
#include "theory/summary.hpp"

using namespace verigan;
using namespace verigan::theory;

namespace {

Estimate get(const Density& p, const Density& q, double alpha, const std::string& key) {
  if (key == "chi2_pq") return chi2(p, q);
  if (key == "chi2_qp") return chi2(q, p);
  if (key == "overlap") return overlap(p, q);
  if (key == "js_alpha") return js_alpha(p, q, alpha);
  if (key == "value_alpha") return optimal_value_alpha(p, q, alpha);
  if (key == "least_squares") return summarise(p, q, alpha).least_squares;
  if (key == "entropy_alpha") return summarise(p, q, alpha).entropy_alpha;
  const std::size_t colon = key.find(':');
  if (key.starts_with("renyi:")) return renyi(p, q, std::stod(key.substr(colon + 1)));
  return f_divergence(p, q, f_generator(key.substr(colon + 1), alpha));
}

}  // namespace

TEST_CASE("Each divergence lies within its error of the reference, and the error is small") {
  const auto table = references::read("reference_divergences.csv");
  REQUIRE(table.size() >= 200);
  for (const auto& [pair, rows] : table) {
    const auto& [spec_p, spec_q, alpha] = pair;
    const DensityPtr p = references::density(spec_p), q = references::density(spec_q);
    for (const references::Reference& row : rows) {
      const Estimate found = get(*p, *q, alpha, row.key);
      INFO(spec_p << " | " << spec_q << " | α = " << alpha << " | " << row.key << " = " << row.text);
      const double off = references::distance(row.text, found.value);
      INFO("found " << found.value << " ± " << found.error << ", off by " << off);
      if (row.text == "inf") {
        CHECK(found.value == HUGE_VAL);
        CHECK(found.error == 0);
        continue;
      }
      // What the table itself is good for, by its recipe.
      const bool relative = row.key.starts_with("chi2") || row.key == "overlap";
      const bool singular = (spec_p + spec_q).find("beta") != std::string::npos;
      const double floor = relative ? 0 : singular ? 1e-21 : 1e-28;
      CHECK(off <= found.error + 1e-17 * std::abs(found.value) + floor);
      if (std::isinf(off)) continue;  // finite, but beyond what a double can be: the error is ∞
      const double size = std::max(1.0, std::abs(found.value));
      CHECK(found.error <= (row.smooth ? 1e-10 : 1e-8) * size);
    }
  }
}
