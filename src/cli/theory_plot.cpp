// SPDX-License-Identifier: MIT
#include <algorithm>
#include <filesystem>

#include "cli/theory_curves.hpp"
#include "core/check.hpp"
#include "drawing/gnuplot.hpp"
#include "record/file.hpp"

namespace verigan::cli {

namespace {

// A colour-blind-safe set (Okabe & Ito).
constexpr const char* kDataColour = "#0072B2";
constexpr const char* kGeneratedColour = "#D55E00";
constexpr const char* kStarColour = "#009E73";
constexpr const char* kAlphaColour = "#AA4499";

// A name for the key, quoted; a long one is cut in the middle.
std::string label(std::string text) {
  constexpr std::size_t kLongest = 84;
  if (text.size() > kLongest) {
    text = text.substr(0, kLongest / 2) + " ... " + text.substr(text.size() - kLongest / 2);
  }
  return drawing::quoted(text);
}

// The range of densities to show, and whether two peaks so unlike need a logarithmic axis.
struct Heights {
  double lower, upper;
  bool logarithmic;
};
double peak(std::vector<double> values) {
  // Singular ends would flatten everything else: ignore the highest hundredth.
  std::sort(values.begin(), values.end());
  const double near_top = values[values.size() * 97 / 100];
  return near_top > 0 ? std::min(values.back(), 1.6 * near_top) : values.back();
}
Heights heights(const Curves& curves) {
  const double p = peak(curves.p);
  const double q = peak(curves.q);
  const double top = std::max(p, q);
  const double low = std::min(p, q);
  if (top > 60 * low) return {1e-3 * low, 3 * top, true};
  return {0, 1.12 * top, false};
}

constexpr int kDigits = 17;  // of data: curves close together stay apart

std::string set_up(const Curves& curves) {
  return message("set border 3 lc rgb '#555555'\nset tics nomirror textcolor rgb '#333333'\n",
                 "set grid back lc rgb '#e4e4e4' lt 1\nset samples 2\n", "set xrange [",
                 theory::shortest(curves.x.front()), ":", theory::shortest(curves.x.back()), "]\n",
                 "set lmargin screen 0.105\nset rmargin screen 0.965\n",
                 "set style fill transparent solid 0.16 noborder\n");
}

std::string densities(const Curves& curves, const PlotTitle& title) {
  const Heights y = heights(curves);
  std::vector<double> p = curves.p, q = curves.q;
  for (std::vector<double>* density : {&p, &q})
    for (double& value : *density)
      if (y.logarithmic) value = std::max(value, y.lower);
  const auto filled = [&](const char* columns, const char* colour) {
    return message("$densities using ", columns, " with filledcurves y1=", y.lower, " lc rgb '",
                   colour, "' notitle");
  };
  const auto line = [&](const char* columns, const char* colour, const std::string& name) {
    return message("$densities using ", columns, " with lines lw 2.2 lc rgb '", colour, "' title ",
                   label(name));
  };
  return message(
      drawing::data_block("$densities", {curves.x, p, q}, kDigits),
      "set tmargin screen 0.875\nset bmargin screen 0.515\nset format x ''\n",
      "set key at screen 0.1, screen 0.985 left top Left reverse samplen 2.2 noenhanced\n",
      "set yrange [", y.lower, ":", y.upper, "]\nset ylabel 'density' offset 0.5\n",
      y.logarithmic ? "set logscale y\nunset mytics\nset format y '10^{%L}'\n" : "", "plot ",
      filled("1:2", kDataColour), ", ", filled("1:3", kGeneratedColour), ", ",
      line("1:2", kDataColour, "data p = " + title.p), ", ",
      line("1:3", kGeneratedColour, "generated q = " + title.q),
      "\nunset logscale y\nset format y '%g'\n");
}

std::string discriminators(const Curves& curves, const PlotTitle& title) {
  const std::string alpha = theory::shortest(title.alpha);
  const auto level = [](int arrow, const std::string& height, const char* colour) {
    return message("set arrow ", arrow, " from graph 0, first ", height, " to graph 1, first ",
                   height, " nohead dt (6,6) lw 1 lc rgb '", colour, "'\n");
  };
  const auto line = [](const char* columns, const char* colour, const std::string& name) {
    return message("$discriminators using ", columns, " with lines lw 2.6 lc rgb '", colour,
                   "' title '", name, "'");
  };
  const bool weighted = title.alpha != 0.5;
  return message(
      drawing::data_block("$discriminators", {curves.x, curves.d_star, curves.d_star_alpha}, kDigits),
      "set tmargin screen 0.475\nset bmargin screen 0.115\nset format x '%g'\n",
      "set yrange [-0.03:1.03]\nset ytics 0.25\n",
      "set label 1 'x' at screen 0.98, screen 0.113 center\n",
      "set ylabel 'best discriminator'\n",
      "set key at screen 0.965, screen 0.035 right center Left reverse horizontal samplen 2.2 "
      "enhanced\n",
      level(1, "0.5", kStarColour), weighted ? level(2, alpha, kAlphaColour) : "", "plot ",
      line("1:2", kStarColour, "D* = p/(p+q)"),
      weighted ? ", " + line("1:3", kAlphaColour, "D*_α, α = " + alpha) : "", "\n");
}

drawing::Page page(const Curves& curves, const PlotTitle& title, PlotFormat format) {
  const std::string commands = set_up(curves) + "set multiplot\n" + densities(curves, title) +
                               discriminators(curves, title) + "unset multiplot\n";
  if (format == PlotFormat::svg)
    return {drawing::Format::svg,
            "size 900,640 dynamic enhanced font 'sans-serif,15' background '#ffffff'", commands};
  return {drawing::Format::png,
          "size 1800,1280 enhanced font 'Sans,15' fontscale 1.75 linewidth 2 background '#ffffff'",
          commands};
}

}  // namespace

PlotFormat plot_format(const std::string& file) {
  const std::string extension = std::filesystem::path(file).extension().string();
  return extension == ".svg"   ? PlotFormat::svg
         : extension == ".png" ? PlotFormat::png
                               : PlotFormat::unknown;
}

void draw_curves(const Curves& curves, const PlotTitle& title, const std::string& file) {
  std::string picture;
  try {
    picture = drawing::draw("", {page(curves, title, plot_format(file))}).pictures.front();
  } catch (const Error& error) {
    throw Error(message("--plot ", file, ": ", error.what()));
  }
  record::write_file(file, picture);
}

}  // namespace verigan::cli
