// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

#include "core/matrix.hpp"
#include "random/stream.hpp"

namespace verigan::metrics {

/// The sliced Wasserstein distance SW₂ between samples x (n, d) and y (m, d): the root of the mean,
/// over `directions` unit vectors θ, of W₂² between the projections θ·x and θ·y (Bonneel et al.
/// 2015). In units of x. Direction k is drawn from step k of `stream`, uniform on the sphere; the
/// mean over directions has a relative standard error of at most √(2/directions) for laws that
/// differ by a shift. In one dimension the one direction there is is taken and the result is W₂
/// itself. Sorting in double: time directions·(n d + n ln n). Throws verigan::Error for no samples,
/// different dimensions or no directions. NaN in, NaN out.
double sliced_wasserstein(MatrixView<const float> x, MatrixView<const float> y,
                          std::size_t directions, const random::Stream& stream);

}  // namespace verigan::metrics
