// SPDX-License-Identifier: MIT
// tables/gmmn.csv: where direct matching works and where it does not: means over seeds of how far the
// generated law ended from the data's, beside the GAN of alpha_toy at α = 0.5. Rule: "matched" if TV of
// a normal is at most 0.01 (as for claim C22), if on the toys the JSD by cells finer than the noise is at
// most 0.01 nats in every run, beyond its error (gan::learnt), and if images are not told from true ones
// by the permutation test at 5 % in more than half of the runs. (MMD² at bandwidth 0.2 and coverage, by
// which the toys were called matched before, accept a generator that has no noise at all.)
#include <cmath>
#include <functional>
#include <map>
#include <utility>

#include "analysis/grouping.hpp"
#include "analysis/program.hpp"
#include "analysis/runs.hpp"
#include "analysis/series.hpp"
#include "analysis/training.hpp"
#include "record/file.hpp"

using namespace verigan;
using namespace verigan::analysis;

namespace {

constexpr double kSame = 0.01, kLevel = 0.05;

/// Means over the runs of what was measured; NaN where it was not.
struct Ended {
  double tv = NAN, mmd2 = NAN, near_share = NAN, coverage = NAN, distance_sd = NAN, jsd = NAN,
         told_apart = NAN;
  bool learnt = false;  // in every run
};

double mean_of(const std::vector<Run>& runs, const std::string& name) {
  std::vector<double> values;
  for (const Run& run : runs) {
    if (!run.summary.contains(name)) return NAN;
    values.push_back(run.number(name));
  }
  return mean(values);
}

Ended ended(const std::string& target, const std::vector<Run>& runs) {
  Ended end{.tv = mean_of(runs, "tv"), .mmd2 = mean_of(runs, "mmd2")};
  if (target == "line" || target == "circle") {
    std::vector<double> mmd2, near_share, coverage, distance_sd, jsd;
    end.learnt = true;
    for (const Run& run : runs) {
      const Quality quality = final_quality(run);
      mmd2.push_back(quality.mmd2);
      near_share.push_back(quality.near_share);
      coverage.push_back(quality.coverage);
      distance_sd.push_back(quality.distance_sd);
      jsd.push_back(quality.jsd_average);
      end.learnt = end.learnt && quality.learnt;
    }
    end.mmd2 = mean(mmd2);
    end.near_share = mean(near_share);
    end.coverage = mean(coverage);
    end.distance_sd = mean(distance_sd);
    end.jsd = mean(jsd);
  }
  if (std::isnan(mean_of(runs, "p_value"))) return end;
  end.told_apart = 0;
  for (const Run& run : runs)
    if (run.number("p_value") <= kLevel) end.told_apart += 1 / static_cast<double>(runs.size());
  return end;
}

bool matched(const std::string& target, const Ended& end) {
  if (target == "normal") return end.tv <= kSame;
  if (target == "images") return end.told_apart <= 0.5;
  return end.learnt;
}

std::string text(double value) { return std::isnan(value) ? "" : record::rounded_text(value, 4); }

/// By target and way: the runs of each variant.
using Rows = std::map<std::pair<std::string, std::string>, std::vector<Variant>>;

void add(Rows& rows, const std::vector<Variant>& all,
         const std::function<std::pair<std::string, std::string>(const Run&)>& row_of) {
  for (const auto& [options, runs] : all) {
    std::map<std::pair<std::string, std::string>, std::vector<Run>> groups;
    for (const Run& run : runs) groups[row_of(run)].push_back(run);
    for (const auto& [key, group] : groups) rows[key].push_back({options, group});
  }
}

void write_table(const Folders& folders) {
  Rows rows;
  add(rows, load_variants(folders, "gmmn", {"target", "statistic"}),
      [](const Run& run) { return std::pair{run.text("target"), run.text("statistic")}; });
  std::vector<Run> gans = of_recipe(load_runs(folders, "alpha_toy"), "lc");
  std::erase_if(gans, [](const Run& run) { return run.number("alpha") != 0.5; });
  add(rows, variants(gans, {"recipe", "dataset"}),
      [](const Run& run) { return std::pair{run.text("dataset"), std::string("GAN")}; });
  record::CsvWriter table{"target",   "way",         "runs", "tv",         "mmd2",   "near_share",
                          "coverage", "distance_sd", "jsd",  "told_apart", "verdict",
                          "options"};
  for (const char* target : {"normal", "line", "circle", "images"})
    for (const char* way : {"moments", "mmd", "GAN"}) {
      for (const auto& [options, runs] : rows[{target, way}]) {
        const Ended end = ended(target, runs);
        table.row(target, way, runs.size(), text(end.tv), text(end.mmd2), text(end.near_share),
                  text(end.coverage), text(end.distance_sd), text(end.jsd), text(end.told_apart),
                  matched(target, end) ? "matched" : "not matched", options);
      }
    }
  record::write_file(folders.out / "gmmn.csv", table.text());
}

}  // namespace

int main(int argc, char** argv) {
  return run_program(argc, argv, "How direct matching ended, from gmmn and alpha_toy", write_table);
}
