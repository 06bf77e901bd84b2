// SPDX-License-Identifier: MIT
// F08: orbits of the Dirac-GAN by remedy, of the α-Dirac-GAN by share, and rotation and settling
// over α.
#include <algorithm>
#include <cmath>

#include "analysis/grouping.hpp"
#include "analysis/program.hpp"
#include "plots/figure.hpp"
#include "plots/style.hpp"

using namespace verigan;
using namespace verigan::plots;

namespace {

const analysis::Output kFigure{"F08",
    "The Dirac-GAN: orbits by remedy, and how the share α of real data sets rotation and settling",
    {"dirac_gan"}};

struct Orbit {
  std::vector<double> theta, psi;
};

Orbit rows_of(const record::Table& table, const std::string& column, const std::string& name) {
  const auto names = table.texts(column);
  const auto theta = table.numbers("theta"), psi = table.numbers("psi");
  Orbit orbit;
  for (std::size_t i = 0; i < names.size(); ++i)
    if (names[i] == name) orbit.theta.push_back(theta[i]), orbit.psi.push_back(psi[i]);
  require(!orbit.theta.empty(), "no orbit '", name, "' in the table");
  return orbit;
}

constexpr double kReach = 2.6;

void draw_orbit(Figure& figure, const Box& box, const std::string& title, const Orbit& orbit,
                const char* colour, bool steps, bool first) {
  figure.panel(box, {-kReach, kReach}, {-kReach, kReach});
  figure.add("set xtics -2,2,2\nset ytics -2,2,2");
  if (!first) figure.add("set ytics format ''");
  figure.text(title, box.left, box.top - 16);
  const std::string path = figure.data({orbit.theta, orbit.psi}),
                    start = figure.data({{orbit.theta.front()}, {orbit.psi.front()}}),
                    goal = figure.data({{0}, {0}});
  std::vector<std::string> elements{
      message(goal, " using 1:2 with points pt 1 ps 0.9 lw 1.5 lc rgb '", kTheory, "'"),
      message(path, " using 1:2 with lines lw ", steps ? 1.0 : 1.6, " lc rgb '", colour, "'"),
      message(start, " using 1:2 with points pt 7 ps 0.6 lc rgb '", kInk, "'")};
  if (steps)
    elements.push_back(message(path, " using 1:2 with points pt 7 ps 0.25 lc rgb '", colour, "'"));
  figure.plot(elements);
}

struct Curves {
  std::vector<double> alpha, omega, numeric;
  std::vector<double> light, heavy, pair_light, pair_heavy;  // settling rates of game and pair
};
Curves curves_of(const record::Table& table, const std::string& loss) {
  const auto losses = table.texts("loss");
  const auto alpha = table.numbers("alpha"), omega = table.numbers("omega"),
             numeric = table.numbers("omega_numeric"), light = table.numbers("settling_light"),
             heavy = table.numbers("settling_heavy"), pair_light = table.numbers("pair_light"),
             pair_heavy = table.numbers("pair_heavy");
  Curves curves;
  for (std::size_t i = 0; i < losses.size(); ++i) {
    if (losses[i] != loss) continue;
    curves.alpha.push_back(alpha[i]);
    curves.omega.push_back(omega[i]);
    curves.numeric.push_back(numeric[i]);
    curves.light.push_back(light[i]);
    curves.heavy.push_back(heavy[i]);
    curves.pair_light.push_back(pair_light[i]);
    curves.pair_heavy.push_back(pair_heavy[i]);
  }
  require(!curves.alpha.empty(), "eigenvalues.csv has no rows of the loss ", loss);
  return curves;
}

struct Loss {
  const char* name;
  const char* label;
};
constexpr Loss kLosses[] = {{"non-saturating", "non-saturating"},
                            {"non-saturating-weighted", "weighted by 1−α"},
                            {"minimax", "zero-sum"}};

void draw_frequency(Figure& figure, const Box& box, const record::Table& table) {
  figure.panel(box, {0, 1}, {0, 0.44});
  figure.add("set xtics 0.2\nset ytics 0.1");
  figure.text("Rotation ω; dots: the field's own Jacobian", box.left, box.top - 16);
  figure.x_title(box, "share α of real data");
  std::vector<std::string> elements;
  for (std::size_t k = 0; k < std::size(kLosses); ++k) {
    const Curves curves = curves_of(table, kLosses[k].name);
    std::vector<double> alpha, numeric;
    const std::size_t stride = std::max<std::size_t>(1, curves.alpha.size() / 19);
    for (std::size_t i = stride - 1; i < curves.alpha.size(); i += stride)
      alpha.push_back(curves.alpha[i]), numeric.push_back(curves.numeric[i]);
    elements.push_back(message(figure.data({curves.alpha, curves.omega}),
                               " using 1:2 with lines lw 1.6 lc rgb '", category_colour(k), "'"));
    elements.push_back(message(figure.data({alpha, numeric}),
                               " using 1:2 with points pt 7 ps 0.35 lc rgb '", category_colour(k),
                               "'"));
  }
  figure.note(kLosses[0].label, 0.45, 0.41, Align::left, category_colour(0));
  figure.note(kLosses[1].label, 0.74, 0.06, Align::right, category_colour(1));
  figure.note(kLosses[2].label, 0.2, 0.13, Align::left, category_colour(2));
  figure.plot(elements);
}

void draw_settling(Figure& figure, const Box& box, const record::Table& table,
                   const analysis::Run& run) {
  const Curves curves = curves_of(table, "non-saturating");
  const double top = 1.2 * std::max(*std::ranges::max_element(curves.pair_light),
                                    *std::ranges::max_element(curves.pair_heavy));
  figure.panel(box, {0, 1}, {0, top});
  figure.add("set xtics 0.2\nset ytics ", nice_step(top, 4));
  figure.text("How fast it settles (dashed: the pair)", box.left, box.top - 16);
  figure.x_title(box, "share α of real data");
  const auto label = [&](const char* name, const char* colour, const std::vector<double>& rate,
                         double right, double above) {
    const auto peak = std::ranges::max_element(rate);
    const double at = curves.alpha[static_cast<std::size_t>(peak - rate.begin())];
    figure.note(std::string("γ = ") + short_number(run.number(name)), at + right, *peak + above,
                Align::left, colour);
  };
  label("light", category_colour(0), curves.light, 0.04, 0);
  label("heavy", category_colour(1), curves.heavy, 0.01, 0.06 * top);
  const auto line = [&](const std::vector<double>& rate, std::size_t colour, const char* dashes) {
    return message(figure.data({curves.alpha, rate}), " using 1:2 with lines lw ", kLine, dashes,
                   " lc rgb '", category_colour(colour), "'");
  };
  figure.plot({line(curves.pair_light, 0, " dt 2"), line(curves.pair_heavy, 1, " dt 2"),
               line(curves.light, 0, ""), line(curves.heavy, 1, "")});
}

void draw(const analysis::Folders& folders) {
  const auto runs = analysis::load_alike(folders, "dirac_gan", {});
  const analysis::Run& run = runs.front();
  const record::Table orbits = run.table("orbits.csv"), shares = run.table("alpha_orbits.csv"),
                      eigenvalues = run.table("eigenvalues.csv");
  Figure figure(kFigure, kCanvas, 850);
  const double size = 145, gap = 14, left = 46;
  const struct {
    const char *name, *title;
    bool steps;
  } remedies[] = {{"flow", "no remedy, flow", false},
                  {"simultaneous", "simultaneous", true},
                  {"alternating", "alternating", true},
                  {"instance-noise", "instance noise", false},
                  {"r1", "R1", false},
                  {"gradient-penalty", "WGAN-GP", false}};
  for (std::size_t k = 0; k < std::size(remedies); ++k)
    draw_orbit(figure, {left + (size + gap) * static_cast<double>(k), 40, size, size},
               remedies[k].title, rows_of(orbits, "orbit", remedies[k].name), kInk,
               remedies[k].steps, k == 0);
  const double wide = (6 * size + 5 * gap - 4 * gap) / 5, second = 40 + size + 76;
  double place = left;
  for (const std::string alpha : {"0.1", "0.3", "0.5", "0.7", "0.9"}) {
    double value = 0;
    record::parse_number(alpha, value);
    draw_orbit(figure, {place, second, wide, wide}, "R1, α = " + alpha,
               rows_of(shares, "alpha", alpha), alpha_colour(value), false, alpha == "0.1");
    place += wide + gap;
  }
  const double third = second + wide + 80, half = 430;
  draw_frequency(figure, {left + 16, third, half, 246}, eigenvalues);
  draw_settling(figure, {left + half + 90, third, half - 36, 246}, eigenvalues, run);
  const auto number = [&](const char* name) { return short_number(run.number(name)); };
  figure.save(
      folders.out,
      "The generator's place θ to the right, the discriminator's slope ψ upwards, from the dot at "
      "(1, 1); the cross is the equilibrium. Top: the minimax Dirac-GAN followed "
      "continuously and by steps of " +
          number("step") + ", with instance noise of standard deviation 1, and with R1 (γ = " +
          number("gamma") +
          "); the Wasserstein loss with WGAN-GP's penalty (target 1). Middle: the "
          "non-saturating α game under R1 for the same time. Bottom left: the frequency at which the undamped α game turns, in "
          "closed form (lines). Bottom right: the rate at which it settles under a light and a "
          "heavy R1, non-saturating (lines): the slower of two, the bias at α(1−α) and the pair "
          "(θ, ψ) (dashed). A "
          "light R1 lets the pair settle faster for larger α, until it is overdamped, a heavy one "
          "for smaller α; where the lines part, the game waits for the bias.",
      {run});
}

}  // namespace

int main(int argc, char** argv) {
  return analysis::run_program(argc, argv, kFigure, draw);
}
