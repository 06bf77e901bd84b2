// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>

#include "analysis/claims/claim.hpp"
#include "analysis/claims/judging.hpp"
#include "analysis/claims/pictures.hpp"
#include "core/check.hpp"

namespace verigan::analysis {
namespace {

using namespace statistics;

constexpr double kNear = 0.9;  // of the way from 1 to the lower of both final scores

struct Course {
  std::vector<double> step, score;
  explicit Course(const Run& run) {
    const record::Table table = run.table("scores.csv");
    step = table.numbers("step");
    score = table.numbers("inception_score");
    require(!step.empty(), run.folder.string(), ": scores.csv has no rows");
  }
  /// The mean over the last fifth of the readings.
  double end() const {
    const std::size_t n = std::max<std::size_t>(1, score.size() / 5);
    double sum = 0;
    for (std::size_t i = score.size() - n; i < score.size(); ++i) sum += score[i];
    return sum / static_cast<double>(n);
  }
  /// The first step with at least that score; one must have it.
  double arrival(double target) const {
    for (std::size_t i = 0; i < score.size(); ++i)
      if (score[i] >= target) return step[i];
    return step.back();
  }
};

Verdict sooner(const std::string& dataset, const FeatureRuns& runs) {
  std::vector<double> differences;
  for (const auto& [seed, run] : runs.with("base")) {
    const auto other = runs.with("sigmoid").find(seed);
    if (other == runs.with("sigmoid").end()) continue;
    const Course tanh(run), sigmoid(other->second);
    const double target = 1 + kNear * (std::min(tanh.end(), sigmoid.end()) - 1);
    differences.push_back(std::log(sigmoid.arrival(target)) - std::log(tanh.arrival(target)));
  }
  return judge_mean(dataset + ", sooner",
                    "ln of the steps to nine tenths of the way from 1 to the lower of both final inception "
                    "scores, sigmoid less tanh, paired by seed",
                    differences, above(0), {.reason = "no seed has both outputs"});
}

Verdict saturation(const std::string& dataset, const FeatureRuns& runs) {
  return judge_paired(dataset + ", less saturated",
                      "mean colour saturation of the samples, sigmoid less tanh", runs.with("base"),
                      runs.with("sigmoid"), [](const Run& run) { return run.number("saturation"); }, below(0));
}

Verdict judge_c15(const Evidence& evidence) {
  const FeatureRuns horses(evidence, "cifar10-horse"), digits(evidence, "mnist");
  std::vector<Verdict> parts;
  for (const auto& [dataset, runs] : {std::pair<std::string, const FeatureRuns*>{"horses", &horses},
                                      {"digits", &digits}}) {
    Verdict part = sooner(dataset, *runs);
    if (part.seeds > 0) parts.push_back(std::move(part));
  }
  parts.push_back(saturation("horses", horses));
  return all_of(std::move(parts));
}

}  // namespace

Claim c15() {
  return {.id = "C15",
          .claim = "tanh output converges faster than sigmoid",
          .source = "KTH §4.2",
          .experiments = {"kth_features"},
          .rule = "IS by step: supported if the sigmoid takes more steps to nine tenths of the way from 1 to "
                  "the lower of both final scores, on every data set there are runs on, and its images of "
                  "horses are less saturated (mean colour saturation), paired by seed",
          .judge = judge_c15};
}

}  // namespace verigan::analysis
