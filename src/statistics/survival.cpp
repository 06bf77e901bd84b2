// SPDX-License-Identifier: MIT
#include "statistics/survival.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>

#include "core/check.hpp"
#include "random/stream.hpp"
#include "statistics/distributions.hpp"
#include "statistics/exact.hpp"

namespace verigan::statistics {
namespace {

constexpr double kMostWays = 200000;
constexpr std::uint64_t kDraws = 20000, kSeed = 20261130;

/// What happened at one step: arrivals, and runs still under way just before it.
struct Moment {
  double arrivals = 0, at_risk = 0;
};

std::map<double, Moment> moments(std::span<const Arrival> runs) {
  std::map<double, Moment> all;
  for (const Arrival& run : runs) {
    require(run.step >= 0, "arrival at step ", run.step, ", expected a number of at least 0");
    if (run.arrived) all[run.step].arrivals += 1;
  }
  for (auto& [step, moment] : all)
    moment.at_risk = static_cast<double>(
        std::ranges::count_if(runs, [&](const Arrival& run) { return run.step >= step; }));
  return all;
}

/// Whether a run has been lost from sight before `step`.
bool lost_before(std::span<const Arrival> runs, double step) {
  return std::ranges::any_of(runs, [&](const Arrival& r) { return !r.arrived && r.step < step; });
}

Interval greenwood(double left, double sum, double confidence) {
  if (left <= 0 || left >= 1) return {left, 0, 1};
  const double z = normal_quantile((1 + confidence) / 2);
  const double reach = z * std::sqrt(sum) / std::abs(std::log(left));
  return {left, std::pow(left, std::exp(reach)), std::pow(left, std::exp(-reach))};
}

/// Each run's log-rank score: whether it arrived, less the arrivals expected of it by then.
std::vector<double> scores(std::span<const Arrival> runs) {
  const auto all = moments(runs);
  std::vector<double> result;
  for (const Arrival& run : runs) {
    double score = run.arrived ? 1 : 0;
    for (const auto& [step, moment] : all)
      if (step <= run.step) score -= moment.arrivals / moment.at_risk;
    result.push_back(score);
  }
  return result;
}

/// Tails of the sum of `chosen` of the scores.
class Tails {
 public:
  Tails(std::span<const double> scores, std::size_t chosen)
      : scores_(scores), chosen_(chosen),
        observed_(std::accumulate(scores.begin(), scores.begin() + std::ptrdiff_t(chosen), 0.0)) {}

  PValues exact() {
    std::vector<bool> in(scores_.size());
    std::fill(in.begin(), in.begin() + std::ptrdiff_t(chosen_), true);
    do {
      double sum = 0;
      for (std::size_t i = 0; i < in.size(); ++i) sum += in[i] ? scores_[i] : 0;
      count(sum);
    } while (std::prev_permutation(in.begin(), in.end()));
    return p_values(less_ / all_, greater_ / all_);
  }

  PValues sampled() {
    const random::Stream stream(kSeed, random::Purpose::theory, 1);
    std::vector<std::uint32_t> order(scores_.size());
    count(observed_);
    for (std::uint64_t step = 0; step < kDraws; ++step) {
      stream.permutation(step, order);
      double sum = 0;
      for (std::size_t i = 0; i < chosen_; ++i) sum += scores_[order[i]];
      count(sum);
    }
    return p_values(less_ / all_, greater_ / all_);
  }

 private:
  void count(double sum) {
    const double rounding = 1e-9;
    all_ += 1;
    less_ += sum <= observed_ + rounding ? 1 : 0;
    greater_ += sum >= observed_ - rounding ? 1 : 0;
  }

  std::span<const double> scores_;
  std::size_t chosen_;
  double observed_, all_ = 0, less_ = 0, greater_ = 0;
};

}  // namespace

std::vector<SurvivalStep> kaplan_meier(std::span<const Arrival> arrivals, double confidence) {
  require_confidence(confidence);
  require(!arrivals.empty(), "survival of no runs, expected at least one");
  std::vector<SurvivalStep> curve;
  double left = 1, sum = 0;
  for (const auto& [step, moment] : moments(arrivals)) {
    const double staying = moment.at_risk - moment.arrivals;
    left *= staying / moment.at_risk;
    sum += moment.arrivals / (moment.at_risk * staying);
    curve.push_back({step, lost_before(arrivals, step)
                               ? greenwood(left, sum, confidence)
                               : proportion_interval(static_cast<std::size_t>(staying),
                                                     arrivals.size(), confidence)});
  }
  return curve;
}

double median_arrival(std::span<const Arrival> arrivals) {
  for (const SurvivalStep& at : kaplan_meier(arrivals))
    if (at.left.value <= 0.5 + 1e-12) return at.step;
  return std::numeric_limits<double>::infinity();
}

LogRank log_rank(std::span<const Arrival> a, std::span<const Arrival> b) {
  require(!a.empty() && !b.empty(), "log-rank test of ", a.size(), " and ", b.size(),
          " runs, expected at least one of both");
  std::vector<Arrival> all(a.begin(), a.end());
  all.insert(all.end(), b.begin(), b.end());
  LogRank test;
  double variance = 0;
  for (const auto& [step, moment] : moments(all)) {
    const double n = moment.at_risk, d = moment.arrivals;
    const auto under_way = static_cast<double>(
        std::ranges::count_if(a, [at = step](const Arrival& run) { return run.step >= at; }));
    test.expected += d * under_way / n;
    if (n > 1) variance += d * under_way / n * (1 - under_way / n) * (n - d) / (n - 1);
  }
  test.observed = static_cast<double>(
      std::ranges::count_if(a, [](const Arrival& run) { return run.arrived; }));
  if (variance > 0) {
    test.chi_squared = std::pow(test.observed - test.expected, 2) / variance;
    test.asymptotic_p = chi_squared_above(1, test.chi_squared);
  }
  const std::vector<double> score = scores(all);
  Tails tails(score, a.size());
  test.exact = choices(all.size(), a.size()) <= kMostWays;
  test.p = test.exact ? tails.exact() : tails.sampled();
  return test;
}

}  // namespace verigan::statistics
