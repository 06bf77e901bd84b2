// SPDX-License-Identifier: MIT
// F09: how far learnt strategies can be exploited, over iterations, and the value of the finite GAN
// over the number of answers its discriminator has.
#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numbers>

#include "analysis/grouping.hpp"
#include "analysis/program.hpp"
#include "plots/figure.hpp"
#include "plots/style.hpp"

using namespace verigan;
using namespace verigan::plots;

namespace {

const analysis::Output kFigure{"F09",
    "Learning in finite games, and the value of the finite GAN",
    {"finite_game"}};

struct Series {
  std::vector<double> iterations, exploitability, bound;
};

Series series_of(const record::Table& table, const std::string& game, const std::string& method) {
  const auto games = table.texts("game"), methods = table.texts("method");
  const auto iterations = table.numbers("iterations"),
             exploitability = table.numbers("exploitability"), bound = table.numbers("bound");
  Series series;
  for (std::size_t i = 0; i < games.size(); ++i) {
    if (games[i] != game || methods[i] != method) continue;
    series.iterations.push_back(iterations[i]);
    // What is exploited by nothing has no logarithm.
    series.exploitability.push_back(exploitability[i] > 0 ? exploitability[i] : std::nan(""));
    series.bound.push_back(bound[i]);
  }
  require(!series.iterations.empty(), "learning.csv has no rows of ", game, ", ", method);
  return series;
}

void draw_learning(Figure& figure, const Box& box, const std::string& title,
                   const std::string& game, const std::vector<analysis::Run>& runs, bool first) {
  double most = 1, least = 1, last = 1;
  std::vector<std::string> elements, behind;
  for (const auto& run : runs) {
    const record::Table table = run.table("learning.csv");
    for (std::size_t k = 0; k < 2; ++k) {
      const Series series =
          series_of(table, game, k == 0 ? "fictitious-play" : "multiplicative-weights");
      for (const double value : series.exploitability)
        if (value > 0) most = std::max(most, value), least = std::min(least, value);
      last = std::max(last, series.iterations.back());
      elements.push_back(message(figure.data({series.iterations, series.exploitability}),
                                 " using 1:2 with lines lw 1.3 lc rgb '", category_colour(k), "'"));
      if (k == 1 && behind.empty()) {
        for (const double value : series.bound) most = std::max(most, value);
        behind.push_back(message(figure.data({series.iterations, series.bound}),
                                 " using 1:2 with lines lw ", kLine, " dt (8,6) lc rgb '", kTheory,
                                 "'"));
      }
    }
  }
  figure.panel(box, {1, last}, {least / 1.5, most * 1.5});
  figure.add("set logscale xy\nset xtics 10 format '10^{%T}'\nset ytics 10 format '10^{%T}'");
  figure.text(title, box.left, box.top - 16);
  figure.x_title(box, "iterations");
  if (first) {
    figure.text("fictitious play", box.left + 10, box.bottom() - 62, Align::left,
                category_colour(0));
    figure.text("multiplicative weights", box.left + 10, box.bottom() - 40, Align::left,
                category_colour(1));
    figure.text("its bound", box.left + 10, box.bottom() - 18, Align::left, kTheory);
  }
  behind.insert(behind.end(), elements.begin(), elements.end());
  figure.plot(behind);
  figure.add("unset logscale");
}

void draw_grid(Figure& figure, const Box& box, const std::vector<analysis::Run>& runs) {
  const record::Table table = runs.front().table("grid.csv");
  const auto answers = table.numbers("answers"), within = table.numbers("value_within"),
             beyond = table.numbers("value_beyond"), limit = table.numbers("limit_beyond");
  const double minus_ln4 = -2 * std::numbers::ln2;
  const double low = std::min({*std::ranges::min_element(within), *std::ranges::min_element(beyond),
                               minus_ln4}),
               high = std::max(limit.back(), *std::ranges::max_element(beyond));
  const double pad = 0.12 * (high - low);
  figure.panel(box, {0.9, answers.back() * 1.1}, {low - pad, high + 1.6 * pad});
  figure.add("set logscale x\nset xtics (1,4,16,64,256)\nset ytics 0.1");
  figure.text("Value of the finite GAN in nats", box.left, box.top - 16);
  figure.x_title(box, "answers of D");
  std::vector<double> even, even_value;  // theory at every even number of answers
  for (double k = 2; k <= answers.back(); k += 2)
    even.push_back(k), even_value.push_back(minus_ln4 + std::log1p(-1 / (k * k)));
  const double right = answers.back();
  figure.note("−ln 4 + 2 min JSD", right, limit.back() + 0.55 * pad, Align::right, kSoft);
  figure.note("data out of reach", right, limit.back() - 0.8 * pad, Align::right,
              category_colour(0));
  figure.note("−ln 4", right, minus_ln4 + 0.55 * pad, Align::right, kSoft);
  figure.note("data in reach", right, minus_ln4 - 0.9 * pad, Align::right, category_colour(1));
  const std::vector<double> ends{0.9, right * 1.1};
  std::vector<std::string> elements{
      message(figure.data({ends, {minus_ln4, minus_ln4}}), " using 1:2 with lines lw ", kThin,
              " dt (8,6) lc rgb '", kTheory, "'"),
      message(figure.data({ends, {limit.back(), limit.back()}}), " using 1:2 with lines lw ", kThin,
              " dt (8,6) lc rgb '", kTheory, "'")};
  if (!even.empty())
    elements.push_back(message(figure.data({even, even_value}), " using 1:2 with lines lw ", kThin,
                               " lc rgb '", kTheory, "'"));
  elements.push_back(message(figure.data({answers, beyond}),
                             " using 1:2 with points pt 7 ps 0.6 lc rgb '", category_colour(0),
                             "'"));
  elements.push_back(message(figure.data({answers, within}),
                             " using 1:2 with points pt 7 ps 0.6 lc rgb '", category_colour(1),
                             "'"));
  figure.plot(elements);
  figure.add("unset logscale");
}

void draw(const analysis::Folders& folders) {
  const auto runs = analysis::load_alike(folders, "finite_game", {});
  Figure figure(kFigure, kCanvas, 440);
  const double height = 320, top = 40;
  draw_learning(figure, {64, top, 250, height}, "Random game", "random", runs, true);
  draw_learning(figure, {386, top, 250, height}, "Rock, paper, scissors", "rock-paper-scissors",
                runs, false);
  draw_grid(figure, {716, top, 268, height}, runs);
  const std::string actions = short_number(runs.front().number("actions"));
  figure.save(folders.out,
              "Left and middle: by how much the time-averaged strategies can be exploited, in " +
                  actions + " × " + actions +
                  " games of uniform random payoffs (one line a seed) and in rock, paper, scissors "
                  "with stakes 1, 2 and 3. Multiplicative weights are run anew for each number of "
                  "iterations, at the rate that suits it, and stay below their bound; fictitious "
                  "play comes down too, not monotonically. Right: the GAN with finitely many "
                  "generators and k evenly spaced answers of D, for data that a mixture of the "
                  "generators meets (theory: −ln 4 for odd k, −ln 4 + ln(1−1/k²), the grey line, "
                  "for even k) and for data that none meets.",
              runs);
}

}  // namespace

int main(int argc, char** argv) {
  return analysis::run_program(argc, argv, kFigure, draw);
}
