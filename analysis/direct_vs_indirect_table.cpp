// SPDX-License-Identifier: MIT
// tables/direct_vs_indirect.csv: where direct and adversarial matching of normals end, over starts
// (claim C22). The statistic is the total variation between data and generator at the end. Rule,
// set before any run: "reaches the optimum" if its 95 % interval over starts lies below 0.01.
#include <algorithm>
#include <cmath>

#include "analysis/grouping.hpp"
#include "analysis/interval.hpp"
#include "analysis/program.hpp"
#include "analysis/runs.hpp"
#include "record/file.hpp"

using namespace verigan;
using namespace verigan::analysis;

namespace {

constexpr double kSame = 0.01;

void write_table(const Folders& folders) {
  record::CsvWriter table{"route", "starts", "tv", "low", "high", "largest_tv", "C22", "options"};
  for (const auto& [options, runs] : load_variants(folders, "direct_vs_indirect", {}))
    for (const std::string route : {"moments", "mmd", "adversarial"}) {
      std::vector<double> tv;
      for (const Run& run : runs) tv.push_back(run.number("tv_" + route));
      const Interval interval = mean_interval(tv);
      const auto text = [](double value) { return record::rounded_text(value, 4); };
      table.row(route, tv.size(), text(interval.mean), text(interval.low), text(interval.high),
                text(*std::max_element(tv.begin(), tv.end())),
                verdict(interval, -INFINITY, kSame), options);
    }
  record::write_file(folders.out / "direct_vs_indirect.csv", table.text());
}

}  // namespace

int main(int argc, char** argv) {
  return run_program(argc, argv, "Verdict on claim C22 from direct_vs_indirect", write_table);
}
