// SPDX-License-Identifier: MIT
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <gnuplot-iostream.h>
#include <system_error>
#include <tuple>

#include "cli/theory_curves.hpp"
#include "core/check.hpp"
#include "record/file.hpp"

namespace verigan::cli {

namespace {

// A colour-blind-safe set (Okabe & Ito).
constexpr const char* kDataColour = "#0072B2";
constexpr const char* kGeneratedColour = "#D55E00";
constexpr const char* kStarColour = "#009E73";
constexpr const char* kAlphaColour = "#AA4499";

// A text for gnuplot in single quotes, long ones cut in the middle.
std::string quoted(std::string text) {
  constexpr std::size_t kLongest = 84;
  if (text.size() > kLongest) {
    text = text.substr(0, kLongest / 2) + " ... " + text.substr(text.size() - kLongest / 2);
  }
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'') out += '\'';
    out += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
  }
  return out + "'";
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

// A file name in the temporary folder, removed at the end.
struct Scratch {
  std::filesystem::path path;
  explicit Scratch(const char* extension)
      : path(std::filesystem::temp_directory_path() /
             (message("verigan_theory_", getpid()) + extension)) {}
  ~Scratch() {
    std::error_code ignored;
    std::filesystem::remove(path, ignored);
  }
};

void set_up(Gnuplot& gp, const Curves& curves, PlotFormat format, const std::string& output) {
  if (format == PlotFormat::svg) {
    gp << "set terminal svg size 900,640 dynamic enhanced font 'sans-serif,15' background "
          "'#ffffff'\n";
  } else {
    gp << "set terminal pngcairo size 1800,1280 enhanced font 'Sans,15' fontscale 1.75 "
          "linewidth 2 background '#ffffff'\n";
  }
  gp << "set output " << quoted(output) << "\n"
     << "set border 3 lc rgb '#555555'\nset tics nomirror textcolor rgb '#333333'\n"
     << "set grid back lc rgb '#e4e4e4' lt 1\nset samples 2\n"
     << "set xrange [" << curves.x.front() << ":" << curves.x.back() << "]\n"
     << "set lmargin screen 0.105\nset rmargin screen 0.965\nset style fill transparent solid 0.16 noborder\n";
}

void draw_densities(Gnuplot& gp, const Curves& curves, const PlotTitle& title) {
  const Heights y = heights(curves);
  std::vector<std::tuple<double, double, double>> rows;
  for (std::size_t i = 0; i < curves.x.size(); ++i) {
    const double floor = y.logarithmic ? y.lower : 0;
    rows.emplace_back(curves.x[i], std::max(curves.p[i], floor), std::max(curves.q[i], floor));
  }
  gp << "set tmargin screen 0.875\nset bmargin screen 0.515\nset format x ''\n"
     << "set key at screen 0.1, screen 0.985 left top Left reverse samplen 2.2 noenhanced\n"
     << "set yrange [" << y.lower << ":" << y.upper << "]\nset ylabel 'density' offset 0.5\n";
  const std::string data = gp.file1d(rows);
  if (y.logarithmic) gp << "set logscale y\nunset mytics\nset format y '10^{%L}'\n";
  gp << "plot " << data << " using 1:2 with filledcurves y1=" << y.lower << " lc rgb '"
     << kDataColour << "' notitle, " << data << " using 1:3 with filledcurves y1=" << y.lower
     << " lc rgb '" << kGeneratedColour << "' notitle, " << data
     << " using 1:2 with lines lw 2.2 lc rgb '" << kDataColour << "' title "
     << quoted("data p = " + title.p) << ", " << data << " using 1:3 with lines lw 2.2 lc rgb '"
     << kGeneratedColour << "' title " << quoted("generated q = " + title.q) << "\n";
  gp << "unset logscale y\nset format y '%g'\n";
}

void draw_discriminators(Gnuplot& gp, const Curves& curves, const PlotTitle& title) {
  std::vector<std::tuple<double, double, double>> rows;
  for (std::size_t i = 0; i < curves.x.size(); ++i) {
    rows.emplace_back(curves.x[i], curves.d_star[i], curves.d_star_alpha[i]);
  }
  const std::string alpha = theory::shortest(title.alpha);
  gp << "set tmargin screen 0.475\nset bmargin screen 0.115\nset format x '%g'\n"
     << "set yrange [-0.03:1.03]\nset ytics 0.25\n"
     << "set label 1 'x' at screen 0.98, screen 0.113 center\n"
     << "set ylabel 'best discriminator'\n"
     << "set key at screen 0.965, screen 0.035 right center Left reverse horizontal samplen 2.2 "
        "enhanced\n"
     << "set arrow 1 from graph 0, first 0.5 to graph 1, first 0.5 nohead dt (6,6) lw 1 lc rgb '"
     << kStarColour << "'\n";
  const bool weighted = title.alpha != 0.5;
  if (weighted) {
    gp << "set arrow 2 from graph 0, first " << alpha << " to graph 1, first " << alpha
       << " nohead dt (6,6) lw 1 lc rgb '" << kAlphaColour << "'\n";
  }
  const std::string data = gp.file1d(rows);
  gp << "plot " << data << " using 1:2 with lines lw 2.6 lc rgb '" << kStarColour
     << "' title 'D* = p/(p+q)'";
  if (weighted) {
    gp << ", " << data << " using 1:3 with lines lw 2.6 lc rgb '" << kAlphaColour
       << "' title 'D*_α, α = " << alpha << "'";
  }
  gp << "\n";
}

}  // namespace

PlotFormat plot_format(const std::string& file) {
  const std::string extension = std::filesystem::path(file).extension().string();
  return extension == ".svg"   ? PlotFormat::svg
         : extension == ".png" ? PlotFormat::png
                               : PlotFormat::unknown;
}

void draw_curves(const Curves& curves, const PlotTitle& title, const std::string& file) {
  const PlotFormat format = plot_format(file);
  const Scratch scratch(format == PlotFormat::svg ? ".svg" : ".png");
  require(std::system("command -v gnuplot >/dev/null 2>&1") == 0, "--plot ", file,
          ": gnuplot is needed to draw and was not found");
  {
    Gnuplot gp("gnuplot >/dev/null 2>&1");
    set_up(gp, curves, format, scratch.path.string());
    gp << "set multiplot\n";
    draw_densities(gp, curves, title);
    draw_discriminators(gp, curves, title);
    gp << "unset multiplot\nunset output\n";
  }
  std::error_code missing;
  require(std::filesystem::file_size(scratch.path, missing) > 0 && !missing, "--plot ", file,
          ": gnuplot could not draw it");
  record::write_file(file, record::read_file(scratch.path));
}

}  // namespace verigan::cli
