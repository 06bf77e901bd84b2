// SPDX-License-Identifier: MIT
#include <cmath>

#include "analysis/claims/claim.hpp"
#include "analysis/claims/pictures.hpp"

namespace verigan::analysis {
namespace {

using namespace statistics;

const double kMargin = std::log(1.1);

Verdict judge_c24(const Evidence& evidence) {
  const MnistRuns runs(evidence);
  if (!runs.other_images().empty()) return refuse({}, Outcome::not_tested, runs.other_images());
  return judge_paired("", "ln of the final Fréchet distance, noise of dimension 2 less 100", runs.by_noise("100"),
                      runs.by_noise("2"), [](const Run& run) { return std::log(run.number("frechet")); },
                      below(kMargin));
}

}  // namespace

Claim c24() {
  return {.id = "C24",
          .claim = "the generator's four hidden layers from 2-D noise suffice for MNIST digits",
          .source = "LC Figs 2–3",
          .experiments = {"alpha_mnist"},
          .rule = "final classifier-based Fréchet distance with noise of dimension 2 against 100, the settings those "
                  "under which 2 learns (batch normalisation in G, D's rate half of G's), paired by seed: supported "
                  "if it is no worse by 10 % or more (non-inferiority)",
          .premises = {"the images are MNIST's"},
          .judge = judge_c24};
}

}  // namespace verigan::analysis
