// SPDX-License-Identifier: MIT
// F22: generated images with the nearest training image in the rightmost column, and how far the nearest
// training image is from generated and from test images.
#include <algorithm>
#include <cmath>
#include <map>

#include "analysis/grouping.hpp"
#include "analysis/program.hpp"
#include "plots/figure.hpp"
#include "plots/picture_panel.hpp"
#include "plots/style.hpp"

using namespace verigan;
using namespace verigan::plots;

namespace {

const analysis::Output kFigure{"F22",
    "Generated images and the nearest training image",
    {"nearest_neighbours"}};

using ByModel = std::map<std::string, std::vector<analysis::Run>>;

double draw_pictures(Figure& figure, double top, const std::string& model, const analysis::Run& run) {
  const double left = 10, gap = 20, each = (kCanvas - 2 * left - 2 * gap) / 3;
  const std::pair<const char*, const char*> pictures[] = {
      {"neighbours_pixels.png", "nearest by pixels"},
      {"neighbours_features.png", "nearest by features"},
      {"closest.png", "closest pairs, by pixels"}};
  double x = left, bottom = top;
  for (const auto& [file, words] : pictures) {
    figure.text(message(model, ": ", words), x, top - 18);
    bottom = std::max(bottom, draw_picture(figure, x, top, each, run.folder / file).bottom());
    x += each + gap;
  }
  return bottom;
}

// Shares of images whose nearest training image is nearer than the distance on the x axis.
void draw_distances(Figure& figure, const Box& box, const std::string& what, const ByModel& by_model) {
  std::map<std::string, std::vector<double>> distances;  // "test" or a model, of its first run
  double most = 0;
  for (const auto& [model, runs] : by_model) {
    const record::Table table = runs.front().table("neighbours.csv");
    const auto kinds = table.texts("kind");
    const auto numbers = table.numbers(what + "_distance");
    distances["test"].clear();
    for (std::size_t i = 0; i < kinds.size(); ++i)
      distances[kinds[i] == "test" ? "test" : model].push_back(numbers[i]);
  }
  for (auto& [name, values] : distances) {
    std::ranges::sort(values);
    most = std::max(most, values[values.size() * 99 / 100]);
  }
  figure.panel(box, {0, most}, {0, 1});
  figure.add("set xtics ", nice_step(most, 5), "\nset ytics 0.25");
  figure.text(message("Share nearer than, by ", what, "s"), box.left - 30, box.top - 18);
  figure.x_title(box, what == "pixel" ? "distance, brightness 0 to 1" : "distance in features");
  std::vector<std::string> elements;
  double line = 16;
  std::size_t colour = 0;
  for (const auto& [name, values] : distances) {
    std::vector<double> y;
    for (std::size_t i = 0; i < values.size(); ++i)
      y.push_back((static_cast<double>(i) + 1) / static_cast<double>(values.size()));
    const std::string tone = name == "test" ? kTrue : category_colour(colour++ * 2);
    elements.push_back(
        message(figure.data({values, y}), " using 1:2 with lines lw ", kLine, " lc rgb '", tone, "'"));
    figure.text(name == "test" ? "test images" : name, box.left + 12, box.top + line, Align::left, tone);
    line += 24;
  }
  figure.plot(elements);
}

// "dcgan 0 % and 0 % (Wilson 0 … 0.38 %)".
std::string rates(const ByModel& by_model) {
  std::string text;
  for (const auto& [model, runs] : by_model) {
    const auto percent = [run = runs.front()](const std::string& name) {
      return short_number(100 * run.number(name), 2);
    };
    text += message(text.empty() ? " Nearer than the quantile " : "; ",
                    text.empty() ? short_number(runs.front().number("level")) + " of test images: " : "", model,
                    " ", percent("pixel_copy_rate"), " % (", percent("pixel_copy_rate_low"), " … ",
                    percent("pixel_copy_rate_high"), ") by pixels, ", percent("feature_copy_rate"), " % (",
                    percent("feature_copy_rate_low"), " … ", percent("feature_copy_rate_high"),
                    ") by features");
  }
  return text + ".";
}

void draw(const analysis::Folders& folders) {
  const auto runs = analysis::load_alike(folders, "nearest_neighbours", {"model"});
  ByModel by_model;
  for (const auto& run : runs) by_model[run.text("model")].push_back(run);
  require(by_model.size() <= 2, "nearest_neighbours: runs of ", by_model.size(),
          " models, expected at most two; choose with --where model=MODEL");
  const double rows = static_cast<double>(by_model.size());
  Figure figure(kFigure, kCanvas, static_cast<int>(360 * rows + 400));
  double top = 34;
  for (const auto& [model, list] : by_model) top = draw_pictures(figure, top, model, list.front()) + 50;
  draw_distances(figure, {60, top + 10, 400, 260}, "pixel", by_model);
  draw_distances(figure, {570, top + 10, 400, 260}, "feature", by_model);
  figure.save(folders.out,
              "Above: rows of five generated images and, in the rightmost column, the training image nearest to "
              "the one left of it; and, in pairs, the generated images that are nearest of all to a training "
              "image, each left of it. Below: how many generated images have a training image nearer than the "
              "distance on the axis, compared with test images, which nobody can have copied. A curve far to the left "
              "of the test images' would be one of copies; far to the right it is one of images unlike any." +
                  rates(by_model) + analysis::first_seed_note("All", runs),
              runs);
}

}  // namespace

int main(int argc, char** argv) {
  return analysis::run_program(argc, argv, kFigure, draw);
}
