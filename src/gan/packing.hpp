// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>

#include "core/matrix.hpp"

// Samples side by side in one row, to be judged together (Lin et al. 2018, PacGAN).
namespace verigan::gan {

/// Row i of `packs` becomes rows i·m … i·m + m − 1 of `samples` side by side, m the ratio of their
/// widths.
inline void pack(MatrixView<const float> samples, MatrixView<float> packs) {
  const std::size_t m = packs.cols / samples.cols;
  for (std::size_t i = 0; i < samples.rows; ++i)
    std::ranges::copy(samples.row(i), &packs(i / m, i % m * samples.cols));
}

/// The reverse.
inline void unpack(MatrixView<const float> packs, MatrixView<float> samples) {
  const std::size_t m = packs.cols / samples.cols;
  for (std::size_t i = 0; i < samples.rows; ++i)
    std::copy_n(&packs(i / m, i % m * samples.cols), samples.cols, &samples(i, 0));
}

}  // namespace verigan::gan
