// SPDX-License-Identifier: MIT
#include <cmath>

#include "analysis/claims/claim.hpp"
#include "analysis/claims/pictures.hpp"
#include "core/check.hpp"
#include "statistics/power.hpp"

namespace verigan::analysis {
namespace {

using namespace statistics;

constexpr std::size_t kFewest = 10;

struct Measure {
  const char *key, *name;
  double margin;  // the ratio that is no difference
};
constexpr Measure kMeasures[] = {{"inception_score", "inception score", 1.05},
                                 {"frechet", "Fréchet distance", 1.2}};

/// Two one-sided tests that the ratio of a number with and without the feature lies within the margin.
Verdict same(const std::string& dataset, const std::string& feature, const FeatureRuns& runs,
             const Measure& measure) {
  const std::vector<double> differences =
      paired(runs.with(feature), runs.with("base"), [&](const Run& run) {
        return std::log(run.number(measure.key));
      }).differences();
  const double margin = std::log(measure.margin);
  const Question question{message(dataset, ", ", feature, ", ", measure.name),
                          message("ln of the final ", measure.name, ", ", feature, " less base, paired by "
                                  "seed, margin ln ", measure.margin),
                          differences.size(), kFewest};
  if (differences.empty()) return refuse(question, Outcome::too_few_seeds, "no seed has both");
  return judge(question, equivalence(differences, margin).interval, {-margin, margin},
               detectable_shift(estimate(differences)));
}

Verdict judge_c16(const Evidence& evidence) {
  std::vector<Verdict> readings;
  for (const std::string dataset : {"cifar10-horse", "mnist"}) {
    const FeatureRuns runs(evidence, dataset);
    std::vector<Verdict> parts;
    for (const std::string& feature : harmless_features()) {
      if (runs.with(feature).empty()) continue;
      for (const Measure& measure : kMeasures)
        parts.push_back(same(dataset, feature, runs, measure));
    }
    if (parts.empty()) continue;
    readings.push_back(all_of(std::move(parts)));
    readings.back().part = dataset;
  }
  if (readings.empty()) return refuse({}, Outcome::not_tested, "no runs with one of these features");
  return each_of(std::move(readings));
}

}  // namespace

Claim c16() {
  return {
      .id = "C16",
      .claim = "10 % label flips, dropout (0.5 in D, 0.2 in G), uniform noise and uneven learning "
               "make no significant difference",
      .source = "KTH §4.2",
      .experiments = {"kth_features"},
      .rule = "equivalence test on IS and FID against the baseline, paired by seed: supported if every "
              "interval (90 %) of the logarithm of the ratio lies within 5 % (IS) and 20 % (FID); uneven "
              "learning is two updates of D for one of G; ≥ 10 seeds",
      .judge = judge_c16,
      .fewest_seeds = kFewest};
}

}  // namespace verigan::analysis
