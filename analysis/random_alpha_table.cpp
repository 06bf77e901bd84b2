// SPDX-License-Identifier: MIT
// tables/random_alpha.csv: trainings whose mini-batches have a fixed share of real points, and a random
// one: how they ended, and the variance of a mini-batch's loss over what theorem T13 says of it.
#include <cmath>

#include "analysis/grouping.hpp"
#include "analysis/program.hpp"
#include "analysis/series.hpp"
#include "analysis/training.hpp"
#include "record/file.hpp"

using namespace verigan;
using namespace verigan::analysis;

namespace {

const Output kTable{"random_alpha",
    "A fixed and a random share of real data: how trainings end, and the variance of a mini-batch's loss",
    {"random_alpha"}};

using Of = double (*)(const Run&);
constexpr std::pair<const char*, Of> kMeasures[] = {
    {"d_loss", [](const Run& run) { return final_losses(run).d_loss; }},
    {"g_loss", [](const Run& run) { return final_losses(run).g_loss; }},
    {"mmd2", [](const Run& run) { return run.number("mmd2"); }},
    {"jsd", [](const Run& run) { return run.number("jsd_average"); }},
    {"variance", [](const Run& run) { return run.number("variance_" + run.text("composition")); }},
    {"variance_over_theory", [](const Run& run) {
       const std::string name = "variance_" + run.text("composition");
       return run.number(name) / run.number(name + "_theory");
     }}};

void write_table(const Folders& folders) {
  std::vector<std::string> columns{"dataset", "alpha", "composition", "runs"};
  for (const auto& [name, of] : kMeasures) {
    columns.emplace_back(name);
    columns.push_back(std::string(name) + "_sd");
  }
  columns.emplace_back("options");
  record::CsvWriter table(columns);
  for (const Variant& variant : load_variants(folders, "random_alpha", {"dataset", "alpha", "composition"}))
    for (const auto& [dataset, groups] : by_dataset(variant.runs))
      for (const auto& [alpha, all] : groups)
        for (const char* composition : {"fixed", "random"}) {
          std::vector<Run> runs;
          for (const Run& run : all)
            if (run.text("composition") == composition) runs.push_back(run);
          if (runs.empty()) continue;
          std::vector<std::string> row{dataset, record::number_text(alpha), composition,
                                       std::to_string(runs.size())};
          for (const auto& [name, of] : kMeasures) {
            std::vector<double> values;
            for (const Run& run : runs) values.push_back(of(run));
            row.push_back(record::rounded_text(mean(values), 6));
            row.push_back(deviation_text(values));
          }
          row.push_back(variant.options);
          table.add(row);
        }
  record::write_file(folders.out / "random_alpha.csv", table.text());
}

}  // namespace

int main(int argc, char** argv) {
  return run_program(argc, argv, kTable,
                     write_table);
}
