// SPDX-License-Identifier: MIT
#include <algorithm>

#include "analysis/claims/claim.hpp"
#include "statistics/exact.hpp"
#include "statistics/power.hpp"

namespace verigan::analysis {
namespace {

using namespace statistics;

constexpr const char* kRoutes[] = {"moments", "mmd", "adversarial"};

/// The share of starts from which all three roads end within TV `reach` of the data.
Verdict arrive(const std::string& part, const std::string& prefix, const BySeed& runs, double reach) {
  const auto all = [&](const auto& one) {
    return std::ranges::all_of(kRoutes, [&](const char* route) {
      return one.second.number(prefix + route) <= reach;
    });
  };
  const auto arrived = static_cast<std::size_t>(std::ranges::count_if(runs, all));
  const Question question{part, "share of starts from which all three roads end within TV " +
                                    record::number_text(reach) + " of the data",
                          runs.size()};
  const auto seen = detectable_share(runs.size(), 0.5);
  return judge(question, proportion_interval(arrived, runs.size()), above(0.5),
               seen ? std::optional(*seen - 0.5) : std::nullopt);
}

/// Where the adversarial road ends less where a direct one does, paired by start: two one-sided tests.
Verdict same(const std::string& what, const std::string& route, const BySeed& runs, double margin) {
  std::vector<double> differences;
  for (const auto& [seed, run] : runs)
    differences.push_back(run.number("trained_" + what + "_adversarial") -
                          run.number("trained_" + what + "_" + route));
  const Question question{"trainings, " + what + ", adversarial and " + route,
                          what + " at the end, adversarial less " + route + ", margin " +
                              record::number_text(margin),
                          runs.size()};
  return judge(question, equivalence(differences, margin).interval, {-margin, margin},
               detectable_shift(estimate(differences)));
}

Verdict judge_c22(const Evidence& evidence) {
  const Settings settings = evidence.settings("direct_vs_indirect", {});
  if (settings.empty()) return refuse({}, Outcome::not_tested, "no runs of fresh seeds");
  const BySeed& runs = settings.begin()->second;
  Verdict losses = arrive("losses", "tv_", runs, 0.01);
  std::vector<Verdict> parts{arrive("trainings arrive", "trained_tv_", runs, 0.05)};
  for (const char* route : {"moments", "mmd"}) {
    parts.push_back(same("tv", route, runs, 0.05));
    parts.push_back(same("mean", route, runs, 0.1));
    parts.push_back(same("sd", route, runs, 0.1));
  }
  Verdict trainings = all_of(std::move(parts));
  trainings.part = "trainings";
  return each_of({std::move(losses), std::move(trainings)});
}

}  // namespace

Claim c22() {
  return {
      .id = "C22",
      .claim = "direct (moment/MMD) and indirect (adversarial) training reach the same optimum in "
               "1-D",
      .source = "RO §5",
      .experiments = {"direct_vs_indirect"},
      .rule = "two verdicts: of the losses (exact descent; this is T37), and of trainings: sampled "
              "moments, MMD and a trained discriminator on the same normals. All three roads end within "
              "TV 0.01 (trainings 0.05) of the data from more than half of the starts, by the exact "
              "interval; and trainings end alike by equivalence tests on TV (0.05), mean and sd (0.1)",
      .amended = "exact descent is T37 again, and Student's intervals of TV left [0, 1]; trainings were "
                 "added",
      .judge = judge_c22};
}

}  // namespace verigan::analysis
