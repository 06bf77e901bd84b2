// SPDX-License-Identifier: MIT
// F11: the losses of D and G on the toys over training, for five shares α of true data, beside what
// the equilibrium of the game says of them, and D's mean output on both kinds of data.
#include "analysis/program.hpp"
#include "analysis/training.hpp"
#include "plots/figure.hpp"
#include "plots/style.hpp"
#include "plots/training_panel.hpp"

using namespace verigan;
using namespace verigan::plots;

namespace {

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

void draw(const analysis::Folders& folders) {
  const auto runs = analysis::load_runs(folders.results, "alpha_toy");
  const auto datasets = analysis::by_dataset(runs);
  Figure figure(VERIGAN_FIGURE_ID, VERIGAN_FIGURE_TITLE, kCanvas, 1060);
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
           r + 1 == std::size(kRows), column == 0, column + 1 == all.size()},
          all[column]);
      ++column;
    }
  }
  figure.save(folders.out,
              "Losses of the discriminator and of the non-saturating generator on the toys, by "
              "share α of true data in "
              "each mini-batch: smoothed over 4 % of the training, the range of the logged values "
              "in a lighter tone. "
              "Dashed: what the equilibrium of the game says, H(α) and −ln α, at the effective α "
              "(true samples/batch). "
              "A loss on its line proves little alone, so below them D's mean output on true and "
              "on generated data, both α at equilibrium.",
              runs);
}

}  // namespace

int main(int argc, char** argv) {
  return analysis::run_program(argc, argv, "Draws F11 from alpha_toy", draw);
}
