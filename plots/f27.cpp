// SPDX-License-Identifier: MIT
// F27: generators that match their samples to the data directly, by moments and by MMD: how a normal and
// a circle are approached, what is drawn about the curves, with a GAN, and digits.
#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

#include "analysis/grouping.hpp"
#include "analysis/program.hpp"
#include "analysis/series.hpp"
#include "analysis/training.hpp"
#include "plots/figure.hpp"
#include "plots/picture_panel.hpp"
#include "plots/style.hpp"
#include "record/npy.hpp"

using namespace verigan;
using namespace verigan::plots;

namespace {

const analysis::Output kFigure{"F27",
    "Generative matching networks: moments and MMD, and a GAN",
    {"gmmn", "alpha_toy"}};

using Runs = std::vector<analysis::Run>;

struct Way {
  const char *name, *brief, *title, *colour;
};
constexpr Way kWays[] = {{"moments", "moments", "Moments", kTrue},
                         {"mmd", "MMD", "MMD", kGenerated},
                         {"GAN", "GAN", "a GAN, α = 0.5", kInk}};
constexpr double kLeft = 50, kSize = 284, kGap = 32, kLeastShown = 1e-3;
constexpr std::size_t kShown = 1500;  // points a panel

Runs of(const Runs& all, const std::string& target, const std::string& way) {
  Runs some;
  for (const auto& run : all) {
    const bool gan = run.manifest.experiment == "alpha_toy";
    if (run.text(gan ? "dataset" : "target") != target) continue;
    if (gan ? way == "GAN" && run.number("alpha") == 0.5 : run.text("statistic") == way)
      some.push_back(run);
  }
  require(!some.empty(), "gmmn: no run of ", target, " by ", way);
  return some;
}

/// A column of one of the runs' tables over steps, a line a run; what is not above `least` is there.
void add_lines(Figure& figure, std::vector<std::string>& lines, double& last, const Runs& runs,
               const char* file, const char* column, const char* colour) {
  for (const auto& run : runs) {
    const record::Table table = run.table(file);
    const auto step = table.numbers("step");
    auto values = table.numbers(column);
    require(!step.empty(), file, " has no rows");
    for (double& value : values) value = std::max(value, kLeastShown);
    last = std::max(last, step.back());
    lines.push_back(message(figure.data({step, values}), " using 1:2 with lines lw ", kLine,
                            " lc rgb '", colour, "'"));
  }
}

void draw_approach(Figure& figure, const Box& box, const char* title,
                   const std::vector<std::string>& lines, double last, std::size_t ways) {
  figure.text(title, box.left, box.top - 18);
  for (std::size_t k = 0; k < ways; ++k)  // names in the curves' colours
    figure.text(kWays[k].brief, box.right() - 60 * static_cast<double>(ways - 1 - k), box.top - 18,
                Align::right, kWays[k].colour);
  figure.panel(box, {0, last}, {kLeastShown, 1});
  figure.add("set logscale y\nset xtics ", nice_step(last, 3), "\nset ytics 10 format '10^{%T}'");
  figure.x_title(box, "training step");
  figure.plot(lines);
  figure.add("unset logscale");
}

/// The curve without noise (data/toy).
std::vector<std::vector<double>> true_curve(const std::string& target) {
  std::vector<std::vector<double>> xy(2);
  for (int i = 0; i <= 200; ++i) {
    const double angle = 2 * std::numbers::pi * i / 200, x = -1.5 + 3.0 * i / 200;
    xy[0].push_back(target == "circle" ? std::cos(angle) : x);
    xy[1].push_back(target == "circle" ? std::sin(angle) : x * x * x - x);
  }
  return xy;
}

// Points of the first seed; below them what was measured, over all seeds.
void draw_points(Figure& figure, const Box& box, const std::string& target, const Runs& runs,
                 const char* colour) {
  const auto file = runs.front().folder / "samples.npy";
  const record::Array array = record::read_npy(file);
  require(array.shape.size() == 2 && array.shape[1] == 2, file.string(),
          ": expected points, shape (N, 2)");
  const double reach = target == "circle" ? 1.4 : 2.0;
  std::vector<double> x, y;
  for (std::size_t i = 0; i < std::min(array.shape[0], kShown); ++i) {
    const double u = array.values[2 * i], v = array.values[2 * i + 1];
    if (std::abs(u) > reach || std::abs(v) > reach) continue;
    x.push_back(u);
    y.push_back(v);
  }
  figure.panel(box, {-reach, reach}, {-reach, reach});
  figure.add("unset xtics\nunset ytics\nunset grid\nset border 15 lc rgb '", kGrid, "'");
  using analysis::Quality;
  const auto over_seeds = [&](double Quality::*member, int decimals, double unit = 1) {
    std::vector<double> values;
    for (const auto& run : runs) values.push_back(analysis::final_quality(run).*member);
    return seeds_text(values, decimals, unit);
  };
  const std::string lines[] = {
      "MMD² " + over_seeds(&Quality::mmd2, 4), "JSD ≥ " + over_seeds(&Quality::jsd_average, 3),
      message("sd ", over_seeds(&Quality::distance_sd, 3), " (",
              fixed_number(analysis::final_quality(runs.front()).distance_sd_true, 3), ")"),
      message("covered ", over_seeds(&Quality::coverage, 0, 100), " %")};
  double top = box.bottom() + 16;
  for (const std::string& line : lines) {
    figure.text(line, box.left + box.width / 2, top, Align::centre);
    top += kText + 5;
  }
  figure.plot({message(figure.data(true_curve(target)), " using 1:2 with lines lw ", kThin,
                       " lc rgb '", kTheory, "'"),
               message(figure.dots(x, y, 2e-4 * reach), " using 1:2 with lines lw 2.4 lc rgb '#60",
                       colour + 1, "'")});
}

Box cell(std::size_t column, double top) {
  return {kLeft + static_cast<double>(column) * (kSize + kGap), top, kSize, kSize};
}

void draw(const analysis::Folders& folders) {
  Runs runs = analysis::load_alike(folders, "gmmn", {"target", "statistic"});
  for (const auto& run :
       analysis::of_recipe(
           analysis::load_alike(folders, "alpha_toy", {"recipe", "dataset", "alpha"}), "lc"))
    if (run.number("alpha") == 0.5) runs.push_back(run);
  Figure figure(kFigure, kCanvas, 1520);

  // 1. The approach: a normal's total variation, and the circle's divergence.
  const double apart = 100, width = (2 * kSize + kSize + 2 * kGap - apart) / 2;
  const Box left{kLeft + 14, 60, width, 200}, right{kLeft + width + apart, 60, width, 200};
  std::vector<std::string> of_normal, of_circle;
  double last = 1, last_circle = 1;
  for (const Way& way : kWays) {
    if (way.name != std::string("GAN"))
      add_lines(figure, of_normal, last, of(runs, "normal", way.name), "quality.csv", "tv",
                way.colour);
    add_lines(figure, of_circle, last_circle, of(runs, "circle", way.name), "theory.csv",
              "jsd_average", way.colour);
  }
  draw_approach(figure, left, "A normal: TV(p, p_g)", of_normal, last, 2);
  draw_approach(figure, right, "The circle: JSD, nats", of_circle, last_circle, 3);

  // 2. What is drawn.
  figure.round_ends();
  double top = 370;
  for (std::size_t k = 0; k < std::size(kWays); ++k)
    figure.text(kWays[k].title, cell(k, top).left + kSize / 2, top - 22, Align::centre,
                kWays[k].colour, kTitle);
  for (const char* target : {"line", "circle"}) {
    figure.side_text(target, 20, top + kSize / 2, kSoft);
    for (std::size_t k = 0; k < std::size(kWays); ++k)
      draw_points(figure, cell(k, top), target, of(runs, target, kWays[k].name),
                  kWays[k].colour);
    top += kSize + 112;
  }

  // 3. Digits, and real ones.
  top += 24;
  figure.side_text("images", 20, top + kSize / 2, kSoft);
  const Runs by_moments = of(runs, "images", "moments"), by_mmd = of(runs, "images", "mmd");
  const std::pair<const char*, std::filesystem::path> pictures[] = {
      {"Moments", by_moments.front().folder / "grid.png"},
      {"MMD", by_mmd.front().folder / "grid.png"},
      {"true, never learnt from", by_mmd.front().folder / "grid_true.png"}};
  const double distances[] = {by_moments.front().number("mmd2"), by_mmd.front().number("mmd2"),
                              by_mmd.front().number("mmd2_of_true")};
  for (std::size_t k = 0; k < 3; ++k) {
    const Box box = cell(k, top);
    figure.text(pictures[k].first, box.left + kSize / 2, top - 20, Align::centre,
                k < 2 ? kWays[k].colour : kSoft, kTitle);
    figure.text("MMD² " + fixed_number(distances[k], 4), box.left + kSize / 2, box.bottom() + 16,
                Align::centre);
    draw_picture(figure, box, pictures[k].second);
  }
  std::size_t told_apart = 0, of_images = 0;
  for (const Runs& some : {by_moments, by_mmd})
    for (const auto& run : some) {
      ++of_images;
      told_apart += run.number("p_value") <= 0.05 ? 1 : 0;
    }
  figure.save(
      folders.out,
      message("Generators without an adversary: each step compares a batch of samples with a batch of "
              "real ones. Moments up to order ",
              by_moments.front().number("order"),
              " are enough for a normal law. A curve shares them with laws that look nothing like it, "
              "and the network may take any of these; MMD with Gaussian kernels is 0 at the data's law "
              "alone. Above: total variation of the normal, a line a seed, and divergence of the "
              "averaged generator on the circle, by a histogram; below ",
              short_number(kLeastShown),
              " they are drawn there. Points: MMD² to real points over five bandwidths, JSD by counts in cells a "
              "quarter of the noise wide (at most what there is), root mean square of the distance from "
              "the curve (of real points), share of it that is covered; means over seeds ± standard deviation, points of "
              "the first. Images in raw pixels: a permutation test at 5 % told generated "
              "from real ones in ",
              told_apart, " of ", of_images, " runs.", analysis::substitute_note(by_mmd)),
      runs);
}

}  // namespace

int main(int argc, char** argv) {
  return analysis::run_program(argc, argv, kFigure, draw);
}
