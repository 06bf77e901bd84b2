// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "analysis/program.hpp"
#include "analysis/runs.hpp"
#include "core/check.hpp"
#include "drawing/gnuplot.hpp"

// A figure is a gnuplot script on a canvas measured in pixels from the top left, drawn twice: as
// SVG for the report and as PNG for everything else.
namespace verigan::plots {

/// A rectangle on the canvas: the inside of a panel's axes.
struct Box {
  double left = 0, top = 0, width = 0, height = 0;
  double right() const { return left + width; }
  double bottom() const { return top + height; }
};

struct Range {
  double low = 0, high = 1;
  double span() const { return high - low; }
};

enum class Align { left, centre, right };

class Figure {
 public:
  Figure(const analysis::Output& output, int width, int height);
  int height() const { return height_; }

  /// Columns of equal length become a gnuplot datablock; returns its name. NaN is a gap.
  std::string data(const std::vector<std::vector<double>>& columns);
  /// Points as lines of next to no length (`dash`, of x), so that many of them make one short SVG
  /// path: plotted `with lines` after round_ends(), they are dots as wide as the line.
  std::string dots(const std::vector<double>& x, const std::vector<double>& y, double dash);
  /// Lines end in half discs from now on; dashes would run together.
  void round_ends() { ends_ = "rounded"; }

  /// Appends a line of gnuplot, joined as core/check's message() does.
  template <class... Parts>
  void add(const Parts&... parts) {
    body_ += message(parts...) + "\n";
  }
  /// Begins a panel: axes around `box`, tics without numbers until asked for.
  void panel(const Box& box, const Range& x, const Range& y);
  /// Text on the canvas, drawn with the next plot.
  void text(const std::string& text, double left, double top, Align align = Align::left,
            const std::string& colour = "", int size = 0);
  /// What the x axis of a panel with numbered tics shows.
  void x_title(const Box& box, const std::string& words);
  /// Text inside the panel, at a place on its axes; `boxed`: on white, to stand on a curve.
  void note(const std::string& text, double x, double y, Align align, const std::string& colour,
            bool boxed = false);
  /// Text that reads upwards, centred at the given place.
  void side_text(const std::string& text, double left, double top, const std::string& colour);
  /// Draws the panel: gnuplot plot elements.
  void plot(const std::vector<std::string>& elements);

  /// The bytes of one PNG for each frame, of its canvas' pixels. Throws Error as drawing::draw does.
  static std::vector<std::string> pictures(const std::vector<Figure>& frames);

  /// Names a file next to the picture in `out` and is linked with it.
  void companion(const std::string& file) { companions_.push_back(file); }

  /// Writes ID.svg, ID.png and ID.json to `out`. The caption file names the runs and their preset
  /// and seeds. Throws Error as drawing::draw does; earlier pictures are then as they were.
  void save(const std::filesystem::path& out, const std::string& caption,
            const std::vector<analysis::Run>& runs) const;

 private:
  std::string commands() const;
  drawing::Page svg_page() const;
  drawing::Page png_page(int scale) const;
  void write_caption(const std::filesystem::path& file, const std::string& caption,
                     const std::vector<analysis::Run>& runs) const;

  std::string id_, title_;
  int width_, height_;
  int blocks_ = 0, labels_ = 0;
  std::string ends_ = "butt", data_, body_;
  std::vector<std::string> companions_;
};

using drawing::quoted;

/// The positions moved apart as little as possible so that neighbours keep at least `gap`, in the
/// order given. For labels next to curves that end close to each other.
std::vector<double> spread(const std::vector<double>& positions, double gap);

/// A step of 1, 2 or 5 times a power of ten that cuts `span` > 0 into at most `pieces` whole
/// pieces.
double nice_step(double span, int pieces);

/// "0.5", "1e-3": a number for a label, at most `digits` significant digits.
std::string short_number(double value, int digits = 3);
/// "−0.0012": with so many decimals and a real minus sign.
std::string fixed_number(double value, int decimals);
/// "0.0012 ± .0003": the mean over seeds and their standard deviation; of one seed its value alone.
std::string seeds_text(const std::vector<double>& values, int decimals, double unit = 1);

}  // namespace verigan::plots
