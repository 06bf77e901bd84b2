// SPDX-License-Identifier: MIT
#include "analysis/claims/claim.hpp"

namespace verigan::analysis {

Claim c13() {
  return {
      .id = "C13",
      .claim = "the complete DCGAN beats the simple and the intermediate one on MNIST and converges "
               "quicker",
      .source = "KTH §4.1",
      .experiments = {},
      .rule = "FID and IS by epoch and by wall time",
      .untestable = "experiment kth_models does not exist yet"};
}

}  // namespace verigan::analysis
