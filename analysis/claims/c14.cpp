// SPDX-License-Identifier: MIT
#include "analysis/claims/claim.hpp"

namespace verigan::analysis {

Claim c14() {
  return {
      .id = "C14",
      .claim = "the intermediate model trains almost three times faster than the complete one",
      .source = "KTH §4.1.2",
      .experiments = {},
      .rule = "ratio of the times of a step",
      .untestable = "experiment kth_models does not exist yet"};
}

}  // namespace verigan::analysis
