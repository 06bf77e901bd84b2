// SPDX-License-Identifier: MIT
// tables/gmmn.csv: where direct matching works and where it does not: means over seeds of how far the
// generated law ended from the data's, and the GAN of alpha_toy at α = 0.5. Rule: "matched" if TV of
// a normal is at most 0.01 (as for claim C22), if on the toys the JSD by cells finer than the noise is at
// most 0.01 nats in every run, beyond its error (gan::learnt), and if images are not told from real ones
// by the permutation test at 5 % in more than half of the runs. (MMD² at bandwidth 0.2 and coverage, by
// which the toys were called matched before, accept a generator that has no noise at all.)
#include <algorithm>
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

const Output kTable{"gmmn", "Direct matching: where it works, compared with the GAN", {"gmmn", "alpha_toy"}};

constexpr double kSame = 0.01, kLevel = 0.05;

/// What the runs measured, a value a run; nothing of what they did not.
struct Ended {
  std::vector<double> tv, mmd2, near_share, coverage, distance_sd, jsd;
  double told_apart = NAN;
  bool learnt = false;  // in every run
};
constexpr std::pair<const char*, std::vector<double> Ended::*> kMeasures[] = {
    {"tv", &Ended::tv},
    {"mmd2", &Ended::mmd2},
    {"near_share", &Ended::near_share},
    {"coverage", &Ended::coverage},
    {"distance_sd", &Ended::distance_sd},
    {"jsd", &Ended::jsd}};

std::vector<double> values_of(const std::vector<Run>& runs, const std::string& name) {
  std::vector<double> values;
  for (const Run& run : runs) {
    if (!run.summary.contains(name)) return {};
    values.push_back(run.number(name));
  }
  return values;
}

Ended ended(const std::string& target, const std::vector<Run>& runs) {
  Ended end;
  end.tv = values_of(runs, "tv");
  end.mmd2 = values_of(runs, "mmd2");
  if (target == "line" || target == "circle") {
    end.mmd2.clear();
    end.learnt = true;
    for (const Run& run : runs) {
      const Quality quality = final_quality(run);
      end.mmd2.push_back(quality.mmd2);
      end.near_share.push_back(quality.near_share);
      end.coverage.push_back(quality.coverage);
      end.distance_sd.push_back(quality.distance_sd);
      end.jsd.push_back(quality.jsd_average);
      end.learnt = end.learnt && quality.learnt;
    }
  }
  const std::vector<double> p = values_of(runs, "p_value");
  if (!p.empty())
    end.told_apart = static_cast<double>(std::ranges::count_if(p, [](double x) { return x <= kLevel; })) /
                     static_cast<double>(p.size());
  return end;
}

bool matched(const std::string& target, const Ended& end) {
  if (target == "normal") return !end.tv.empty() && mean(end.tv) <= kSame;
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
  std::vector<std::string> columns{"target", "way", "runs"};
  for (const auto& [name, of] : kMeasures) {
    columns.push_back(name);
    columns.push_back(std::string(name) + "_sd");
  }
  for (const char* name : {"told_apart", "verdict", "options"}) columns.push_back(name);
  record::CsvWriter table(columns);
  for (const char* target : {"normal", "line", "circle", "images"})
    for (const char* way : {"moments", "mmd", "GAN"}) {
      for (const auto& [options, runs] : rows[{target, way}]) {
        const Ended end = ended(target, runs);
        std::vector<std::string> row{target, way, std::to_string(runs.size())};
        for (const auto& [name, of] : kMeasures) {
          const std::vector<double>& values = end.*of;
          row.push_back(values.empty() ? "" : text(mean(values)));
          row.push_back(values.empty() ? "" : deviation_text(values));
        }
        for (const std::string& cell :
             {text(end.told_apart), std::string(matched(target, end) ? "matched" : "not matched"), options})
          row.push_back(cell);
        table.add(row);
      }
    }
  record::write_file(folders.out / "gmmn.csv", table.text());
}

}  // namespace

int main(int argc, char** argv) {
  return run_program(argc, argv, kTable, write_table);
}
