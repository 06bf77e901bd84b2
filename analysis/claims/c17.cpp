// SPDX-License-Identifier: MIT
#include <cmath>

#include "analysis/claims/claim.hpp"
#include "analysis/claims/judging.hpp"

namespace verigan::analysis {
namespace {

using namespace statistics;

constexpr double kSlow = 0.01;  // in ln IS: one per cent of the score

Verdict short_of_limit(const BySeed& runs, const std::string& part, const std::string& score) {
  return judge_mean(part, "ln of the score of all images less that of 1,000, mean over sets",
                    values(runs, [&](const Run& run) {
                      return std::log(run.number("limit") / run.number(score));
                    }),
                    above(kSlow), {.reason = "no run"});
}

Verdict judge_c17(const Evidence& evidence) {
  std::vector<Verdict> readings;
  for (const auto& [key, runs] : evidence.settings("inception_score_bias", {"dataset"})) {
    readings.push_back(short_of_limit(runs, key[0] + ", all together", "score_of_1000"));
    readings.push_back(short_of_limit(runs, key[0] + ", mean of ten splits", "split_mean_of_1000"));
  }
  if (readings.empty()) return refuse({}, Outcome::not_tested, "no runs");
  return each_of(std::move(readings));
}

}  // namespace

Claim c17() {
  return {
      .id = "C17",
      .claim = "the inception score converges slowly in the number of images",
      .source = "KTH §2.4",
      .experiments = {"inception_score_bias"},
      .rule = "real images, n = 100 … 60,000: slow if 1,000 of them, the source's number, score less than "
              "all by more than 1 %, all together and, apart, as the mean of ten splits",
      .amended = "the rule named no bound; 1 % was set when runs of seed 1 had been seen",
      .judge = judge_c17};
}

}  // namespace verigan::analysis
