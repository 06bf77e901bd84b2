// SPDX-License-Identifier: MIT
// Every quantity of every pair in reference_values.csv, which reference_values.py computes by
// mpmath.
#include <algorithm>
#include <cmath>
#include <map>
#include <string>

#include "theory/references.hpp"
#include "theory/summary.hpp"

using namespace verigan;
using namespace verigan::theory;

namespace {

constexpr double kReference = 1e-19;  // what the table itself is good for

Estimate get(const Summary& s, const std::string& key) {
  static const std::map<std::string, Estimate Summary::*> members = {
      {"kl_pq", &Summary::kl_pq},
      {"kl_qp", &Summary::kl_qp},
      {"jsd", &Summary::jsd},
      {"js_alpha", &Summary::js_alpha},
      {"tv", &Summary::tv},
      {"hellinger2", &Summary::hellinger2},
      {"w1", &Summary::w1},
      {"w2", &Summary::w2},
      {"value", &Summary::value},
      {"value_alpha", &Summary::value_alpha},
      {"error_absolute", &Summary::error_absolute},
      {"entropy_alpha", &Summary::entropy_alpha}};
  return s.*members.at(key);
}

}  // namespace

TEST_CASE("Each true value lies within the stated error, and that within its bound") {
  const auto table = references::read("reference_values.csv");
  REQUIRE(table.size() >= 60);
  for (const auto& [pair, rows] : table) {
    const auto& [p, q, alpha] = pair;
    const Summary summary = summarise(*references::density(p), *references::density(q), alpha);
    for (const references::Reference& row : rows) {
      const Estimate found = get(summary, row.key);
      INFO(p << " | " << q << " | " << row.key << " = " << row.text);
      INFO("found " << found.value << " ± " << found.error);
      if (row.text == "inf") {
        CHECK(std::isinf(found.value));
        CHECK(found.error == 0);
        continue;
      }
      const double bound = (row.smooth ? 1e-10 : 1e-8) * std::max(1.0, std::abs(found.value));
      CHECK(references::distance(row.text, found.value) <=
            found.error + kReference * (1 + std::abs(found.value)));
      CHECK(found.error <= bound);
    }
  }
}
