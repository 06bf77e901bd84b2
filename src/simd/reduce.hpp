// SPDX-License-Identifier: MIT
#pragma once

#include <span>

#include "core/matrix.hpp"

// Reductions of one fixed shape: element i belongs to chain i mod 16, each chain is summed in order of
// i, and the 16 chains are combined by the tree (0+8, 1+9, …), (0+4, …), (0+2, 1+3), (0+1). The shape
// depends on nothing but the length.
namespace verigan::simd {

float sum(std::span<const float> x);
double sum_in_double(std::span<const float> x);                     ///< chains in double
float dot(std::span<const float> x, std::span<const float> y);      ///< chains of fma
inline float squared_norm(std::span<const float> x) { return dot(x, x); }
/// Mean, summed in double; 0 when empty.
inline double mean(std::span<const float> x) {
  return x.empty() ? 0.0 : sum_in_double(x) / static_cast<double>(x.size());
}

/// out[j] (N) = Σ_i x(i, j) in order of i; the bias gradient. With accumulate, starts from out[j].
void column_sums(MatrixView<const float> x, std::span<float> out, bool accumulate = false);

namespace spec {
float sum(std::span<const float> x);
double sum_in_double(std::span<const float> x);
float dot(std::span<const float> x, std::span<const float> y);
void column_sums(MatrixView<const float> x, std::span<float> out, bool accumulate = false);
}  // namespace spec

}  // namespace verigan::simd
