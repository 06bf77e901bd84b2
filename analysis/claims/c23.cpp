// SPDX-License-Identifier: MIT
#include "analysis/claims/claim.hpp"

namespace verigan::analysis {

Claim c23() {
  return {
      .id = "C23",
      .claim = "given enough compute, a worse algorithm overtakes a better one; no variant is best "
               "everywhere",
      .source = "LC §II (Lucic et al.)",
      .experiments = {},
      .rule = "best-of-n FID against the number of tried settings for MM, NS, absolute-error, GMN "
              "and LSGAN",
      .untestable = "experiment budget does not exist yet"};
}

}  // namespace verigan::analysis
