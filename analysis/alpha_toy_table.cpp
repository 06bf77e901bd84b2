// SPDX-License-Identifier: MIT
// tables/alpha_toy.csv: how training on the line and the circle ended, by recipe and share α of true
// data. Losses and means of D are given with their values at equilibrium, and so with blindness.
#include <algorithm>
#include <cmath>
#include <utility>

#include "analysis/alpha_table.hpp"
#include "analysis/grouping.hpp"
#include "analysis/program.hpp"
#include "analysis/series.hpp"
#include "analysis/training.hpp"
#include "record/file.hpp"

using namespace verigan;
using namespace verigan::analysis;

namespace {

const Output kTable{"alpha_toy", "Toys: final losses and sample quality by α", {"alpha_toy"}};

constexpr std::pair<const char*, double Quality::*> kMeasures[] = {
    {"mmd2", &Quality::mmd2},
    {"near_share", &Quality::near_share},
    {"coverage", &Quality::coverage},
    {"distance_sd", &Quality::distance_sd},
    {"distance_sd_true", &Quality::distance_sd_true},
    {"blindness", &Quality::blindness},
    {"jsd", &Quality::jsd},
    {"jsd_average", &Quality::jsd_average},
    {"fresh_jsd", &Quality::fresh_jsd},
    {"fresh_jsd_bound", &Quality::fresh_jsd_bound}};

// Means over the runs and their standard deviations (of blindness over those where there is something to see), and how many learnt.
std::vector<std::string> quality_cells(const std::vector<Run>& runs) {
  std::vector<std::string> cells;
  for (const auto& [name, of] : kMeasures) {
    std::vector<double> values;
    for (const Run& run : runs)
      if (const double value = final_quality(run).*of; !std::isnan(value)) values.push_back(value);
    cells.push_back(values.empty() ? "nan" : record::rounded_text(mean(values), 6));
    cells.push_back(values.empty() ? "" : deviation_text(values));
  }
  const auto learnt = std::ranges::count_if(runs, [](const Run& r) { return final_quality(r).learnt; });
  cells.push_back(std::to_string(learnt));
  return cells;
}

void write_table(const Folders& folders) {
  std::vector<std::string> columns{"recipe", "dataset"};
  std::ranges::copy(alpha_columns(), std::back_inserter(columns));
  for (const auto& [name, of] : kMeasures) {
    columns.push_back(name);
    columns.push_back(std::string(name) + "_sd");
  }
  columns.push_back("learnt");
  columns.push_back("options");
  record::CsvWriter table(columns);
  for (const Variant& variant : load_variants(folders, "alpha_toy", {"recipe", "dataset", "alpha"}))
    for (const char* recipe : {"lc", "equilibrium"})
      for (const auto& [dataset, groups] : by_dataset(of_recipe(variant.runs, recipe)))
        for (const auto& [alpha, runs] : groups) {
          std::vector<std::string> row{recipe, dataset};
          std::ranges::copy(alpha_row(alpha, runs), std::back_inserter(row));
          std::ranges::copy(quality_cells(runs), std::back_inserter(row));
          row.push_back(variant.options);
          table.add(row);
        }
  record::write_file(folders.out / "alpha_toy.csv", table.text());
}

}  // namespace

int main(int argc, char** argv) {
  return run_program(argc, argv, kTable,
                     write_table);
}
