// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

// Plots that are drawn by pdfTeX itself, and so have the paper's fonts and the same bytes everywhere.
namespace verigan::paper {

struct Axis {
  std::string title;  // LaTeX
  double low, high;
  bool logarithmic = false;
  std::vector<double> ticks;
};

class Plot {
 public:
  /// Width and height in points (1/72.27 inch) of what the axes enclose.
  Plot(double width, double height, Axis x, Axis y);

  struct Colour {
    double red, green, blue;
  };
  /// A line through points; those that are not finite interrupt it.
  void line(const std::vector<double>& x, const std::vector<double>& y, Colour colour, double width = 0.8,
            const std::string& dashes = "");
  enum class Mark { dot, circle, cross };
  void marks(const std::vector<double>& x, const std::vector<double>& y, Colour colour, Mark mark,
      double radius);
  /// LaTeX at a point of the plot, its left end there.
  void label(const std::string& text, double x, double y);
  void heading(const std::string& text);

  /// A picture environment.
  std::string tex() const;

 private:
  double place_x(double x) const;
  double place_y(double y) const;
  void draw(const std::string& operators);

  double width_, height_;
  Axis x_, y_;
  std::string drawn_, words_;
};

inline constexpr Plot::Colour kBlue{0.12, 0.36, 0.65}, kOrange{0.82, 0.40, 0.05}, kGrey{0.55, 0.55, 0.55},
    kGreen{0.10, 0.50, 0.30}, kPurple{0.45, 0.25, 0.60};

}  // namespace verigan::paper
