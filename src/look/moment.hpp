// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "record/png.hpp"

// A training at a moment, in one picture: what its samples are, what D answers, how the losses lie to
// theory's lines, and how far it is. `verigan show` fills it from a run's folder, --live from the training.
namespace verigan::look {

struct Points {
  std::vector<double> x, y;
};

/// Numbers on a square grid, row by row from below: NaN is left blank.
struct Field {
  double low_x = 0, high_x = 1, low_y = 0, high_y = 1;
  std::size_t cells = 0;  ///< on each side
  std::vector<double> values;
  double x(std::size_t column) const;  ///< the middle of a cell
  double y(std::size_t row) const;
};

/// A curve over the steps.
struct Curve {
  std::string name;
  std::vector<double> step, value;
};

/// A height that theory names: "H(α)", 0.69.
using Line = std::pair<std::string, double>;

/// Curves in one panel; nothing is drawn of a panel without curves.
struct Panel {
  std::string title;
  std::vector<Curve> curves;
  std::vector<Line> lines;
};

struct Moment {
  std::string title;                 ///< "alpha_toy circle α=0.5, step 1200 of 1500"
  std::vector<std::string> remarks;  ///< the verdict, and what to try
  double alpha = 0.5;                ///< where D is undecided
  std::optional<Points> real, generated;  ///< of the plane
  std::optional<Field> d, best_d;    ///< D, and the best D by densities that are estimated
  std::optional<record::Picture> images;
  Panel losses, distance;            ///< distance: JSD, Fréchet distance and the like
  Panel shares;                      ///< in [0, 1]: modes, near, covered, labels
};

/// The square about most of both kinds of points, with a margin.
Field field_about(const Points& real, const Points& generated, std::size_t cells);

/// D*_α = αp/(αp + (1 − α)q) in the cells of `field`, p and q by normal kernels about the points whose
/// standard deviation is `bandwidth`; NaN where neither has a point within four of them.
Field best_discriminator(Field field, const Points& real, const Points& generated, double alpha, double bandwidth);

/// By Scott's rule n^(−1/6) of the real points' spread among near ones: their median distance to the nearest
/// but four.
double bandwidth_of(const Points& real);

/// The bytes of a PNG. Throws verigan::Error as drawing::draw does.
std::string picture(const Moment& moment);

}  // namespace verigan::look
