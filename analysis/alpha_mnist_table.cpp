// SPDX-License-Identifier: MIT
// tables/alpha_mnist.csv: how training on MNIST ended, for each share α of real data. p is unknown, so
// there is no blindness next to losses and means of D; but a JSD that fresh discriminators prove on images
// held out, mean over the runs.
#include "analysis/alpha_table.hpp"
#include "analysis/grouping.hpp"
#include "analysis/program.hpp"
#include "analysis/series.hpp"
#include "record/file.hpp"

using namespace verigan;
using namespace verigan::analysis;

namespace {

const Output kTable{"alpha_mnist", "MNIST: final losses by α", {"alpha_mnist"}};

void write_table(const Folders& folders) {
  std::vector<std::string> columns = alpha_columns();
  columns.push_back("fresh_jsd_bound");
  columns.push_back("options");
  record::CsvWriter table(columns);
  for (const Variant& variant : load_variants(folders, "alpha_mnist", {"alpha"}))
    for (const auto& [alpha, runs] : by_alpha(variant.runs)) {
      std::vector<std::string> row = alpha_row(alpha, runs);
      std::vector<double> bounds;
      for (const Run& run : runs)
        if (run.summary.contains("fresh_jsd_bound")) bounds.push_back(run.number("fresh_jsd_bound"));
      row.push_back(bounds.empty() ? "nan" : record::rounded_text(mean(bounds), 6));
      row.push_back(variant.options);
      table.add(row);
    }
  record::write_file(folders.out / "alpha_mnist.csv", table.text());
}

}  // namespace

int main(int argc, char** argv) {
  return run_program(argc, argv, kTable, write_table);
}
