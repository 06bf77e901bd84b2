// SPDX-License-Identifier: MIT
// F26: the absolute-error GAN and the usual one: how far the generator is from the data, and how hard
// it is pulled, with a discriminator that learns as fast and one that learns faster.
#include <algorithm>
#include <cmath>
#include <map>

#include "analysis/grouping.hpp"
#include "analysis/program.hpp"
#include "plots/figure.hpp"
#include "plots/style.hpp"

using namespace verigan;
using namespace verigan::plots;

namespace {

const analysis::Output kFigure{"F26",
    "The absolute-error GAN: what a hard discriminator leaves of the gradient",
    {"absolute_error_gan"}};

constexpr double kLeast = 1e-8;  // pulls below are drawn here

const char* colour(const analysis::Run& run) {
  return category_colour(run.text("loss") == "absolute-error" ? 0 : 1);
}

void draw_column(Figure& figure, const Box& box, const std::vector<analysis::Run>& runs,
                 const char* column, const Range& y, bool first) {
  double last = 1;
  std::vector<std::string> lines;
  for (const auto& run : runs) {
    const record::Table table = run.table("path.csv");
    const auto step = table.numbers("step");
    auto values = table.numbers(column);
    for (double& value : values) value = std::max(value, y.low);
    last = std::max(last, step.back());
    lines.push_back(message(figure.data({step, values}), " using 1:2 with lines lw 1.5 lc rgb '",
                            colour(run), "'"));
  }
  figure.panel(box, {0, last}, y);
  figure.add("set logscale y\nset xtics ", nice_step(last, 3),
             "\nset ytics ", y.span() > 2 ? 100 : 10, " format '", first ? "10^{%T}" : "", "'");
  figure.x_title(box, "training step");
  figure.plot(lines);
  figure.add("unset logscale");
}

void draw(const analysis::Folders& folders) {
  const auto runs = analysis::load_alike(folders, "absolute_error_gan", {"loss", "d-lr-ratio"});
  std::map<double, std::vector<analysis::Run>> by_ratio;
  for (const auto& run : runs) by_ratio[run.number("d-lr-ratio")].push_back(run);
  Figure figure(kFigure, kCanvas, 640);
  const double count = static_cast<double>(by_ratio.size()), gap = 64, left = 64,
               width = (kCanvas - left - 32 - gap * (count - 1)) / count;
  double place = left;
  std::map<std::string, const char*> losses;
  for (const auto& run : runs) losses[run.text("loss")] = colour(run);
  double below = left;
  for (const auto& [loss, tone] : losses) {
    figure.text(loss, below, 624, Align::left, tone);
    below += 200;
  }
  std::string ends;
  for (const auto& [d_lr_ratio, group] : by_ratio) {
    figure.text("{/:Bold learning rate of D × " + short_number(d_lr_ratio) + "}", place, 24);
    const Box upper{place, 76, width, 190}, lower{place, 362, width, 190};
    if (place == left) figure.text("TV(p, p_g)", place, upper.top - 18);
    draw_column(figure, upper, group, "tv", {1e-3, 1.3}, place == left);
    if (place == left) figure.text("Pull on the generator, ‖∇‖", place, lower.top - 18);
    draw_column(figure, lower, group, "gradient_norm", {kLeast, 3}, place == left);
    double worst = 0, weakest = 1e300;
    for (const auto& run : group)
      if (run.text("loss") == "absolute-error") {
        worst = std::max(worst, run.number("final_tv"));
        weakest = std::min(weakest, run.number("final_gradient_norm"));
      }
    if (worst > 0)
      ends += message(ends.empty() ? "" : ", ", short_number(worst, 2), " and ",
                      short_number(weakest, 1), " at × ", short_number(d_lr_ratio));
    place += width + gap;
  }
  const auto& first = runs.front();
  figure.save(folders.out,
              "A generator x = mean + sd·z learns the normal law of mean " +
                  short_number(first.number("mean")) + " and standard deviation " +
                  short_number(first.number("sd")) +
                  ", one line a seed. Both players minimise; D's absolute error is "
                  "αE_p[1 − D] + (1 − α)E_q[D], the generator's loss −(1 − α)E_q[D]. The best D is a "
                  "step, without slope but at one place, so the better D is, the weaker the pull, and "
                  "a D that is sure of itself in error stays so. Below " + short_number(kLeast) +
                  " a pull is drawn at " + short_number(kLeast) +
                  ". Largest total variation and weakest pull of the absolute error at the end: " +
                  ends + ".",
              runs);
}

}  // namespace

int main(int argc, char** argv) {
  return analysis::run_program(argc, argv, kFigure, draw);
}
