// SPDX-License-Identifier: MIT
// F02: direct matching of a normal, step by step: by moments above, by MMD below.
#include <algorithm>
#include <cmath>
#include <map>

#include "analysis/grouping.hpp"
#include "analysis/program.hpp"
#include "plots/figure.hpp"
#include "plots/style.hpp"

using namespace verigan;
using namespace verigan::plots;

namespace {

const analysis::Output kFigure{"F02", "Direct matching, step by step", {"direct_matching"}};

struct Stage {
  double step = 0;
  std::vector<double> x, p, q;
};
using Routes = std::map<std::string, std::vector<Stage>>;

Routes routes(const record::Table& curves) {
  const auto route = curves.texts("route");
  const auto number = curves.numbers("stage"), step = curves.numbers("step"),
             x = curves.numbers("x"), p = curves.numbers("p"), q = curves.numbers("q");
  Routes found;
  for (std::size_t i = 0; i < x.size(); ++i) {
    auto& stages = found[route[i]];
    if (i == 0 || number[i] != number[i - 1] || route[i] != route[i - 1])
      stages.push_back({step[i], {}, {}, {}});
    stages.back().x.push_back(x[i]);
    stages.back().p.push_back(p[i]);
    stages.back().q.push_back(q[i]);
  }
  return found;
}

/// TV to the data at a step of a route.
double distance(const record::Table& path, const std::string& route, double step) {
  const auto name = path.texts("route");
  const auto at = path.numbers("step"), tv = path.numbers("tv");
  for (std::size_t i = 0; i < at.size(); ++i)
    if (name[i] == route && at[i] == step) return tv[i];
  throw Error(message("path.csv: no step ", step, " of route '", route, "'"));
}

void draw_stage(Figure& figure, const Box& box, const Stage& stage, double top, double tv,
                bool first) {
  figure.panel(box, {stage.x.front(), stage.x.back()}, {0, top});
  figure.add("set xtics ", nice_step(stage.x.back() - stage.x.front(), 5));
  figure.add("set ytics ", nice_step(top, 3));
  if (!first) figure.add("set ytics format ''");
  figure.text(message("Step ", stage.step, ", TV ", fixed_number(tv, 2)), box.left, box.top - 16,
              Align::left, kSoft, kText - 2);
  const std::string block = figure.data({stage.x, stage.p, stage.q});
  const auto fill = [&](const char* columns, const char* colour) {
    return message(block, " using ", columns,
                   " with filledcurves y1=0 fs transparent solid 0.15 noborder lc rgb '", colour,
                   "'");
  };
  const auto line = [&](const char* columns, const char* colour) {
    return message(block, " using ", columns, " with lines lw ", kLine, " lc rgb '", colour, "'");
  };
  const auto name = [&](const char* word, const std::vector<double>& density, const char* colour) {
    const auto peak = std::ranges::max_element(density);
    figure.note(word, stage.x[static_cast<std::size_t>(peak - density.begin())], *peak + 0.08 * top,
                Align::centre, colour);
  };
  if (first) name("data", stage.p, kTrue), name("generator", stage.q, kGenerated);
  figure.plot(
      {fill("1:2", kTrue), fill("1:3", kGenerated), line("1:2", kTrue), line("1:3", kGenerated)});
}

void draw(const analysis::Folders& folders) {
  const auto runs = analysis::load_alike(folders, "direct_matching", {});
  const analysis::Run& run = runs.front();
  const Routes shown = routes(run.table("curves.csv"));
  const record::Table path = run.table("path.csv");
  Figure figure(kFigure, kCanvas, 520);
  double row = 66;
  for (const char* name : {"moments", "mmd"}) {
    const std::vector<Stage>& stages = shown.at(name);
    double top = 0;
    for (const Stage& stage : stages)
      top = std::max({top, *std::ranges::max_element(stage.p), *std::ranges::max_element(stage.q)});
    figure.text(std::string(name) == "mmd" ? "Matching by MMD" : "Matching two moments", 52,
                row - 42);
    const double pitch = 930.0 / static_cast<double>(stages.size());
    for (std::size_t k = 0; k < stages.size(); ++k)
      draw_stage(figure, {52 + pitch * static_cast<double>(k), row, pitch - 24, 150}, stages[k],
                 1.15 * top, distance(path, name, stages[k].step), k == 0);
    row += 252;
  }
  figure.save(folders.out,
              "A normal generator (orange) descends to the data N(0, 1) (blue) without a "
              "discriminator: above along the squared differences of the first two moments, below "
              "along MMD² with Gaussian kernels of bandwidths 1, 2 and 4. Stages are equally far "
              "apart in total variation.",
              {run});
}

}  // namespace

int main(int argc, char** argv) {
  return analysis::run_program(argc, argv, kFigure, draw);
}
