// SPDX-License-Identifier: MIT
// F06: four moments of a GAN that learns a density on the line, with the optimal discriminator
// overlaid, and what theory says of its losses all the way.
#include <algorithm>
#include <cmath>

#include "analysis/grouping.hpp"
#include "analysis/program.hpp"
#include "analysis/series.hpp"
#include "analysis/training.hpp"
#include "plots/figure.hpp"
#include "plots/style.hpp"

using namespace verigan;
using namespace verigan::plots;

namespace {

const analysis::Output kFigure{"F06",
    "The learning process: four moments of a GAN on the line",
    {"learning_process"}};

constexpr double kSeen = 0.005;  // of p + p_g

struct Moment {
  std::vector<double> x, p, generated, optimal, d;
};

Moment moment_of(const record::Table& table, double wanted) {
  const auto step = table.numbers("step"), x = table.numbers("x"), p = table.numbers("p"),
             generated = table.numbers("generated"), optimal = table.numbers("optimal"),
             d = table.numbers("d");
  Moment moment;
  for (std::size_t i = 0; i < step.size(); ++i) {
    if (step[i] != wanted) continue;
    moment.x.push_back(x[i]);
    moment.p.push_back(p[i]);
    moment.generated.push_back(generated[i]);
    // Where next to nothing lies, the counts say nothing of D*.
    moment.optimal.push_back(p[i] + generated[i] > kSeen ? optimal[i] : std::nan(""));
    moment.d.push_back(d[i]);
  }
  require(!moment.x.empty(), "curves.csv has no rows of step ", wanted);
  return moment;
}

constexpr const char* kNames[] = {"D knows little", "D is almost D*", "p_g follows", "D near α"};

void draw_moment(Figure& figure, const Box& box, const Moment& moment, double step, std::size_t k) {
  figure.panel(box, {moment.x.front(), moment.x.back()}, {0, 1.05});
  figure.add("set ytics 0.25");
  if (k > 0) figure.add("set ytics format ''");
  figure.text(message("{/:Bold ", kNames[k], "}"), box.left, box.top - 38);
  figure.text(message("step ", step), box.left, box.top - 16, Align::left, kSoft);
  figure.x_title(box, "x");
  const std::string block =
      figure.data({moment.x, moment.p, moment.generated, moment.optimal, moment.d});
  figure.plot({message(block, " using 1:2 with filledcurves y1=0 fs transparent solid 0.14 noborder "
                              "lc rgb '", kTrue, "'"),
               message(block, " using 1:3 with filledcurves y1=0 fs transparent solid 0.14 noborder "
                              "lc rgb '", kGenerated, "'"),
               message(block, " using 1:2 with lines lw 1.4 lc rgb '", kTrue, "'"),
               message(block, " using 1:3 with lines lw 1.4 lc rgb '", kGenerated, "'"),
               message(block, " using 1:4 with lines lw 6 lc rgb '#c4cad1'"),
               message(block, " using 1:5 with lines lw ", kLine, " lc rgb '", kInk, "'")});
}

const char* loss_colour(const std::string& loss) {
  return loss == "absolute-error" ? category_colour(3) : kInk;
}

// JSD(p, p_g) by loss, with its error, over the steps.
void draw_divergence(Figure& figure, const Box& box, const std::vector<analysis::Run>& runs) {
  double last = 1, least = 1;
  std::vector<std::string> bands, lines;
  double place = box.bottom() - 18 - 22 * static_cast<double>(runs.size() - 1);
  for (const auto& run : runs) {
    const record::Table table = run.table("theory.csv");
    const auto step = table.numbers("step"), jsd = table.numbers("jsd"),
               error = table.numbers("jsd_error");
    std::vector<double> low, high;
    for (std::size_t i = 0; i < step.size(); ++i) {
      high.push_back(jsd[i] + error[i]);
      low.push_back(std::max(jsd[i] - error[i], 1e-5));
      if (jsd[i] > 0) least = std::min(least, jsd[i]);
    }
    last = std::max(last, step.back());
    const char* colour = loss_colour(run.text("loss"));
    const std::string block = figure.data({step, low, high, jsd});
    bands.push_back(message(block, " using 1:2:3 with filledcurves fs transparent solid 0.2 "
                                   "noborder lc rgb '", colour, "'"));
    lines.push_back(message(block, " using 1:($4>0?$4:NaN) with lines lw 1.6 lc rgb '", colour, "'"));
    figure.text(run.text("loss"), box.left + 10, place, Align::left, colour);
    place += 22;
  }
  figure.panel(box, {1, last}, {least / 2, 1});
  figure.add("set logscale xy\nset xtics 10 format '10^{%T}'\nset ytics 10 format '10^{%T}'");
  figure.text("JSD(p, p_g) in nats, with the error of its estimate", box.left, box.top - 16);
  figure.x_title(box, "training step");
  bands.insert(bands.end(), lines.begin(), lines.end());
  figure.plot(bands);
  figure.add("unset logscale");
}

// D's loss on the least there can be, and the generator's, on the lines theory draws.
void draw_losses(Figure& figure, const Box& box, const analysis::Run& run) {
  const record::Table table = run.table("theory.csv");
  const auto step = table.numbers("step"), loss = table.numbers("loss"),
             optimum = table.numbers("optimum");
  const double entropy = table.numbers("entropy_alpha").back(),
               minus_log = table.numbers("minus_log_alpha").back();
  const analysis::TrainingLog log = analysis::training_log(run);
  const auto smooth = analysis::smoothed(log.g_loss, log.g_loss.size() / 100);
  std::vector<double> at, g;  // few points, evenly spread over the logarithm of the step
  for (std::size_t i = 0; i < smooth.size(); i = std::max(i + 1, i + i / 40)) {
    at.push_back(log.step[i]);
    g.push_back(smooth[i]);
  }
  const double top = std::max({analysis::quantile(g, 0.98), minus_log, entropy});
  const double low = std::min(*std::ranges::min_element(optimum), analysis::quantile(g, 0.02));
  figure.panel(box, {1, step.back()}, {low - 0.05, top + 0.25 * (top - low)});
  figure.add("set logscale x\nset xtics 10 format '10^{%T}'\nset ytics ", nice_step(top - low, 4));
  figure.text("Losses in nats; dashed: H(α), −ln α", box.left, box.top - 16);
  figure.x_title(box, "training step");
  figure.text("generator", box.left + 10, box.top + 18, Align::left, kGenerated);
  figure.text("discriminator", box.left + 10, box.top + 40, Align::left, kInk);
  const auto level = [&](double value) {
    return message(figure.data({{1, step.back()}, {value, value}}), " using 1:2 with lines lw ",
                   kThin, " dt (8,6) lc rgb '", kTheory, "'");
  };
  figure.plot({message(figure.data({step, optimum}), " using 1:2 with lines lw 6 lc rgb '#c4cad1'"),
               level(entropy), level(minus_log),
               message(figure.data({at, g}), " using 1:2 with lines lw 1.2 lc rgb '", kGenerated, "'"),
               message(figure.data({step, loss}), " using 1:2 with lines lw 1.8 lc rgb '", kInk, "'")});
  figure.add("unset logscale");
}

// What D does not see at the end of what there is to see.
std::string blindness(const analysis::Run& run) {
  const double value = run.number("blindness");
  if (std::isnan(value)) return ", where nothing is left to see beyond the error";
  return ", a share of " + short_number(value, 2) + " ± " +
         short_number(run.number("blindness_error"), 2) +
         " of what there is to see (1 would be a constant answer)";
}

void draw(const analysis::Folders& folders) {
  std::vector<analysis::Run> runs;  // one a loss
  for (const auto& run : analysis::load_alike(folders, "learning_process", {"loss"}))
    if (std::ranges::none_of(runs, [&](const auto& r) { return r.text("loss") == run.text("loss"); }))
      runs.push_back(run);
  std::stable_partition(runs.begin(), runs.end(), [](const auto& run) {
    return run.text("loss") != "absolute-error";
  });
  const analysis::Run& shown = runs.front();
  const auto moments = std::get<std::vector<double>>(shown.summary.at("moments"));
  require(moments.size() == std::size(kNames), "summary.json names ", moments.size(),
          " moments, expected ", std::size(kNames));
  const record::Table curves = shown.table("curves.csv");
  Figure figure(kFigure, kCanvas, 730);
  for (std::size_t k = 0; k < std::size(kNames); ++k)
    draw_moment(figure, {60 + 236 * static_cast<double>(k), 62, 216, 210},
                moment_of(curves, moments[k]), moments[k], k);
  const double legend = 340;
  figure.text("p", 60, legend, Align::left, kTrue);
  figure.text("p_g", 98, legend, Align::left, kGenerated);
  figure.text("D", 148, legend, Align::left, kInk);
  figure.text("D* (grey)", 184, legend, Align::left, kSoft);
  draw_divergence(figure, {62, 410, 410, 250}, runs);
  draw_losses(figure, {556, 410, 414, 250}, shown);
  const auto number = [&](const char* name) { return short_number(shown.number(name), 2); };
  figure.save(folders.out,
              "A GAN learns p = " + shown.text("data-density") + " with the " + shown.text("loss") +
                  " loss. Top: data and generated density, the discriminator, and the best one "
                  "there is against that generator, at four moments. Bottom left: how far the "
                  "generated density is from the data, estimated by a histogram; at the end " +
                  number("jsd") + " ± " + number("jsd_error") +
                  " nats. With the absolute error a D that is sure of itself has no slope, and the "
                  "generator can be left where it is. Bottom right: D's loss, by cells of that "
                  "histogram, above the least there can be, H(α) − JS_α(p, p_g), in grey; at the end by " +
                  number("gap") + " ± " + number("gap_error") + blindness(shown) +
                  ". It lies on H(α) long before the generator has learnt p: the loss alone proves "
                  "little.",
              runs);
}

}  // namespace

int main(int argc, char** argv) {
  return analysis::run_program(argc, argv, kFigure, draw);
}
