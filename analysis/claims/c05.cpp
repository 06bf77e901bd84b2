// SPDX-License-Identifier: MIT
#include "analysis/claims/claim.hpp"

namespace verigan::analysis {

Claim c05() {
  return {
      .id = "C05",
      .claim = "on MNIST, a lower α gives acceptable images sooner",
      .source = "LC §IV",
      .experiments = {"alpha_mnist"},
      .rule = "classifier-based FID and IS at epochs 20, 40, 60, 80 and 100; the first epoch below "
              "a fixed FID, by α",
      .untestable = "no classifier-based Fréchet distance or inception score exists yet, so alpha_mnist "
                    "measures neither"};
}

}  // namespace verigan::analysis
