// SPDX-License-Identifier: MIT
// F16: the generator's gradient by how accurate the discriminator is; what more updates of the
// discriminator do to the gradient and to the result; and the result by the widths of both players.
#include <algorithm>
#include <cmath>
#include <map>

#include "analysis/grouping.hpp"
#include "analysis/program.hpp"
#include "analysis/series.hpp"
#include "analysis/training.hpp"
#include "plots/figure.hpp"
#include "plots/style.hpp"

using namespace verigan;
using namespace verigan::plots;

namespace {

const analysis::Output kFigure{"F16",
    "Discriminators too strong and too weak: gradient norm against accuracy, and what was learnt",
    {"discriminator_strength"}};

using Runs = std::vector<analysis::Run>;
using Cells = std::map<std::pair<double, double>, Runs>;  // (D width, G width) → seeds

constexpr const char* kSaturating = kGenerated;
constexpr const char* kOther = kTrue;
constexpr double kFair = 32;
constexpr std::size_t kDots = 4000;

using analysis::saturating;
bool fair_widths(const analysis::Run& run) {
  return run.number("d-width") == kFair && run.number("g-width") == kFair;
}

template <class Of>
double geometric_mean(const Runs& runs, const Of& of) {
  std::vector<double> logs;
  for (const auto& run : runs) logs.push_back(std::log(of(run)));
  return std::exp(analysis::mean(logs));
}

/// The readings of all runs, at most kDots of them: gradient norm under either loss over the
/// accuracy at that moment; and the medians of all by accuracy.
void draw_accuracy(Figure& figure, const Box& box, const Runs& runs) {
  const Range y{-3, 1.6};
  figure.panel(box, {0.3, 1}, y);
  figure.add("set xtics 0.1\nset ytics 1 format '10^{%g}'");
  figure.text("Generator's gradient norm", box.left, box.top - 18);
  figure.x_title(box, "accuracy of the discriminator");
  std::size_t readings = 0;
  for (const auto& run : runs) readings += run.table("strength.csv").rows();
  const std::size_t thin = 1 + readings / kDots;
  std::vector<std::string> elements;
  for (const bool up : {false, true}) {
    std::vector<double> x, norm;
    std::size_t seen = 0;
    std::map<int, std::vector<double>> bins;
    for (const auto& run : runs) {
      const record::Table table = run.table("strength.csv");
      const auto accuracy = table.numbers("accuracy"),
                 found = table.numbers(up ? "norm_saturating" : "norm_non_saturating");
      for (std::size_t i = 0; i < accuracy.size(); ++i) {
        const double value = std::clamp(std::log10(found[i]), y.low, y.high);
        bins[static_cast<int>(std::lround(accuracy[i] * 20))].push_back(value);
        if (++seen % thin != 0 || accuracy[i] < 0.3) continue;
        x.push_back(accuracy[i]);
        norm.push_back(value);
      }
    }
    const char* colour = up ? kSaturating : kOther;
    elements.push_back(message(figure.dots(x, norm, 1e-5),
                               " using 1:2 with lines lw 2.6 lc rgb '#a8", colour + 1, "'"));
    std::vector<double> at, median;
    for (const auto& [bin, values] : bins) {
      if (values.size() < 10) continue;
      at.push_back(bin / 20.0);
      median.push_back(analysis::quantile(values, 0.5));
    }
    if (!at.empty())
      elements.push_back(message(figure.data({at, median}), " using 1:2 with lines lw 3.2 lc rgb '",
                                 colour, "'"));
  }
  figure.note("−ln D", 0.98, -2.35, Align::right, kOther);
  figure.note("ln(1 − D)", 0.98, -2.75, Align::right, kSaturating);
  figure.plot(elements);
}

/// A quantity over the discriminator's updates a step, a dot a seed, the line their geometric mean.
template <class Of>
void draw_updates(Figure& figure, const Box& box, const Runs& runs, const std::string& title,
                  const Range& y, const Of& of) {
  std::map<bool, std::map<double, Runs>> by_updates;
  for (const auto& run : runs)
    if (fair_widths(run)) by_updates[saturating(run)][run.number("d-steps")].push_back(run);
  figure.panel(box, {-0.4, 4.4}, y);
  figure.add("set xtics ('1' 0, '4' 2, '16' 4)\nset ytics 1 format '10^{%g}'");
  figure.text(title, box.left, box.top - 18);
  figure.x_title(box, "updates of D a step");
  std::vector<std::string> elements;
  for (const auto& [up, groups] : by_updates) {
    const char* colour = up ? kSaturating : kOther;
    const double shift = up ? 0.07 : -0.07;
    std::vector<double> x, value, at, middle;
    for (const auto& [updates, seeds] : groups) {
      const double place = std::log2(updates) + shift;
      for (const auto& run : seeds) {
        x.push_back(place);
        value.push_back(std::clamp(std::log10(of(run)), y.low, y.high));
      }
      at.push_back(place);
      middle.push_back(std::log10(geometric_mean(seeds, of)));
    }
    elements.push_back(message(figure.data({x, value}),
                               " using 1:2 with points pt 7 ps 0.5 lc rgb '#80", colour + 1, "'"));
    elements.push_back(message(figure.data({at, middle}), " using 1:2 with lines lw ", kLine,
                               " lc rgb '", colour, "'"));
  }
  require(!elements.empty(), "discriminator_strength: no run of equal widths ", kFair);
  figure.plot(elements);
}

/// The generator's gradient norm under either loss by how long a new D has learnt against it, while it
/// stands still; a dot a seed, lines their geometric means.
void draw_frozen(Figure& figure, const Box& box, const Runs& runs) {
  require(!runs.empty(), "discriminator_strength: no run with a frozen generator");
  std::vector<std::string> elements;
  double last = 0;
  Range y{INFINITY, -INFINITY};
  for (const bool up : {false, true}) {
    std::map<double, std::vector<double>> by_updates;
    std::vector<double> x, value, at, middle;
    for (const auto& run : runs) {
      const record::Table table = run.table("frozen.csv");
      const auto updates = table.numbers("updates"),
                 norm = table.numbers(up ? "norm_saturating" : "norm_non_saturating");
      for (std::size_t i = 0; i < updates.size(); ++i) {
        x.push_back(std::log2(updates[i]) / 2);
        value.push_back(std::log10(std::max(norm[i], 1e-9)));
        by_updates[x.back()].push_back(value.back());
        last = std::max(last, x.back());
        y = {std::min(y.low, value.back()), std::max(y.high, value.back())};
      }
    }
    for (const auto& [place, values] : by_updates)
      at.push_back(place), middle.push_back(analysis::mean(values));
    const char* colour = up ? kSaturating : kOther;
    elements.push_back(message(figure.data({x, value}),
                               " using 1:2 with points pt 7 ps 0.5 lc rgb '#80", colour + 1, "'"));
    elements.push_back(message(figure.data({at, middle}), " using 1:2 with lines lw ", kLine,
                               " lc rgb '", colour, "'"));
  }
  std::string tics;
  for (int k = 0; k <= static_cast<int>(last); k += 2)
    tics += message(k > 0 ? ", '" : "'", 1L << (2 * k), "' ", k);
  figure.panel(box, {-0.2, last + 0.2}, {std::floor(y.low - 0.1), std::ceil(y.high + 0.1)});
  figure.add("set xtics (", tics, ")\nset ytics 1 format '10^{%g}'");
  figure.text("Gradient norm at one frozen generator", box.left, box.top - 18);
  figure.x_title(box, "updates of a new D");
  figure.plot(elements);
}

/// What a square shows: its value, and below it the spread over seeds.
struct Shown {
  double colour;
  std::string value, spread;
};

/// ± the standard deviation, as × or ÷ of a geometric mean; nothing of one seed.
std::string spread_text(const std::vector<double>& values, bool of_logs) {
  if (values.size() < 2) return "";
  const double sd = std::stod(analysis::deviation_text(values));
  return of_logs ? "×÷ " + fixed_number(std::exp(sd), 2) : "± " + fixed_number(sd, 2);
}

/// One square for each pair of widths, its value written in it.
template <class Value>
void draw_grid(Figure& figure, const Box& box, const Cells& cells, const std::string& title,
               const Range& colours, const Value& value) {
  std::vector<double> d_widths, g_widths;
  for (const auto& [widths, seeds] : cells) {
    d_widths.push_back(widths.first);
    g_widths.push_back(widths.second);
  }
  for (auto* list : {&d_widths, &g_widths}) {
    std::sort(list->begin(), list->end());
    list->erase(std::unique(list->begin(), list->end()), list->end());
  }
  const auto place = [](const std::vector<double>& list, double width) {
    return static_cast<double>(std::find(list.begin(), list.end(), width) - list.begin());
  };
  const auto tics = [](const std::vector<double>& list) {
    std::string text;
    for (std::size_t i = 0; i < list.size(); ++i)
      text += message(i ? ", '" : "'", list[i], "' ", i);
    return text;
  };
  figure.panel(box, {-0.5, static_cast<double>(d_widths.size()) - 0.5},
               {-0.5, static_cast<double>(g_widths.size()) - 0.5});
  figure.add("unset grid\nset border 0\nset tics scale 0\nset xtics (", tics(d_widths),
             ")\nset ytics (", tics(g_widths), ")\nunset colorbox\nset palette defined "
             "(0 '#fdf3e1', 0.5 '#e69f00', 1 '#8b1a00')\nset cbrange [", colours.low, ":",
             colours.high, "]");
  figure.text(title, box.left, box.top - 18);
  figure.x_title(box, "units in D's layers");
  figure.side_text("units in G's layers", box.left - 56, box.top + box.height / 2, kSoft);
  std::vector<double> x, y, shade;
  for (const auto& [widths, seeds] : cells) {
    const Shown shown = value(seeds);
    x.push_back(place(d_widths, widths.first));
    y.push_back(place(g_widths, widths.second));
    shade.push_back(std::clamp(shown.colour, colours.low, colours.high));
    const bool dark = shade.back() > colours.low + 0.6 * colours.span();
    const char* ink = dark ? "#ffffff" : kInk;
    const double up = shown.spread.empty() ? 0 : 0.17;
    figure.note(shown.value, x.back(), y.back() + up, Align::centre, ink);
    if (up > 0) figure.note(shown.spread, x.back(), y.back() - up, Align::centre, ink);
  }
  figure.plot({message(figure.data({x, y, shade}), " using 1:2:3 with image")});
}

void draw(const analysis::Folders& folders) {
  const Runs all = analysis::load_alike(
      folders, "discriminator_strength", {"loss", "d-steps", "d-width", "g-width", "frozen"});
  Runs runs, frozen;
  for (const auto& run : all) (run.number("frozen") > 0 ? frozen : runs).push_back(run);
  Cells cells;
  for (const auto& run : runs)
    if (!saturating(run) && run.number("d-steps") == 1)
      cells[{run.number("d-width"), run.number("g-width")}].push_back(run);
  require(!cells.empty(), "discriminator_strength: no grid of widths");
  Figure figure(kFigure, kCanvas, 830);
  figure.round_ends();
  draw_accuracy(figure, {72, 44, 400, 380}, runs);
  draw_frozen(figure, {580, 44, 390, 136}, frozen);
  draw_updates(figure, {580, 288, 390, 136}, runs, "MMD² at the end", {-3, -0.5},
               [](const analysis::Run& run) { return run.number("mmd2"); });
  draw_grid(figure, {92, 536, 380, 216}, cells, "MMD² at the end, by the widths of both",
            {-2.6, -0.4}, [](const Runs& seeds) {
              std::vector<double> logs;
              for (const auto& run : seeds) logs.push_back(std::log(run.number("mmd2")));
              const double mmd2 = std::exp(analysis::mean(logs));
              return Shown{std::log10(mmd2), fixed_number(mmd2, 3), spread_text(logs, true)};
            });
  draw_grid(figure, {600, 536, 370, 216}, cells, "Mean D on generated points at the end",
            {0, 0.3}, [](const Runs& seeds) {
              std::vector<double> d;
              for (const auto& run : seeds) d.push_back(run.number("d_fake"));
              const double middle = analysis::mean(d);
              return Shown{std::abs(0.5 - middle), fixed_number(middle, 2), spread_text(d, false)};
            });
  figure.save(
      folders.out,
      "A GAN learns the circle with discriminators of different strength. Top left: the norm of "
      "the generator's gradient under the saturating loss ln(1 − D) (orange) and the "
      "non-saturating −ln D (blue), both at the same moments of every run, over the "
      "discriminator's accuracy then (½: it knows nothing; 1: everything); lines: medians. Top "
      "right: the gradient norm under both losses at one frozen generator, early in "
      "training, by how many updates a new D has had against it; and MMD² to real points at the end, "
      "for 1, 4 and 16 updates of D a step; a dot a seed, lines their geometric mean. Below: widths of both players' two hidden layers, non-saturating, one "
      "update a step: MMD² at the end (geometric mean over seeds, darker is worse), and the mean "
      "of D(G(z)) in the last tenth of the steps, darker the farther from ½, where D is a coin "
      "toss; below each, the standard deviation over seeds (of MMD² as a factor).",
      all);
}

}  // namespace

int main(int argc, char** argv) {
  return analysis::run_program(argc, argv, kFigure, draw);
}
