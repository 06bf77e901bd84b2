// SPDX-License-Identifier: MIT
#include "simd/channels.hpp"

#include <algorithm>
#include <cmath>

#include "core/parallel.hpp"

namespace verigan::simd {
namespace {

/// add(n, i, sums): what pixel i of sample n adds to the sample's sums, one for each channel.
template <class Add>
void reduce(std::size_t samples, std::size_t pixels, std::span<double> out, const Add& add) {
  const std::size_t C = out.size();
  Matrix<float> sums(samples, C);
  const auto sample = [&](std::size_t n) {
    for (std::size_t i = 0; i < pixels; ++i) add(n, i * C, &sums(n, 0));
  };
  // Measured: below this the threads cost more than they save.
  if (samples * pixels * C < (std::size_t{1} << 18)) {
    for (std::size_t n = 0; n < samples; ++n) sample(n);
  } else {
    parallel_for(samples, sample);
  }
  std::ranges::fill(out, 0.0);
  for (std::size_t n = 0; n < samples; ++n)
    for (std::size_t c = 0; c < C; ++c) out[c] += static_cast<double>(sums(n, c));
}

std::size_t pixels_of(MatrixView<const float> x, std::size_t channels) {
  ensure(channels > 0 && x.cols % channels == 0, "whole pixels of so many channels");
  return x.cols / channels;
}

}  // namespace

void channel_sums(MatrixView<const float> x, std::span<double> out) {
  const std::size_t C = out.size();
  reduce(x.rows, pixels_of(x, C), out, [&](std::size_t n, std::size_t at, float* sums) {
    const float* from = &x(n, at);
    for (std::size_t c = 0; c < C; ++c) sums[c] += from[c];
  });
}

void channel_squares(MatrixView<const float> x, std::span<const float> centre,
                     std::span<double> out) {
  channel_products(x, centre, {}, out);
}

void channel_products(MatrixView<const float> x, std::span<const float> centre,
                      MatrixView<const float> y, std::span<double> out) {
  const std::size_t C = out.size();
  const float* mean = centre.data();
  ensure(centre.size() == C, "one centre for each channel");
  reduce(x.rows, pixels_of(x, C), out, [&](std::size_t n, std::size_t at, float* sums) {
    const float* from = &x(n, at);
    if (y.data == nullptr) {
      for (std::size_t c = 0; c < C; ++c)
        sums[c] = std::fma(from[c] - mean[c], from[c] - mean[c], sums[c]);
    } else {
      const float* with = &y(n, at);
      for (std::size_t c = 0; c < C; ++c) sums[c] = std::fma(from[c] - mean[c], with[c], sums[c]);
    }
  });
}

}  // namespace verigan::simd
