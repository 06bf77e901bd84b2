// SPDX-License-Identifier: MIT
// F19: inception score and Fréchet distance by step, as KTH's features are changed one at a time (KTH's
// Figure 4).
#include <algorithm>
#include <cmath>

#include "analysis/features.hpp"
#include "analysis/grouping.hpp"
#include "analysis/program.hpp"
#include "analysis/series.hpp"
#include "plots/figure.hpp"
#include "plots/style.hpp"

using namespace verigan;
using namespace verigan::plots;

namespace {

const analysis::Output kFigure{"F19",
    "Scores by step with one feature of a GAN changed at a time",
    {"kth_features"}};

constexpr const char* kDashes[] = {"1", "1", "(9,5)", "(3,4)", "(9,4,2,4)", "1"};

/// Feature → its runs, in the order of analysis::feature_names().
using ByFeature = std::vector<std::pair<std::string, std::vector<analysis::Run>>>;

ByFeature by_feature(const std::vector<analysis::Run>& runs) {
  ByFeature found;
  for (const std::string& name : analysis::feature_names()) {
    std::vector<analysis::Run> some;
    std::ranges::copy_if(runs, std::back_inserter(some),
                         [&](const analysis::Run& run) { return analysis::feature_of(run) == name; });
    if (!some.empty()) found.emplace_back(name, std::move(some));
  }
  return found;
}

std::string colour_of(const std::string& feature) {
  const std::vector<std::string> names = analysis::feature_names();
  const auto at = std::ranges::find(names, feature) - names.begin();
  return at == 0 ? kInk : category_colour(static_cast<std::size_t>(at - 1));
}

const char* dash_of(const std::string& feature) {
  const std::vector<std::string> names = analysis::feature_names();
  return kDashes[std::ranges::find(names, feature) - names.begin()];
}

/// The mean over seeds of a column by step.
struct Curve {
  std::vector<double> step, value;
};
Curve mean_curve(const std::vector<analysis::Run>& runs, const std::string& column, bool logarithm) {
  std::map<double, std::vector<double>> by_step;
  for (const analysis::Run& run : runs) {
    const record::Table scores = run.table("scores.csv");
    const auto step = scores.numbers("step"), value = scores.numbers(column);
    for (std::size_t i = 0; i < step.size(); ++i)
      if (std::isfinite(value[i])) by_step[step[i]].push_back(logarithm ? std::log10(value[i]) : value[i]);
  }
  Curve curve;
  for (const auto& [step, values] : by_step)
    curve.step.push_back(step), curve.value.push_back(analysis::mean(values));
  return curve;
}

void draw_panel(Figure& figure, const Box& box, const ByFeature& features, const std::string& column,
                const std::string& title, bool last) {
  const bool distance = column == "frechet";
  Range x{0, 1}, y{1e300, -1e300};
  std::vector<std::string> elements;
  for (const auto& [feature, runs] : features) {
    const Curve curve = mean_curve(runs, column, distance);
    if (curve.step.empty()) continue;
    x.high = std::max(x.high, curve.step.back());
    const auto [low, high] = std::ranges::minmax(curve.value);
    y.low = std::min(y.low, low);
    y.high = std::max(y.high, high);
    elements.push_back(message(figure.data({curve.step, curve.value}), " using 1:2 with lines lw ", kLine,
                               " dt ", dash_of(feature), " lc rgb '", colour_of(feature), "'"));
  }
  if (!distance) y = {1, std::max(y.high, 1.5)};
  const double room = 0.05 * std::max(y.span(), 1e-3);
  figure.panel(box, x, {y.low - room, y.high + room});
  figure.add("set xtics ", nice_step(x.high, 4));
  if (distance) {
    std::string tics;
    for (int k = -2; k <= 4; ++k)
      for (const int digit : {1, 2, 5})
        if (const double at = k + std::log10(digit); at >= y.low - room && at <= y.high + room)
          tics += message(tics.empty() ? "" : ", ", "'", short_number(std::pow(10, k) * digit, 6), "' ", at);
    figure.add("set ytics (", tics, ")");
  }
  figure.text(title, box.left, box.top - 18);
  if (last) figure.x_title(box, "step");
  figure.plot(elements);
}

void draw(const analysis::Folders& folders) {
  std::vector<analysis::Run> runs = analysis::load_runs(folders, "kth_features");
  std::erase_if(runs, [](const analysis::Run& run) {
    return !run.summary.contains("frechet") || analysis::feature_of(run).empty();
  });
  require(!runs.empty(), "kth_features: no run with scores");
  std::vector<ByFeature> rows;  // digits, horses
  std::vector<std::string> names;
  for (const bool horses : {false, true}) {
    std::vector<analysis::Run> some;
    std::ranges::copy_if(runs, std::back_inserter(some), [&](const analysis::Run& run) {
      return run.text("dataset").starts_with("cifar10") == horses;
    });
    if (some.empty()) continue;
    rows.push_back(by_feature(analysis::alike(std::move(some), analysis::feature_options())));
    names.push_back(horses ? "horses" : "digits");
  }
  const double left = 62, gap = 96, top = 84, height = 300, stride = height + 100;
  const double width = (kCanvas - left - gap - 24) / 2;
  Figure figure(kFigure, kCanvas,
                static_cast<int>(top + stride * static_cast<double>(rows.size())));
  double at = left;
  for (const auto& [feature, some] : rows.front()) {
    figure.text(feature, at, 24, Align::left, colour_of(feature));
    at += 40 + 11 * static_cast<double>(feature.size());
  }
  for (std::size_t r = 0; r < rows.size(); ++r) {
    const double y = top + stride * static_cast<double>(r);
    const bool last = r + 1 == rows.size();
    draw_panel(figure, {left, y, width, height}, rows[r], "inception_score", "Inception score, " + names[r],
               last);
    draw_panel(figure, {left + width + gap, y, width, height}, rows[r], "frechet",
               "Fréchet distance, " + names[r] + " (logarithmic)", last);
  }
  const analysis::Run& first = runs.front();
  figure.save(folders.out,
              message("Scores of the averaged generator's images by step, mean over seeds, of ",
                      first.text("model"), " at width ", short_number(first.number("width"), 3),
                      " as it is (base) and with one feature changed: a tenth of D's labels flipped; dropout "
                      "of 0.5 in D and 0.2 in G; uniform noise; two updates of D for one of G (uneven); a "
                      "sigmoid output. Scores by verigan's own classifier. Lines of one seed alone differ by "
                      "chance, too."),
              runs);
}

}  // namespace

int main(int argc, char** argv) {
  return analysis::run_program(argc, argv, kFigure, draw);
}
