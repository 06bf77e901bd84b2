// SPDX-License-Identifier: MIT
#include "analysis/claims/claim.hpp"

namespace verigan::analysis {

Claim c06() {
  return {
      .id = "C06",
      .claim = "fewer true samples still train well",
      .source = "LC §V",
      .experiments = {"alpha_mnist"},
      .rule = "final FID at α = 0.3 against 0.5, by an equivalence test",
      .untestable = "no classifier-based Fréchet distance or inception score exists yet, so alpha_mnist "
                    "measures neither"};
}

}  // namespace verigan::analysis
