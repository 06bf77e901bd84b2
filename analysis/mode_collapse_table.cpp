// SPDX-License-Identifier: MIT
// tables/mode_collapse.csv: modes found, lost and exchanged, over seeds, and the verdicts on two
// claims.
//
// C10, "on a mixture the generator drops modes and rotates through them": modes are dropped if the
// 95 % interval of the modes covered in the second half of training, mean over seeds, lies more
// than half a mode below their number; it rotates if that of the number of switches lies at 1 or
// above. (A switch: two successive measurements with different leading modes, each with at least
// half of the points.) C18, "fully connected GANs collapse to a single point now and then, batch
// normalisation prevents it": a run has collapsed if at any measurement nine pairs of points in ten
// lay within three standard deviations of a mode of each other; supported if the exact 95 %
// interval of the share of such runs without normalisation lies above that with it.
#include <cmath>
#include <map>
#include <tuple>

#include "analysis/grouping.hpp"
#include "analysis/interval.hpp"
#include "analysis/program.hpp"
#include "analysis/runs.hpp"
#include "analysis/series.hpp"
#include "record/file.hpp"

using namespace verigan;
using namespace verigan::analysis;

namespace {

using Key = std::tuple<std::string, std::string, std::string>;  // mixture, loss, normalise

std::vector<double> values(const std::vector<Run>& runs, const std::string& name) {
  std::vector<double> found;
  for (const Run& run : runs) found.push_back(run.number(name));
  return found;
}

Interval collapsed_share(const std::vector<Run>& runs) {
  std::size_t collapsed = 0;
  for (const Run& run : runs) collapsed += run.number("collapsed_measurements") > 0 ? 1 : 0;
  return proportion_interval(collapsed, runs.size());
}

std::string prevents(const Interval& without, const Interval& with) {
  if (without.low > with.high) return "supported";
  return without.high < with.low ? "contradicted" : "inconclusive";
}

void add_rows(record::CsvWriter& table, const std::string& options, const std::vector<Run>& all) {
  std::map<Key, std::vector<Run>> groups;
  for (const Run& run : all)
    groups[{run.text("mixture"), run.text("loss"), run.text("normalise")}].push_back(run);
  const auto text = [](double x) { return record::rounded_text(x, 4); };
  for (const auto& [key, runs] : groups) {
    const auto& [mixture, loss, normalise] = key;
    const double modes = runs.front().number("modes");
    const Interval covered = mean_interval(values(runs, "covered_late"));
    const Interval switches = mean_interval(values(runs, "switches"));
    const Interval collapsed = collapsed_share(runs);
    std::string claim;
    if (const auto normalised = groups.find({mixture, loss, "generator"});
        normalise == "none" && normalised != groups.end())
      claim = prevents(collapsed, collapsed_share(normalised->second));
    const std::vector<double> quality = values(runs, "high_quality_share"),
                              reverse_kl = values(runs, "reverse_kl");
    table.row(mixture, loss, normalise, runs.size(), modes, text(covered.mean), text(covered.low),
              text(covered.high), text(mean_interval(quality).mean), deviation_text(quality),
              text(mean_interval(reverse_kl).mean), deviation_text(reverse_kl), text(switches.mean),
              text(switches.low), text(switches.high), text(collapsed.mean), text(collapsed.low),
              text(collapsed.high), verdict(covered, -INFINITY, modes - 0.5),
              verdict(switches, 1, INFINITY), claim, options);
  }
}

void write_table(const Folders& folders) {
  record::CsvWriter table{"mixture",
                          "loss",
                          "normalise",
                          "seeds",
                          "modes",
                          "covered",
                          "low",
                          "high",
                          "high_quality_share",
                          "high_quality_share_sd",
                          "reverse_kl",
                          "reverse_kl_sd",
                          "switches",
                          "switches_low",
                          "switches_high",
                          "collapsed_share",
                          "collapsed_share_low",
                          "collapsed_share_high",
                          "C10 drops modes",
                          "C10 rotates",
                          "C18",
                          "options"};
  for (const auto& [options, runs] :
       load_variants(folders, "mode_collapse", {"mixture", "loss", "normalise"}))
    add_rows(table, options, runs);
  record::write_file(folders.out / "mode_collapse.csv", table.text());
}

}  // namespace

int main(int argc, char** argv) {
  return run_program(argc, argv, "Verdicts on claims C10 and C18 from mode_collapse", write_table);
}
