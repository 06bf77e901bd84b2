// SPDX-License-Identifier: MIT
// F24: the Fréchet distance that the best of n trials at random settings reaches, over n, by loss.
#include <algorithm>
#include <cmath>
#include <map>

#include "analysis/best_of.hpp"
#include "analysis/grouping.hpp"
#include "analysis/program.hpp"
#include "plots/figure.hpp"
#include "plots/style.hpp"

using namespace verigan;
using namespace verigan::plots;

namespace {

const analysis::Output kFigure{"F24", "The best of n trials at random settings, by loss", {"budget"}};

constexpr const char* kLosses[] = {"minimax", "non-saturating", "least-squares", "absolute-error", "hinge",
                                   "matching"};

using Trials = std::map<std::string, std::vector<double>>;

std::size_t fewest(const Trials& trials) {
  std::size_t count = trials.begin()->second.size();
  for (const auto& [loss, distances] : trials) count = std::min(count, distances.size());
  return count;
}

/// 1, 2, 5, 10, … within the range, at their logarithms.
std::string log_tics(double low, double high) {
  std::string tics;
  for (int ten = -4; ten < 6; ++ten)
    for (const double one : {1.0, 2.0, 5.0})
      if (const double x = one * std::pow(10.0, ten); x > 0.85 * low && x < 1.18 * high)
        tics += message(tics.empty() ? "" : ", ", "'", x < 1 ? short_number(x) : fixed_number(x, 0), "' ", std::log10(x));
  return tics;
}

/// ln best-of-n over ln n: the median, and the band from the 10 % to the 90 % quantile.
void draw_best(Figure& figure, const Box& box, const Trials& trials) {
  const std::size_t most = std::max<std::size_t>(2, fewest(trials));
  double low = 1e300, high = 0;
  for (const auto& [loss, distances] : trials) {
    const analysis::BestOf best(distances);
    low = std::min(low, best.quantile(most, 0.1));
    high = std::max(high, best.quantile(1, 0.9));
  }
  const auto log10 = [](double x) { return std::log10(std::max(x, 1e-3)); };
  figure.panel(box, {0, log10(static_cast<double>(most))}, {log10(low) - 0.08, log10(high) + 0.08});
  figure.add("set xtics (", log_tics(1, static_cast<double>(most)), ")");
  figure.add("set ytics (", log_tics(low, high), ")");
  figure.text("Fréchet distance of the best of n trials: median; band, 10 to 90 %", box.left, box.top - 18);
  figure.x_title(box, "trials n");
  std::vector<std::string> bands, lines;
  double top = box.top + 14;
  for (std::size_t k = 0; k < std::size(kLosses); ++k) {
    const auto found = trials.find(kLosses[k]);
    if (found == trials.end()) continue;
    const analysis::BestOf best(found->second);
    std::vector<double> at, middle, under, above;
    for (std::size_t n = 1; n <= most; ++n) {
      at.push_back(log10(static_cast<double>(n)));
      middle.push_back(log10(best.quantile(n, 0.5)));
      under.push_back(log10(best.quantile(n, 0.1)));
      above.push_back(log10(best.quantile(n, 0.9)));
    }
    const char* colour = category_colour(k);
    bands.push_back(message(figure.data({at, under, above}), " using 1:2:3 with filledcurves lc rgb '#d8",
                            colour + 1, "'"));
    lines.push_back(message(figure.data({at, middle}), " using 1:2 with lines lw ", kLine, " lc rgb '", colour, "'"));
    figure.text(kLosses[k], box.right() + 14, top, Align::left, colour);
    top += kText + 8;
  }
  bands.insert(bands.end(), lines.begin(), lines.end());
  figure.plot(bands);
}

void draw(const analysis::Folders& folders) {
  const auto runs = analysis::load_alike(folders, "budget", {"loss", "trial"});
  Trials trials;
  for (const analysis::Run& run : runs) trials[run.text("loss")].push_back(run.number("frechet"));
  Figure figure(kFigure, kCanvas, 560);
  draw_best(figure, {72, 44, 740, 430}, trials);
  figure.save(folders.out,
              message("Trials at settings drawn at random (learning rates, momentum, mini-batch, updates of D, "
                      "noise), the same draws under every loss, ", fewest(trials),
                      " of each: the Fréchet distance to the test images, in the features of our classifier, that "
                      "the best of n of them reaches, n drawn with replacement. A line that falls below another "
                      "is a loss that overtakes with more trials."),
              runs);
}

}  // namespace

int main(int argc, char** argv) { return analysis::run_program(argc, argv, kFigure, draw); }
