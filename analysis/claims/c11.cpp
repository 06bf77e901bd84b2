// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <string_view>
#include <optional>

#include "analysis/claims/claim.hpp"
#include "statistics/multiple.hpp"
#include "statistics/power.hpp"
#include "statistics/rank.hpp"

namespace verigan::analysis {
namespace {

using namespace statistics;

constexpr double kAccurate = 0.9;
constexpr const char* kFair = "32";

const BySeed& at(const Settings& settings, std::string_view loss, std::string_view updates,
                 std::string_view width, bool frozen = false) {
  static const BySeed kNone;
  for (const auto& [key, runs] : settings)
    if (key[0] == loss && key[1] == updates && key[2] == width && key[3] == kFair &&
        (key[4] != "0") == frozen)
      return runs;
  return kNone;
}

/// Not tested unless D was as accurate as the claim supposes, by Hodges & Lehmann's interval over seeds.
std::optional<Verdict> too_weak(const Question& question, const std::vector<double>& accuracy) {
  return premise(question, "the strong D's accuracy", signed_rank(accuracy).shift, above(kAccurate));
}

/// The generator's gradient, of one frozen generator, as D continues to learn: from the first updates to
/// the last.
std::vector<Verdict> starves(const BySeed& runs) {
  std::vector<Verdict> parts;
  std::vector<Question> questions;
  std::vector<Correlation> found;
  std::vector<double> greater, less;
  for (const char* loss : {"saturating", "non_saturating"}) {
    std::vector<std::vector<double>> blocks;
    for (const auto& [seed, run] : runs) {
      std::vector<double> falling;
      for (const double norm : run.table("frozen.csv").numbers(std::string("norm_") + loss))
        falling.push_back(-std::log(std::max(norm, 1e-300)));
      blocks.push_back(std::move(falling));
    }
    questions.push_back({std::string("starves, ") + loss,
                         "Spearman's ρ of D's updates and the smallness of the gradient at one frozen "
                         "generator (Page, Holm over losses)",
                         runs.size()});
    if (runs.empty()) continue;
    found.push_back(trend(blocks));
    greater.push_back(found.back().p.greater);
    less.push_back(found.back().p.less);
  }
  if (found.empty()) {
    for (const Question& question : questions)
      parts.push_back(refuse(question, Outcome::not_tested, "no run froze its generator"));
    return parts;
  }
  std::vector<double> reached;
  for (const auto& [seed, run] : runs)
    reached.push_back(run.table("frozen.csv").numbers("accuracy").back());
  greater = holm(greater);
  less = holm(less);
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (auto refused = too_weak(questions[i], reached)) {
      parts.push_back(std::move(*refused));
      continue;
    }
    const PValues p{less[i], greater[i], std::min(1.0, 2 * std::min(less[i], greater[i]))};
    parts.push_back(judge(questions[i], found[i].rho, p, found[i].critical));
  }
  return parts;
}

/// MMD² at the end under a strong D over that under a fair one.
Verdict helps(const std::string& name, const BySeed& strong, const BySeed& fair, double confidence) {
  const Pairs pairs =
      paired(strong, fair, [](const Run& run) { return std::log(run.number("mmd2")); });
  const std::vector<double> ratio = pairs.differences();
  const Question question{"limiting helps, " + name,
                          "ln of MMD² at the end, strong D over fair, paired by seed", ratio.size()};
  if (ratio.empty()) return refuse(question, Outcome::not_tested, "no seed has both");
  if (auto refused = too_weak(
          question, values(strong, [](const Run& run) { return run.number("accuracy"); })))
    return *refused;
  return judge(question, mean_interval(ratio, confidence), above(0),
               detectable_shift(estimate(ratio)));
}

Verdict judge_c11(const Evidence& evidence) {
  const Settings settings = evidence.settings(
      "discriminator_strength", {"loss", "d-steps", "d-width", "g-width", "frozen"});
  std::vector<Verdict> parts = starves(at(settings, "non-saturating", "1", kFair, true));
  const double confidence = 1 - 0.05 / 3;  // three parts (Bonferroni)
  for (const char* loss : {"minimax", "non-saturating"})
    parts.push_back(helps(std::string(loss) + ", 16 updates", at(settings, loss, "16", kFair),
                          at(settings, loss, "1", kFair), confidence));
  parts.push_back(helps("width 128", at(settings, "non-saturating", "1", "128"),
                        at(settings, "non-saturating", "1", kFair), confidence));
  return all_of(std::move(parts));
}

}  // namespace

Claim c11() {
  return {
      .id = "C11",
      .claim = "a too accurate discriminator starves the generator; limiting D helps",
      .source = "SNU, UM",
      .experiments = {"discriminator_strength"},
      .rule = "manipulation check first: the strong D's accuracy interval above 0.9 while measured, "
              "else not tested. Starves: gradient norm at the same frozen generator for a D trained "
              "1, 4, 16, 64, … steps (Arjovsky & Bottou 2017). Helps: final MMD² of limited against "
              "unlimited D. Holm, or Bonferroni, over parts",
      .amended = "norms averaged over a run are small because the generator arrived",
      .premises = {"the strong D is accurate while it is measured"},
      .judge = judge_c11};
}

}  // namespace verigan::analysis
