// SPDX-License-Identifier: MIT
// The instruction sets kernels are compiled for: AVX2 and AVX-512, NEON and SVE. Those without a fused
// multiply–add are left out, those wider or newer in ways that change nothing here are too. Must come
// before any header of Highway.
#pragma once

#ifdef HIGHWAY_HWY_DETECT_TARGETS_H_
#error "include simd/wide_targets.hpp before Highway's headers"
#endif

#define HWY_DISABLED_TARGETS \
  (HWY_SSSE3 | HWY_SSE4 | HWY_AVX3_DL | HWY_SVE_256 | HWY_SVE2 | HWY_SVE2_128)
