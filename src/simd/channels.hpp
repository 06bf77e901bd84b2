// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <span>

#include "core/matrix.hpp"

// Sums over the channels of data with channels innermost: x (B, pixels·C), one sample a row. One fixed
// shape: a chain of floats over the pixels of each sample, and a chain of doubles over the samples.
// Channels are independent of each other, so vectors and threads change nothing.
namespace verigan::simd {

/// out[c] (C) = Σ x(n, i·C + c) over samples n and pixels i. C = out.size() must divide x.cols.
void channel_sums(MatrixView<const float> x, std::span<double> out);

/// The same of (x − centre[c])².
void channel_squares(MatrixView<const float> x, std::span<const float> centre,
                     std::span<double> out);

/// The same of (x − centre[c])·y, x and y of one shape.
void channel_products(MatrixView<const float> x, std::span<const float> centre,
                      MatrixView<const float> y, std::span<double> out);

}  // namespace verigan::simd
