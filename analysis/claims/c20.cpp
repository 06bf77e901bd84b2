// SPDX-License-Identifier: MIT
#include <algorithm>

#include "analysis/claims/claim.hpp"
#include "analysis/claims/judging.hpp"
#include "core/check.hpp"

namespace verigan::analysis {
namespace {

using namespace statistics;

constexpr double kLargest = 0.25;  // of a step, over the distance of random pairs
constexpr double kMore = 0.5;      // standard deviations of the attribute within classes

Verdict smooth(const BySeed& runs, const std::string& route) {
  return judge_mean(route + " interpolation is smooth",
                    "largest of 32 steps over the mean distance of random pairs, in features, mean of "
                    "eight ways",
                    values(runs, [&](const Run& run) { return run.number(route + "_largest"); }),
                    below(kLargest), {.reason = "no run"});
}

Verdict works(const BySeed& runs, const std::string& attribute, const std::string& name) {
  return judge_mean(name,
                    "change by arithmetic less that by a random direction of its length, standard "
                    "deviations within classes",
                    values(runs,
                           [&](const Run& run) {
                             return run.number(attribute + "_change") - run.number(attribute + "_random");
                           }),
                    above(kMore), {.reason = "no run"});
}

Verdict judge_c20(const Evidence& evidence) {
  const Settings settings = evidence.settings("latent_space", {"model"}, {{"halvings", "5"}});
  const auto found = settings.find({"dcgan"});
  if (found == settings.end())
    return refuse({}, Outcome::not_tested, "no run with a DCGAN's generator, which the claim is of");
  const BySeed& runs = found->second;
  const auto collapsed = std::ranges::count_if(runs, [](const auto& one) {
    return 2 * one.second.number("classes_shown") < one.second.number("classes");
  });
  if (2 * static_cast<std::size_t>(collapsed) > runs.size())
    return refuse({"", "classes shown by a quarter of an even share of images", runs.size()},
                  Outcome::undertrained, "most generators show fewer than half of the classes");
  return all_of({smooth(runs, "linear"), smooth(runs, "spherical"), works(runs, "thick", "thick − thin"),
                 works(runs, "slanted", "slanted − upright")});
}

}  // namespace

Claim c20() {
  return {.id = "C20",
          .claim = "latent interpolation is smooth, vector arithmetic works",
          .source = "SNU",
          .experiments = {"latent_space"},
          .rule = "of a DCGAN on nine points: the largest of 32 steps, mean over the eight ways, over the mean "
                  "distance of random pairs in the classifier's features: supported below ¼, on lines and on "
                  "great circles. Arithmetic with 3-sample means, thick − thin (ink) and slanted − upright "
                  "(second moments), added to a mean of another class: the change less that by a random "
                  "direction of the same length: supported above ½ standard deviation within classes. All "
                  "four are needed",
          .premises = {"most generators show at least half of the classes, else undertrained"},
          .judge = judge_c20};
}

}  // namespace verigan::analysis
