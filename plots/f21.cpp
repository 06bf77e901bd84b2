// SPDX-License-Identifier: MIT
// F21: walks between nine points of latent space, by straight lines and great circles, and how far each
// step goes; vector arithmetic with means of three points.
#include <algorithm>
#include <map>

#include "analysis/grouping.hpp"
#include "analysis/program.hpp"
#include "plots/figure.hpp"
#include "plots/picture_panel.hpp"
#include "plots/style.hpp"

using namespace verigan;
using namespace verigan::plots;

namespace {

const analysis::Output kFigure{"F21", "Walks through latent space, and vector arithmetic", {"latent_space"}};

using ByModel = std::map<std::string, std::vector<analysis::Run>>;
constexpr const char* kRoutes[] = {"linear", "spherical"};
constexpr const char* kRouteWords[] = {"straight lines", "great circles"};

// Two walks above, two sums below; the first run's.
double draw_pictures(Figure& figure, double top, const std::string& model, const analysis::Run& run) {
  const double left = 10, gap = 24, half = (kCanvas - 2 * left - gap) / 2;
  double bottom = top;
  for (std::size_t k = 0; k < 2; ++k) {
    const double x = left + static_cast<double>(k) * (half + gap);
    figure.text(message(model, ": ", kRouteWords[k], " between nine points"), x, top - 18);
    bottom = draw_picture(figure, x, top, half, run.folder / message("walk_", kRoutes[k], ".png")).bottom();
  }
  return bottom;
}

double draw_sums(Figure& figure, double top, const ByModel& by_model) {
  const double left = 10, gap = 24;
  const double each = (kCanvas - 2 * left - 3 * gap) / 4;
  double x = left, bottom = top;
  for (const auto& [model, runs] : by_model)
    for (const char* attribute : {"thick", "slanted"}) {
      figure.text(message(model, ", ", attribute), x, top - 42);
      const char* columns[] = {"much", "little", "m", "sum", "rand."};
      for (int c = 0; c < 5; ++c)
        figure.text(columns[c], x + each * (c + 0.5) / 5, top - 18, Align::centre, kSoft, 13);
      const auto file = runs.front().folder / message("arithmetic_", attribute, ".png");
      bottom = std::max(bottom, draw_picture(figure, x, top, each, file).bottom());
      x += each + gap;
    }
  return bottom;
}

// Steps of both routes over the distance of random pairs, and the largest.
void draw_steps(Figure& figure, const Box& box, const std::string& model, const analysis::Run& run) {
  const record::Table table = run.table("walk.csv");
  const auto routes = table.texts("route");
  const auto way = table.numbers("way"), step = table.numbers("step"), distance = table.numbers("distance");
  const double steps = *std::ranges::max_element(step), ways = 1 + *std::ranges::max_element(way);
  const double pairs = run.number("pair_distance");
  double most = 0.25;
  for (const double d : distance) most = std::max(most, 1.1 * d / pairs);
  figure.panel(box, {0, ways}, {0, most});
  figure.add("set xtics 1\nset ytics ", nice_step(most, 5));
  figure.text("Change by step over distance of random pairs, " + model, box.left - 40, box.top - 18);
  figure.x_title(box, "way (eight between nine points)");
  std::vector<std::string> elements{message(figure.data({{0, ways}, {0.25, 0.25}}),
                                            " using 1:2 with lines lw ", kThin, " dt (8,6) lc rgb '", kTheory,
                                            "'")};
  for (std::size_t k = 0; k < 2; ++k) {
    std::vector<double> x, y;
    for (std::size_t i = 0; i < routes.size(); ++i) {
      if (routes[i] != kRoutes[k]) continue;
      x.push_back(way[i] + (step[i] - 0.5) / steps);
      y.push_back(distance[i] / pairs);
    }
    elements.push_back(message(figure.data({x, y}), " using 1:2 with lines lw 1.5 lc rgb '",
                               category_colour(k), "'"));
    figure.text(kRouteWords[k], box.right() - 10, box.top + 16 + 24 * static_cast<double>(k), Align::right,
                category_colour(k));
  }
  figure.plot(elements);
}

// For each attribute and model the change by arithmetic (full) and by a random direction (ring), a seed a dot.
void draw_changes(Figure& figure, const Box& box, const ByModel& by_model) {
  const double columns = 2 * static_cast<double>(by_model.size());
  double low = -0.5, high = 1;
  std::vector<double> x[2], y[2];
  std::string tics;
  double column = 0.5;
  for (const auto& [model, runs] : by_model) {
    figure.text(model, box.left + box.width * (column + 0.5) / columns, box.bottom() + 46, Align::centre,
                kSoft);
    for (const std::string attribute : {"thick", "slanted"}) {
      for (const analysis::Run& run : runs)
        for (int k = 0; k < 2; ++k) {
          const double change = run.number(attribute + (k == 0 ? "_change" : "_random"));
          x[k].push_back(column + (k == 0 ? -0.12 : 0.12));
          y[k].push_back(change);
          low = std::min(low, change - 0.2), high = std::max(high, change + 0.2);
        }
      tics += message(tics.empty() ? "" : ", ", quoted(attribute), " ", column);
      column += 1;
    }
  }
  high += 0.3 * (high - low);  // for what the dots mean
  figure.panel(box, {0, columns}, {low, high});
  figure.add("set xtics (", tics, ")\nset ytics ", nice_step(high - low, 5));
  figure.text("Change in sd within classes", box.left - 40, box.top - 18);
  figure.text("by arithmetic", box.right() - 10, box.top + 16, Align::right, category_colour(2));
  figure.text("random direction", box.right() - 10, box.top + 40, Align::right, category_colour(3));
  figure.plot({message(figure.data({{0, columns}, {0, 0}}), " using 1:2 with lines lw ", kThin, " lc rgb '",
                       kTheory, "'"),
               message(figure.data({x[0], y[0]}), " using 1:2 with points pt 7 ps 1.2 lc rgb '",
                       category_colour(2), "'"),
               message(figure.data({x[1], y[1]}), " using 1:2 with points pt 6 ps 1.2 lw 2 lc rgb '",
                       category_colour(3), "'")});
}

void draw(const analysis::Folders& folders) {
  const auto runs = analysis::load_alike(folders, "latent_space", {"model"});
  ByModel by_model;
  for (const auto& run : runs) by_model[run.text("model")].push_back(run);
  require(by_model.size() <= 2, "latent_space: runs of ", by_model.size(),
          " models, expected at most two; choose with --where model=MODEL");
  const auto& [first, shown] = *by_model.rbegin();  // dcgan, of dcgan and cdcgan
  Figure figure(kFigure, kCanvas, 1230);
  const double walks = draw_pictures(figure, 34, first, shown.front());
  const double sums = draw_sums(figure, walks + 78, by_model);
  draw_steps(figure, {60, sums + 60, 520, 270}, first, shown.front());
  draw_changes(figure, {680, sums + 60, 310, 270}, by_model);
  figure.save(folders.out,
              "Above: generated images on straight lines (left) and great circles (right) between nine random "
              "points of latent space, a row a way. Middle: vector arithmetic. In each row, G at the mean of "
              "three points whose images show much of an attribute (thick: ink; slanted: shear of the second "
              "moments), at the mean of three that show little, of one class; at m, the mean of three that show "
              "little, of another class; at m plus the difference of the first two; and at m plus a random "
              "direction of that length. Below left: how far each step goes in the classifier's features, over "
              "the mean distance of two random images; a generator that jumped from one image to another "
              "would reach 1; dashed: ¼, which the mean over the ways of the largest step is to stay below. "
              "Right: the mean change of the attribute, a dot a seed, by arithmetic and by the random "
              "direction, in standard deviations within classes." +
                  analysis::first_seed_note("Pictures", runs),
              runs);
}

}  // namespace

int main(int argc, char** argv) {
  return analysis::run_program(argc, argv, kFigure, draw);
}
