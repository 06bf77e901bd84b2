// SPDX-License-Identifier: MIT
#include <cmath>

#include "analysis/claims/claim.hpp"
#include "analysis/claims/pictures.hpp"

namespace verigan::analysis {
namespace {

using namespace statistics;

const double kMargin = std::log(1.1);

Verdict judge_c06(const Evidence& evidence) {
  const MnistRuns runs(evidence);
  if (!runs.other_images().empty()) return refuse({}, Outcome::not_tested, runs.other_images());
  return judge_paired("", "ln of the final Fréchet distance, α = 0.3 less α = 0.5", runs.at("0.5"),
                      runs.at("0.3"), [](const Run& run) { return std::log(run.number("frechet")); },
                      below(kMargin));
}

}  // namespace

Claim c06() {
  return {.id = "C06",
          .claim = "fewer real samples still train well",
          .source = "LC §V",
          .experiments = {"alpha_mnist"},
          .rule = "final classifier-based Fréchet distance at α = 0.3 against 0.5, paired by seed: supported if it "
                  "is no worse by 10 % or more (non-inferiority)",
          .premises = {"the images are MNIST's"},
          .judge = judge_c06};
}

}  // namespace verigan::analysis
