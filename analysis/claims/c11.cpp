// SPDX-License-Identifier: MIT
#include "analysis/claims/claim.hpp"

namespace verigan::analysis {

Claim c11() {
  return {
      .id = "C11",
      .claim = "a too accurate discriminator starves the generator; limiting D helps",
      .source = "SNU, UM",
      .experiments = {"discriminator_strength"},
      .rule = "manipulation check first: the strong D's accuracy interval above 0.9 while measured, "
              "else not tested. Starves: gradient norm at the same frozen generator for a D trained "
              "1, 4, 16, 64, … steps (Arjovsky & Bottou 2017). Helps: final JSD/MMD² of limited "
              "against unlimited D. Holm over parts",
      .amended = "norms averaged over a run are small because the generator arrived",
      .untestable = "discriminator_strength trains no D against a frozen generator yet"};
}

}  // namespace verigan::analysis
