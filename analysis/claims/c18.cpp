// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>

#include "analysis/claims/claim.hpp"
#include "statistics/power.hpp"
#include "statistics/two_by_two.hpp"

namespace verigan::analysis {
namespace {

using namespace statistics;

constexpr std::size_t kFewest = 20;

std::size_t collapsed(const BySeed& runs) {
  return static_cast<std::size_t>(std::ranges::count_if(
      runs, [](const auto& one) { return one.second.number("collapsed_measurements") > 0; }));
}

Verdict prevented(const std::string& name, const BySeed& without, const BySeed& with) {
  const TwoByTwo table{collapsed(without), without.size(), collapsed(with), with.size()};
  const Question question{name,
                          "share of seeds that collapse without batch normalisation less that with it "
                          "(Boschloo)",
                          std::min(without.size(), with.size()), kFewest};
  const double share = static_cast<double>(table.successes_b) / static_cast<double>(table.trials_b);
  const auto seen = share < 1 ? detectable_difference(table.trials_a, table.trials_b, share)
                              : std::optional<double>();
  return judge(question, share_difference(table), boschloo(table),
               seen ? *seen - share : std::nan(""));
}

Verdict judge_c18(const Evidence& evidence) {
  const Settings settings = evidence.settings("mode_collapse", {"mixture", "loss", "normalise"});
  std::vector<Verdict> parts;
  for (const auto& [key, runs] : settings)
    if (const auto with = settings.find({key[0], key[1], "generator"});
        key[2] == "none" && with != settings.end())
      parts.push_back(prevented(key[0] + ", " + key[1], runs, with->second));
  if (parts.empty()) return refuse({}, Outcome::not_tested, "no runs with and without normalisation");
  // Settings with too few seeds say nothing where others have enough.
  if (std::ranges::any_of(parts, [](const Verdict& v) { return v.seeds >= kFewest; }))
    std::erase_if(parts, [](const Verdict& v) { return v.seeds < kFewest; });
  return all_of(std::move(parts));
}

}  // namespace

Claim c18() {
  return {.id = "C18",
          .claim = "fully connected GANs collapse to a single point now and then, batch normalisation "
                   "prevents it",
          .source = "KTH §2.1–2.2",
          .experiments = {"mode_collapse"},
          .rule = "collapse rate over seeds with and without, Boschloo's exact test; the smallest "
                  "detectable difference is printed; ≥ 20 seeds",
          .judge = judge_c18,
          .fewest_seeds = kFewest};
}

}  // namespace verigan::analysis
