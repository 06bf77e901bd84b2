// SPDX-License-Identifier: MIT
#include "paper/plot.hpp"

#include <cmath>
#include <cstdio>

#include "core/check.hpp"
#include "paper/tex.hpp"

namespace verigan::paper {
namespace {

constexpr double kTick = 3, kBigPoint = 72 / 72.27;  // PDF's unit in TeX's points

std::string digits(double x) {
  char text[40];
  std::snprintf(text, sizeof text, "%.2f", x);
  return text;
}

double share(const Axis& axis, double value) {
  if (axis.logarithmic) return std::log(value / axis.low) / std::log(axis.high / axis.low);
  return (value - axis.low) / (axis.high - axis.low);
}

std::string tick_text(const Axis& axis, double tick) {
  if (!axis.logarithmic) {
    char text[40];
    std::snprintf(text, sizeof text, "%g", tick);
    return std::string("$") + text + "$";
  }
  return message("$10^{", static_cast<int>(std::lround(std::log10(tick))), "}$");
}

std::string at(double x, double y, const char* corner, const std::string& text) {
  return message("\\put(", digits(x), ",", digits(y), "){\\makebox(0,0)[", corner, "]{", text, "}}%\n");
}

}  // namespace

Plot::Plot(double width, double height, Axis x, Axis y)
    : width_(width), height_(height), x_(std::move(x)), y_(std::move(y)) {
  std::string axes = message("0 0 0 RG 0.4 w 0 0 m ", digits(width_ * kBigPoint), " 0 l S 0 0 m 0 ",
                             digits(height_ * kBigPoint), " l S");
  for (const double tick : x_.ticks) {
    const double place = place_x(tick);
    axes += message(" ", digits(place * kBigPoint), " 0 m ", digits(place * kBigPoint), " -3 l S");
    words_ += at(place, -kTick - 3, "t", tick_text(x_, tick));
  }
  for (const double tick : y_.ticks) {
    const double place = place_y(tick);
    axes += message(" 0 ", digits(place * kBigPoint), " m -3 ", digits(place * kBigPoint), " l S");
    words_ += at(-kTick - 2, place, "r", tick_text(y_, tick));
  }
  draw(axes);
  words_ += at(width_ / 2, -31, "b", x_.title);
  words_ += at(0, height_ + 5, "bl", y_.title);
}

double Plot::place_x(double x) const { return width_ * share(x_, x); }
double Plot::place_y(double y) const { return height_ * share(y_, y); }

void Plot::draw(const std::string& operators) {
  drawn_ += message("\\put(0,0){\\pdfliteral{q ", operators, " Q}}%\n");
}

void Plot::line(const std::vector<double>& x, const std::vector<double>& y, Colour colour, double width,
                const std::string& dashes) {
  std::string path = message(digits(colour.red), " ", digits(colour.green), " ", digits(colour.blue), " RG ",
                             digits(width), " w 1 j ", dashes.empty() ? "" : message("[", dashes, "] 0 d "));
  bool down = false;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double u = place_x(x[i]), v = place_y(y[i]);
    if (!std::isfinite(u) || !std::isfinite(v)) {
      down = false;
      continue;
    }
    path += message(digits(u * kBigPoint), " ", digits(v * kBigPoint), down ? " l " : " m ");
    down = true;
    if (i % 4 == 3) path += "\n";
  }
  draw(path + "S");
}

void Plot::marks(const std::vector<double>& x, const std::vector<double>& y, Colour colour, Mark mark,
                 double radius) {
  const std::string rgb = digits(colour.red) + " " + digits(colour.green) + " " + digits(colour.blue);
  std::string path = mark == Mark::dot ? rgb + " RG 1 J " + digits(2 * radius * kBigPoint)
      + " w " : rgb + " RG 0.6 w ";
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double u = place_x(x[i]) * kBigPoint, v = place_y(y[i]) * kBigPoint, r = radius * kBigPoint;
    if (!std::isfinite(u) || !std::isfinite(v)) continue;
    const auto point = [](double a, double b) { return digits(a) + " " + digits(b) + " "; };
    if (mark == Mark::dot) path += point(u, v) + "m " + point(u, v) + "l S\n";
    if (mark == Mark::cross)
      path += point(u - r, v - r) + "m " + point(u + r, v + r) + "l " + point(u - r, v + r) + "m " +
              point(u + r, v - r) + "l S\n";
    if (mark == Mark::circle) {
      const double k = 0.5523 * r;  // of Bézier's quarter of a circle
      path += point(u + r, v) + "m " + point(u + r, v + k) + point(u + k, v + r) + point(u, v + r) + "c " +
              point(u - k, v + r) + point(u - r, v + k) + point(u - r, v) + "c " + point(u - r, v - k) +
              point(u - k, v - r) + point(u, v - r) + "c " + point(u + k, v - r) + point(u + r, v - k) +
              point(u + r, v) + "c S\n";
    }
  }
  draw(path);
}

void Plot::label(const std::string& text, double x, double y) {
  words_ += at(place_x(x), place_y(y), "l", text);
}

void Plot::heading(const std::string& text) { words_ += at(width_, height_ + 5, "br", text); }

std::string Plot::tex() const {
  return message("\\begingroup\\unitlength=1pt\\footnotesize\n\\begin{picture}(", digits(width_ + 34), ",",
                 digits(height_ + 54), ")(-30,-34)\n", drawn_, words_, "\\end{picture}\\endgroup%\n");
}

}  // namespace verigan::paper
