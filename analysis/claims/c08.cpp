// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <limits>

#include "analysis/claims/claim.hpp"
#include "analysis/claims/judging.hpp"
#include "theory/game_loss.hpp"

namespace verigan::analysis {
namespace {

using namespace statistics;

/// ln of the step at which the target was reached; infinite if it was not by the last step, which is the
/// same for all: later than all that did.
double log_steps(const Run& run) {
  const auto reached = run.summary.find("reached");
  const bool arrived = reached != run.summary.end() && std::get<bool>(reached->second);
  return arrived ? std::log(run.number("arrival_step")) : std::numeric_limits<double>::infinity();
}

Verdict slower(const std::string& ahead, const BySeed& saturating, const BySeed& other) {
  return judge_arrivals("D ×" + ahead,
                        "ln of the steps to the target MMD², saturating less non-saturating "
                        "(Mann-Whitney, never = later than all)",
                        values(saturating, log_steps), values(other, log_steps), above(0),
                        "no run reaches the target");
}

Verdict judge_c08(const Evidence& evidence) {
  const Settings settings = evidence.settings("saturating_gradient", {"d-lr-ratio", "loss"});
  std::vector<Verdict> parts;
  for (const auto& [key, runs] : settings)
    if (const auto other = settings.find({key[0], "non-saturating"});
        theory::game_loss(key[1]).saturating() && other != settings.end())
      parts.push_back(slower(key[0], runs, other->second));
  if (parts.empty()) return refuse({}, Outcome::not_tested, "no head start has runs of both losses");
  return all_of(std::move(parts));
}

}  // namespace

Claim c08() {
  return {.id = "C08",
          .claim = "the saturating loss learns too slowly at first",
          .source = "LC, UM, KTH",
          .experiments = {"saturating_gradient"},
          .rule = "generator-gradient norm against mean D(G(z)) for both losses; steps to a fixed MMD: "
                  "supported if those of the saturating loss are more at every head start of D; a run "
                  "that never arrives is later than all that do",
          .judge = judge_c08};
}

}  // namespace verigan::analysis
