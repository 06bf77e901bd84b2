// SPDX-License-Identifier: MIT
// F07: orbits of the bilinear game by method, on the radius that theory says, and the radius over
// many steps.
#include <algorithm>
#include <cmath>

#include "analysis/grouping.hpp"
#include "analysis/program.hpp"
#include "plots/figure.hpp"
#include "plots/style.hpp"

using namespace verigan;
using namespace verigan::plots;

namespace {

const analysis::Output kFigure{"F07", "Six ways to move in the bilinear game", {"bilinear_game"}};

constexpr const char* kMethods[] = {"simultaneous", "alternating", "extragradient",
                                    "optimistic",   "proximal",    "consensus"};
constexpr double kReach = 2.3;    // of the orbits' panels
constexpr double kDecades = 12;   // of the radius's panel

/// The step size shown: 0.1, or the one nearest to it that was run.
double shown_eta(const std::vector<analysis::Run>& runs) {
  double best = runs.front().number("eta");
  for (const auto& run : runs)
    if (std::abs(std::log(run.number("eta") / 0.1)) < std::abs(std::log(best / 0.1)))
      best = run.number("eta");
  return best;
}

struct Orbit {
  std::vector<double> x, y, theory_x, theory_y;
};

Orbit orbit_of(const record::Table& table, const std::string& method) {
  const auto names = table.texts("method");
  const auto x = table.numbers("x"), y = table.numbers("y"),
             radius = table.numbers("radius_theory");
  Orbit orbit;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] != method) continue;
    orbit.x.push_back(x[i]);
    orbit.y.push_back(y[i]);
    // The place in theory: its radius, in the direction of the run.
    const double size = std::hypot(x[i], y[i]);
    orbit.theory_x.push_back(x[i] / size * radius[i]);
    orbit.theory_y.push_back(y[i] / size * radius[i]);
  }
  require(!orbit.x.empty(), "orbits.csv has no rows of the method ", method);
  return orbit;
}

void draw_orbit(Figure& figure, const Box& box, const Orbit& orbit, std::size_t index) {
  figure.panel(box, {-kReach, kReach}, {-kReach, kReach});
  figure.add("set xtics -2,1,2\nset ytics -2,1,2");
  if (index < 3) figure.add("set xtics format ''");
  if (index % 3 != 0) figure.add("set ytics format ''");
  figure.text(kMethods[index], box.left, box.top - 16, Align::left, category_colour(index));
  const std::string theory = figure.data({orbit.theory_x, orbit.theory_y}),
                    run = figure.data({orbit.x, orbit.y}),
                    start = figure.data({{orbit.x.front()}, {orbit.y.front()}});
  figure.plot({message(theory, " using 1:2 with lines lw 6 lc rgb '#d7dbe0'"),
               message(run, " using 1:2 with lines lw 1.4 lc rgb '", category_colour(index), "'"),
               message(start, " using 1:2 with points pt 7 ps 0.6 lc rgb '", kInk, "'")});
}

/// log10 of a radius; a gap where it has left the panel or the range of doubles.
std::vector<double> decades(std::vector<double> radii, double start) {
  for (double& r : radii) {
    r = std::log10(r / start);
    if (!(std::abs(r) <= 1.05 * kDecades)) r = std::nan("");
  }
  return radii;
}

void draw_radii(Figure& figure, const Box& box, const record::Table& table) {
  const auto steps = table.numbers("step");
  figure.panel(box, {0, steps.back()}, {-kDecades, kDecades});
  figure.add("set xtics ", nice_step(steps.back(), 4), "\nset ytics 4");
  figure.add("set ytics format '10^{%g}'");
  figure.text("Radius, start = 1", box.left, box.top - 16);
  figure.x_title(box, "step");
  std::vector<std::string> elements;
  for (std::size_t k = 0; k < std::size(kMethods); ++k) {
    const auto found = table.numbers(kMethods[k]),
               theory = table.numbers(std::string(kMethods[k]) + "_theory");
    const std::string line = figure.data({steps, decades(theory, theory.front())});
    elements.push_back(message(line, " using 1:2 with lines lw 6 lc rgb '#d7dbe0'"));
  }
  for (std::size_t k = 0; k < std::size(kMethods); ++k) {
    const auto found = table.numbers(kMethods[k]);
    const std::string run = figure.data({steps, decades(found, found.front())});
    // Extragradient, proximal and optimistic steps are all but one: dashes of different lengths.
    const char* dash[] = {"", "", "dt (12,12)", "dt (4,12)", "", ""};
    elements.push_back(message(run, " using 1:2 with lines lw ", kLine, " ", dash[k], " lc rgb '",
                               category_colour(k), "'"));
  }
  const double end = steps.back();
  figure.note(kMethods[0], 0.02 * end, 11.2, Align::left, category_colour(0));
  figure.note(kMethods[1], 0.98 * end, 1, Align::right, category_colour(1));
  for (std::size_t k = 2; k < 5; ++k)
    figure.note(kMethods[k], 0.98 * end, -2.5 - 1.4 * static_cast<double>(k - 2), Align::right,
                category_colour(k));
  figure.note(kMethods[5], 0.04 * end, -11, Align::left, category_colour(5));
  figure.plot(elements);
}

void draw(const analysis::Folders& folders) {
  const auto runs = analysis::load_alike(folders, "bilinear_game", {"eta"});
  const double eta = shown_eta(runs);
  const auto shown = std::find_if(runs.begin(), runs.end(), [eta](const analysis::Run& run) {
    return run.number("eta") == eta;
  });
  const record::Table orbits = shown->table("orbits.csv"), radii = shown->table("radius.csv");
  Figure figure(kFigure, kCanvas, 510);
  const double size = 178, left = 50, top = 40;
  for (std::size_t k = 0; k < std::size(kMethods); ++k) {
    const Box box{left + (size + 20) * static_cast<double>(k % 3),
                  top + (size + 46) * static_cast<double>(k / 3), size, size};
    draw_orbit(figure, box, orbit_of(orbits, kMethods[k]), k);
  }
  draw_radii(figure, {716, top, 250, 2 * size + 46}, radii);
  const auto number = [&](const char* name) { return short_number(shown->number(name)); };
  figure.save(folders.out,
              "min_x max_y xy by six methods, steps of η = " + short_number(eta) +
                  ". Left: the first " + number("orbit") +
                  " steps from the dot, x to the right and y upwards. Right: the distance from the "
                  "equilibrium over all steps, in the same colours. Grey below each line: the "
                  "radius that theory gives, √(1+η²) a step for simultaneous, √(1−η²+η⁴) for "
                  "extragradient and 1/√(1+η²) for proximal steps, the conserved x² + y² − ηxy for "
                  "alternating ones, the larger root for optimistic ones. After " +
                  message(std::lround(shown->number("steps"))) + " steps simultaneous play has gone from 1 to " +
                  number("simultaneous_radius") + ", alternating play is at " +
                  number("alternating_radius") + ".",
              {*shown});
}

}  // namespace

int main(int argc, char** argv) {
  return analysis::run_program(argc, argv, kFigure, draw);
}
