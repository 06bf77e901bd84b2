// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>

#include "analysis/best_of.hpp"
#include "analysis/claims/claim.hpp"
#include "statistics/bootstrap.hpp"

namespace verigan::analysis {
namespace {

using namespace statistics;

constexpr std::size_t kFewest = 30;  // trials of every loss

/// Fréchet distances of the trials that every loss has, by loss and in the order of trials.
std::map<std::string, std::vector<double>> distances(const Evidence& evidence) {
  std::map<std::string, std::map<std::string, double>> found;
  for (const auto& [key, runs] : evidence.settings("budget", {"loss", "trial"}))
    found[key[0]][key[1]] = runs.begin()->second.number("frechet");
  std::set<std::string> common;
  for (const auto& [trial, d] : found.empty() ? std::map<std::string, double>{} : found.begin()->second)
    if (std::ranges::all_of(found, [&](const auto& loss) { return loss.second.contains(trial); }))
      common.insert(trial);
  std::map<std::string, std::vector<double>> out;
  for (const auto& [loss, trials] : found)
    for (const std::string& trial : common) out[loss].push_back(trials.at(trial));
  return out;
}

Verdict judge_c23(const Evidence& evidence) {
  const auto by_loss = distances(evidence);
  const Question question{"", "ln of the best-of-n Fréchet distance of the loss that is best at n = 1 over the least "
                              "of any loss's, n half the number of trials (bootstrap over trials)",
                          by_loss.empty() ? 0 : by_loss.begin()->second.size(), kFewest};
  if (by_loss.size() < 2) return refuse(question, Outcome::not_tested, "fewer than two losses were tried");
  if (question.seeds < kFewest)
    return refuse(question, Outcome::too_few_seeds,
                  "fewer than 30 random settings that every loss was tried at");
  std::string first;
  double least = std::numeric_limits<double>::infinity();
  for (const auto& [loss, trials] : by_loss)
    if (const double mean = BestOf(trials).mean(1); mean < least) first = loss, least = mean;
  std::vector<double> places(question.seeds);
  for (std::size_t i = 0; i < places.size(); ++i) places[i] = static_cast<double>(i);
  const Interval lag = bootstrap_interval(places, [&](std::span<const double> chosen) {
    std::map<std::string, double> best;
    for (const auto& [loss, trials] : by_loss) {
      std::vector<double> some;
      for (const double place : chosen) some.push_back(trials[static_cast<std::size_t>(place)]);
      best[loss] = BestOf(std::move(some)).mean(question.seeds / 2);
    }
    double others = std::numeric_limits<double>::infinity();
    for (const auto& [loss, d] : best)
      if (loss != first) others = std::min(others, d);
    return std::log(best.at(first) / others);
  });
  Verdict verdict = judge(question, lag, above(0));
  if (verdict.reason.empty()) verdict.reason = first + " is the best at one trial";
  return verdict;
}

}  // namespace

Claim c23() {
  return {
      .id = "C23",
      .claim = "given enough compute, a worse algorithm overtakes a better one; no variant is best "
               "everywhere",
      .source = "LC §II (Lucic et al.)",
      .experiments = {"budget"},
      .rule = "best-of-n Fréchet distance against the number of random settings tried, for minimax, "
              "non-saturating, least squares, absolute error, hinge and matching: supported if the loss that is best "
              "on average at one trial is beaten by another at half of all trials, by the bootstrap's 95 % interval; "
              "at least 30 settings of each",
      .judge = judge_c23,
      .fewest_seeds = kFewest};
}

}  // namespace verigan::analysis
