// SPDX-License-Identifier: MIT
// F12: points the generator draws after training on the toys, by recipe, for five shares α of real data,
// over the curve the real data lie about; below each, how far they are from the real ones.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "analysis/grouping.hpp"
#include "analysis/program.hpp"
#include "analysis/series.hpp"
#include "analysis/training.hpp"
#include "plots/figure.hpp"
#include "plots/style.hpp"
#include "record/npy.hpp"

using namespace verigan;
using namespace verigan::plots;

namespace {

const analysis::Output kFigure{"F12",
    "Generated points on the toys for five shares α of real data",
    {"alpha_toy"}};

constexpr std::size_t kShown = 1200;  // points a panel: more only blacken it

struct Points {
  std::vector<double> x, y;
};

Points generated_points(const analysis::Run& run) {
  const auto file = run.folder / "samples.npy";
  const record::Array array = record::read_npy(file);
  require(array.shape.size() == 2 && array.shape[1] == 2, file.string(),
          ": expected points, shape (N, 2)");
  Points points;
  for (std::size_t i = 0; i < std::min(array.shape[0], kShown); ++i) {
    points.x.push_back(array.values[2 * i]);
    points.y.push_back(array.values[2 * i + 1]);
  }
  return points;
}

// The curve without noise (data/toy).
Points true_curve(const std::string& dataset) {
  Points points;
  for (int i = 0; i <= 200; ++i) {
    const double angle = 2 * std::numbers::pi * i / 200, x = -1.5 + 3.0 * i / 200;
    points.x.push_back(dataset == "circle" ? std::cos(angle) : x);
    points.y.push_back(dataset == "circle" ? std::sin(angle) : x * x * x - x);
  }
  return points;
}

std::pair<double, double> range_of(const std::vector<double>& values) {
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  return {*low, *high};
}

// A square about the curve, one for all panels of a data set.
std::pair<Range, Range> window(const Points& curve) {
  const auto [x0, x1] = range_of(curve.x);
  const auto [y0, y1] = range_of(curve.y);
  const double half = 0.62 * std::max(x1 - x0, y1 - y0);
  return {{(x0 + x1) / 2 - half, (x0 + x1) / 2 + half},
          {(y0 + y1) / 2 - half, (y0 + y1) / 2 + half}};
}

// Points of the first seed; below them what was measured, over all seeds.
void draw_panel(Figure& figure, const Box& box, const std::string& dataset, double alpha,
                const std::vector<analysis::Run>& runs) {
  const Points curve = true_curve(dataset), points = generated_points(runs.front());
  const auto [x, y] = window(curve);
  figure.panel(box, x, y);
  figure.add("unset xtics\nunset ytics\nunset grid\nset border 15 lc rgb '", kGrid, "'");
  using analysis::Quality;
  const auto over_seeds = [&](double Quality::*member, int decimals, double unit = 1) {
    std::vector<double> values;
    for (const auto& run : runs) values.push_back(analysis::final_quality(run).*member);
    return seeds_text(values, decimals, unit);
  };
  const double line = kText + 5;
  const std::pair<const char*, std::string> values[] = {
      {"JSD ≥", over_seeds(&Quality::jsd_average, 3)},
      {"fresh D", over_seeds(&Quality::fresh_jsd_bound, 3)},
      {"scatter", over_seeds(&Quality::distance_sd, 3)},
      {"of true", over_seeds(&Quality::distance_sd_true, 3)},
      {"10³ MMD²", over_seeds(&Quality::mmd2, 1, 1000)},
      {"covered", over_seeds(&Quality::coverage, 0, 100) + " %"}};
  double top = box.bottom() + 16;
  for (const auto& [name, value] : values) {
    figure.text(name, box.left + 2, top, Align::left, kSoft);
    figure.text(value, box.right() - 2, top, Align::right);
    top += line;
  }
  figure.plot({message(figure.data({curve.x, curve.y}), " using 1:2 with lines lw ", kThin,
                       " lc rgb '", kTheory, "'"),
               message(figure.dots(points.x, points.y, 0.1 * x.span() / box.width),
                       " using 1:2 with lines lw 2.4 lc rgb '#60", alpha_colour(alpha) + 1, "'")});
}

struct RowOfPanels {
  std::string dataset, recipe;
  analysis::ByAlpha groups;
};

std::vector<RowOfPanels> rows_of(const std::vector<analysis::Run>& runs) {
  std::vector<RowOfPanels> rows;
  for (const char* recipe : {"lc", "equilibrium"})
    for (const auto& [dataset, groups] : analysis::by_dataset(analysis::of_recipe(runs, recipe)))
      rows.push_back({dataset, recipe, groups});
  return rows;
}

void draw(const analysis::Folders& folders) {
  const auto runs = analysis::load_alike(folders, "alpha_toy", {"recipe", "dataset", "alpha"});
  const std::vector<RowOfPanels> rows = rows_of(runs);
  const analysis::ByAlpha all = analysis::by_alpha(runs);
  const double left = 34, right = 4, gap = 10, top = 48, step = 352;
  Figure figure(kFigure, kCanvas,
                static_cast<int>(top + step * static_cast<double>(rows.size())));
  figure.round_ends();
  const auto count = static_cast<double>(all.size());
  const double width = (kCanvas - left - right - gap * (count - 1)) / count,
               size = std::min(width, 190.0);
  double column = 0;
  for (const auto& [alpha, same] : all) {
    double row = 0;
    const double at = left + column * (width + gap) + (width - size) / 2;
    figure.text("α = " + short_number(alpha), at + size / 2, 22, Align::centre,
                alpha_colour(alpha), kTitle);
    for (const auto& [dataset, recipe, groups] : rows) {
      if (column == 0)
        figure.side_text(message(dataset, ", ", recipe), 16, top + row * step + size / 2, kSoft);
      if (const auto found = groups.find(alpha); found != groups.end())
        draw_panel(figure, {at, top + row * step, size, size}, dataset, alpha, found->second);
      ++row;
    }
    ++column;
  }
  figure.save(folders.out,
              message("Points drawn by the trained generators (", kShown,
                      " of each, first seed) over the curve about which the real data lie, by share α of "
                      "real data in training and by recipe. JSD(p, p_g) in nats, at least, by counts in cells a quarter "
                      "of the noise wide; what a fresh discriminator, trained long on the frozen "
                      "generator, proves of it, at least (with probability 0.99); the root mean square of the "
                      "distance from the curve and that of real points; MMD² to real points over five "
                      "bandwidths; share of the curve that is covered; means over seeds ± standard "
                      "deviation. A generator may cover the curve "
                      "and still be far from p: recipe lc's are too thin."),
              runs);
}

}  // namespace

int main(int argc, char** argv) {
  return analysis::run_program(argc, argv, kFigure, draw);
}
