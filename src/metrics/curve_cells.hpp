// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

#include "data/toy.hpp"
#include "metrics/cells.hpp"

namespace verigan::metrics {

/// Cells finer than the noise about a toy's curve, in the curve's own coordinates: which of `along`
/// equal pieces of u the nearest point of the curve lies in, and the signed distance from it. Across
/// the curve they are a quarter of the noise's standard deviation wide out to 4⅛ of them, with one in
/// the middle about the curve itself, and one on either side beyond; behind each end of an open curve
/// lies a piece more. What a generator may do within a cell unseen is to be uneven over less than that.
///
/// The masses are those of a point of uniform u plus normal noise in both coordinates (data::Toy), by
/// Gauss–Legendre rules; they sum to 1 within 1e-6. Throws verigan::Error for no pieces, and unless the
/// noise is positive and 5.5 times it less than the least radius of curvature.
Cells curve_cells(const data::Curve& curve, double noise = data::Toy::kNoise,
                  std::size_t along = 64);

}  // namespace verigan::metrics
