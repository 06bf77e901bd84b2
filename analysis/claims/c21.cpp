// SPDX-License-Identifier: MIT
#include "analysis/claims/claim.hpp"
#include "analysis/claims/judging.hpp"

namespace verigan::analysis {
namespace {

using namespace statistics;

constexpr double kHalf = 0.5;

Verdict as_far(const BySeed& runs, const std::string& model, const std::string& what) {
  return judge_mean(model + ", by " + what + "s",
                    "1 % quantile of the distances to the nearest training image, generated over test images",
                    values(runs, [&](const Run& run) { return run.number(what + "_ratio"); }), above(kHalf),
                    {.reason = "no run"});
}

Verdict judge_c21(const Evidence& evidence) {
  std::vector<Verdict> models;
  for (const auto& [key, runs] : evidence.settings("nearest_neighbours", {"model"}, {{"level", "0.01"}})) {
    models.push_back(all_of({as_far(runs, key[0], "pixel"), as_far(runs, key[0], "feature")}));
    models.back().part = key[0];
  }
  if (models.empty()) return refuse({}, Outcome::not_tested, "no run that compares the 1 % quantiles");
  return each_of(std::move(models));
}

}  // namespace

Claim c21() {
  return {.id = "C21",
          .claim = "generated images are not memorised",
          .source = "RO Fig. 1",
          .experiments = {"nearest_neighbours"},
          .rule = "nearest training distance of generated images against nearest training distance of test "
                  "images, by pixels and by features: the 1 % quantile of the first over that of the second, "
                  "supported above ½, both being needed; each model is a reading",
          .judge = judge_c21};
}

}  // namespace verigan::analysis
