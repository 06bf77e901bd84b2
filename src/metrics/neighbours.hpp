// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/matrix.hpp"

// What nearest neighbours in feature space say of two samples. Distances are Euclidean, their squares
// summed in float in a fixed order: relative error below (d + 2)·2⁻²⁴. The same bits everywhere.
namespace verigan::metrics {

/// A ball about every real sample up to its k-th nearest other one is the real manifold; likewise of
/// generated samples. Sample by sample, so that means can be taken of any choice of them:
struct Neighbourhoods {
  std::size_t k = 5;
  std::vector<double> precise;   ///< (generated) 1 inside some real ball, else 0
  std::vector<double> density;   ///< (generated) real balls it lies in, over k
  std::vector<double> recalled;  ///< (real) 1 inside some generated ball, else 0
  std::vector<double> covered;   ///< (real) 1 if its own ball holds a generated sample, else 0
};

/// Improved precision and recall (Kynkäänniemi et al. 2019) and density and coverage (Naeem et al. 2020):
/// the means of the four. Of two samples of one distribution, n each, coverage is 1 − 2^−k on average for
/// large n (their lemma 2) and density 1. real (n, d), generated (m, d). Inside: nearer than the radius.
/// Time (n² + m² + n·m)·d. Throws verigan::Error unless n, m > k ≥ 1 and for different dimensions; a
/// distance that is NaN counts as far.
Neighbourhoods neighbourhoods(MatrixView<const float> real, MatrixView<const float> generated,
                              std::size_t k = 5);

/// The nearest of the rows of `among` to each row of x, the first of several.
struct Nearest {
  std::vector<std::size_t> index;
  std::vector<double> distance;  // Euclidean
};
/// Throws verigan::Error for no rows to choose from and for different dimensions.
Nearest nearest(MatrixView<const float> x, MatrixView<const float> among);
/// The same of bytes, rows of `dimension` each: exact.
Nearest nearest(std::span<const std::uint8_t> x, std::span<const std::uint8_t> among,
                std::size_t dimension);

/// Whether samples are copies of what was learnt: the share of `generated` distances to the nearest
/// training sample that lie below the `level` quantile of those of `held_out` samples, which nobody can
/// have copied: about `level` where nothing was copied, 1 where everything was. Throws verigan::Error
/// for no distances, or a level outside (0, 1).
double copy_rate(std::span<const double> generated, std::span<const double> held_out,
                 double level = 0.01);

}  // namespace verigan::metrics
