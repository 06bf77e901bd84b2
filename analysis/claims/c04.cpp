// SPDX-License-Identifier: MIT
#include <algorithm>

#include "analysis/claims/claim.hpp"
#include "analysis/claims/judging.hpp"
#include "analysis/claims/pictures.hpp"
#include "analysis/training.hpp"
#include "core/check.hpp"
#include "statistics/power.hpp"

namespace verigan::analysis {
namespace {

using namespace statistics;

constexpr double kMargin = 0.05;

double d_loss(const Run& run) { return final_losses(run).d_loss; }

Verdict near_half(const MnistRuns& runs, const std::string& alpha) {
  return judge_mean("0.5 at α = " + alpha, "final D loss, nats", values(runs.at(alpha), d_loss),
                    {0.5 - kMargin, 0.5 + kMargin}, {.reason = "no run at this α"});
}

Verdict lower(const MnistRuns& runs, const std::string& alpha, const std::string& than) {
  return judge_mean(alpha + " below " + than,
                    "final D loss at α = " + alpha + " less that at " + than + ", paired by seed, nats",
                    paired(runs.at(alpha), runs.at(than), d_loss).differences(), below(0),
                    {.reason = "no seed has both α"});
}

Verdict judge_c04(const Evidence& evidence) {
  const MnistRuns runs(evidence);
  if (!runs.other_images().empty()) return refuse({}, Outcome::not_tested, runs.other_images());
  std::vector<Verdict> parts;
  for (const char* alpha : {"0.3", "0.5", "0.7"}) {
    parts.push_back(near_half(runs, alpha));
    for (const char* outer : {"0.1", "0.9"}) parts.push_back(lower(runs, outer, alpha));
  }
  return all_of(std::move(parts));
}

}  // namespace

Claim c04() {
  return {.id = "C04",
          .claim = "on MNIST, D loss approaches 0.5 for α ∈ {0.3, 0.5, 0.7} and is lower for 0.1, 0.9",
          .source = "LC §IV",
          .experiments = {"alpha_mnist"},
          .rule = "final D loss per α with its interval: supported if those of 0.3, 0.5 and 0.7 lie "
                  "within 0.5 ± 0.05 and 0.1 and 0.9 lie below each, paired by seed",
          .amended = "the rule named no margin about 0.5; 0.05 was set when single runs (0.40 to 0.52) "
                     "had been seen",
          .premises = {"the images are MNIST's"},
          .judge = judge_c04};
}

}  // namespace verigan::analysis
