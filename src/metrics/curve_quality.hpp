// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

#include "data/toy.hpp"

namespace verigan::metrics {

/// How well points lie on a toy's curve. Near share and coverage alone accept a generator without any
/// noise, whose total variation from the data is 1; the distance's standard deviation does not.
struct CurveQuality {
  double near_share;   // share of points within 3 noise standard deviations of the curve
  double coverage;     // share of equal arc-length bins of the curve hit by at least one near point
  double distance_sd;  // root mean square of the distance from the curve
};

/// Of points (N, 2). Real data score about 0.997, 1 and 0.05. With 100 bins coverage is meaningful from
/// about 1,000 points on. Throws verigan::Error for no points or no bins.
CurveQuality curve_quality(const data::Curve& curve, MatrixView<const float> points,
                           double noise = data::Toy::kNoise, std::size_t bins = 100);

/// Whether points scatter about the curve as real ones do, neither more nor less.
struct DistanceTest {
  double sd, sd_true;  // root mean squares of the distance
  double z;            // of the difference of the mean squares, in its standard errors (Welch)
  double p_value;      // two-sided, of a standard normal z
};

/// Points against fresh real ones, at least 2 of each; else throws verigan::Error. Needs no formula of
/// what the ends and bends of a curve do to the distance. Of n points each, a spread off by a share s
/// gives |z| about s·√n.
DistanceTest distance_test(const data::Curve& curve, MatrixView<const float> points,
                           MatrixView<const float> fresh);

}  // namespace verigan::metrics
