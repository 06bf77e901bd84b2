// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>

#include "analysis/claims/claim.hpp"
#include "analysis/claims/judging.hpp"
#include "analysis/claims/pictures.hpp"

namespace verigan::analysis {
namespace {

using namespace statistics;

constexpr double kShows = 0.9;  // share of images that the classifier takes for what was asked for

/// ln(p/(1 − p)) of the share of n images, half an image off either end.
double log_odds(const Run& run) {
  const double n = run.number("samples"), right = n * run.number("class_agreement");
  return std::log((right + 0.5) / (n - right + 0.5));
}

Verdict shows(const std::string& model, const BySeed& runs) {
  return judge_mean(model + " shows the label",
                    "log odds that the classifier takes an image for the class asked for (of 90 %: 2.20)",
                    values(runs, log_odds), above(std::log(kShows / (1 - kShows))),
                    {.reason = "no run of this model"});
}

Verdict judge_c19(const Evidence& evidence) {
  const auto of = [&](const char* model) {
    const Settings found = evidence.settings("conditional", {}, {{"model", model}});
    return found.empty() ? BySeed{} : found.begin()->second;
  };
  const BySeed dense = of("cgan"), convolutional = of("cdcgan");
  return all_of({shows("cgan", dense), shows("cdcgan", convolutional),
                 judge_paired("cdcgan more realistic",
                              "ln of the Fréchet distance within a class, mean over classes, cdcgan less cgan",
                              dense, convolutional,
                              [](const Run& run) { return std::log(run.number("class_frechet")); },
                              below(0))});
}

}  // namespace

Claim c19() {
  return {
      .id = "C19",
      .claim = "a conditional generator's image shows the requested label; cDCGAN is more realistic "
               "than cGAN",
      .source = "UM §2.2–2.3",
      .experiments = {"conditional"},
      .rule = "classifier agreement with the requested label; FID per class: supported if the agreement of "
              "either model is above 90 %, by the interval of its log odds, and cDCGAN's Fréchet distance, "
              "of each class from real images of it, is lower on average than cGAN's, paired by seed",
      .judge = judge_c19};
}

}  // namespace verigan::analysis
