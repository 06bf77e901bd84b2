// SPDX-License-Identifier: MIT
// tables/bilinear_game.csv: by what the radius was multiplied, in powers of ten, by method and step
// size: the median over seeds (start angles) and the least and largest, and theory; and the band in
// which the ellipse x² + y² − ηxy = const stays. The verdict is that of claim C09 (verigan claims).
#include <algorithm>
#include <cmath>

#include "analysis/grouping.hpp"
#include "analysis/program.hpp"
#include "analysis/runs.hpp"
#include "analysis/series.hpp"
#include "core/check.hpp"
#include "record/file.hpp"

using namespace verigan;
using namespace verigan::analysis;

namespace {

const Output kTable{"bilinear_game", "Bilinear game: decades of the radius by method", {"bilinear_game"}};

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

double median(const std::vector<double>& values) {
  const bool vanished = std::any_of(values.begin(), values.end(), [](double x) { return std::isinf(x); });
  return vanished ? -INFINITY : quantile(values, 0.5);
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
      const auto text = [](double value) { return record::rounded_text(value, 6); };
      table.row(eta, method, runs.size(), text(median(found)),
                text(*std::min_element(found.begin(), found.end())),
                text(*std::max_element(found.begin(), found.end())), text(median(theory)),
                text(orbit_band(eta)), variant.options);
    }
}

void write(const Folders& folders) {
  record::CsvWriter table{"eta",  "method", "seeds",  "decades", "least",
                          "most", "theory", "band", "options"};
  for (const Variant& variant : load_variants(folders, "bilinear_game", {"eta"}))
    add_rows(table, variant);
  record::write_file(folders.out / "bilinear_game.csv", table.text());
}

}  // namespace

int main(int argc, char** argv) {
  return run_program(argc, argv, kTable, write);
}
