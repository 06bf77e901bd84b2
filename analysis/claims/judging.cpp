// SPDX-License-Identifier: MIT
#include "analysis/claims/judging.hpp"

#include <algorithm>
#include <cmath>

#include "statistics/power.hpp"
#include "statistics/rank.hpp"

namespace verigan::analysis {

using namespace statistics;

Verdict judge_mean(const std::string& part, const std::string& statistic, const std::vector<double>& values,
                   const Band& band, const Nothing& nothing) {
  const Question question{part, statistic, values.size()};
  if (values.empty()) return refuse(question, nothing.outcome, nothing.reason);
  return judge(question, mean_interval(values), band, detectable_shift(estimate(values)));
}

Verdict judge_arrivals(const std::string& part, const std::string& statistic, const std::vector<double>& a,
                       const std::vector<double>& b, const Band& band, const std::string& nobody) {
  const Question question{part, statistic, std::min(a.size(), b.size())};
  if (question.seeds == 0) return refuse(question, Outcome::too_few_seeds, "no run of both");
  const auto arrived = [](double x) { return std::isfinite(x); };
  if (std::ranges::none_of(a, arrived) && std::ranges::none_of(b, arrived))
    return refuse(question, Outcome::not_measurable, nobody);
  return judge(question, mann_whitney(a, b).shift, band);
}

}  // namespace verigan::analysis
