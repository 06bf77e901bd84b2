// SPDX-License-Identifier: MIT
// F25: discriminators trained against two fixed densities, and the optimal ones: over x,
// by how much their loss misses the optimum on the way, and three variants.
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

const analysis::Output kFigure{"F25",
    "Discriminators trained against a fixed pair of densities, on the optimal ones",
    {"learnt_discriminator"}};

constexpr double kGapAllowed = 1e-3;  // nats

struct Curve {
  std::vector<double> x, p, q, optimal, d;
};

// By step, then by label.
using Curves = std::map<double, std::map<double, Curve>>;
Curves curves_of(const analysis::Run& run) {
  const record::Table table = run.table("curves.csv");
  const auto step = table.numbers("step"), label = table.numbers("label"), x = table.numbers("x"),
             p = table.numbers("p"), q = table.numbers("q"), optimal = table.numbers("optimal"),
             d = table.numbers("d");
  Curves curves;
  for (std::size_t i = 0; i < step.size(); ++i) {
    Curve& curve = curves[step[i]][label[i]];
    curve.x.push_back(x[i]);
    curve.p.push_back(p[i]);
    curve.q.push_back(q[i]);
    curve.optimal.push_back(optimal[i]);
    curve.d.push_back(d[i]);
  }
  require(!curves.empty(), run.folder.string(), ": curves.csv has no rows");
  return curves;
}

std::string wide(Figure& figure, const Curve& curve) {
  return message(figure.data({curve.x, curve.optimal}), " using 1:2 with lines lw 6 lc rgb '#d7dbe0'");
}

std::string line(Figure& figure, const Curve& curve, const std::string& colour) {
  return message(figure.data({curve.x, curve.d}), " using 1:2 with lines lw 1.6 lc rgb '", colour, "'");
}

// 1. p and q.
void draw_densities(Figure& figure, const Box& box, const Curve& curve) {
  const double top =
      1.3 * std::max(*std::ranges::max_element(curve.p), *std::ranges::max_element(curve.q));
  figure.panel(box, {curve.x.front(), curve.x.back()}, {0, top});
  figure.add("set xtics format ''\nset ytics ", nice_step(top, 3));
  figure.text("Real data p, generated data q", box.left, box.top - 16);
  const auto name = [&](const char* text, const std::vector<double>& density, const char* colour) {
    const auto peak = std::ranges::max_element(density);
    figure.note(text, curve.x[static_cast<std::size_t>(peak - density.begin())],
                *peak + 0.13 * top, Align::centre, colour);
  };
  name("p", curve.p, kTrue);
  name("q", curve.q, kGenerated);
  const std::string block = figure.data({curve.x, curve.p, curve.q});
  figure.plot({message(block, " using 1:2 with filledcurves y1=0 fs transparent solid 0.12 "
                              "noborder lc rgb '", kTrue, "'"),
               message(block, " using 1:3 with filledcurves y1=0 fs transparent solid 0.12 "
                              "noborder lc rgb '", kGenerated, "'"),
               message(block, " using 1:2 with lines lw ", kLine, " lc rgb '", kTrue, "'"),
               message(block, " using 1:3 with lines lw ", kLine, " lc rgb '", kGenerated, "'")});
}

// 2. D at the end, on D*_α, for each α.
void draw_learnt(Figure& figure, const Box& box, const std::vector<analysis::Run>& runs) {
  std::vector<std::string> best, learnt;
  Range x;
  for (const auto& run : runs) {
    const Curves curves = curves_of(run);
    const Curve& end = curves.rbegin()->second.begin()->second;
    x = {end.x.front(), end.x.back()};
    best.push_back(wide(figure, end));
    learnt.push_back(line(figure, end, alpha_colour(run.number("alpha"))));
  }
  figure.panel(box, x, {-0.02, 1.02});
  figure.add("set ytics 0.2");
  figure.text("Learnt D on D*_α (grey)", box.left, box.top - 16);
  figure.x_title(box, "x");
  best.insert(best.end(), learnt.begin(), learnt.end());
  figure.plot(best);
}

// 3. What the loss misses, over the steps.
void draw_gap(Figure& figure, const Box& box, const std::vector<analysis::Run>& runs) {
  double last = 1, least = kGapAllowed, most = kGapAllowed;
  std::vector<std::string> lines;
  std::vector<double> ends;
  for (const auto& run : runs) {
    const record::Table table = run.table("quality.csv");
    const auto step = table.numbers("step"), gap = table.numbers("gap");
    last = std::max(last, step.back());
    for (const double value : gap)
      if (value > 0) least = std::min(least, value), most = std::max(most, value);
    lines.push_back(message(figure.data({step, gap}), " using 1:($2>0?$2:NaN) with lines lw 1.6 lc rgb '",
                            alpha_colour(run.number("alpha")), "'"));
    ends.push_back(gap.back());
  }
  figure.panel(box, {1, last}, {least / 1.6, most * 1.6});
  figure.add("set logscale xy\nset xtics 10 format '10^{%T}'\nset ytics 10 format '10^{%T}'");
  figure.text("L_α(D) − (H(α) − JS_α) in nats", box.left, box.top - 16);
  figure.x_title(box, "training step");
  figure.note(short_number(kGapAllowed) + " nats", 1.3, kGapAllowed * 1.25, Align::left, kSoft);
  lines.insert(lines.begin(), message(figure.data({{1, last}, {kGapAllowed, kGapAllowed}}),
                                      " using 1:2 with lines lw ", kThin, " dt (8,6) lc rgb '",
                                      kTheory, "'"));
  figure.plot(lines);
  figure.add("unset logscale");
  // α next to the ends, in the order they have there, none below the axis.
  std::vector<double> wishes;
  const double height = std::log(most * 1.6) - std::log(least / 1.6);
  for (const double end : ends)
    wishes.push_back(box.bottom() -
                     box.height * (std::log(std::max(end, least)) - std::log(least / 1.6)) / height);
  const auto placed = spread(wishes, kText + 3);
  const double below = std::max(0.0, *std::ranges::max_element(placed) + 9 - box.bottom());
  for (std::size_t i = 0; i < runs.size(); ++i)
    figure.text("α = " + short_number(runs[i].number("alpha")), box.right() + 8, placed[i] - below,
                Align::left, alpha_colour(runs[i].number("alpha")));
}

// From pale to black: the moments of a training.
const char* tone(std::size_t moment, std::size_t moments) {
  constexpr const char* kTones[] = {"#e0b48c", "#e69f00", "#d55e00", "#22262b"};
  return kTones[moment + 1 == moments ? 3 : std::min<std::size_t>(moment, 2)];
}

// 4. A variant: D at four moments on D*, or at the end for each label.
void draw_variant(Figure& figure, const Box& box, const std::string& title, const Curves& curves,
                  bool first) {
  const auto& end = curves.rbegin()->second;
  double low = 1e300, high = -1e300;
  std::vector<std::string> elements, lines;
  for (const auto& [label, curve] : end) {
    low = std::min(low, curve.x.front());
    high = std::max(high, curve.x.back());
    elements.push_back(wide(figure, curve));
    if (end.size() > 1)
      lines.push_back(line(figure, curve, category_colour(1 + static_cast<std::size_t>(label))));
  }
  figure.panel(box, {low, high}, {-0.02, 1.02});
  figure.add("set ytics 0.2");
  if (!first) figure.add("set ytics format ''");
  figure.text(title, box.left, box.top - 16);
  figure.x_title(box, "x");
  if (end.size() == 1) {
    std::size_t moment = 0;
    for (const auto& [step, at] : curves) {
      lines.push_back(line(figure, at.begin()->second, tone(moment, curves.size())));
      if (first)
        figure.text(message("step ", step), box.left + 110 * static_cast<double>(moment),
                    box.bottom() + 72, Align::left, tone(moment, curves.size()));
      ++moment;
    }
  } else {
    for (const auto& [label, curve] : end)
      figure.text(message("y = ", label), box.right() - 8, box.top + 16 + 21 * label, Align::right,
                  category_colour(1 + static_cast<std::size_t>(label)));
  }
  elements.insert(elements.end(), lines.begin(), lines.end());
  figure.plot(elements);
}

void draw(const analysis::Folders& folders) {
  // Those that differ in α alone, one an α; then the variants, one run of each.
  std::vector<analysis::Run> all, plain, shown;
  std::map<std::string, std::vector<analysis::Run>> variants;
  for (const auto& run : analysis::load_runs(folders, "learnt_discriminator")) {
    const bool labels = run.text("p").find('|') != std::string::npos,
               absolute = run.text("loss") == "absolute-error", flipped = run.number("flip") > 0;
    if (labels) variants["labels"].push_back(run);
    else if (absolute) variants["absolute"].push_back(run);
    else if (flipped) variants["flipped"].push_back(run);
    else all.push_back(run);
  }
  for (const auto& run : analysis::alike(all, {"alpha"}))
    if (plain.empty() || plain.back().number("alpha") != run.number("alpha")) plain.push_back(run);
  for (const auto& [name, group] : variants) analysis::alike(group, {});
  require(!plain.empty(), "no run of learnt_discriminator without flips or labels, expected one");
  shown = plain;
  Figure figure(kFigure, kCanvas, 816);
  const Curves first = curves_of(plain.front());
  draw_densities(figure, {52, 40, 440, 110}, first.rbegin()->second.begin()->second);
  draw_learnt(figure, {52, 196, 440, 214}, plain);
  draw_gap(figure, {576, 40, 326, 370}, plain);
  const struct {
    const char *key, *title;
  } rows[] = {{"flipped", "Labels flipped, rate "},
              {"absolute", "Absolute error"},
              {"labels", "With a label y"}};
  std::string words;
  for (std::size_t k = 0; k < std::size(rows); ++k) {
    const auto found = variants.find(rows[k].key);
    if (found == variants.end()) continue;
    const analysis::Run& run = found->second.front();
    const std::string title =
        k == 0 ? rows[k].title + short_number(run.number("flip")) : rows[k].title;
    draw_variant(figure, {52 + 320 * static_cast<double>(k), 510, 292, 214}, title, curves_of(run),
                 k == 0);
    words += message(words.empty() ? "" : ", ", k == 0   ? "flipped labels "
                                                : k == 1 ? "the absolute error "
                                                         : "labels with x ",
                     short_number(run.number("gap"), 2));
    shown.push_back(run);
  }
  double rms = 0, gap = 0;
  for (const auto& run : plain)
    rms = std::max(rms, run.number("rms")), gap = std::max(gap, run.number("gap"));
  figure.save(folders.out,
              "Top: networks trained against p = " + plain.front().text("p") +
                  " and q = " + plain.front().text("q") +
                  " with a share α of real data, on the optimal discriminator, and by how much "
                  "their loss exceeds the optimal one, by quadrature: the smallest there can be is "
                  "0. At the end at most " + short_number(gap, 2) +
                  " nats, with a root mean square distance from D*_α of at most " +
                  short_number(rms, 2) +
                  ". Bottom: flipped labels, whose D* stays between ε and 1 − ε; the absolute "
                  "error, whose D* jumps and whose slope vanishes where D is sure of itself, "
                  "rightly or wrongly; and densities that depend on a label, one curve a label. "
                  "Grey: theory." +
                  (words.empty() ? "" : " Losses above the optimum at the end: " + words + "."),
              shown);
}

}  // namespace

int main(int argc, char** argv) {
  return analysis::run_program(argc, argv, kFigure, draw);
}
