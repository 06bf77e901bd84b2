// SPDX-License-Identifier: MIT
// tables/discriminator_strength.csv: what discriminators of different strength leave, by loss, updates
// of D a step and widths of both players, over seeds: D's accuracy (mean over the last tenth of the
// readings; its median, least and largest over seeds) and MMD² at the end (geometric mean). With a
// frozen generator, a row for each number of updates of a new D: its accuracy, and the generator's gradient
// norm under either loss (geometric means). The verdicts are those of claims C11 and C12 (verigan claims).
#include <cmath>
#include <map>
#include <tuple>

#include "analysis/grouping.hpp"
#include "analysis/program.hpp"
#include "analysis/runs.hpp"
#include "analysis/series.hpp"
#include "core/check.hpp"
#include "record/file.hpp"

using namespace verigan;
using namespace verigan::analysis;

namespace {

const Output kTable{"discriminator_strength",
    "Discriminators too strong and too weak",
    {"discriminator_strength"}};

using Setting = std::tuple<std::string, double, double, double>;  // loss, updates, D width, G width

std::string text(double x) { return record::rounded_text(x, 4); }

double geometric_mean(const std::vector<double>& values) {
  std::vector<double> logs;
  for (const double x : values) logs.push_back(std::log(std::max(x, 1e-300)));
  return std::exp(mean(logs));
}

void add_frozen(record::CsvWriter& table, const std::vector<Run>& runs,
                const std::string& options) {
  std::map<double, std::vector<std::vector<double>>> by_updates;  // accuracy and two norms, by seed
  for (const Run& run : runs) {
    const record::Table frozen = run.table("frozen.csv");
    const auto updates = frozen.numbers("updates"), accuracy = frozen.numbers("accuracy"),
               saturating = frozen.numbers("norm_saturating"),
               other = frozen.numbers("norm_non_saturating");
    for (std::size_t i = 0; i < updates.size(); ++i) {
      auto& columns = by_updates[updates[i]];
      columns.resize(3);
      columns[0].push_back(accuracy[i]);
      columns[1].push_back(saturating[i]);
      columns[2].push_back(other[i]);
    }
  }
  for (const auto& [updates, columns] : by_updates)
    table.row("frozen generator", "", updates, runs.front().number("d-width"),
              runs.front().number("g-width"), columns[0].size(), text(quantile(columns[0], 0.5)),
              text(quantile(columns[0], 0)), text(quantile(columns[0], 1)), "",
              text(geometric_mean(columns[1])), text(geometric_mean(columns[2])), options);
}

void add_rows(record::CsvWriter& table, const Variant& variant) {
  std::map<Setting, std::vector<Run>> settings;
  std::vector<Run> frozen;
  for (const Run& run : variant.runs) {
    if (run.number("frozen") > 0) frozen.push_back(run);
    else
      settings[{run.text("loss"), run.number("d-steps"), run.number("d-width"), run.number("g-width")}]
          .push_back(run);
  }
  for (const auto& [setting, runs] : settings) {
    std::vector<double> accuracy, mmd2;
    for (const Run& run : runs) {
      accuracy.push_back(run.number("accuracy"));
      mmd2.push_back(run.number("mmd2"));
    }
    const auto& [loss, updates, d, g] = setting;
    table.row("training", loss, updates, d, g, runs.size(), text(quantile(accuracy, 0.5)),
              text(quantile(accuracy, 0)), text(quantile(accuracy, 1)), text(geometric_mean(mmd2)), "",
              "", variant.options);
  }
  if (!frozen.empty()) add_frozen(table, frozen, variant.options);
}

void write_table(const Folders& folders) {
  record::CsvWriter table{"part",         "loss",         "updates",         "d_width",
                          "g_width",      "seeds",        "accuracy",        "accuracy_least",
                          "accuracy_most", "mmd2",        "norm_saturating", "norm_non_saturating",
                          "options"};
  for (const Variant& variant :
       load_variants(folders, "discriminator_strength",
                     {"loss", "d-steps", "d-width", "g-width", "frozen"}))
    add_rows(table, variant);
  record::write_file(folders.out / "discriminator_strength.csv", table.text());
}

}  // namespace

int main(int argc, char** argv) {
  return run_program(argc, argv, kTable, write_table);
}
