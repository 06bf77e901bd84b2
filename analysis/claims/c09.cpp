// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <span>

#include "analysis/claims/claim.hpp"
#include "analysis/series.hpp"
#include "core/check.hpp"

namespace verigan::analysis {
namespace {

using namespace statistics;

/// log10 of the mean radius over the last tenth of the readings, over that of the first tenth. Means over
/// several turns, for one radius also says where on its ellipse an orbit happens to be.
double decades(const Run& run) {
  const auto radii = run.table("radius.csv").numbers("simultaneous");
  const std::size_t tenth = radii.size() / 10;
  require(tenth > 0 && radii.front() > 0, (run.folder / "radius.csv").string(),
          ": expected ten radii or more, the first above 0, in column simultaneous");
  const std::span<const double> all(radii);
  return std::log10(mean(all.last(tenth)) / mean(all.first(tenth)));
}

/// log10 of the largest radius over the smallest of the ellipse x² + y² − ηxy = const.
double orbit_band(double eta) { return std::log10((2 + eta) / (2 - eta)) / 2; }

Verdict judge_c09(const Evidence& evidence) {
  std::vector<Verdict> parts;
  for (const auto& [key, runs] : evidence.settings("bilinear_game", {"eta"})) {
    // The method is deterministic and linear: starts differ by their angle alone, and their range is all that
    // is open.
    const std::vector<double> found = values(runs, decades);
    const auto [least, most] = std::ranges::minmax(found);
    const Interval interval{mean(found), least, most};
    const double band = orbit_band(runs.begin()->second.number("eta"));
    const auto question = [&](const char* part) {
      return Question{std::string(part) + ", η = " + key[0],
                      "log10 of the mean radius in the last tenth over that in the first",
                      found.size()};
    };
    parts.push_back(judge(question("does not converge"), interval, above(-band)));
    parts.push_back(judge(question("orbits"), interval, {-band, band}));
  }
  if (parts.empty()) return refuse({}, Outcome::not_tested, "no runs of fresh seeds");
  return all_of(std::move(parts));
}

}  // namespace

Claim c09() {
  return {.id = "C09",
          .claim = "simultaneous gradient play orbits xy for ever and does not converge",
          .source = "SNU",
          .experiments = {"bilinear_game"},
          .rule = "mean radius in the last tenth of 10⁴ steps over that in the first, against T41–T43 "
                  "(simultaneous diverges, alternating orbits): it orbits if log10 of that lies, for every "
                  "start, in the band of the ellipse x² + y² − ηxy = const, and does not converge if for none "
                  "it lies below; the range over starts takes an interval's place, for nothing is drawn",
          .amended = "the radius at the last step alone also says where on its ellipse an orbit is; the same "
                     "start angles served every η; and equal values had no interval",
          .judge = judge_c09};
}

}  // namespace verigan::analysis
