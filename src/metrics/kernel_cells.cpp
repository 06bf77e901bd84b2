// SPDX-License-Identifier: MIT
#include "metrics/kernel_cells.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "core/check.hpp"
#include "core/numeric.hpp"

namespace verigan::metrics {

namespace {

/// One coordinate cut into cells.
struct Axis {
  double low, width, bandwidth;
  std::size_t count;

  double edge(std::size_t k) const { return low + static_cast<double>(k) * width; }
  std::size_t cell_of(float x) const {
    const double place = std::floor((static_cast<double>(x) - low) / width);
    if (!(place > 0)) return 0;
    return place < static_cast<double>(count - 1) ? static_cast<std::size_t>(place) : count - 1;
  }
  /// The kernel's mass in each cell about x, into `masses`; returns the first of them that is not 0 and one
  /// past the last.
  std::pair<std::size_t, std::size_t> masses(float x, std::vector<double>& masses) const {
    const double centre = static_cast<double>(x), far = 6 * bandwidth;
    const std::size_t first = cell_of(static_cast<float>(centre - far)),
                      last = cell_of(static_cast<float>(centre + far));
    double below = 0;
    for (std::size_t k = first; k <= last; ++k) {
      const double upto =
          k == last ? 1 : 0.5 * std::erfc((centre - edge(k + 1)) / bandwidth * 0.70710678118654752440);
      masses[k] = upto - below;
      below = upto;
    }
    return {first, last + 1};
  }
};

Axis axis_of(MatrixView<const float> points, std::size_t j, std::size_t count) {
  const auto n = static_cast<double>(points.rows);
  double least = std::numeric_limits<double>::infinity(), most = -least, mean = 0, variance = 0;
  for (std::size_t i = 0; i < points.rows; ++i) {
    const auto x = static_cast<double>(points(i, j));
    least = std::min(least, x);
    most = std::max(most, x);
    mean += x / n;
  }
  for (std::size_t i = 0; i < points.rows; ++i) {
    const double apart = static_cast<double>(points(i, j)) - mean;
    variance += apart * apart / n;
  }
  require(std::isfinite(least) && least < most, "coordinate ", j + 1, " of points from ", least, " to ", most,
          ", expected one that varies");
  const double bandwidth =
      std::sqrt(variance) * std::pow(n, -1 / (static_cast<double>(points.cols) + 4));
  const double low = least - 2 * bandwidth, high = most + 2 * bandwidth;
  return {low, (high - low) / static_cast<double>(count), bandwidth, count};
}

/// The mean log-likelihood of the first points given all others, with bandwidths `factor` times the axes'.
double leave_one_out(MatrixView<const float> points, const std::vector<Axis>& axes, double factor) {
  const std::size_t asked = std::min<std::size_t>(points.rows, 500);
  double sum = 0;
  for (std::size_t i = 0; i < asked; ++i) {
    double density = 0;
    for (std::size_t k = 0; k < points.rows; ++k) {
      if (k == i) continue;
      double squares = 0;
      for (std::size_t j = 0; j < axes.size(); ++j) {
        const double apart = (static_cast<double>(points(i, j)) - static_cast<double>(points(k, j))) /
                             (factor * axes[j].bandwidth);
        squares += apart * apart;
      }
      if (squares < 1400) density += std::exp(-0.5 * squares);
    }
    sum += std::log(std::max(density, 1e-300)) - static_cast<double>(axes.size()) * std::log(factor);
  }
  return sum / static_cast<double>(asked);
}

double best_factor(MatrixView<const float> points, const std::vector<Axis>& axes) {
  double best = 1, likelihood = leave_one_out(points, axes, 1);
  for (int k = 1; k <= 12; ++k) {
    const double factor = std::exp2(-0.5 * k), here = leave_one_out(points, axes, factor);
    if (here <= likelihood) continue;
    best = factor;
    likelihood = here;
  }
  return best;
}

}  // namespace

KernelCells kernel_cells(MatrixView<const float> points, std::size_t across) {
  require(points.rows >= 2, points.rows, " points, expected at least 2");
  require(points.cols == 1 || points.cols == 2, "points of ", points.cols, " coordinates, expected 1 or 2");
  require(across >= 4, across, " cells across, expected at least 4");
  std::vector<Axis> axes;
  for (std::size_t j = 0; j < points.cols; ++j) axes.push_back(axis_of(points, j, across));
  const double factor = best_factor(points, axes);
  for (Axis& axis : axes) axis.bandwidth *= factor;
  const bool plane = axes.size() == 2;
  const std::size_t rows = plane ? across : 1;
  KernelCells out{{std::vector<double>(across * rows, 0.0), Matrix<float>(across * rows, axes.size()), {}}, {}};
  for (const Axis& axis : axes) out.bandwidth.push_back(axis.bandwidth);
  for (std::size_t r = 0; r < rows; ++r)
    for (std::size_t c = 0; c < across; ++c) {
      out.cells.centres(r * across + c, 0) = static_cast<float>(axes[0].edge(c) + 0.5 * axes[0].width);
      if (plane) out.cells.centres(r * across + c, 1) = static_cast<float>(axes[1].edge(r) + 0.5 * axes[1].width);
    }
  std::vector<double> in_x(across), in_y(across, 1.0);
  for (std::size_t i = 0; i < points.rows; ++i) {
    const auto [left, right] = axes[0].masses(points(i, 0), in_x);
    const auto [below, above] = plane ? axes[1].masses(points(i, 1), in_y) : std::pair<std::size_t, std::size_t>{0, 1};
    for (std::size_t r = below; r < above; ++r)
      for (std::size_t c = left; c < right; ++c)
        out.cells.data[r * across + c] += in_x[c] * in_y[r] / static_cast<double>(points.rows);
  }
  out.cells.cell_of = [axes](std::span<const float> x) {
    return axes[0].cell_of(x[0]) + (axes.size() == 2 ? axes[1].cell_of(x[1]) * axes[0].count : 0);
  };
  return out;
}

Cells scaled_cells(Cells cells, double shift, double scale) {
  require(cells.dimension() == 1 && scale > 0, "cells of ", cells.dimension(), " dimensions by the scale ", scale,
          ", expected 1 and a positive number");
  for (std::size_t i = 0; i < cells.size(); ++i)
    cells.centres(i, 0) = static_cast<float>((static_cast<double>(cells.centres(i, 0)) - shift) / scale);
  cells.cell_of = [of = std::move(cells.cell_of), shift, scale](std::span<const float> x) {
    const float there = static_cast<float>(static_cast<double>(x[0]) * scale + shift);
    return of(std::span(&there, 1));
  };
  return cells;
}

}  // namespace verigan::metrics
