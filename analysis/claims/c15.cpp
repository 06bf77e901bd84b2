// SPDX-License-Identifier: MIT
#include "analysis/claims/claim.hpp"

namespace verigan::analysis {

Claim c15() {
  return {
      .id = "C15",
      .claim = "tanh output converges faster than sigmoid",
      .source = "KTH §4.2",
      .experiments = {},
      .rule = "IS by step; images less saturated (mean colour saturation) for sigmoid",
      .untestable = "experiment kth_features does not exist yet"};
}

}  // namespace verigan::analysis
