// SPDX-License-Identifier: MIT
#include "analysis/claims/claim.hpp"

namespace verigan::analysis {

Claim c21() {
  return {
      .id = "C21",
      .claim = "generated images are not memorised",
      .source = "RO Fig. 1",
      .experiments = {},
      .rule = "nearest training distance of generated images against nearest training distance of "
              "test images",
      .untestable = "experiment nearest_neighbours does not exist yet"};
}

}  // namespace verigan::analysis
