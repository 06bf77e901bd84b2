// SPDX-License-Identifier: MIT
// bilinear_game.csv: where each method ended, over the seeds, beside theory; and the verdicts on
// claim C09, "simultaneous gradient play orbits xy for ever and does not converge", with the same
// statement about alternating play beside it.
//
// The statistic is log10 of (radius at the last step / radius at the start). An orbit may come nearer
// and go farther by as much as the ellipse x² + y² − ηxy = const does, a factor √((2+η)/(2−η)): it
// "orbits" if the 95 % interval over seeds lies within that band about 0, and "does not converge" if
// it does not lie below the band. Not pre-registered: the first rule, between half and twice the start,
// was replaced after results were seen, because it took simultaneous play at η = 0.01, which grows by a
// factor √(1+η²)^10000 = 1.6 as T41 says, for an orbit.
#include <cmath>

#include "analysis/grouping.hpp"
#include "analysis/interval.hpp"
#include "analysis/program.hpp"
#include "analysis/runs.hpp"
#include "core/check.hpp"
#include "record/file.hpp"

using namespace verigan;
using namespace verigan::analysis;

namespace {

constexpr const char* kMethods[] = {"simultaneous", "alternating", "extragradient",
                                    "optimistic",   "proximal",    "consensus"};

/// log10 of the ellipse's largest radius over its smallest.
double orbit_band(double eta) { return std::log10((2 + eta) / (2 - eta)) / 2; }

/// log10 of what the radius was multiplied by; −∞ where it fell below the range of doubles.
double decades(const Run& run, const std::string& column) {
  const auto radii = run.table("radius.csv").numbers(column);
  require(!radii.empty() && radii.front() > 0, (run.folder / "radius.csv").string(),
          ": expected a first radius above 0 in column ", column);
  return std::log10(radii.back() / radii.front());
}

void add_rows(record::CsvWriter& table, const Variant& variant) {
  std::map<double, std::vector<Run>> by_eta;
  for (const Run& run : variant.runs) by_eta[run.number("eta")].push_back(run);
  for (const auto& [eta, runs] : by_eta)
    for (const std::string method : kMethods) {
      std::vector<double> found, theory;
      for (const Run& run : runs) {
        found.push_back(decades(run, method));
        theory.push_back(decades(run, method + "_theory"));
      }
      const bool vanished = !std::isfinite(mean_interval(found).mean);
      const Interval interval = vanished ? Interval{-INFINITY, -INFINITY, -INFINITY}
                                         : mean_interval(found);
      const double band = orbit_band(eta);
      const bool claimed = method == "simultaneous" || method == "alternating";
      const auto text = [](double value) { return record::rounded_text(value, 6); };
      table.row(eta, method, runs.size(), text(interval.mean), text(interval.low),
                text(interval.high), text(mean_interval(theory).mean),
                claimed ? verdict(interval, -band, INFINITY) : "",
                claimed ? verdict(interval, -band, band) : "", variant.options);
    }
}

void write(const Folders& folders) {
  record::CsvWriter table{"eta",    "method",  "seeds",
                          "decades", "low",     "high",
                          "theory", "C09 does not converge", "C09 orbits",
                          "options"};
  for (const Variant& variant : load_variants(folders, "bilinear_game", {"eta"}))
    add_rows(table, variant);
  record::write_file(folders.out / "bilinear_game.csv", table.text());
}

}  // namespace

int main(int argc, char** argv) {
  return run_program(argc, argv, "Writes bilinear_game.csv, with the verdicts on claim C09", write);
}
