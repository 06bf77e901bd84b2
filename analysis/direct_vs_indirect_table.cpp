// SPDX-License-Identifier: MIT
// tables/direct_vs_indirect.csv: the total variation between data and generator at the end of each road,
// over starts: of the losses descended exactly, and of trainings on samples. Median, least and largest,
// and how many came within 0.01 and 0.05. The verdict is that of claim C22 (verigan claims).
#include <algorithm>

#include "analysis/grouping.hpp"
#include "analysis/program.hpp"
#include "analysis/runs.hpp"
#include "analysis/series.hpp"
#include "record/file.hpp"

using namespace verigan;
using namespace verigan::analysis;

namespace {

const Output kTable{"direct_vs_indirect",
    "Direct and adversarial matching: where each road ends",
    {"direct_vs_indirect"}};

void add_rows(record::CsvWriter& table, const Variant& variant) {
  const std::vector<Run>& runs = variant.runs;
  for (const auto& [descent, prefix] :
       {std::pair<const char*, std::string>{"losses", "tv_"}, {"trainings", "trained_tv_"}})
    for (const std::string route : {"moments", "mmd", "adversarial"}) {
      std::vector<double> tv;
      for (const Run& run : runs) tv.push_back(run.number(prefix + route));
      const auto text = [](double value) { return record::rounded_text(value, 4); };
      const auto within = [&](double reach) {
        return std::count_if(tv.begin(), tv.end(), [&](double x) { return x <= reach; });
      };
      table.row(descent, route, tv.size(), text(quantile(tv, 0.5)), text(quantile(tv, 0)),
                text(quantile(tv, 1)), within(0.01), within(0.05), variant.options);
    }
}

void write_table(const Folders& folders) {
  record::CsvWriter table{"descent", "route",       "starts",      "tv",     "least",
                          "largest", "within_0.01", "within_0.05", "options"};
  for (const Variant& variant : load_variants(folders, "direct_vs_indirect", {}))
    add_rows(table, variant);
  record::write_file(folders.out / "direct_vs_indirect.csv", table.text());
}

}  // namespace

int main(int argc, char** argv) {
  return run_program(argc, argv, kTable, write_table);
}
