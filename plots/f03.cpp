// SPDX-License-Identifier: MIT
// F03: a generator moves to the data: at some stages both densities, where q is too high and where
// too low, and how sure the discriminator is.
#include <algorithm>
#include <cmath>

#include "analysis/grouping.hpp"
#include "analysis/program.hpp"
#include "plots/figure.hpp"
#include "plots/style.hpp"

using namespace verigan;
using namespace verigan::plots;

namespace {

const analysis::Output kFigure{"F03", "The adversarial intuition", {"adversarial_intuition"}};

constexpr const char* kTooHigh = "#3fa34d";
constexpr const char* kTooLow = "#d64545";

struct Stage {
  double step = 0;
  std::vector<double> x, p, q, confidence;
};

std::vector<Stage> stages(const record::Table& curves) {
  const auto number = curves.numbers("stage"), step = curves.numbers("step"),
             x = curves.numbers("x"), p = curves.numbers("p"), q = curves.numbers("q"),
             confidence = curves.numbers("confidence");
  std::vector<Stage> found;
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (i == 0 || number[i] != number[i - 1]) found.push_back({step[i], {}, {}, {}, {}});
    Stage& stage = found.back();
    stage.x.push_back(x[i]);
    stage.p.push_back(p[i]);
    stage.q.push_back(q[i]);
    stage.confidence.push_back(confidence[i]);
  }
  return found;
}

void draw_stage(Figure& figure, const Box& box, const Stage& stage, double top,
                const std::string& title, bool first) {
  const Range x{stage.x.front(), stage.x.back()};
  figure.panel(box, x, {0, top});
  figure.add("set ytics ", nice_step(top, 3));
  // The second axis belongs to the discriminator.
  figure.add("set border 11\nset y2range [0:1.1]\nset y2tics 0,0.5,1 nomirror textcolor rgb '",
             kSoft, "'");
  figure.text(title, box.left, box.top - 18);
  if (first) {
    const auto name = [&](const char* text, const std::vector<double>& density,
                          const char* colour) {
      const auto peak = std::ranges::max_element(density);
      figure.note(text, stage.x[static_cast<std::size_t>(peak - density.begin())],
                  *peak + 0.08 * top, Align::centre, colour, true);
    };
    name("p", stage.p, kTrue);
    name("q", stage.q, kGenerated);
  }
  const std::string block = figure.data({stage.x, stage.p, stage.q, stage.confidence});
  const auto fill = [&](const char* columns, const char* colour) {
    return message(block, " using ", columns, " with filledcurves fs solid 0.55 noborder lc rgb '",
                   colour, "'");
  };
  const auto line = [&](const char* columns, const char* colour, double width, const char* axes) {
    return message(block, " using ", columns, " axes ", axes, " with lines lw ", width, " lc rgb '",
                   colour, "'");
  };
  figure.plot({fill("1:2:($3>$2?$3:$2)", kTooHigh), fill("1:3:($2>$3?$2:$3)", kTooLow),
               line("1:4", kTheory, kThin, "x1y2"), line("1:2", kTrue, kLine, "x1y1"),
               line("1:3", kGenerated, kLine, "x1y1")});
  figure.add("unset y2tics");
}

void draw(const analysis::Folders& folders) {
  const auto runs = analysis::load_alike(folders, "adversarial_intuition", {});
  const analysis::Run& run = runs.front();
  const std::vector<Stage> shown = stages(run.table("curves.csv"));
  const record::Table path = run.table("stages.csv");
  const auto tv = path.numbers("tv"), error = path.numbers("least_error");
  double top = 0;
  for (const Stage& stage : shown)
    top = std::max({top, *std::ranges::max_element(stage.p), *std::ranges::max_element(stage.q)});
  const std::size_t rows = (shown.size() + 1) / 2;
  Figure figure(kFigure, kCanvas, static_cast<int>(40 + 250 * rows));
  for (std::size_t k = 0; k < shown.size(); ++k) {
    const Box box{52.0 + 494.0 * static_cast<double>(k % 2),
                  44.0 + 250.0 * static_cast<double>(k / 2), 396, 176};
    const auto step = static_cast<std::size_t>(shown[k].step);
    draw_stage(figure, box, shown[k], 1.3 * top,
               message("Step ", step, ": D* wrong in ", fixed_number(100 * error.at(step), 1),
                       " % of cases, TV ", fixed_number(tv.at(step), 2)),
               k == 0);
  }
  figure.save(folders.out,
              "The data p (blue) and a normal generator q (orange) that descends against the best "
              "discriminator of each step. Green: q is too high and mass must leave; red: q is too "
              "low and mass must come. Grey, axis on the right: how sure the discriminator is, "
              "max(p, q)/(p + q), ½ where it can only guess; on average it is wrong with "
              "probability E* = ½(1 − TV).",
              {run});
}

}  // namespace

int main(int argc, char** argv) {
  return analysis::run_program(argc, argv, kFigure, draw);
}
