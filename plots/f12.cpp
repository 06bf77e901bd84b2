// SPDX-License-Identifier: MIT
// F12: points the generator draws after training on the toys, for five shares α of true data, over
// the curve the true data lie about; MMD², near share and coverage in each panel.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "analysis/program.hpp"
#include "analysis/series.hpp"
#include "analysis/training.hpp"
#include "plots/figure.hpp"
#include "plots/style.hpp"
#include "record/npy.hpp"

using namespace verigan;
using namespace verigan::plots;

namespace {

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

void draw_panel(Figure& figure, const Box& box, const std::string& dataset, double alpha,
                const analysis::Run& run) {
  const Points curve = true_curve(dataset), points = generated_points(run);
  const auto [x, y] = window(curve);
  figure.panel(box, x, y);
  figure.add("unset xtics\nunset ytics\nunset grid\nset border 15 lc rgb '", kGrid, "'");
  const analysis::Quality quality = analysis::final_quality(run);
  const double line = kText + 5;
  const std::pair<const char*, std::string> values[] = {
      {"MMD²", fixed_number(quality.mmd2, 4)},
      {"near", fixed_number(100 * quality.near_share, 1) + " %"},
      {"covered", fixed_number(100 * quality.coverage, 1) + " %"}};
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

void draw(const analysis::Folders& folders) {
  const auto runs = analysis::load_runs(folders.results, "alpha_toy");
  const auto datasets = analysis::by_dataset(runs);
  const double left = 34, right = 4, gap = 10, top = 48, step = 286;
  Figure figure(VERIGAN_FIGURE_ID, VERIGAN_FIGURE_TITLE, kCanvas,
                static_cast<int>(top + step * static_cast<double>(datasets.size())));
  figure.round_ends();
  double row = 0;
  for (const auto& [dataset, groups] : datasets) {
    const auto count = static_cast<double>(groups.size());
    const double width = (kCanvas - left - right - gap * (count - 1)) / count,
                 size = std::min(width, 190.0);
    figure.side_text(dataset, 16, top + row * step + 93, kSoft);
    double column = 0;
    for (const auto& [alpha, same] : groups) {
      const Box box{left + column * (width + gap) + (width - size) / 2, top + row * step, size,
                    size};
      if (row == 0)
        figure.text("α = " + short_number(alpha), box.left + size / 2, 22, Align::centre,
                    alpha_colour(alpha), kTitle);
      draw_panel(figure, box, dataset, alpha, same.front());
      ++column;
    }
    ++row;
  }
  figure.save(folders.out,
              message("Points drawn by the trained generators (", kShown,
                      " of each) over the curve about which the true data lie, by share α of true "
                      "data in training. MMD² to fresh true data (Gaussian kernel), share of the "
                      "points within three noise standard deviations "
                      "of the curve, share of the curve that is covered."),
              runs);
}

}  // namespace

int main(int argc, char** argv) {
  return analysis::run_program(argc, argv, "Draws F12 from alpha_toy", draw);
}
