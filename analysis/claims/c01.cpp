// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>

#include "analysis/claims/alpha.hpp"
#include "analysis/claims/claim.hpp"
#include "analysis/claims/judging.hpp"
#include "analysis/training.hpp"
#include "core/check.hpp"
#include "core/numeric.hpp"
#include "record/csv.hpp"

namespace verigan::analysis {
namespace {

using namespace statistics;

double d_loss(const Run& run) { return final_losses(run).d_loss; }

/// D's loss at 0.5 lies above that at another α, seed by seed.
Verdict above_at(const AlphaRuns& runs, const std::string& dataset, const std::string& alpha) {
  return judge_mean(
      dataset + ", 0.5 against " + alpha,
      "mean D loss of the last tenth at α = 0.5 less that at " + alpha + ", paired by seed, nats",
      paired(runs.at(dataset, "0.5"), runs.at(dataset, alpha), d_loss).differences(), above(0),
      {.reason = "no seed has both α"});
}

Verdict tends_to_ln2(const AlphaRuns& runs, const std::string& dataset) {
  std::vector<double> distance = values(runs.at(dataset, "0.5"), d_loss);
  for (double& x : distance) x -= kLn2;
  return judge_mean(dataset + ", ln 2", "mean D loss of the last tenth at α = 0.5 less ln 2, nats", distance,
                    {-0.03, 0.03}, {.reason = "no run at α = 0.5"});
}

/// A loss at its equilibrium value proves nothing of a discriminator that is blind: D ≡ ½ has it.
std::string blindness(const AlphaRuns& runs) {
  double least = INFINITY;
  for (const char* dataset : {"circle", "line"})
    for (const auto& [seed, run] : runs.at(dataset, "0.5"))
      if (run.summary.contains("blindness")) least = std::min(least, run.number("blindness"));
  if (!(least > 0.5) || std::isinf(least)) return {};
  return message("D's blindness at α = 0.5 is ", record::rounded_text(least, 2),
                 " or more: D ≡ ½ has these losses whatever is generated");
}

Verdict judge_c01(const Evidence& evidence) {
  const AlphaRuns runs(evidence);
  std::vector<Verdict> parts;
  for (const char* dataset : {"circle", "line"}) {
    for (const char* alpha : {"0.1", "0.3", "0.7", "0.9"})
      parts.push_back(above_at(runs, dataset, alpha));
    parts.push_back(tends_to_ln2(runs, dataset));
  }
  Verdict verdict = all_of(std::move(parts));
  if (const std::string why = blindness(runs); !why.empty())
    verdict.reason += (verdict.reason.empty() ? "" : ". ") + why;
  return verdict;
}

}  // namespace

Claim c01() {
  return {.id = "C01",
          .claim = "the final discriminator loss is highest at α = 0.5 and tends to ln 2 there",
          .source = "LC §IV toy",
          .experiments = {"alpha_toy"},
          .rule = "mean D loss over the last 10 % of steps, per α; supported if the maximum is at 0.5 "
                  "in the 95 % interval of the paired differences and ln 2 lies within ±0.03 of its "
                  "mean (far from equilibrium the loss is H(α) − JS_α, which need not peak at ½)",
          .judge = judge_c01};
}

}  // namespace verigan::analysis
