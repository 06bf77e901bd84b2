// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "metrics/cells.hpp"

namespace verigan::metrics {

/// A density of points in one or two dimensions, known by a sample alone: an estimate by normal kernels, one
/// about each point. Their standard deviation is that of the coordinate times n^(−1/(d+4)) (Scott 1992,
/// equation 6.42), right for a normal density, times the factor 2^(−k/2), k = 0 … 12, under which up to 500 of
/// the points are likeliest given the others: smaller for what lies about a curve or in clusters.
struct KernelCells {
  Cells cells;                    ///< with the mass of the estimate in each
  std::vector<double> bandwidth;  ///< of each coordinate
};

/// Cells of equal width, `across` of them in each coordinate, over the points' range and two of Scott's
/// bandwidths beyond; the outer ones hold all that lies further out. Time n·(across² + 6500) at most. Throws verigan::Error for
/// fewer than 2 points, other dimensions, fewer than 4 cells across, and a coordinate that does not vary.
KernelCells kernel_cells(MatrixView<const float> points, std::size_t across);

/// The same cells for points x that are given as (x − shift)/scale, on the line.
Cells scaled_cells(Cells cells, double shift, double scale);

}  // namespace verigan::metrics
