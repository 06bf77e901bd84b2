// SPDX-License-Identifier: MIT
// F05: the losses at the equilibrium of the α game over α, H(α) and −ln α, with the losses at which
// the toys ended on top; below, how far off they are, and what that is worth: how blind D is, and how
// far the generated density is from the data.
#include <algorithm>
#include <cmath>

#include "analysis/grouping.hpp"
#include "analysis/program.hpp"
#include "analysis/training.hpp"
#include "plots/figure.hpp"
#include "plots/style.hpp"

using namespace verigan;
using namespace verigan::plots;

namespace {

const analysis::Output kFigure{"F05",
    "Losses at equilibrium over the share α of real data, and where the toys ended",
    {"alpha_equilibrium", "alpha_toy"}};

struct Point {
  double alpha = 0, asked = 0, loss = 0, gap = 0, quality = 0;
  bool equilibrium = false;  // the recipe
};
using Points = std::map<std::string, std::vector<Point>>;  // by data set

Points final_points(const std::vector<analysis::Run>& runs, double analysis::FinalLosses::*loss,
                    double (*theory)(double), double analysis::Quality::*quality) {
  Points points;
  for (const auto& run : runs) {
    const double alpha = analysis::effective_alpha(run), value = analysis::final_losses(run).*loss;
    points[run.text("dataset")].push_back(
        {alpha, run.number("alpha"), value, value - theory(alpha),
         analysis::final_quality(run).*quality,
         !analysis::of_recipe({run}, "equilibrium").empty()});
  }
  return points;
}

// An open ring and a smaller square that fits into it: both can stand at the same place; likewise
// triangles for the recipe equilibrium.
const char* marker(std::size_t dataset, bool equilibrium) {
  if (equilibrium) return dataset % 2 == 0 ? "pt 8 ps 1.05 lw 2" : "pt 9 ps 0.6";
  return dataset % 2 == 0 ? "pt 6 ps 0.95 lw 2" : "pt 5 ps 0.45";
}

// One plot element a point, in the colour of its α.
std::vector<std::string> point_elements(Figure& figure, const Points& points, double Point::*y,
                                        double shift) {
  std::vector<std::string> elements;
  std::size_t dataset = 0;
  for (const auto& [name, list] : points) {
    const double side = (dataset % 2 == 0 ? -1 : 1) * shift;
    for (const Point& point : list)
      elements.push_back(message(figure.data({{point.alpha + side}, {point.*y}}),
                                 " using 1:2 with points ", marker(dataset, point.equilibrium),
                                 " lc rgb '", alpha_colour(point.asked), "'"));
    ++dataset;
  }
  return elements;
}

std::string names(const Points& points) {
  std::string text;
  for (const auto& [name, list] : points) text += (text.empty() ? "○ " : "    ■ ") + name;
  return text;
}

struct Side {
  std::string title, gap_title;
  double left = 0;
  Range y;
  double (*theory)(double);
  double analysis::FinalLosses::*loss;
  bool names;  // of the data sets, where the curve leaves room
  const char* quality_title;
  double analysis::Quality::*quality;
};
constexpr double kWidth = 384, kTop = 44, kHeight = 320, kGapTop = 446, kGapHeight = 130,
                 kQualityTop = 690, kQualityHeight = 170, kLeastJsd = 1e-4;

void draw_losses(Figure& figure, const Side& side, const Points& points,
                 const std::vector<std::string>& below) {
  figure.panel({side.left, kTop, kWidth, kHeight}, {0, 1}, side.y);
  figure.text(side.title, side.left, kTop - 18);
  if (side.names) figure.text(names(points), side.left + kWidth - 14, kTop + 22, Align::right, kSoft);
  std::vector<double> x, y;
  for (int i = 1; i < 200; ++i) {
    x.push_back(i / 200.0);
    y.push_back(side.theory(i / 200.0));
  }
  auto elements = below;
  elements.push_back(
      message(figure.data({x, y}), " using 1:2 with lines lw ", kLine, " lc rgb '", kTheory, "'"));
  std::ranges::copy(point_elements(figure, points, &Point::loss, 0),
                    std::back_inserter(elements));
  figure.plot(elements);
}

void draw_gaps(Figure& figure, const Side& side, const Points& points) {
  double reach = 0.01;  // nats: the bound the toys are held to
  for (const auto& [name, list] : points)
    for (const Point& point : list) reach = std::max(reach, 1.15 * std::abs(point.gap));
  const Box box{side.left, kGapTop, kWidth, kGapHeight};
  figure.panel(box, {0, 1}, {-reach, reach});
  figure.add("set ytics ", nice_step(2 * reach, 5));
  figure.text(side.gap_title, side.left, kGapTop - 18);
  figure.x_title(box, "effective share α of real data");
  std::vector<std::string> elements{message(figure.data({{0, 1}, {0, 0}}),
                                            " using 1:2 with lines lw ", kLine, " lc rgb '",
                                            kTheory, "'")};
  std::ranges::copy(point_elements(figure, points, &Point::gap, 0.012),
                    std::back_inserter(elements));
  figure.plot(elements);
}

// Of the same runs: blindness from 0 to 2, or JSD on a logarithmic axis.
void draw_quality(Figure& figure, const Side& side, Points points) {
  const bool blindness = side.quality == &analysis::Quality::blindness;
  for (auto& [name, list] : points) {
    std::erase_if(list, [](const Point& point) { return std::isnan(point.quality); });
    for (Point& point : list)
      point.quality = blindness ? std::clamp(point.quality, 0.0, 2.0)
                                : std::max(point.quality, kLeastJsd);
  }
  const Box box{side.left, kQualityTop, kWidth, kQualityHeight};
  figure.panel(box, {0, 1}, blindness ? Range{0, 2} : Range{kLeastJsd, 1});
  figure.add(blindness ? "set ytics 0.5" : "set logscale y\nset ytics 10 format '10^{%T}'");
  figure.text(side.quality_title, side.left, kQualityTop - 18);
  figure.x_title(box, "effective share α of real data");
  const double level = blindness ? 1 : 0.01;
  std::vector<std::string> elements{message(figure.data({{0, 1}, {level, level}}),
                                            " using 1:2 with lines lw ", kThin, " dt (8,6) lc rgb '",
                                            kTheory, "'")};
  std::ranges::copy(point_elements(figure, points, &Point::quality, 0.012),
                    std::back_inserter(elements));
  figure.plot(elements);
  figure.add("unset logscale");
}

// −C_α, the best discriminator's loss, for generators that are not at equilibrium: columns
// c_alpha_<name>.
std::vector<std::string> off_equilibrium(Figure& figure, const analysis::Run& run, double left,
                                         const Range& y) {
  const record::Table table = run.table("equilibrium.csv");
  const auto alpha = table.numbers("alpha");
  std::vector<std::string> elements;
  for (const std::string& name : table.names()) {
    if (!name.starts_with("c_alpha_")) continue;
    auto loss = table.numbers(name);
    for (double& value : loss) value = -value;
    const auto peak = std::ranges::max_element(loss);
    if (*peak < 0.02 * y.high) continue;  // a curve on the axis says nothing here
    const double at = alpha[static_cast<std::size_t>(peak - loss.begin())];
    figure.text("q = " + run.text(name.substr(8)), left + kWidth * at,
                kTop + kHeight * (1 - *peak / y.high) - 12, Align::centre, kSoft, kText - 2);
    elements.push_back(message(figure.data({alpha, loss}), " using 1:2 with lines lw ", kThin,
                               " dt (8,6) lc rgb '", kTheory, "'"));
  }
  return elements;
}

void draw(const analysis::Folders& folders) {
  auto runs = analysis::load_alike(folders, "alpha_toy", {"recipe", "dataset", "alpha"});
  const analysis::Run equilibrium =
      analysis::load_alike(folders, "alpha_equilibrium", {}).front();
  Figure figure(kFigure, kCanvas, 928);
  const Side d{"Discriminator loss in nats; line: H(α)",
               "Discriminator loss − H(α) in nats",
               92,
               {0, 0.76},
               analysis::equilibrium_d_loss,
               &analysis::FinalLosses::d_loss,
               false,
               "Blindness of D; dashed: D = α; △ recipe equilibrium",
               &analysis::Quality::blindness};
  const Side g{"Generator loss in nats; line: −ln α",
               "Generator loss + ln α in nats",
               602,
               {0, 3.2},
               analysis::equilibrium_g_loss,
               &analysis::FinalLosses::g_loss,
               true,
               "JSD(p, p_g) in nats, at least; dashed: learnt",
               &analysis::Quality::jsd};
  for (const Side& side : {d, g}) {
    const Points points = final_points(runs, side.loss, side.theory, side.quality);
    std::vector<std::string> below;
    if (side.loss == d.loss) below = off_equilibrium(figure, equilibrium, side.left, side.y);
    draw_losses(figure, side, points, below);
    draw_gaps(figure, side, points);
    draw_quality(figure, side, points);
  }
  const std::string p = equilibrium.text("p");
  runs.push_back(equilibrium);
  figure.save(folders.out,
              "Losses at the equilibrium of the α game, H(α) for the discriminator and −ln α for "
              "the non-saturating generator, and "
              "the losses at which the toys ended (means over the last 10 % of the steps, at the "
              "effective α). Dashed: −C_α(G) = H(α) − JS_α(p, q), the best "
              "discriminator's loss against generators q that are not at equilibrium, for p = " +
                  p +
                  ". Below: the differences, with "
                  "the two toys a little to the left and right of their α; triangles those of the recipe "
                  "equilibrium. A loss on its line is what D = α gives for any generator, so at the bottom "
                  "the share of JS_α(p, p_g) that D does not see, and JSD(p, p_g) of the generator that "
                  "plays.",
              runs);
}

}  // namespace

int main(int argc, char** argv) {
  return analysis::run_program(argc, argv, kFigure, draw);
}
