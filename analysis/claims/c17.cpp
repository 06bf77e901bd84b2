// SPDX-License-Identifier: MIT
#include "analysis/claims/claim.hpp"

namespace verigan::analysis {

Claim c17() {
  return {
      .id = "C17",
      .claim = "the inception score converges slowly in the number of images",
      .source = "KTH §2.4",
      .experiments = {},
      .rule = "IS of real images at n = 100 … 60,000, with splits",
      .untestable = "experiment inception_score_bias does not exist yet"};
}

}  // namespace verigan::analysis
