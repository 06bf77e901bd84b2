// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>

#include "analysis/claims/alpha.hpp"
#include "analysis/claims/claim.hpp"
#include "core/check.hpp"
#include "record/csv.hpp"
#include "statistics/exact.hpp"
#include "statistics/rank.hpp"

namespace verigan::analysis {
namespace {

using namespace statistics;

constexpr double kLevel = 0.01;  // of each test: the 99 % range of real samples
constexpr const char* kTests[] = {"jsd_p_value", "p_value", "distance_p_value"};

double jsd(const Run& run) { return run.number("jsd_average"); }

bool is_good(const Run& run) {
  return std::ranges::all_of(kTests, [&](const char* test) { return run.number(test) > kLevel; });
}

/// P(at most `good` of n) when each is good with the probability that real samples have, or more.
double chance_of_so_few(std::size_t good, std::size_t n) {
  const double share = 1 - kLevel * static_cast<double>(std::size(kTests));
  double sum = 0, ways = 1;
  for (std::size_t k = 0; k <= good; ++k) {
    sum += ways * std::pow(share, double(k)) * std::pow(1 - share, double(n - k));
    ways *= static_cast<double>(n - k) / static_cast<double>(k + 1);
  }
  return std::min(1.0, sum);
}

/// Supported if every seed passes, contradicted if fewer do than real samples would.
Verdict good(const AlphaRuns& runs, const std::string& dataset, const std::string& alpha) {
  const BySeed& found = runs.at(dataset, alpha);
  const Question question{dataset + ", good at " + alpha,
                          "share of seeds within the 99 % range of real samples in JSD by cells finer than "
                          "the noise, MMD² and distance to the curve",
                          found.size()};
  if (found.empty()) return refuse(question, Outcome::too_few_seeds, "no run at this α");
  const auto count = static_cast<std::size_t>(
      std::ranges::count_if(found, [](const auto& one) { return is_good(one.second); }));
  const double less = chance_of_so_few(count, found.size());
  Verdict verdict = judge(question, proportion_interval(count, found.size()),
                          p_values(less, count == found.size() ? 0 : 1), std::nan(""));
  if (verdict.is(Outcome::inconclusive))
    verdict.reason = message(count, " of ", found.size(), " seeds are good: neither all, nor fewer than "
                             "real samples would be");
  if (!verdict.is(Outcome::too_few_seeds))
    verdict.reason += message(verdict.reason.empty() ? "" : "; ", "the distance is a JSD of ",
                              record::rounded_text(median(values(found, jsd)), 2), " nats (median)");
  return verdict;
}

Verdict worse(const AlphaRuns& runs, const std::string& dataset, const std::string& alpha) {
  const std::vector<double> outer = values(runs.at(dataset, alpha), jsd),
                            half = values(runs.at(dataset, "0.5"), jsd);
  const Question question{dataset + ", 0.5 better than " + alpha,
                          "JSD(p, p_g) at α = " + alpha +
                              " less that at 0.5, nats (Mann-Whitney, Hodges-Lehmann)",
                          std::min(outer.size(), half.size())};
  if (question.seeds == 0) return refuse(question, Outcome::too_few_seeds, "no run of both α");
  return judge(question, mann_whitney(outer, half).shift, above(0));
}

Verdict judge_c02(const Evidence& evidence) {
  const AlphaRuns runs(evidence);
  std::vector<Verdict> parts;
  for (const char* dataset : {"circle", "line"}) {
    for (const char* alpha : {"0.3", "0.7"}) parts.push_back(good(runs, dataset, alpha));
    for (const char* alpha : {"0.1", "0.9"}) parts.push_back(worse(runs, dataset, alpha));
  }
  return all_of(std::move(parts));
}

}  // namespace

Claim c02() {
  return {.id = "C02",
          .claim = "α = 0.3 and 0.7 still give good generators; balanced mini-batches are better than "
                   "0.1 and 0.9",
          .source = "LC §IV toy",
          .experiments = {"alpha_toy"},
          .rule = "JSD(p, p_g) by an estimate finer than the noise, MMD² over bandwidths 0.025 … 0.4, "
                  "the sd of the distance to the curve against the noise's (two-sided), coverage; good = "
                  "every one within its 99 % range of real samples of the same size, or the distance to "
                  "it stated",
          .amended = "bandwidth 0.2, near share and coverage accept a generator without any noise (TV = 1)",
          .judge = judge_c02};
}

}  // namespace verigan::analysis
