// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>

#include "analysis/claims/claim.hpp"
#include "analysis/claims/judging.hpp"
#include "statistics/rank.hpp"

namespace verigan::analysis {
namespace {

using namespace statistics;

using Widths = std::pair<std::string, std::string>;  // of D, of G
using Grid = std::map<Widths, BySeed>;

constexpr Band kToss{0.45, 0.55};  // accuracies that are next to a coin toss
constexpr double kLarge = 0.1;     // JSD in nats from which samples are poor
constexpr double kStands = 0.2;    // of ln JSD, end over half
constexpr const char* kFair = "32";
constexpr const char* kWeak = "2";

double accuracy(const Run& run) { return run.number("accuracy"); }
double jsd(const Run& run) { return run.number("jsd"); }
double log_jsd(const Run& run) { return std::log(std::max(jsd(run), 1e-4)); }
double late(const Run& run) {
  return log_jsd(run) - std::log(std::max(run.number("jsd_half"), 1e-4));
}

/// Widths by value, so that no compiler fears for the reference when they are temporary.
const BySeed& at(const Grid& grid, Widths widths) {
  static const BySeed kNone;
  const auto found = grid.find(widths);
  return found == grid.end() ? kNone : found->second;
}

/// Where a number that is bounded, or has a distribution nobody knows, lies over seeds.
Verdict lies(const std::string& part, const std::string& statistic, const BySeed& runs, const Of& of,
             const Band& band) {
  const Question question{part, statistic + " (Hodges-Lehmann)", runs.size()};
  if (runs.empty()) return refuse(question, Outcome::not_tested, "no run of these widths");
  return judge(question, signed_rank(values(runs, of)).shift, band);
}

Verdict worse(const std::string& part, const BySeed& weak, const BySeed& fair) {
  return judge_mean(part, "ln of JSD at the end, weak over fair, paired by seed",
                    paired(weak, fair, log_jsd).differences(), above(0),
                    {Outcome::not_tested, "no seed has both"});
}

/// The even or the odd seeds.
BySeed half(const BySeed& runs, std::int64_t odd) {
  BySeed kept;
  for (const auto& [seed, run] : runs)
    if (seed % 2 == odd) kept.emplace(seed, run);
  return kept;
}

/// The widths with the least mean ln JSD.
Widths best(const Grid& grid) {
  Widths found;
  double least = INFINITY;
  for (const auto& [widths, runs] : grid) {
    if (runs.empty()) continue;
    const double here = mean(values(runs, log_jsd));
    if (here < least) least = here, found = widths;
  }
  return found;
}

/// D is a coin toss over good samples at the best widths, chosen on even seeds and judged on odd ones, and
/// nowhere else on the grid.
std::vector<Verdict> toss_at_best(const Grid& grid) {
  Grid choosing, judging;
  for (const auto& [widths, runs] : grid) {
    choosing[widths] = half(runs, 0);
    judging[widths] = half(runs, 1);
  }
  const Widths chosen = best(choosing);
  const BySeed& runs = at(judging, chosen);
  const std::string where = ", best widths (D " + chosen.first + ", G " + chosen.second + ")";
  std::vector<Verdict> parts{
      lies("coin toss" + where, "D's accuracy at the end", runs, accuracy, kToss),
      lies("good samples" + where, "JSD at the end, nats", runs, jsd, below(kLarge))};
  for (const auto& [widths, others] : judging) {
    if (widths == chosen || others.empty()) continue;
    const Interval toss = signed_rank(values(others, accuracy)).shift,
                   far = signed_rank(values(others, jsd)).shift;
    if (toss.low < kToss.low || toss.high > kToss.high || far.high >= kLarge) continue;
    Verdict elsewhere = parts[0];
    elsewhere.part = "not elsewhere";
    elsewhere.outcome = Outcome::contradicted;
    elsewhere.reason = "widths D " + widths.first + ", G " + widths.second + " have both as well";
    parts.push_back(std::move(elsewhere));
    break;
  }
  return parts;
}

Verdict judge_c12(const Evidence& evidence) {
  Grid grid;
  for (const auto& [key, runs] : evidence.settings(
           "discriminator_strength", {"loss", "d-steps", "d-width", "g-width", "frozen"}))
    if (key[0] == "non-saturating" && key[1] == "1" && key[4] == "0") grid[{key[2], key[3]}] = runs;
  if (grid.empty()) return refuse({}, Outcome::not_tested, "no grid of widths");
  const BySeed &weak_d = at(grid, {kWeak, kFair}), &weak_g = at(grid, {kFair, kWeak}),
               &fair = at(grid, {kFair, kFair});
  std::vector<Verdict> parts{
      lies("accepts", "accuracy of a D of 2 units", weak_d, accuracy, kToss),
      lies("poor samples", "JSD under a D of 2 units, nats", weak_d, jsd, above(kLarge)),
      lies("learning stops", "ln of JSD at the end over that at half, D of 2 units", weak_d, late,
           {-kStands, kStands}),
      worse("D must be strong", weak_d, fair), worse("G must be strong", weak_g, fair)};
  for (Verdict& part : toss_at_best(grid)) parts.push_back(std::move(part));
  return all_of(std::move(parts));
}

}  // namespace

Claim c12() {
  return {
      .id = "C12",
      .claim = "a weak discriminator accepts poor samples and learning stops; both must be strong "
               "enough; at best D is a coin toss",
      .source = "UM §1.2",
      .experiments = {"discriminator_strength"},
      .rule = "D × G width grid; accepts = accuracy within 0.5 ± 0.05 while JSD is above 0.1 nats; coin toss "
              "= accuracy within 0.5 ± 0.05 and JSD below 0.1 at the best setting, and not both "
              "elsewhere; best setting chosen on other seeds than it is judged on",
      .amended = "mean D near ½ is forced by D's bias in every setting",
      .judge = judge_c12};
}

}  // namespace verigan::analysis
