// SPDX-License-Identifier: MIT
#include "analysis/claims/claim.hpp"

namespace verigan::analysis {

Claim c22() {
  return {
      .id = "C22",
      .claim = "direct (moment/MMD) and indirect (adversarial) training reach the same optimum in "
               "1-D",
      .source = "RO §5",
      .experiments = {"direct_vs_indirect"},
      .rule = "two verdicts: of the losses (exact descent; this is T37), and of trainings: sampled "
              "moments, MMD and a trained discriminator on the same normals, final parameters and "
              "TV by equivalence tests",
      .untestable = "direct_vs_indirect descends exact losses, which is T37; it trains nothing yet"};
}

}  // namespace verigan::analysis
