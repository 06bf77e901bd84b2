// SPDX-License-Identifier: MIT
// F28: modes found by the plain GAN and by packing 2, 3 and 4 samples, their quality and how evenly
// they are drawn, and what PacGAN's Table 1 says.
#include <algorithm>
#include <cmath>

#include "analysis/mode_protocols.hpp"
#include "analysis/grouping.hpp"
#include "analysis/program.hpp"
#include "plots/figure.hpp"
#include "plots/style.hpp"

using namespace verigan;
using namespace verigan::plots;
using analysis::ModeComparison;

namespace {

const analysis::Output kFigure{"F28",
    "Modes found by plain and packed GANs, published and here",
    {"mode_protocols"}};

using Comparisons = std::vector<ModeComparison>;

constexpr const char* kPublished = kTrue;
constexpr const char* kOurs = kGenerated;
constexpr double kLeft = 84, kWidth = 256, kStride = 322, kHeight = 240;

/// Means with bars of a standard error to either side. One that is infinite, of one trial, has none.
class Bars {
 public:
  void add(double x, const analysis::Estimate& at) {
    const double reach = std::isfinite(at.error) ? at.error : 0;
    x_.push_back(x), mean_.push_back(at.mean);
    low_.push_back(at.mean - reach), high_.push_back(at.mean + reach);
  }
  std::string element(Figure& figure, const char* colour, int shape) const {
    return message(figure.data({x_, mean_, low_, high_}),
                   " using 1:2:3:4 with yerrorbars pt ", shape, " ps 1.0 lw ", kLine, " lc rgb '",
                   colour, "'");
  }

 private:
  std::vector<double> x_, mean_, low_, high_;
};

struct Panel {
  const char *measure, *title;
  double top;  // of the axis, at least
};

void draw_panel(Figure& figure, const Box& box, const Panel& panel, double modes,
                const Comparisons& all) {
  Bars published, ours;
  std::vector<double> x, trials;
  double most = 4, top = panel.top;
  for (const ModeComparison& c : all) {
    const auto at = static_cast<double>(c.packing);
    most = std::max(most, at);
    if (c.published) {
      published.add(at - 0.14, *c.published);
      top = std::max(top, 1.08 * (c.published->mean + c.published->error));
    }
    if (std::isfinite(c.ours.mean)) ours.add(at + 0.14, c.ours);
    for (const double trial : c.trials) {
      if (!std::isfinite(trial)) continue;
      x.push_back(at + 0.28);
      trials.push_back(trial);
      top = std::max(top, 1.08 * trial);
    }
  }
  figure.panel(box, {0.5, most + 0.5}, {0, top});
  figure.add("set xtics 1\nset ytics ", nice_step(top, 5));
  figure.text(panel.title, box.left, box.top - 18);
  std::vector<std::string> elements;
  if (modes > 0)
    elements.push_back(message(figure.data({{0.5, most + 0.5}, {modes, modes}}),
                               " using 1:2 with lines lw ", kThin, " dt (8,6) lc rgb '", kTheory,
                               "'"));
  elements.push_back(message(figure.data({x, trials}),
                             " using 1:2 with points pt 7 ps 0.5 lc rgb '#90", kOurs + 1, "'"));
  elements.push_back(published.element(figure, kPublished, 5));
  elements.push_back(ours.element(figure, kOurs, 7));
  figure.plot(elements);
}

Comparisons of(const Comparisons& all, const std::string& mixture, const std::string& measure) {
  Comparisons some;
  std::ranges::copy_if(all, std::back_inserter(some), [&](const ModeComparison& c) {
    return c.mixture == mixture && c.measure == measure;
  });
  require(!some.empty(), "mode_protocols: no run of the ", mixture);
  return some;
}

void draw(const analysis::Folders& folders) {
  const auto runs = analysis::load_alike(folders, "mode_protocols", {"mixture", "packing"});
  const Comparisons all = analysis::compare_modes(runs);
  const bool shortened =
      std::ranges::any_of(all, [](const auto& c) { return c.verdict == "shortened"; });
  Figure figure(kFigure, kCanvas, 760);
  figure.text("published, mean of 10 trials", kLeft, 26, Align::left, kPublished);
  figure.text(shortened ? "here, shortened: not comparable" : "here, by the same protocol",
              kLeft + kStride, 26, Align::left, kOurs);
  double top = 84;
  for (const char* mixture : {"ring", "grid"}) {
    const bool ring = std::string(mixture) == "ring";
    const double modes = ring ? 8 : 25;
    const Panel panels[] = {{"modes", "Modes found", 1.08 * modes},
                            {"high quality %", "High quality, %", 106},
                            {"reverse KL", "Reverse KL in nats", 0.9}};
    figure.side_text(ring ? "ring of 8" : "grid of 25", 20, top + kHeight / 2, kSoft);
    for (std::size_t k = 0; k < 3; ++k) {
      const Box box{kLeft + static_cast<double>(k) * kStride, top, kWidth, kHeight};
      if (!ring) figure.x_title(box, "samples packed");
      draw_panel(figure, box, panels[k], k == 0 ? modes : 0, of(all, mixture, panels[k].measure));
    }
    top += kHeight + 88;
  }
  figure.save(
      folders.out,
      "Squares: PacGAN's Table 1 (Lin, Khetan, Fanti, Oh 2018); discs: here; bars are a standard "
      "error to either side, small dots single trials. A packing of 1 is the plain GAN. Of 2,500 "
      "points: modes with at least one within three standard deviations, the share of such points, "
      "and the sum of h ln(h K) over the shares h of K modes, 0 if all are drawn alike. Dashed: all "
      "modes. " +
          std::string(shortened ? "These runs are shortened; what they do otherwise than the published "
                                  "protocol, which the preset paper follows, is in the table "
                                  "mode_protocols."
                                : "Whether the two agree is in the table mode_protocols."),
      runs);
}

}  // namespace

int main(int argc, char** argv) {
  return analysis::run_program(argc, argv, kFigure, draw);
}
