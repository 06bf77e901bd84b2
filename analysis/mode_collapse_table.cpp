// SPDX-License-Identifier: MIT
// tables/mode_collapse.csv: modes found, lost and exchanged, by mixture, loss and normalisation, over
// seeds. covered and good_share are means over the second half of training: their median over seeds, of
// covered also the least and largest. leader_changes is how often the leading mode, of those that have one,
// changes from a reading to the next, and rest_changes, how often it seems to between two samples of
// one generator (empty if no reading has a leader). collapsed counts the seeds that were ever in one
// place, with the exact 95 % interval of their share. The verdicts are those of claims C10 and C18
// (verigan claims).
#include <cmath>
#include <map>
#include <tuple>

#include "analysis/grouping.hpp"
#include "analysis/program.hpp"
#include "analysis/runs.hpp"
#include "analysis/series.hpp"
#include "record/file.hpp"
#include "statistics/exact.hpp"

using namespace verigan;
using namespace verigan::analysis;

namespace {

const Output kTable{"mode_collapse",
    "Modes found, lost and exchanged on mixtures of normals",
    {"mode_collapse"}};

using Key = std::tuple<std::string, std::string, std::string>;  // mixture, loss, normalise

std::vector<double> values(const std::vector<Run>& runs, const std::string& name) {
  std::vector<double> found;
  for (const Run& run : runs) found.push_back(run.number(name));
  return found;
}

double sum(const std::vector<Run>& runs, const std::string& name) {
  double total = 0;
  for (const Run& run : runs) total += run.number(name);
  return total;
}

std::string text(double x) { return record::rounded_text(x, 4); }

/// Changes of the leader over all pairs of all seeds.
std::string rate(const std::vector<Run>& runs, const std::string& changes, const std::string& pairs) {
  const double all = sum(runs, pairs);
  return all > 0 ? text(sum(runs, changes) / all) : "";
}

void add_rows(record::CsvWriter& table, const Variant& variant) {
  std::map<Key, std::vector<Run>> groups;
  for (const Run& run : variant.runs)
    groups[{run.text("mixture"), run.text("loss"), run.text("normalise")}].push_back(run);
  for (const auto& [key, runs] : groups) {
    const auto& [mixture, loss, normalise] = key;
    std::size_t collapsed = 0;
    for (const Run& run : runs) collapsed += run.number("collapsed_measurements") > 0 ? 1 : 0;
    const auto share = statistics::proportion_interval(collapsed, runs.size());
    const std::vector<double> covered = values(runs, "covered_late");
    table.row(mixture, loss, normalise, runs.size(), runs.front().number("modes"),
              text(quantile(covered, 0.5)), text(quantile(covered, 0)), text(quantile(covered, 1)),
              text(quantile(values(runs, "good_share_late"), 0.5)),
              text(quantile(values(runs, "reverse_kl"), 0.5)),
              rate(runs, "leader_changes", "leader_pairs"), rate(runs, "rest_changes", "rest_pairs"),
              collapsed, text(share.low), text(share.high), variant.options);
  }
}

void write_table(const Folders& folders) {
  record::CsvWriter table{"mixture",        "loss",         "normalise",  "seeds",
                          "modes",          "covered",      "least",      "most",
                          "good_share",     "reverse_kl",   "leader_changes", "rest_changes",
                          "collapsed",      "collapsed_low", "collapsed_high",
                          "options"};
  for (const Variant& variant :
       load_variants(folders, "mode_collapse", {"mixture", "loss", "normalise"}))
    add_rows(table, variant);
  record::write_file(folders.out / "mode_collapse.csv", table.text());
}

}  // namespace

int main(int argc, char** argv) {
  return run_program(argc, argv, kTable, write_table);
}
