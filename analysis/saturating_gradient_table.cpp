// SPDX-License-Identifier: MIT
// tables/saturating_gradient.csv: for each head start of the discriminator, over seeds: the gradient's
// norm under the saturating loss relative to the other, in the first tenth of the steps (geometric mean);
// the median step to the target MMD² under either loss (Kaplan & Meier; inf if at least half had not
// arrived when training ended), how many never arrived, and the p-value of the log-rank test. The
// verdict is that of claim C08 (verigan claims).
#include <cmath>
#include <map>

#include "analysis/grouping.hpp"
#include "analysis/program.hpp"
#include "analysis/runs.hpp"
#include "analysis/series.hpp"
#include "analysis/training.hpp"
#include "core/check.hpp"
#include "record/file.hpp"
#include "statistics/survival.hpp"

using namespace verigan;
using namespace verigan::analysis;
using statistics::Arrival;

namespace {

const Output kTable{"saturating_gradient",
    "Saturating and non-saturating: gradients and steps to the target",
    {"saturating_gradient"}};

/// The runs of one head start, by the loss they were trained with.
struct Group {
  std::vector<Run> saturating, other;
};

/// ln(norm_saturating/norm_non_saturating) at each reading in the first tenth of the steps.
void add_log_ratios(const Run& run, std::vector<double>& ratios) {
  const record::Table table = run.table("gradient.csv");
  const auto step = table.numbers("step"), saturating = table.numbers("norm_saturating"),
             other = table.numbers("norm_non_saturating");
  for (std::size_t i = 0; i < step.size() && (i == 0 || step[i] <= 0.1 * step.back()); ++i)
    if (saturating[i] > 0 && other[i] > 0) ratios.push_back(std::log(saturating[i] / other[i]));
}

std::vector<Arrival> arrivals(const std::vector<Run>& runs) {
  std::vector<Arrival> found;
  for (const Run& run : runs) {
    const auto reached = run.summary.find("reached");
    require(reached != run.summary.end() && std::holds_alternative<bool>(reached->second),
            run.folder.string(), ": no `reached` in summary.json");
    found.push_back({run.number("arrival_step"), std::get<bool>(reached->second)});
  }
  return found;
}

long never(const std::vector<Arrival>& runs) {
  return std::count_if(runs.begin(), runs.end(), [](const Arrival& run) { return !run.arrived; });
}

void add_rows(record::CsvWriter& table, const Variant& variant) {
  std::map<double, Group> groups;
  for (const Run& run : variant.runs) {
    Group& group = groups[run.number("d-lr-ratio")];
    (saturating(run) ? group.saturating : group.other).push_back(run);
  }
  const auto text = [](double x) { return record::rounded_text(x, 4); };
  for (const auto& [d_lr_ratio, group] : groups) {
    require(!group.saturating.empty() && !group.other.empty(), "saturating_gradient: at d-lr-ratio = ",
            d_lr_ratio, " there is one loss alone, expected both");
    std::vector<double> ratios;
    for (const auto* runs : {&group.saturating, &group.other})
      for (const Run& run : *runs) add_log_ratios(run, ratios);
    const auto saturating = arrivals(group.saturating), other = arrivals(group.other);
    table.row(d_lr_ratio, saturating.size(), other.size(), text(std::exp(mean(ratios))),
              text(statistics::median_arrival(saturating)), text(statistics::median_arrival(other)),
              never(saturating), never(other),
              text(statistics::log_rank(saturating, other).p.two_sided), variant.options);
  }
}

void write_table(const Folders& folders) {
  record::CsvWriter table{"d-lr-ratio",            "seeds_saturating",  "seeds_other",
                          "gradient_ratio",   "median_saturating", "median_other",
                          "never_saturating", "never_other",       "log_rank_p",
                          "options"};
  for (const Variant& variant : load_variants(folders, "saturating_gradient", {"d-lr-ratio", "loss"}))
    add_rows(table, variant);
  record::write_file(folders.out / "saturating_gradient.csv", table.text());
}

}  // namespace

int main(int argc, char** argv) {
  return run_program(argc, argv, kTable, write_table);
}
