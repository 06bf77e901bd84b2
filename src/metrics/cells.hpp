// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

#include "core/matrix.hpp"
#include "core/quadrature.hpp"
#include "metrics/mmd.hpp"
#include "random/stream.hpp"
#include "theory/density.hpp"

// How far generated samples are from a density that is known, by counting them in cells. What cells
// cannot see are differences within one of them: a divergence of masses never exceeds that of the
// densities, so it is printed with "≥".
namespace verigan::metrics {

/// All of the sample space cut into cells whose data mass is known.
struct Cells {
  std::vector<double> data;  ///< mass of the data density in each
  Matrix<float> centres;     ///< (cells, dimension): where a discriminator is evaluated
  /// The cell a point lies in; a point that is no number lies in some cell.
  std::function<std::size_t(std::span<const float>)> cell_of;

  std::size_t size() const { return data.size(); }
  std::size_t dimension() const { return centres.cols(); }
};

/// `count` cells of equal width from low to high on the line, the outer ones with all that lies beyond.
/// Throws verigan::Error unless low < high, both finite, and count ≥ 2.
Cells line_cells(const theory::Density& data, double low, double high, std::size_t count);

/// How many of the rows lie in each cell. Throws verigan::Error for another dimension than the cells'.
std::vector<std::size_t> count(const Cells& cells, MatrixView<const float> points);

/// The share of each of some counts; their sum must be above 0.
std::vector<double> shares(std::span<const std::size_t> counts);

/// JSD(p, q) in nats of known masses p and counted q. The plug-in value is too large by about
/// Σ (1 − q_i) p_i/(p_i + q_i)/(4n) (second order in the counts; K/8n where p = q), which is taken off;
/// the error is twice the standard deviation by the delta method plus what was taken off.
Estimate counted_jsd(std::span<const double> p, std::span<const std::size_t> counts);

/// Do two samples come from one law? The permutation test whose statistic is the JSD, in nats, of their
/// counts in the cells, not corrected; otherwise as mmd_test. Time (n + m)·permutations.
TwoSampleTest cells_test(const Cells& cells, MatrixView<const float> x, MatrixView<const float> y,
                         std::size_t permutations, const random::Stream& stream);

}  // namespace verigan::metrics
