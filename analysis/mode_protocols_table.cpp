// SPDX-License-Identifier: MIT
// tables/mode_protocols.csv: modes, high quality and reverse KL by packing and PacGAN's Table 1,
// with 95 % intervals; whether we agree, by the rule in mode_protocols.hpp; and what the runs did
// otherwise than the published protocol.
#include "analysis/mode_protocols.hpp"
#include "analysis/grouping.hpp"
#include "analysis/program.hpp"
#include "record/file.hpp"

using namespace verigan;
using namespace verigan::analysis;

namespace {

const Output kTable{"mode_protocols",
    "PacGAN's Table 1: modes found by plain and packed GANs, published and here",
    {"mode_protocols"}};

void write_table(const Folders& folders) {
  record::CsvWriter table{"mixture",   "packing",         "measure",    "trials",
                          "mean",      "standard_error",  "low",        "high",
                          "published", "published_error", "difference", "difference_low",
                          "difference_high", "verdict", "protocol", "options"};
  const auto text = [](double x) { return record::rounded_text(x, 4); };
  for (const ModeComparison& c : compare_modes(load_runs(folders, "mode_protocols"))) {
    const auto if_published = [&](double x) { return c.published ? text(x) : std::string(); };
    const Estimate published = c.published.value_or(Estimate{});
    table.row(c.mixture, c.packing, c.measure, c.trials.size(), text(c.ours.mean),
              text(c.ours.error), text(c.interval.low), text(c.interval.high),
              if_published(published.mean), if_published(published.error),
              if_published(c.difference.value), if_published(c.difference.low),
              if_published(c.difference.high), c.verdict, c.protocol, c.options);
  }
  record::write_file(folders.out / "mode_protocols.csv", table.text());
}

}  // namespace

int main(int argc, char** argv) {
  return run_program(argc, argv, kTable,
                     write_table);
}
