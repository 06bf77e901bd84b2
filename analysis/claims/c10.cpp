// SPDX-License-Identifier: MIT
#include "analysis/claims/claim.hpp"

namespace verigan::analysis {

Claim c10() {
  return {
      .id = "C10",
      .claim = "on a mixture of Gaussians the generator drops modes and rotates through them",
      .source = "SNU",
      .experiments = {"mode_collapse"},
      .rule = "a mode is covered when its share of good points is ≥ ¼ of 1/K; no verdict on "
              "dropping below 50 % good points (undertrained). Rotation: turnover of the set of "
              "covered modes and of the leader among modes with share ≥ 2/K, against a generator "
              "that is resampled at rest; not measurable where no reading qualifies; counts by "
              "exact intervals",
      .amended = "a leader with half the points, the first rule's, never occurs on the grid",
      .untestable = "mode_collapse does not measure turnover yet"};
}

}  // namespace verigan::analysis
