// SPDX-License-Identifier: MIT
#include "analysis/claims/claim.hpp"

namespace verigan::analysis {

Claim c07() {
  return {
      .id = "C07",
      .claim = "a random α behaves the same on average",
      .source = "LC §V (future work)",
      .experiments = {},
      .rule = "two one-sided tests (equivalence, margin 5 %) on final D loss, G loss and MMD; "
              "variance ratio against T13",
      .untestable = "experiment random_alpha does not exist yet"};
}

}  // namespace verigan::analysis
