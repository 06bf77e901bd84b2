// SPDX-License-Identifier: MIT
#include "plots/training_panel.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/series.hpp"
#include "analysis/training.hpp"
#include "plots/style.hpp"

namespace verigan::plots {
namespace {

using analysis::TrainingLog;

constexpr std::size_t kPoints = 240;  // a curve has at most so many, which is more than one sees

// Element-wise mean, smallest and largest over the runs, as long as the shortest.
struct Band {
  std::vector<double> mean, low, high;
};
Band band(const std::vector<TrainingLog>& logs, std::vector<double> TrainingLog::*member) {
  std::size_t length = (logs.front().*member).size();
  for (const auto& log : logs) length = std::min(length, (log.*member).size());
  Band result{std::vector<double>(length), std::vector<double>(length),
              std::vector<double>(length)};
  for (std::size_t i = 0; i < length; ++i) {
    std::vector<double> values;
    for (const auto& log : logs) values.push_back((log.*member)[i]);
    result.mean[i] = analysis::mean(values);
    result.low[i] = *std::ranges::min_element(values);
    result.high[i] = *std::ranges::max_element(values);
  }
  return result;
}

// Steps as fractions of an epoch: the column `epoch` counts whole ones.
std::vector<double> epochs(const TrainingLog& log) {
  std::vector<double> x = log.step;
  if (!x.empty())
    for (double& value : x) value *= log.epoch.back() / log.step.back();
  return x;
}

Curve curve(const std::vector<TrainingLog>& logs, std::vector<double> TrainingLog::*member) {
  const Band raw = band(logs, member);
  auto x = epochs(logs.front());
  x.resize(raw.mean.size());
  const auto smooth = analysis::smoothed(raw.mean, raw.mean.size() / 50);
  const auto middle = analysis::envelope(x, smooth, kPoints);
  Curve result{middle.x, middle.middle, analysis::envelope(x, raw.low, kPoints).low,
               analysis::envelope(x, raw.high, kPoints).high};
  if (!x.empty()) {  // both ends, which the middles of the first and last piece would leave out
    result.x.front() = x.front();
    result.x.back() = x.back();
  }
  return result;
}

std::vector<std::vector<double>> zigzag(const Curve& curve) {
  std::vector<double> x, y;
  for (std::size_t i = 0; i < curve.x.size(); ++i) {
    x.insert(x.end(), curve.low[i] < curve.high[i] ? 2 : 1, curve.x[i]);
    y.push_back(curve.low[i]);
    if (curve.low[i] < curve.high[i]) y.push_back(curve.high[i]);
  }
  return {x, y};
}

double x_end(const std::vector<AlphaCurves>& curves) {
  double end = 0;
  for (const auto& set : curves)
    end = std::max(end, set.d_loss.x.empty() ? 0 : set.d_loss.x.back());
  return end > 0 ? end : 1;
}

void add_names(Figure& figure, const TrainingPanel& panel, const std::vector<AlphaCurves>& curves) {
  std::vector<double> wishes;
  for (const auto& set : curves) {
    const double value = std::clamp((set.*panel.solid).mean.back(), panel.y.low, panel.y.high);
    wishes.push_back(panel.box.bottom() -
                     panel.box.height * (value - panel.y.low) / panel.y.span());
  }
  const auto places = spread(wishes, kText + 3);
  for (std::size_t i = 0; i < curves.size(); ++i)
    figure.text("α = " + short_number(curves[i].alpha), panel.box.right() + 8, places[i],
                Align::left, alpha_colour(curves[i].alpha));
}

}  // namespace

std::vector<AlphaCurves> alpha_curves(const analysis::ByAlpha& groups) {
  std::vector<AlphaCurves> all;
  for (const auto& [alpha, runs] : groups) {
    std::vector<TrainingLog> logs;
    for (const auto& run : runs) logs.push_back(analysis::training_log(run));
    all.push_back({alpha, analysis::effective_alpha(runs.front()),
                   curve(logs, &TrainingLog::d_loss), curve(logs, &TrainingLog::g_loss),
                   curve(logs, &TrainingLog::d_real), curve(logs, &TrainingLog::d_fake)});
  }
  return all;
}

Range curve_range(const std::vector<std::vector<AlphaCurves>>& all,
                  const std::vector<CurveMember>& members,
                  const std::function<double(double)>& theory) {
  Range range{1e300, -1e300};
  const auto include = [&](double value) {
    range.low = std::min(range.low, value);
    range.high = std::max(range.high, value);
  };
  for (const auto& curves : all)
    for (const auto& set : curves) {
      include(theory(set.effective));
      for (const auto member : members) {
        include(analysis::quantile((set.*member).mean, 0.02));
        include(analysis::quantile((set.*member).mean, 0.98));
      }
    }
  const double pad = 0.06 * std::max(range.span(), 1e-3);
  return {range.low - pad, range.high + pad};
}

void draw_training_panel(Figure& figure, const TrainingPanel& panel,
                         const std::vector<AlphaCurves>& curves) {
  const double end = x_end(curves);
  figure.panel(panel.box, {0, end}, panel.y);
  figure.add("set ytics ", nice_step(panel.y.span(), static_cast<int>(panel.box.height / 40)));
  figure.add("set xtics ", nice_step(end, static_cast<int>(panel.box.width / 75)));
  if (!panel.x_numbers) figure.add("set xtics format ''");
  if (!panel.y_numbers) figure.add("set ytics format ''");
  if (panel.x_numbers) figure.x_title(panel.box, "epoch");
  if (panel.names) add_names(figure, panel, curves);
  std::vector<std::string> raw, theory, lines;
  for (const auto& set : curves) {
    const Curve& solid = set.*panel.solid;
    const std::string block = figure.data({solid.x, solid.mean});
    const char* colour = alpha_colour(set.alpha);
    // Up and down between the lowest and the highest raw value of each piece: one path.
    if (panel.raw)
      raw.push_back(message(figure.data(zigzag(solid)), " using 1:2 with lines lw 1 lc rgb '#d8",
                            colour + 1, "'"));
    const std::string level =
        figure.data({{0, end}, {panel.theory(set.effective), panel.theory(set.effective)}});
    theory.push_back(
        message(level, " using 1:2 with lines lw ", kThin, " dt (8,6) lc rgb '", colour, "'"));
    const double width = panel.coincide && set.alpha < 0.5 ? 1.8 * kLine : kLine;
    lines.push_back(message(block, " using 1:2 with lines lw ", width, " lc rgb '", colour, "'"));
    if (panel.dotted == nullptr) continue;
    const Curve& dotted = set.*panel.dotted;
    lines.push_back(message(figure.data({dotted.x, dotted.mean}), " using 1:2 with lines lw ",
                            kLine, " dt (2,2) lc rgb '", colour, "'"));
  }
  raw.insert(raw.end(), theory.begin(), theory.end());
  raw.insert(raw.end(), lines.begin(), lines.end());
  figure.plot(raw);
}

}  // namespace verigan::plots
