// SPDX-License-Identifier: MIT
#include "analysis/claims/claim.hpp"

namespace verigan::analysis {

Claim c16() {
  return {
      .id = "C16",
      .claim = "10 % label flips, dropout (0.5 in D, 0.2 in G), uniform noise and uneven learning "
               "make no significant difference",
      .source = "KTH §4.2",
      .experiments = {},
      .rule = "equivalence test on IS and FID against the baseline",
      .untestable = "experiment kth_features does not exist yet"};
}

}  // namespace verigan::analysis
