// SPDX-License-Identifier: MIT
// F01: uniform numbers on their way through a quantile function, and how soon what comes out has
// the right law.
#include <algorithm>
#include <cmath>

#include "analysis/grouping.hpp"
#include "analysis/program.hpp"
#include "plots/figure.hpp"
#include "plots/style.hpp"

using namespace verigan;
using namespace verigan::plots;

namespace {

const analysis::Output kFigure{"F01", "From uniform numbers to any law", {"inverse_transform"}};

constexpr Box kMap{240, 44, 300, 290}, kUniform{64, 44, 120, 290}, kLaw{240, 392, 300, 120},
    kDistance{660, 44, 320, 468};

/// Bars of the given heights about the middles, along x or (sideways) along y.
std::string bars(Figure& figure, const std::vector<double>& middles,
                 const std::vector<double>& heights, bool sideways, const char* colour) {
  const double half = 0.45 * (middles[1] - middles[0]);
  std::vector<double> low, high, zero(middles.size(), 0);
  for (const double middle : middles) low.push_back(middle - half), high.push_back(middle + half);
  const std::string block = sideways ? figure.data({middles, middles, zero, heights, low, high})
                                     : figure.data({middles, middles, low, high, zero, heights});
  return message(block, " using 1:2:3:4:5:6 with boxxyerror fs solid 0.35 noborder lc rgb '",
                 colour, "'");
}

void draw_uniform(Figure& figure, const record::Table& histograms) {
  figure.panel(kUniform, {0, 1.25}, {0, 1});
  figure.add("set xtics 0,1");
  figure.text("Uniform u", kUniform.left, kUniform.top - 18);
  figure.plot(
      {bars(figure, histograms.numbers("u"), histograms.numbers("u_density"), true, kSoft)});
}

void draw_law(Figure& figure, const Range& x, const record::Table& histograms,
              const std::string& law) {
  const auto places = histograms.numbers("x"), found = histograms.numbers("x_density"),
             density = histograms.numbers("density");
  const double top =
      1.2 * std::max(*std::ranges::max_element(found), *std::ranges::max_element(density));
  figure.panel(kLaw, x, {0, top});
  figure.add("set ytics ", nice_step(top, 3));
  figure.text("Draws x = F⁻¹(u), density of " + law, kLaw.left, kLaw.top - 18);
  figure.plot({bars(figure, places, found, false, kGenerated),
               message(figure.data({places, density}), " using 1:2 with lines lw ", kLine,
                       " lc rgb '", kTrue, "'")});
}

void draw_map(Figure& figure, const Range& x, const record::Table& map) {
  const auto u = map.numbers("u"), places = map.numbers("x");
  figure.panel(kMap, x, {0, 1});
  figure.add("set xtics format ''\nset ytics format ''");
  figure.text("u ↦ F⁻¹(u)", kMap.left, kMap.top - 18);
  std::vector<std::string> elements;
  for (const double level : {0.1, 0.3, 0.5, 0.7, 0.9}) {  // from u across to the curve, and down
    const auto at = std::ranges::lower_bound(u, level) - u.begin();
    const double to = places[static_cast<std::size_t>(at)];
    elements.push_back(message(figure.data({{x.low, to, to}, {level, level, 0}}),
                               " using 1:2 with lines lw ", kThin, " dt (4,4) lc rgb '", kTheory,
                               "'"));
  }
  elements.push_back(message(figure.data({places, u}), " using 1:2 with lines lw ", kLine,
                             " lc rgb '", kInk, "'"));
  figure.plot(elements);
}

struct Law {
  const char *name, *words, *colour, *marker, *sign;  // the sign looks like the marker
};
constexpr Law kLaws[] = {{"continuous", "by F⁻¹", "#d55e00", "pt 7", "●"},
                         {"die", "a die, by F⁻¹", "#0072b2", "pt 5", "■"},
                         {"mixed", "0 or exponential, by F⁻¹", "#009e73", "pt 9", "▲"},
                         {"rejection", "N(0,1), by rejection", "#22262b", "pt 11", "▼"}};

/// Distances over n, both as powers of ten.
void draw_distance(Figure& figure, const record::Table& table, const std::string& law) {
  const auto names = table.texts("law");
  const auto n = table.numbers("n"), distance = table.numbers("distance"),
             bound = table.numbers("bound");
  const double most = *std::ranges::max_element(n);
  double least = 1;
  for (const double d : distance)
    if (d > 0) least = std::min(least, d);
  const Range x{0.85, std::log10(most) + 0.15}, y{std::log10(least) - 0.1, 0.0};
  figure.panel(kDistance, x, y);
  std::string powers;
  constexpr const char* kPowers[] = {"10", "100", "1,000", "10⁴", "10⁵", "10⁶", "10⁷", "10⁸"};
  for (int k = 1; k <= static_cast<int>(x.high); ++k)
    powers += message(k > 1 ? ", " : "", "'", kPowers[k - 1], "' ", k);
  figure.add("set xtics (", powers, ")");
  figure.add("set ytics ('1' 0, '0.1' -1, '0.01' -2, '0.001' -3, '10⁻⁴' -4, '10⁻⁵' -5)");
  figure.text("Kolmogorov–Smirnov distance", kDistance.left, kDistance.top - 18);
  figure.x_title(kDistance, "n draws");
  std::vector<std::string> elements;
  double row = kDistance.bottom() - 96;
  for (const Law& of : kLaws) {
    std::vector<double> at, value, limit;
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (names[i] != of.name) continue;
      at.push_back(std::log10(n[i]));
      value.push_back(std::log10(std::max(distance[i], 1e-300)));
      limit.push_back(std::log10(bound[i]));
    }
    if (elements.empty())
      elements.push_back(message(figure.data({at, limit}), " using 1:2 with lines lw ", kThin,
                                 " dt (8,6) lc rgb '", kTheory, "'"));
    elements.push_back(message(figure.data({at, value}), " using 1:2 with linespoints ", of.marker,
                               " ps 0.6 lw ", kThin, " lc rgb '", of.colour, "'"));
    const std::string words =
        std::string(of.name) == "continuous" ? law + ", " + of.words : of.words;
    figure.text(of.sign + (" " + words), kDistance.left + 10, row, Align::left, of.colour,
                kText - 2);
    row += 24;
  }
  figure.text("dashed: exceeded with chance 1 %", kDistance.right(), kDistance.top + 14,
              Align::right, kSoft, kText - 2);
  figure.plot(elements);
}

void draw(const analysis::Folders& folders) {
  const auto runs = analysis::load_alike(folders, "inverse_transform", {});
  const analysis::Run& run = runs.front();
  const record::Table histograms = run.table("histograms.csv");
  const auto places = histograms.numbers("x");
  const double half = (places[1] - places[0]) / 2;
  const Range x{places.front() - half, places.back() + half};
  const std::string law = run.text("law");
  Figure figure(kFigure, kCanvas, 580);
  draw_uniform(figure, histograms);
  draw_map(figure, x, run.table("transform.csv"));
  draw_law(figure, x, histograms, law);
  draw_distance(figure, run.table("distance.csv"), law);
  figure.save(
      folders.out,
      "Left: numbers u uniform in (0, 1) go across to the curve and down to x = F⁻¹(u), and "
      "land with the density of " +
          law +
          " (line). Right: the distance between the empirical and the true distribution "
          "function falls like 1/√n, for laws with and without jumps, and for rejection; "
          "dashed: √(ln(2/δ)/2n), which a right sampler exceeds with chance δ = 0.01 at "
          "most.",
      {run});
}

}  // namespace

int main(int argc, char** argv) {
  return analysis::run_program(argc, argv, kFigure, draw);
}
