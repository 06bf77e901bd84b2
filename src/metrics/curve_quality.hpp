// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

#include "data/toy.hpp"

namespace verigan::metrics {

/// How well points lie on a toy's curve.
struct CurveQuality {
  double near_share;  // share of points within 3 noise standard deviations of the curve
  double coverage;    // share of equal arc-length bins of the curve hit by at least one near point
};

/// Of points (N, 2). True data score about 0.997 and 1. With 100 bins coverage is meaningful from
/// about 1,000 points on. Throws verigan::Error for no points or no bins.
CurveQuality curve_quality(const data::Curve& curve, MatrixView<const float> points,
                           double noise = data::Toy::kNoise, std::size_t bins = 100);

}  // namespace verigan::metrics
