// SPDX-License-Identifier: MIT
#include <cmath>

#include "analysis/claims/claim.hpp"
#include "core/check.hpp"
#include "statistics/power.hpp"

namespace verigan::analysis {
namespace {

using namespace statistics;

double decades(const Run& run) {
  const auto radii = run.table("radius.csv").numbers("simultaneous");
  require(!radii.empty() && radii.front() > 0, (run.folder / "radius.csv").string(),
          ": expected a first radius above 0 in column simultaneous");
  return std::log10(radii.back() / radii.front());
}

/// log10 of the largest radius over the smallest of the ellipse x² + y² − ηxy = const.
double orbit_band(double eta) { return std::log10((2 + eta) / (2 - eta)) / 2; }

Verdict judge_c09(const Evidence& evidence) {
  std::vector<Verdict> parts;
  for (const auto& [key, runs] : evidence.settings("bilinear_game", {"eta"})) {
    const std::vector<double> found = values(runs, decades);
    const Interval interval = mean_interval(found);
    const double band = orbit_band(runs.begin()->second.number("eta"));
    const auto question = [&](const char* part) {
      return Question{std::string(part) + ", η = " + key[0],
                      "log10 of the radius at the end over that at the start", found.size()};
    };
    const auto seen = detectable_shift(estimate(found));
    parts.push_back(judge(question("does not converge"), interval, above(-band), seen));
    parts.push_back(judge(question("orbits"), interval, {-band, band}, seen));
  }
  return all_of(std::move(parts));
}

}  // namespace

Claim c09() {
  return {.id = "C09",
          .claim = "simultaneous gradient play orbits xy for ever and does not converge",
          .source = "SNU",
          .experiments = {"bilinear_game"},
          .rule = "radius after 10⁴ steps against T41–T43 (simultaneous diverges, alternating orbits): "
                  "it orbits if the 95 % interval of log10 of its growth lies in the band of the "
                  "ellipse x² + y² − ηxy = const, and does not converge if that does not lie below",
          .judge = judge_c09};
}

}  // namespace verigan::analysis
