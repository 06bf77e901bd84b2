// SPDX-License-Identifier: MIT
// F11: the losses of D and G on the toys over training, for five shares α of true data, beside what
// the equilibrium of the game says of them, D's mean output on both kinds of data, and how far the
// generated density is from the data meanwhile.
#include <algorithm>

#include "analysis/program.hpp"
#include "analysis/training.hpp"
#include "plots/figure.hpp"
#include "plots/style.hpp"
#include "plots/training_panel.hpp"

using namespace verigan;
using namespace verigan::plots;

namespace {

constexpr double kLeastJsd = 1e-4;  // what is below, or not above 0 by its estimate, is drawn here
constexpr const char* kDivergences[] = {"jsd", "jsd_average"};

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
    {"Mean output of D on true data (solid) and on generated data (dotted); dashed: α",
     &AlphaCurves::d_real, &AlphaCurves::d_fake, itself},
};

// A column of theory.csv, mean over the runs.
struct Divergence {
  std::vector<double> step, jsd;
};
Divergence divergence(const std::vector<analysis::Run>& runs, const char* column) {
  Divergence mean;
  for (const auto& run : runs) {
    const record::Table table = run.table("theory.csv");
    const auto jsd = table.numbers(column);
    mean.step = table.numbers("step");
    mean.jsd.resize(jsd.size(), 0.0);
    for (std::size_t i = 0; i < jsd.size(); ++i)
      mean.jsd[i] += std::max(jsd[i], kLeastJsd) / static_cast<double>(runs.size());
  }
  require(!mean.step.empty(), "theory.csv has no rows");
  return mean;
}

// JSD(p, p_g) as the theory monitor read it: of the present generator and, dotted, of the averaged.
void draw_divergence(Figure& figure, const Box& box, const analysis::ByAlpha& groups, double least,
                     bool first) {
  double last = 1;
  std::vector<std::string> lines;
  for (const auto& [alpha, runs] : groups)
    for (const bool averaged : {false, true}) {
      const Divergence seen = divergence(runs, kDivergences[averaged]);
      last = std::max(last, seen.step.back());
      lines.push_back(message(figure.data({seen.step, seen.jsd}), " using 1:2 with lines lw ",
                              averaged ? 1.8 : kLine, averaged ? " dt (2,3)" : "", " lc rgb '",
                              alpha_colour(alpha), "'"));
    }
  figure.panel(box, {0, last}, {least, 1});
  figure.add("set logscale y\nset ytics 10 format '", first ? "10^{%T}" : "", "'\nset xtics ",
             nice_step(last, static_cast<int>(box.width / 75)));
  figure.x_title(box, "epoch");
  figure.plot(lines);
  figure.add("unset logscale");
}

double least_divergence(const std::map<std::string, analysis::ByAlpha>& datasets) {
  double least = 1;
  for (const auto& [name, groups] : datasets)
    for (const auto& [alpha, runs] : groups)
      for (const char* column : kDivergences)
        least = std::min(least, std::ranges::min(divergence(runs, column).jsd));
  return least;
}

// "0.061 to 0.147", over all α of both toys.
std::string last_divergences(const std::map<std::string, analysis::ByAlpha>& datasets,
                             const char* column) {
  std::vector<double> last;
  for (const auto& [name, groups] : datasets)
    for (const auto& [alpha, runs] : groups) last.push_back(divergence(runs, column).jsd.back());
  const auto [low, high] = std::ranges::minmax(last);
  return short_number(low, 2) + " to " + short_number(high, 2);
}

void draw(const analysis::Folders& folders) {
  const auto runs = analysis::load_runs(folders.results, "alpha_toy");
  const auto datasets = analysis::by_dataset(runs);
  Figure figure(VERIGAN_FIGURE_ID, VERIGAN_FIGURE_TITLE, kCanvas, 1386);
  std::vector<std::vector<AlphaCurves>> all;
  for (const auto& [name, groups] : datasets) all.push_back(alpha_curves(groups));

  const double left = 58, right = 88, gap = 62, top = 64, height = 268, step = 326;
  const auto columns = static_cast<double>(all.size());
  const double width = (kCanvas - left - right - gap * (columns - 1)) / columns;
  for (std::size_t r = 0; r < std::size(kRows); ++r) {
    const Row& row = kRows[r];
    const std::vector<CurveMember> members =
        row.dotted ? std::vector{row.solid, row.dotted} : std::vector{row.solid};
    const Range range = curve_range(all, members, row.theory);
    std::size_t column = 0;
    for (const auto& [name, groups] : datasets) {
      const Box box{left + static_cast<double>(column) * (width + gap),
                    top + static_cast<double>(r) * step, width, height};
      if (r == 0)
        figure.text("{/:Bold " + name + "}", box.left + width / 2, 18, Align::centre, kInk, kTitle);
      if (column == 0) figure.text(row.title, left, box.top - 18);
      draw_training_panel(
          figure,
          {box, range, row.solid, row.dotted, row.theory, row.dotted == nullptr, r == 0,
           false, column == 0, column + 1 == all.size()},
          all[column]);
      ++column;
    }
  }
  const double below = top + static_cast<double>(std::size(kRows)) * step;
  figure.text("Jensen–Shannon divergence of true and generated points, in nats (dotted: averaged "
              "generator)", left, below - 18);
  double place = left;
  const double least = 0.8 * least_divergence(datasets);
  for (const auto& [name, groups] : datasets) {
    draw_divergence(figure, {place, below, width, height}, groups, least, place == left);
    place += width + gap;
  }
  figure.save(folders.out,
              "Losses of the discriminator and of the non-saturating generator on the toys, by "
              "share α of true data in "
              "each mini-batch: smoothed over 4 % of the training, the range of the logged values "
              "in a lighter tone. "
              "Dashed: what the equilibrium of the game says, H(α) and −ln α, at the effective α "
              "(true samples/batch). "
              "A loss on its line proves little alone, so below them D's mean output on true and "
              "on generated data, both α at equilibrium, and at the bottom "
              "how far the generated density is from the data, by a histogram: the losses lie on "
              "their lines long before that is small. At the end it is " +
                  last_divergences(datasets, "jsd") +
                  " for the generator that plays and " + last_divergences(datasets, "jsd_average") +
                  " for that of averaged weights, which draws the samples.",
              runs);
}

}  // namespace

int main(int argc, char** argv) {
  return analysis::run_program(argc, argv, "Draws F11 from alpha_toy", draw);
}
