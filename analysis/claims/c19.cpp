// SPDX-License-Identifier: MIT
#include "analysis/claims/claim.hpp"

namespace verigan::analysis {

Claim c19() {
  return {
      .id = "C19",
      .claim = "a conditional generator's image shows the requested label; cDCGAN is more realistic "
               "than cGAN",
      .source = "UM §2.2–2.3",
      .experiments = {},
      .rule = "classifier agreement with the requested label; FID per class",
      .untestable = "experiment conditional does not exist yet"};
}

}  // namespace verigan::analysis
