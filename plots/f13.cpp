// SPDX-License-Identifier: MIT
// F13: the losses of D and G on MNIST over training, for five shares α of real data, with what
// the equilibrium of the game says of them, and D's mean output on both kinds of data.
#include <algorithm>

#include "analysis/grouping.hpp"
#include "analysis/program.hpp"
#include "analysis/training.hpp"
#include "plots/figure.hpp"
#include "plots/style.hpp"
#include "plots/training_panel.hpp"

using namespace verigan;
using namespace verigan::plots;

namespace {

const analysis::Output kFigure{"F13", "Losses on MNIST for five shares α of real data", {"alpha_mnist"}};

double itself(double alpha) { return alpha; }

// What fresh discriminators proved on images held out, over all α.
std::string proof(const std::vector<analysis::Run>& runs) {
  std::vector<double> bounds;
  for (const auto& run : runs)
    if (run.summary.contains("fresh_jsd_bound")) bounds.push_back(run.number("fresh_jsd_bound"));
  if (bounds.empty()) return "";
  const auto [low, high] = std::ranges::minmax(bounds);
  return "; fresh discriminators on images held out prove a JSD of at least " + short_number(low, 2) +
         " to " + short_number(high, 2) + " nats";
}

void draw(const analysis::Folders& folders) {
  const auto runs = analysis::load_alike(folders, "alpha_mnist", {"alpha"});
  const std::vector<std::vector<AlphaCurves>> all{alpha_curves(analysis::by_alpha(runs))};
  Figure figure(kFigure, kCanvas, 730);
  const double left = 58, right = 88, gap = 150, height = 250;
  const double half = (kCanvas - left - right - gap) / 2, full = kCanvas - left - right;
  const auto panel = [&](const char* title, const Box& box, CurveMember solid, CurveMember dotted,
                         double (*theory)(double)) {
    const std::vector<CurveMember> members =
        dotted ? std::vector{solid, dotted} : std::vector{solid};
    figure.text(title, box.left, box.top - 18);
    draw_training_panel(figure,
                        {box, curve_range(all, members, theory), solid, dotted, theory,
                         dotted == nullptr, solid == &AlphaCurves::d_loss, true, true, true},
                        all.front());
  };
  panel("Discriminator loss in nats (dashed: H(α))", {left, 40, half, height}, &AlphaCurves::d_loss,
        nullptr, analysis::equilibrium_d_loss);
  panel("Generator loss in nats (dashed: −ln α)", {left + half + gap, 40, half, height},
        &AlphaCurves::g_loss, nullptr, analysis::equilibrium_g_loss);
  panel("Mean output of D on real data (solid) and on generated data (dotted); dashed: α",
        {left, 400, full, height + 20}, &AlphaCurves::d_real, &AlphaCurves::d_fake, itself);
  figure.save(folders.out,
              "Losses of the discriminator and of the non-saturating generator on images, by share "
              "α of real data in each "
              "mini-batch: smoothed over 4 % of the training, the range of the logged values in a "
              "lighter tone. Dashed: the "
              "game's equilibrium at the effective α (real samples/batch). How far D still tells "
              "the two kinds of data apart is "
              "the distance between its mean outputs below. The density of images is unknown: losses or "
              "means on their dashed lines would not show that it is learnt, for D = α has them whatever "
              "is generated" +
                  proof(runs) + ".",
              runs);
}

}  // namespace

int main(int argc, char** argv) {
  return analysis::run_program(argc, argv, kFigure, draw);
}
