// SPDX-License-Identifier: MIT
// tables/alpha_toy.csv: how training on the line and the circle ended, for each share α of true
// data.
#include <algorithm>

#include "analysis/alpha_table.hpp"
#include "analysis/program.hpp"
#include "analysis/series.hpp"
#include "analysis/training.hpp"
#include "record/file.hpp"

using namespace verigan;
using namespace verigan::analysis;

namespace {

// Means over the runs.
std::vector<std::string> quality_cells(const std::vector<Run>& runs) {
  std::vector<double> mmd2, near_share, coverage, jsd, averaged;
  for (const Run& run : runs) {
    const Quality quality = final_quality(run);
    mmd2.push_back(quality.mmd2);
    near_share.push_back(quality.near_share);
    coverage.push_back(quality.coverage);
    const record::Table theory = run.table("theory.csv");
    jsd.push_back(theory.numbers("jsd").back());
    averaged.push_back(theory.numbers("jsd_average").back());
  }
  return {record::rounded_text(mean(mmd2), 6), record::rounded_text(mean(near_share), 6),
          record::rounded_text(mean(coverage), 6), record::rounded_text(mean(jsd), 6),
          record::rounded_text(mean(averaged), 6)};
}

void write_table(const Folders& folders) {
  std::vector<std::string> columns{"dataset"};
  std::ranges::copy(alpha_columns(), std::back_inserter(columns));
  std::ranges::copy(
      std::vector<std::string>{"mmd2", "near_share", "coverage", "jsd", "jsd_average"},
      std::back_inserter(columns));
  record::CsvWriter table(columns);
  for (const auto& [dataset, groups] : by_dataset(load_runs(folders.results, "alpha_toy")))
    for (const auto& [alpha, runs] : groups) {
      std::vector<std::string> row{dataset};
      std::ranges::copy(alpha_row(alpha, runs), std::back_inserter(row));
      std::ranges::copy(quality_cells(runs), std::back_inserter(row));
      table.add(row);
    }
  record::write_file(folders.out / "alpha_toy.csv", table.text());
}

}  // namespace

int main(int argc, char** argv) {
  return run_program(argc, argv, "Table of the final losses and qualities of alpha_toy",
                     write_table);
}
