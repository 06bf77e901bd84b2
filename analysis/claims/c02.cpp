// SPDX-License-Identifier: MIT
#include "analysis/claims/claim.hpp"

namespace verigan::analysis {

Claim c02() {
  return {
      .id = "C02",
      .claim = "α = 0.3 and 0.7 still give good generators; balanced mini-batches are better than "
               "0.1 and 0.9",
      .source = "LC §IV toy",
      .experiments = {"alpha_toy"},
      .rule = "JSD(p, p_g) by an estimate finer than the noise, MMD² over bandwidths 0.025 … 0.4, "
              "the sd of the distance to the curve against the noise's (two-sided), coverage; good "
              "= every one within its 99 % range of true samples of the same size, or the distance "
              "to it stated",
      .amended = "bandwidth 0.2, near share and coverage accept a generator without any noise (TV = 1)",
      .untestable = "alpha_toy does not measure quality finer than the noise yet"};
}

}  // namespace verigan::analysis
