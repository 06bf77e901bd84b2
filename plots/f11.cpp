// SPDX-License-Identifier: MIT
// F11: the losses of D and G on the toys over training, for five shares α of real data, with what
// the equilibrium of the game says of them, D's mean output on both kinds of data, how blind D is, and
// how far the generated density is from the data meanwhile.
#include <algorithm>
#include <cmath>
#include <span>

#include "analysis/grouping.hpp"
#include "analysis/program.hpp"
#include "analysis/training.hpp"
#include "plots/figure.hpp"
#include "plots/style.hpp"
#include "plots/training_panel.hpp"

using namespace verigan;
using namespace verigan::plots;

namespace {

const analysis::Output kFigure{"F11", "Losses on the toys for five shares α of real data", {"alpha_toy"}};

constexpr double kLeastJsd = 1e-4;  // what is below, or not above 0 by its estimate, is drawn here
constexpr double kMostBlind = 1.4;  // of the axis

/// A column of theory.csv as it is drawn.
struct Series {
  const char *recipe, *column, *dashes;
  double width;
};
constexpr Series kDivergences[] = {{"lc", "jsd", "", kLine},
                                   {"lc", "jsd_average", " dt (2,3)", 1.8},
                                   {"equilibrium", "jsd_average", " dt (9,4)", 1.8}};
constexpr Series kBlindness[] = {{"lc", "blindness", "", kLine},
                                 {"equilibrium", "blindness", " dt (9,4)", 1.8}};

double itself(double alpha) { return alpha; }

struct Row {
  const char* title;
  CurveMember solid, dotted;
  double (*theory)(double);
};
constexpr Row kRows[] = {
    {"Discriminator loss in nats (dashed: H(α))", &AlphaCurves::d_loss, nullptr,
     analysis::equilibrium_d_loss},
    {"Generator loss in nats (dashed: −ln α)", &AlphaCurves::g_loss, nullptr,
     analysis::equilibrium_g_loss},
    {"Mean output of D on real data (solid) and on generated data (dotted); dashed: α",
     &AlphaCurves::d_real, &AlphaCurves::d_fake, itself},
};

using Groups = std::map<std::string, std::map<std::string, analysis::ByAlpha>>;  // recipe, data set

// A column of theory.csv, mean over the runs and their least and most; of JSD nothing below kLeastJsd.
// NaN where a run has NaN.
struct Mean {
  std::vector<double> step, value, least, most;
};
Mean mean_of(const std::vector<analysis::Run>& runs, const std::string& column) {
  Mean mean;
  for (const auto& run : runs) {
    const record::Table table = run.table("theory.csv");
    const auto values = table.numbers(column);
    mean.step = table.numbers("step");
    mean.value.resize(values.size(), 0.0);
    mean.least.resize(values.size(), INFINITY);
    mean.most.resize(values.size(), -INFINITY);
    for (std::size_t i = 0; i < values.size(); ++i) {
      const double value = column == "blindness" ? values[i] : std::max(values[i], kLeastJsd);
      mean.value[i] += value / static_cast<double>(runs.size());
      mean.least[i] = std::isnan(value) ? NAN : std::min(mean.least[i], value);
      mean.most[i] = std::isnan(value) ? NAN : std::max(mean.most[i], value);
    }
  }
  require(!mean.step.empty(), "theory.csv has no rows");
  return mean;
}

// What the theory monitor read of one data set.
void draw_theory(Figure& figure, const Box& box, const Groups& groups, const std::string& dataset,
                 std::span<const Series> all, const Range& y, const std::string& axis,
                 bool numbers) {
  double last = 1;
  std::vector<std::string> bands, lines;
  for (const Series& series : all) {
    const auto recipe = groups.find(series.recipe);
    if (recipe == groups.end() || !recipe->second.contains(dataset)) continue;
    for (const auto& [alpha, runs] : recipe->second.at(dataset)) {
      const Mean seen = mean_of(runs, series.column);
      last = std::max(last, seen.step.back());
      if (runs.size() > 1)
        bands.push_back(message(figure.data({seen.step, seen.least, seen.most}),
                                " using 1:2:3 with filledcurves lc rgb '#d0", alpha_colour(alpha) + 1, "'"));
      lines.push_back(message(figure.data({seen.step, seen.value}), " using 1:2 with lines lw ",
                              series.width, series.dashes, " lc rgb '", alpha_colour(alpha), "'"));
    }
  }
  figure.panel(box, {0, last}, y);
  figure.add(axis, "\nset xtics ", nice_step(last, static_cast<int>(box.width / 75)));
  if (numbers) figure.x_title(box, "epoch");
  if (!numbers) figure.add("set xtics format ''");
  bands.insert(bands.end(), lines.begin(), lines.end());
  figure.plot(bands);
  figure.add("unset logscale");
}

double least_divergence(const Groups& groups) {
  double least = 1;
  for (const auto& [recipe, datasets] : groups)
    for (const auto& [name, by_alpha] : datasets)
      for (const auto& [alpha, runs] : by_alpha)
        for (const Series& series : kDivergences)
          if (recipe == series.recipe)
            least = std::min(least, std::ranges::min(mean_of(runs, series.column).least));
  return least;
}

// "0.061 to 0.147": the last of a column over all α of both toys, and "nothing" without a run.
std::string last_values(const Groups& groups, const std::string& recipe, const std::string& column) {
  std::vector<double> last;
  if (const auto found = groups.find(recipe); found != groups.end())
    for (const auto& [name, by_alpha] : found->second)
      for (const auto& [alpha, runs] : by_alpha)
        if (const double value = mean_of(runs, column).value.back(); !std::isnan(value))
          last.push_back(value);
  if (last.empty()) return "nothing";
  const auto [low, high] = std::ranges::minmax(last);
  return short_number(low, 2) + " to " + short_number(high, 2);
}

// What fresh discriminators, trained on the generators as they ended, prove of JSD, in the same way.
std::string proven(const std::vector<analysis::Run>& runs) {
  std::vector<double> bounds;
  for (const auto& run : runs) bounds.push_back(analysis::final_quality(run).fresh_jsd_bound);
  std::erase_if(bounds, [](double bound) { return std::isnan(bound); });
  if (bounds.empty()) return "nothing";
  const auto [low, high] = std::ranges::minmax(bounds);
  return short_number(low, 2) + " to " + short_number(high, 2);
}

void draw(const analysis::Folders& folders) {
  const auto runs = analysis::load_alike(folders, "alpha_toy", {"recipe", "dataset", "alpha"});
  Groups groups;
  for (const char* recipe : {"lc", "equilibrium"})
    if (const auto some = analysis::of_recipe(runs, recipe); !some.empty())
      groups[recipe] = analysis::by_dataset(some);
  const auto& datasets = groups.begin()->first == "lc" ? groups.begin()->second
                                                       : groups.rbegin()->second;
  Figure figure(kFigure, kCanvas, 1752);
  std::vector<std::vector<AlphaCurves>> all;
  for (const auto& [name, runs_by_alpha] : datasets) all.push_back(alpha_curves(runs_by_alpha));

  const double left = 58, right = 88, gap = 62, top = 64, height = 268, step = 326;
  const auto columns = static_cast<double>(all.size());
  const double width = (kCanvas - left - right - gap * (columns - 1)) / columns;
  for (std::size_t r = 0; r < std::size(kRows); ++r) {
    const Row& row = kRows[r];
    const std::vector<CurveMember> members =
        row.dotted ? std::vector{row.solid, row.dotted} : std::vector{row.solid};
    const Range range = curve_range(all, members, row.theory);
    std::size_t column = 0;
    for (const auto& [name, runs_by_alpha] : datasets) {
      const Box box{left + static_cast<double>(column) * (width + gap),
                    top + static_cast<double>(r) * step, width, height};
      if (r == 0)
        figure.text("{/:Bold " + name + "}", box.left + width / 2, 18, Align::centre, kInk, kTitle);
      if (column == 0) figure.text(row.title, left, box.top - 18);
      draw_training_panel(
          figure,
          {box, range, row.solid, row.dotted, row.theory, row.dotted == nullptr, r == 0,
           r + 1 == std::size(kRows), column == 0, column + 1 == all.size()},
          all[column]);
      ++column;
    }
  }
  const double blind = top + static_cast<double>(std::size(kRows)) * step + 40, below = blind + step;
  figure.text("Blindness of D: 1 for D = α, 0 for D* (long dashes: recipe equilibrium)", left, blind - 18);
  figure.text("JSD(p, p_g) in nats, at least (dotted: averaged generator; long dashes: that of recipe "
              "equilibrium)", left, below - 18);
  double place = left;
  const double least = 0.8 * least_divergence(groups);
  for (const auto& [name, by_alpha] : datasets) {
    const bool first = place == left;
    draw_theory(figure, {place, blind, width, height}, groups, name, kBlindness, {0, kMostBlind},
                message("set ytics 0.5", first ? "" : " format ''"), false);
    draw_theory(figure, {place, below, width, height}, groups, name, kDivergences, {least, 1},
                message("set logscale y\nset ytics 10 format '", first ? "10^{%T}" : "", "'"), true);
    place += width + gap;
  }
  figure.save(folders.out,
              "Losses of the discriminator and of the non-saturating generator on the toys, by "
              "share α of real data in "
              "each mini-batch, with the recipe lc: smoothed over 4 % of the training, mean over seeds; "
              "the range of what was logged, over all seeds, in a lighter tone, as below. "
              "Dashed: what the equilibrium of the game says, H(α) and −ln α, at the effective α "
              "(real samples/batch), and α for D's mean outputs. None of that shows that p_g = p: D = α "
              "has all three for any generator. Blindness is the share of what there is to see, "
              "JS_α(p, p_g), that D's loss does not use: at the end " +
                  last_values(groups, "lc", "blindness") + " with the recipe lc and " +
                  last_values(groups, "equilibrium", "blindness") +
                  " with the recipe equilibrium. At the bottom JSD(p, p_g), by counts in cells a quarter of "
                  "the noise wide, which see at most what there is: at the end " +
                  last_values(groups, "lc", "jsd") + " for lc's generator that plays, " +
                  last_values(groups, "lc", "jsd_average") +
                  " for that of averaged weights, which draws the samples, and " +
                  last_values(groups, "equilibrium", "jsd_average") +
                  " with the recipe equilibrium. Fresh discriminators, trained on the frozen generators and "
                  "held against new points, prove a JSD of at least " +
                  proven(analysis::of_recipe(runs, "lc")) + " and " +
                  proven(analysis::of_recipe(runs, "equilibrium")) + " nats.",
              runs);
}

}  // namespace

int main(int argc, char** argv) {
  return analysis::run_program(argc, argv, kFigure, draw);
}
