// SPDX-License-Identifier: MIT
#include "analysis/claims/claim.hpp"

namespace verigan::analysis {

Claim c12() {
  return {
      .id = "C12",
      .claim = "a weak discriminator accepts poor samples and learning stops; both must be strong "
               "enough; at best D is a coin toss",
      .source = "UM §1.2",
      .experiments = {"discriminator_strength"},
      .rule = "D × G width grid; accepts = accuracy near ½ while JSD is large (blindness near 1); "
              "coin toss = accuracy near ½ and JSD small at the best setting, and not both "
              "elsewhere; best setting chosen on other seeds than it is judged on",
      .amended = "mean D near ½ is forced by D's bias in every setting",
      .untestable = "discriminator_strength does not measure JSD and blindness yet"};
}

}  // namespace verigan::analysis
