// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>

#include "core/matrix.hpp"
#include "core/parallel.hpp"

// Sums over the channels of data with channels innermost: x (B, pixels·C), one sample a row. One fixed
// shape: a chain of floats over the pixels of each sample, and a chain of doubles over the samples.
// Channels are independent of each other, so vectors and threads change nothing.
namespace verigan::simd {

/// body(n) for each sample, on several threads from 2¹⁸ floats in all (`size`) on. The threshold
/// touches the cost alone, never a result.
template <class Body>
void for_each_sample(std::size_t samples, std::size_t size, const Body& body) {
  if (size < (std::size_t{1} << 18)) {
    for (std::size_t n = 0; n < samples; ++n) body(n);
  } else {
    parallel_for(samples, body);
  }
}

/// out[k] = Σ_n sums_n[k], where sample(n, sums_n) adds those of one sample to zeros. `size`
/// floats are read in all.
template <class Sample>
void sum_samples(std::size_t samples, std::size_t size, std::span<double> out,
                 const Sample& sample) {
  Matrix<float> sums(samples, out.size());
  for_each_sample(samples, size, [&](std::size_t n) { sample(n, sums.row(n)); });
  std::ranges::fill(out, 0.0);
  for (std::size_t n = 0; n < samples; ++n)
    for (std::size_t k = 0; k < out.size(); ++k) out[k] += static_cast<double>(sums(n, k));
}

/// sums[c] (C) += Σ row[i·C + c] in order of pixels i. C must divide the row's length.
void add_channel_sums(std::span<const float> row, std::span<float> sums);

/// mean[c] (C) and squares[c] = Σ (x − mean[c])². The squares are taken about each sample's own mean
/// and then moved to the common one (Chan, Golub & LeVeque 1979), so x is read from memory once and a
/// large mean costs no digits. NaN for no values at all.
void channel_moments(MatrixView<const float> x, std::span<double> mean, std::span<double> squares);

}  // namespace verigan::simd
