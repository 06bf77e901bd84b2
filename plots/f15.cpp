// SPDX-License-Identifier: MIT
// F15: what a generator draws on a ring and on a grid of normals, how the ring's modes share its
// points in the course of training, and how many modes are covered.
#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

#include "analysis/grouping.hpp"
#include "analysis/program.hpp"
#include "analysis/series.hpp"
#include "plots/animation.hpp"
#include "plots/figure.hpp"
#include "plots/style.hpp"
#include "record/npy.hpp"

using namespace verigan;
using namespace verigan::plots;

namespace {

const analysis::Output kFigure{"F15",
    "Modes found, lost and exchanged on a ring and a grid of normals",
    {"mode_collapse"}};

namespace fs = std::filesystem;
using Runs = std::vector<analysis::Run>;

/// The ways to train that are compared, one a column.
struct Way {
  const char *loss, *normalise, *title;
};
constexpr Way kWays[] = {{"non-saturating", "none", "non-saturating"},
                         {"minimax", "none", "minimax"},
                         {"least-squares", "none", "least squares"},
                         {"non-saturating", "generator", "non-sat., normalised"}};
constexpr double kLeft = 58, kWidth = 213, kGap = 24;

Runs of(const Runs& all, const std::string& mixture, const Way& way) {
  Runs some;
  for (const auto& run : all)
    if (run.text("mixture") == mixture && run.text("loss") == way.loss &&
        run.text("normalise") == way.normalise)
      some.push_back(run);
  require(!some.empty(), "mode_collapse: no run of ", mixture, ", ", way.loss, ", normalise ",
          way.normalise);
  return some;
}

/// The centres of the modes (data/mixture).
std::vector<std::vector<double>> centres(const analysis::Run& run) {
  std::vector<std::vector<double>> xy(2);
  const int modes = static_cast<int>(run.number("modes"));
  for (int k = 0; k < modes; ++k) {
    if (run.text("mixture") == "ring") {
      const double angle = 2 * std::numbers::pi * k / modes, radius = run.number("radius");
      xy[0].push_back(radius * std::cos(angle));
      xy[1].push_back(radius * std::sin(angle));
    } else {
      const int side = static_cast<int>(run.number("side"));
      const double spacing = run.number("spacing"), middle = 0.5 * (side - 1);
      xy[0].push_back(spacing * (k % side - middle));
      xy[1].push_back(spacing * (k / side - middle));
    }
  }
  return xy;
}

void draw_points(Figure& figure, const Box& box, const analysis::Run& run, const char* colour) {
  const auto file = run.folder / "samples.npy";
  const record::Array array = record::read_npy(file);
  require(array.shape.size() == 2 && array.shape[1] == 2, file.string(),
          ": expected points, shape (N, 2)");
  const bool ring = run.text("mixture") == "ring";
  const double reach =
      ring ? 1.35 * run.number("radius") : 0.62 * run.number("spacing") * run.number("side");
  std::vector<double> x, y;
  for (std::size_t i = 0; i < array.shape[0]; ++i) {
    const double u = array.values[2 * i], v = array.values[2 * i + 1];
    if (std::abs(u) > reach || std::abs(v) > reach) continue;
    x.push_back(u);
    y.push_back(v);
  }
  figure.panel(box, {-reach, reach}, {-reach, reach});
  figure.add("unset xtics\nunset ytics\nunset grid\nset border 15 lc rgb '", kGrid, "'");
  if (x.empty()) figure.note("none in sight", 0, 0, Align::centre, kSoft);
  figure.plot({message(figure.data(centres(run)),
                       " using 1:2 with points pt 6 ps 1.1 lw 1.2 lc rgb '", kTheory, "'"),
               message(figure.dots(x.empty() ? std::vector<double>{2 * reach} : x,
                                   x.empty() ? std::vector<double>{0} : y, 2e-4 * reach),
                       " using 1:2 with lines lw 2.4 lc rgb '#70", colour + 1, "'")});
}

/// Shares of the modes, a column of the picture a measurement.
void draw_shares(Figure& figure, const Box& box, const analysis::Run& run, bool first) {
  const record::Table table = run.table("counts.csv");
  const auto step = table.numbers("step"), mode = table.numbers("mode"),
             points = table.numbers("points");
  const double modes = run.number("modes"), last = step.back();
  std::map<double, double> total;
  for (std::size_t i = 0; i < step.size(); ++i) total[step[i]] += points[i];
  std::vector<double> share;
  for (std::size_t i = 0; i < step.size(); ++i)
    share.push_back(points[i] / std::max(1.0, total[step[i]]));
  figure.panel(box, {0, last}, {0.5, modes + 0.5});
  figure.add(
      "unset grid\nset palette defined (0 '#ffffff', 0.5 '#e69f00', 1 '#8b1a00')\nunset colorbox\n",
      "set cbrange [0:0.5]\nset xtics nomirror 0, ", nice_step(last, 2), "\n",
      first ? "set ytics nomirror 1, 1" : "unset ytics");
  std::vector<double> place;
  for (const double k : mode) place.push_back(k + 1);
  figure.plot({message(figure.data({step, place, share}), " using 1:2:3 with image")});
}

/// Modes covered over steps, mean over the seeds, and from the fewest to the most.
void draw_covered(Figure& figure, const Box& box, const Runs& all, const std::string& mixture) {
  const double modes = of(all, mixture, kWays[0]).front().number("modes");
  std::vector<std::string> elements;
  double last = 0;
  std::vector<std::vector<double>> steps, means, fewest, most;
  for (const Way& way : kWays) {
    const Runs runs = of(all, mixture, way);
    const auto step = runs.front().table("modes.csv").numbers("step");
    std::vector<double> sum(step.size(), 0.0), low(step.size(), modes), high(step.size(), 0.0);
    for (const auto& run : runs) {
      const auto covered = run.table("modes.csv").numbers("covered_fairly");
      require(covered.size() == step.size(), "mode_collapse: runs of unequal length");
      for (std::size_t i = 0; i < step.size(); ++i) {
        sum[i] += covered[i] / static_cast<double>(runs.size());
        low[i] = std::min(low[i], covered[i]);
        high[i] = std::max(high[i], covered[i]);
      }
    }
    last = step.back();
    steps.push_back(step);
    means.push_back(sum);
    fewest.push_back(low);
    most.push_back(high);
  }
  figure.panel(box, {0, last}, {0, 1.08 * modes});
  figure.add("set ytics nomirror ", nice_step(modes, 5), "\nset xtics nomirror ",
             nice_step(last, 4));
  figure.text("Modes covered, " + mixture + " of " + short_number(modes), box.left, box.top - 18);
  figure.x_title(box, "step");
  elements.push_back(message(figure.data({{0, last}, {modes, modes}}), " using 1:2 with lines lw ",
                             kThin, " dt (8,6) lc rgb '", kTheory, "'"));
  for (std::size_t k = 0; k < means.size(); ++k)
    elements.push_back(message(figure.data({steps[k], fewest[k], most[k]}),
                               " using 1:2:3 with filledcurves fs transparent solid 0.12 noborder "
                               "lc rgb '", category_colour(k), "'"));
  for (std::size_t k = 0; k < means.size(); ++k)
    elements.push_back(message(figure.data({steps[k], means[k]}), " using 1:2 with lines lw ",
                               kLine, " lc rgb '", category_colour(k), "'"));
  figure.plot(elements);
}

/// Points of a run at some moments, by step.
using Frames = std::map<double, std::vector<std::vector<double>>>;

Frames frames_of(const analysis::Run& run) {
  const record::Table table = run.table("frames.csv");
  const auto step = table.numbers("step"), x = table.numbers("x"), y = table.numbers("y");
  Frames frames;
  for (std::size_t i = 0; i < step.size(); ++i) {
    auto& points = frames[step[i]];
    points.resize(2);
    points[0].push_back(x[i]);
    points[1].push_back(y[i]);
  }
  return frames;
}

/// One moment of all four ways, side by side, and how far training is.
Figure frame_at(double step, double last, const std::vector<analysis::Run>& rings,
                const std::vector<Frames>& frames) {
  Figure figure(kFigure, 984, 330);
  figure.round_ends();
  for (std::size_t k = 0; k < rings.size(); ++k) {
    const Box box{30 + static_cast<double>(k) * (kWidth + kGap), 40, kWidth, kWidth};
    const double reach = 1.35 * rings[k].number("radius"),
                 radius = std::max(3 * rings[k].number("deviation"), 0.03 * reach);
    figure.text(kWays[k].title, box.left + kWidth / 2, 20, Align::centre, category_colour(k),
                kTitle);
    figure.panel(box, {-reach, reach}, {-reach, reach});
    figure.add("unset xtics\nunset ytics\nunset grid\nset border 15 lc rgb '", kGrid, "'");
    const auto marks = centres(rings[k]);
    const auto& points = frames[k].at(step);
    std::vector<double> x, y;
    for (std::size_t i = 0; i < points[0].size(); ++i) {
      const double far = std::max(std::abs(points[0][i]), std::abs(points[1][i]));
      if (!(far < 0.98 * reach)) continue;
      x.push_back(points[0][i]);
      y.push_back(points[1][i]);
    }
    std::vector<std::string> elements{
        message(figure.data({marks[0], marks[1], std::vector<double>(marks[0].size(), radius)}),
                " using 1:2:3 with circles lw 1.2 lc rgb '", kTheory, "'")};
    if (!x.empty())
      elements.push_back(message(figure.data({x, y}),
                                 " using 1:2 with points pt 7 ps 0.28 lc rgb '",
                                 category_colour(k), "'"));
    figure.plot(elements);
  }
  const double right = 30 + 4 * kWidth + 3 * kGap;
  const Box bar{30, 292, right - 180, 8};
  figure.text(message("step ", short_number(step, 7)), right, 296, Align::right, kInk, kTitle);
  figure.panel(bar, {0, last}, {0, 1});
  figure.add("unset xtics\nunset ytics\nunset grid\nset border 15 lc rgb '", kGrid, "'");
  figure.plot({message(figure.data({{0, step}, {0.5, 0.5}}), " using 1:2 with lines lw 6 lc rgb '",
                       kSoft, "'")});
  return figure;
}

/// The ring's points through training, one seed, as a moving picture; nothing where a run has no
/// frames.
void animate(Figure& still, const fs::path& out, const std::vector<analysis::Run>& rings) {
  std::vector<Frames> frames;
  for (const auto& ring : rings) {
    if (!fs::exists(ring.folder / "frames.csv")) return;
    frames.push_back(frames_of(ring));
    require(frames.back().size() == frames.front().size(), "mode_collapse: runs of unequal length");
  }
  const double last = frames.front().rbegin()->first;
  std::vector<Figure> pictures;
  for (const auto& [step, points] : frames.front())
    pictures.push_back(frame_at(step, last, rings, frames));
  for (const std::string& file : save_animation(pictures, out, "F15_modes", 0.12))
    still.companion(file);
}

void draw(const analysis::Folders& folders) {
  const Runs runs = analysis::load_alike(folders, "mode_collapse", {"mixture", "loss", "normalise"});
  Figure figure(kFigure, kCanvas, 1080);
  figure.round_ends();
  figure.side_text("ring", 16, 44 + kWidth / 2, kSoft);
  figure.side_text("share of each mode", 16, 365, kSoft);
  figure.side_text("grid", 16, 486 + kWidth / 2, kSoft);
  std::vector<analysis::Run> rings;
  for (std::size_t k = 0; k < std::size(kWays); ++k) {
    const double left = kLeft + static_cast<double>(k) * (kWidth + kGap);
    const analysis::Run ring = of(runs, "ring", kWays[k]).front(),
                        grid = of(runs, "grid", kWays[k]).front();
    const char* colour = category_colour(k);
    figure.text(kWays[k].title, left + kWidth / 2, 22, Align::centre, colour, kTitle);
    rings.push_back(ring);
    draw_points(figure, {left, 44, kWidth, kWidth}, ring, colour);
    draw_shares(figure, {left, 290, kWidth, 150}, ring, k == 0);
    draw_points(figure, {left, 486, kWidth, kWidth}, grid, colour);
  }
  draw_covered(figure, {kLeft, 760, 400, 240}, runs, "ring");
  draw_covered(figure, {kLeft + 492, 760, 400, 240}, runs, "grid");
  animate(figure, folders.out, rings);
  figure.save(
      folders.out,
      std::string("Columns: the loss, and whether the generator's hidden layers are batch-normalised. Points "
      "drawn after training on a ring and on a grid of normals, rings about their centres. Between "
      "them, for the ring: the "
      "share of the points that belongs to each mode (up) in the course of training (to the right), "
      "from white, none, to dark, half or more; a level picture has all modes, a dark "
      "line is one mode that has taken over. Below: modes whose points within three standard "
      "deviations are at least a quarter of their due, mean over the seeds and the range from the "
      "fewest to the most. The moving picture next to this one shows the same "
      "runs' points on the ring through training, with circles of three standard deviations about "
      "the modes.") +
          analysis::first_seed_note("Points and shares", runs),
      runs);
}

}  // namespace

int main(int argc, char** argv) {
  return analysis::run_program(argc, argv, kFigure, draw);
}
