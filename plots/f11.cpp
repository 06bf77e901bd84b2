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

constexpr double kLeastJsd = 0.01;

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

// JSD(p, p_g) as the theory monitor read it, mean over the runs at each α.
void draw_divergence(Figure& figure, const Box& box, const analysis::ByAlpha& groups, bool first) {
  double last = 1;
  std::vector<std::string> lines;
  for (const auto& [alpha, runs] : groups) {
    std::vector<double> step, sum;
    for (const auto& run : runs) {
      const record::Table table = run.table("theory.csv");
      const auto jsd = table.numbers("jsd");
      step = table.numbers("step");
      sum.resize(jsd.size(), 0.0);
      for (std::size_t i = 0; i < jsd.size(); ++i)
        sum[i] += std::max(jsd[i], kLeastJsd) / static_cast<double>(runs.size());
    }
    require(!step.empty(), "theory.csv has no rows");
    last = std::max(last, step.back());
    lines.push_back(message(figure.data({step, sum}), " using 1:2 with lines lw ", kLine,
                            " lc rgb '", alpha_colour(alpha), "'"));
  }
  figure.panel(box, {0, last}, {kLeastJsd, 1});
  figure.add("set logscale y\nset ytics 10 format '", first ? "10^{%T}" : "", "'\nset xtics ",
             nice_step(last, static_cast<int>(box.width / 75)));
  figure.x_title(box, "epoch");
  figure.plot(lines);
  figure.add("unset logscale");
}

void draw(const analysis::Folders& folders) {
  const auto runs = analysis::load_runs(folders.results, "alpha_toy");
  const auto datasets = analysis::by_dataset(runs);
  Figure figure(VERIGAN_FIGURE_ID, VERIGAN_FIGURE_TITLE, kCanvas, 1386);
  std::vector<std::vector<AlphaCurves>> all;
  for (const auto& [name, groups] : datasets) all.push_back(alpha_curves(groups));

  const double left = 58, right = 88, gap = 36, top = 64, height = 268, step = 326;
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
  figure.text("Jensen–Shannon divergence of true and generated points, in nats", left, below - 18);
  double place = left;
  for (const auto& [name, groups] : datasets) {
    draw_divergence(figure, {place, below, width, height}, groups, place == left);
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
              "their lines long before that is small.",
              runs);
}

}  // namespace

int main(int argc, char** argv) {
  return analysis::run_program(argc, argv, "Draws F11 from alpha_toy", draw);
}
