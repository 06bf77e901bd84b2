// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <limits>

#include "analysis/claims/alpha.hpp"
#include "analysis/claims/claim.hpp"
#include "analysis/claims/judging.hpp"
#include "analysis/series.hpp"
#include "analysis/training.hpp"
#include "statistics/rank.hpp"

namespace verigan::analysis {
namespace {

using namespace statistics;

constexpr const char* kAlphas[] = {"0.1", "0.3", "0.5", "0.7", "0.9"};

/// A band about −ln α, the generator's loss at equilibrium.
struct LossBand {
  const char* name;
  double relative, absolute;
};
constexpr LossBand kBands[] = {{"±5 % of −ln α", 0.05, 0}, {"±0.05 nats", 0, 0.05}};

/// The first step from which the smoothed generator's loss stays in the band; infinite if it is not there
/// at the end. Smoothed over 2 % of the rows.
double settling_step(const Run& run, const LossBand& band) {
  const TrainingLog log = training_log(run);
  const double final_loss = equilibrium_g_loss(effective_alpha(run));
  const double reach = band.relative * final_loss + band.absolute;
  const std::vector<double> loss = smoothed(log.g_loss, log.g_loss.size() / 100);
  std::size_t first = loss.size();
  while (first > 0 && std::abs(loss[first - 1] - final_loss) <= reach) --first;
  return first == loss.size() ? std::numeric_limits<double>::infinity() : log.step[first];
}

Verdict sooner(const AlphaRuns& runs, const std::string& dataset, const LossBand& band) {
  const auto step = [&](const Run& run) { return settling_step(run, band); };
  return judge_arrivals(dataset + ", 0.1 against 0.5",
                        "settling step at α = 0.1 less that at 0.5 (Mann-Whitney, Hodges-Lehmann)",
                        values(runs.at(dataset, "0.1"), step), values(runs.at(dataset, "0.5"), step), below(0),
                        "no run at either α settles in the band");
}

Verdict in_order(const AlphaRuns& runs, const std::string& dataset, const LossBand& band) {
  std::vector<std::vector<double>> blocks;
  std::vector<double> place, steps;
  for (const auto& [seed, run] : runs.at(dataset, kAlphas[0])) {
    std::vector<double> block;
    for (const char* alpha : kAlphas)
      if (const auto found = runs.at(dataset, alpha).find(seed); found != runs.at(dataset, alpha).end())
        block.push_back(settling_step(found->second, band));
    if (block.size() != std::size(kAlphas)) continue;
    for (std::size_t i = 0; i < block.size(); ++i) place.push_back(double(i)), steps.push_back(block[i]);
    blocks.push_back(std::move(block));
  }
  const Question question{dataset + ", order of α",
                          "Spearman's ρ(α, settling step), p by permutation within seeds (Page)",
                          blocks.size()};
  if (blocks.empty()) return refuse(question, Outcome::too_few_seeds, "no seed has all five α");
  const Correlation page = trend(blocks);
  return judge(question, spearman(place, steps).rho, page.p, page.critical);
}

Verdict judge_c03(const Evidence& evidence) {
  const AlphaRuns runs(evidence);
  std::vector<Verdict> readings;
  for (const LossBand& band : kBands) {
    std::vector<Verdict> parts;
    for (const char* dataset : {"circle", "line"}) {
      parts.push_back(sooner(runs, dataset, band));
      parts.push_back(in_order(runs, dataset, band));
    }
    readings.push_back(all_of(std::move(parts)));
    readings.back().part = band.name;
  }
  return each_of(std::move(readings));
}

}  // namespace

Claim c03() {
  return {.id = "C03",
          .claim = "the lower α, the faster the generator's loss reaches its final value",
          .source = "LC §IV toy",
          .experiments = {"alpha_toy"},
          .rule = "settling step of the smoothed loss into a band that it then keeps: (a) ±5 % of "
                  "−ln α, (b) ±0.05 nats; two verdicts, each on 0.1 against 0.5 and on Spearman's "
                  "ρ(α, step); a run that never settles is later than all that do",
          .judge = judge_c03};
}

}  // namespace verigan::analysis
