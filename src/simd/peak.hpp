// SPDX-License-Identifier: MIT
#pragma once

// How fast this processor could multiply and add at all: what every speed is held against.
namespace verigan::simd {

/// Fused multiply–adds of one thread in registers alone, with the target in use, in 10⁹ floating-point
/// operations a second (a multiply–add is two): the best of repeated short measurements that together
/// take about `seconds`, so that an interruption costs one of them.
double fma_peak_gflops(double seconds = 0.1);

}  // namespace verigan::simd
