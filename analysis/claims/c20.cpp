// SPDX-License-Identifier: MIT
#include "analysis/claims/claim.hpp"

namespace verigan::analysis {

Claim c20() {
  return {
      .id = "C20",
      .claim = "latent interpolation is smooth, vector arithmetic works",
      .source = "SNU",
      .experiments = {},
      .rule = "path length and largest jump in classifier-feature space against random pairs; "
              "arithmetic with 3-sample means, e.g. digit attributes (thick − thin)",
      .untestable = "experiment latent_space does not exist yet"};
}

}  // namespace verigan::analysis
