// SPDX-License-Identifier: MIT
#include "analysis/claims/claim.hpp"

namespace verigan::analysis {

Claim c24() {
  return {
      .id = "C24",
      .claim = "the generator's four hidden layers from 2-D noise suffice for MNIST digits",
      .source = "LC Figs 2–3",
      .experiments = {"alpha_mnist"},
      .rule = "FID with noise dimension 2 against 100",
      .untestable = "no classifier-based Fréchet distance or inception score exists yet, so alpha_mnist "
                    "measures neither"};
}

}  // namespace verigan::analysis
