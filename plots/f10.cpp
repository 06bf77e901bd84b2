// SPDX-License-Identifier: MIT
// F10: how hard the saturating loss pulls relative to the non-saturating one, by how well the
// discriminator knows generated points; and how soon either loss learns.
#include <algorithm>
#include <cmath>
#include <map>

#include "analysis/grouping.hpp"
#include "analysis/program.hpp"
#include "analysis/series.hpp"
#include "analysis/training.hpp"
#include "plots/figure.hpp"
#include "plots/style.hpp"

using namespace verigan;
using namespace verigan::plots;

namespace {

const analysis::Output kFigure{"F10", "Saturating against non-saturating gradients", {"saturating_gradient"}};

constexpr const char* kSaturating = kGenerated;
constexpr const char* kOther = kTrue;
constexpr Range kRatio{-3.0, 1.5};

using analysis::saturating;
const char* colour(const analysis::Run& run) { return saturating(run) ? kSaturating : kOther; }

/// ‖gradient of ln(1−D)‖/‖gradient of −ln D‖ at every measurement of every run, and the line
/// D/(1−D) of theory, which they follow where D is the same for all generated points.
void draw_ratio(Figure& figure, const Box& box, const std::vector<analysis::Run>& runs) {
  figure.panel(box, {0, 1}, kRatio);
  figure.add("set ytics ('0.001' -3, '0.01' -2, '0.1' -1, '1' 0, '10' 1)");
  figure.text("Gradient norm of ln(1 − D) over that of −ln D", box.left, box.top - 18);
  figure.x_title(box, "mean D(G(z))");
  std::vector<double> at, theory;
  for (int i = 1; i < 200; ++i) {
    const double d = i / 200.0, ratio = std::log10(d / (1 - d));
    if (ratio < kRatio.low || ratio > kRatio.high) continue;
    at.push_back(d);
    theory.push_back(ratio);
  }
  std::vector<double> x, y;
  for (const auto& run : runs) {
    const record::Table table = run.table("gradient.csv");
    const auto d = table.numbers("d_generated"), up = table.numbers("norm_saturating"),
               down = table.numbers("norm_non_saturating");
    for (std::size_t i = 0; i < d.size(); ++i) {
      if (!(up[i] > 0 && down[i] > 0)) continue;
      x.push_back(d[i]);
      y.push_back(std::clamp(std::log10(up[i] / down[i]), kRatio.low, kRatio.high));
    }
  }
  figure.note("D/(1 − D)", 0.84, 1.05, Align::right, kSoft);
  figure.plot(
      {message(figure.dots(x, y, 1e-4), " using 1:2 with lines lw 3.5 lc rgb '#60", kInk + 1, "'"),
       message(figure.data({at, theory}), " using 1:2 with lines lw ", kLine, " lc rgb '", kTheory,
               "'")});
}

/// MMD² over steps, one line a run.
void draw_learning(Figure& figure, const Box& box, double d_lr_ratio,
                   const std::vector<analysis::Run>& runs, bool last) {
  const Range y{-3, 0.2};
  double most = 0, target = 0;
  for (const auto& run : runs) {
    most = std::max(most, run.number("steps"));
    target = run.number("target");
  }
  figure.panel(box, {0, most}, y);
  figure.add("set xtics ", nice_step(most, 4));
  if (!last) figure.add("set xtics format ''");
  figure.add("set ytics ('0.001' -3, '0.01' -2, '0.1' -1, '1' 0)");
  figure.text(d_lr_ratio == 1 ? "MMD², equal learning rates"
                         : "MMD², D's learning rate × " + short_number(d_lr_ratio),
              box.left, box.top - 18);
  if (last) figure.x_title(box, "step");
  std::vector<std::string> elements{
      message(figure.data({{0, most}, {std::log10(target), std::log10(target)}}),
              " using 1:2 with lines lw ", kThin, " dt (8,6) lc rgb '", kTheory, "'")};
  std::map<bool, std::map<double, std::vector<double>>> by_step;  // saturating or not → over seeds
  for (const auto& run : runs) {
    const record::Table table = run.table("gradient.csv");
    const auto step = table.numbers("step");
    auto mmd2 = table.numbers("mmd2");
    for (std::size_t i = 0; i < step.size(); ++i) {
      mmd2[i] = std::log10(std::max(mmd2[i], 1e-3));
      by_step[saturating(run)][step[i]].push_back(mmd2[i]);
    }
    elements.push_back(message(figure.data({step, mmd2}),
                               " using 1:2 with lines lw 0.7 lc rgb '#90", colour(run) + 1, "'"));
  }
  for (const auto& [saturates, steps] : by_step) {
    std::vector<double> at, median;
    for (const auto& [step, values] : steps)
      at.push_back(step), median.push_back(analysis::quantile(values, 0.5));
    elements.push_back(message(figure.data({at, median}), " using 1:2 with lines lw ", kLine,
                               " lc rgb '", saturates ? kSaturating : kOther, "'"));
  }
  figure.plot(elements);
}

void draw(const analysis::Folders& folders) {
  const auto runs = analysis::load_alike(folders, "saturating_gradient", {"loss", "d-lr-ratio"});
  std::map<double, std::vector<analysis::Run>> by_ratio;
  for (const auto& run : runs) by_ratio[run.number("d-lr-ratio")].push_back(run);
  const double gap = 62, tall = (440 - gap * static_cast<double>(by_ratio.size() - 1)) /
                                static_cast<double>(by_ratio.size());
  Figure figure(kFigure, kCanvas, 570);
  figure.round_ends();
  draw_ratio(figure, {72, 44, 400, 440}, runs);
  double top = 44;
  for (const auto& [d_lr_ratio, list] : by_ratio) {
    const bool last = d_lr_ratio == by_ratio.rbegin()->first;
    if (top == 44) {
      figure.text("ln(1 − D)", 960, top + 16, Align::right, kSaturating);
      figure.text("−ln D", 960, top + 40, Align::right, kOther);
    }
    draw_learning(figure, {580, top, 390, tall}, d_lr_ratio, list, last);
    top += tall + gap;
  }
  figure.save(
      folders.out,
      "Left: the generator's gradient under the saturating loss relative to that under the "
      "non-saturating one, at the same moment and noise; each dot is a measurement in some "
      "run. Line: D/(1 − D), the ratio of the losses' slopes in the logit. Right: MMD² to "
      "real points as a GAN learns the circle, trained with the saturating "
      "(orange) and the non-saturating loss (blue), both by Adam: thin a line a seed, thick "
      "their median; values below 0.001 are "
      "drawn there. Dashed: the target whose first crossing is counted.",
      runs);
}

}  // namespace

int main(int argc, char** argv) {
  return analysis::run_program(argc, argv, kFigure, draw);
}
