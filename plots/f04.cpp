// SPDX-License-Identifier: MIT
// F04: real and generated density, the best discriminator between them for five shares α of true
// data, and what the game is worth against it.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "analysis/grouping.hpp"
#include "analysis/program.hpp"
#include "plots/figure.hpp"
#include "plots/style.hpp"

using namespace verigan;
using namespace verigan::plots;

namespace {

const analysis::Output kFigure{"F04",
    "The best discriminator and the value of the game",
    {"optimal_discriminator"}};

// p and q over x.
void draw_densities(Figure& figure, const Box& box, const Range& x, const record::Table& curves) {
  const auto places = curves.numbers("x"), p = curves.numbers("p"), q = curves.numbers("q");
  const double top =
      std::max(*std::max_element(p.begin(), p.end()), *std::max_element(q.begin(), q.end()));
  figure.panel(box, x, {0, 1.25 * top});
  figure.add("set xtics format ''\nset ytics ", nice_step(1.25 * top, 4));
  figure.text("Real data p and generated data q", box.left, box.top - 18);
  const auto name = [&](const char* text, const std::vector<double>& density, const char* colour) {
    const auto peak = std::max_element(density.begin(), density.end());
    figure.note(text, places[static_cast<std::size_t>(peak - density.begin())], *peak + 0.1 * top,
                Align::centre, colour);
  };
  name("p", p, kTrue);
  name("q", q, kGenerated);
  const std::string block = figure.data({places, p, q});
  figure.plot(
      {block + " using 1:2 with filledcurves y1=0 fs transparent solid 0.12 noborder lc rgb '" +
           kTrue + "'",
       block + " using 1:3 with filledcurves y1=0 fs transparent solid 0.12 noborder lc rgb '" +
           kGenerated + "'",
       message(block, " using 1:2 with lines lw ", kLine, " lc rgb '", kTrue, "'"),
       message(block, " using 1:3 with lines lw ", kLine, " lc rgb '", kGenerated, "'")});
}

// D*_α over x, from the columns d_<α>; α ascends.
using Discriminators = std::map<double, std::vector<double>>;
Discriminators discriminators(const record::Table& curves) {
  Discriminators found;
  for (const std::string& name : curves.names())
    if (double alpha = 0; name.starts_with("d_") && record::parse_number(name.substr(2), alpha))
      found[alpha] = curves.numbers(name);
  return found;
}

// Where the curves lie farthest apart, and so where their names have room.
std::size_t roomiest_place(const Discriminators& curves) {
  std::size_t best = 0;
  double widest = -1;
  for (std::size_t i = 0; i < curves.begin()->second.size(); ++i) {
    double gap = 1, before = -1;
    for (const auto& [alpha, d] : curves) {
      if (before >= 0) gap = std::min(gap, d[i] - before);
      before = d[i];
    }
    if (gap > widest) widest = gap, best = i;
  }
  return best;
}

void draw_discriminators(Figure& figure, const Box& box, const Range& x,
                         const record::Table& table) {
  figure.panel(box, x, {-0.02, 1.02});
  figure.text("Best discriminator D*_α, α on each curve", box.left, box.top - 18);
  figure.x_title(box, "x");
  const Discriminators curves = discriminators(table);
  const auto places = table.numbers("x");
  const std::size_t room = roomiest_place(curves);
  std::vector<std::string> lines;
  for (const auto& [alpha, d] : curves) {
    figure.note(short_number(alpha), places[room], d[room], Align::centre, alpha_colour(alpha),
                true);
    lines.push_back(message(figure.data({places, d}), " using 1:2 with lines lw ", kLine,
                            " lc rgb '", alpha_colour(alpha), "'"));
  }
  figure.plot(lines);
}

// C(G) as computed from its definition, over the Jensen–Shannon divergence, on the line theory
// draws.
void draw_value(Figure& figure, const Box& box, const record::Table& values) {
  const double ln2 = std::numbers::ln2;
  figure.panel(box, {-0.02, 0.73}, {-1.45, 0.06});
  figure.text("Value of the game C(G) in nats", box.left, box.top - 18);
  figure.x_title(box, "JSD(p, q) in nats");
  figure.note("q = p: −ln 4", 0.03, -2 * ln2, Align::left, kInk);
  figure.note("nothing in common: 0", ln2 - 0.03, 0, Align::right, kInk);
  figure.note("−ln 4 + 2 JSD", 0.42, -0.64, Align::left, kSoft);
  const std::string line = figure.data({{0, ln2}, {-2 * ln2, 0}});
  const std::string points = figure.data({values.numbers("jsd"), values.numbers("value")});
  figure.plot(
      {message(line, " using 1:2 with lines lw ", kThin, " dt (8,6) lc rgb '", kTheory, "'"),
       message(points, " using 1:2 with points pt 7 ps 0.4 lc rgb '", kInk, "'")});
}

void draw(const analysis::Folders& folders) {
  const auto runs = analysis::load_alike(folders, "optimal_discriminator", {});
  const record::Table curves = runs.front().table("curves.csv"),
                      values = runs.front().table("values.csv");
  const auto places = curves.numbers("x");
  const Range x{places.front(), places.back()};
  Figure figure(kFigure, kCanvas, 560);
  draw_densities(figure, {52, 40, 410, 180}, x, curves);
  draw_discriminators(figure, {52, 270, 410, 230}, x, curves);
  draw_value(figure, {620, 40, 364, 460}, values);
  figure.save(folders.out,
              "Left: p = " + runs.front().text("p") + " and q = " + runs.front().text("q") +
                  ", and the discriminator that is best against them when a share α of its "
                  "mini-batches is real data; α = 0.5 is "
                  "Goodfellow's D*. D*_α = αp/(αp + (1 − α)q). Right: what the game is worth at D* "
                  "over the Jensen–Shannon divergence, for a generator that moves from far away "
                  "onto p; each point is "
                  "computed from the value's definition. Far away the value stays at 0 and says "
                  "nothing of where to go.",
              {runs.front()});
}

}  // namespace

int main(int argc, char** argv) {
  return analysis::run_program(argc, argv, kFigure, draw);
}
