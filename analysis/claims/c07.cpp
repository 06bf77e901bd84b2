// SPDX-License-Identifier: MIT
#include "analysis/claims/claim.hpp"
#include "analysis/claims/judging.hpp"
#include "analysis/training.hpp"
#include "statistics/power.hpp"

namespace verigan::analysis {
namespace {

using namespace statistics;

constexpr double kMargin = 0.05;

double d_loss(const Run& run) { return final_losses(run).d_loss; }
double g_loss(const Run& run) { return final_losses(run).g_loss; }
double mmd2(const Run& run) { return run.number("mmd2"); }
double variance_over_theory(const Run& run) {
  return run.number("variance_random") / run.number("variance_random_theory");
}

/// The random composition's less the fixed one's, paired by seed, over the mean of the fixed one's.
Verdict alike(const std::string& where, const std::string& what, const BySeed& fixed, const BySeed& random,
              const Of& of) {
  const Pairs pairs = paired(random, fixed, of);
  const Question question{where + ", " + what,
                          what + ", random less fixed composition, over the mean of the fixed one's",
                          pairs.a.size()};
  if (pairs.a.empty()) return refuse(question, Outcome::too_few_seeds, "no seed has both compositions");
  std::vector<double> differences = pairs.differences();
  for (double& x : differences) x /= mean(pairs.b);
  return judge(question, equivalence(differences, kMargin).interval, {-kMargin, kMargin},
               detectable_shift(estimate(differences)));
}

Verdict judge_c07(const Evidence& evidence) {
  const Settings settings = evidence.settings("random_alpha", {"dataset", "alpha", "composition"});
  std::vector<Verdict> parts;
  for (const auto& [options, fixed] : settings) {
    if (options[2] != "fixed") continue;
    const auto other = settings.find({options[0], options[1], "random"});
    const BySeed random = other == settings.end() ? BySeed{} : other->second;
    const std::string where = options[0] + " α = " + options[1];
    parts.push_back(alike(where, "final D loss", fixed, random, d_loss));
    parts.push_back(alike(where, "final G loss", fixed, random, g_loss));
    parts.push_back(alike(where, "MMD²", fixed, random, mmd2));
    parts.push_back(judge_mean(where + ", variance",
                               "variance of a mini-batch's loss, random composition, over T13's",
                               values(random, variance_over_theory), {1 - kMargin, 1 + kMargin},
                               {.reason = "no run of random composition"}));
  }
  if (parts.empty()) return refuse({}, Outcome::too_few_seeds, "no runs of fixed composition");
  return all_of(std::move(parts));
}

}  // namespace

Claim c07() {
  return {.id = "C07",
          .claim = "a random α behaves the same on average",
          .source = "LC §V (future work)",
          .experiments = {"random_alpha"},
          .rule = "two one-sided tests (equivalence, margin 5 % of the fixed composition's mean) on final "
                  "D loss, G loss and MMD², paired by seed, for each toy and α; and the variance of a "
                  "mini-batch's loss is T13's within 5 %",
          .judge = judge_c07};
}

}  // namespace verigan::analysis
