// SPDX-License-Identifier: MIT
#include "simd/channels.hpp"

#include <cmath>
#include <vector>

namespace verigan::simd {
namespace {

std::size_t pixels_of(MatrixView<const float> x, std::size_t channels) {
  ensure(channels > 0 && x.cols % channels == 0, "whole pixels of so many channels");
  return x.cols / channels;
}

/// sums[c] += Σ row[i·C + c], in order of i.
void add_sums(std::span<const float> row, std::size_t C, float* sums) {
  for (const float *x = row.data(), *end = x + row.size(); x != end; x += C)
    for (std::size_t c = 0; c < C; ++c) sums[c] += x[c];
}

}  // namespace

void channel_sums(MatrixView<const float> x, std::span<double> out) {
  const std::size_t C = out.size();
  ensure(pixels_of(x, C) > 0, "at least one pixel");
  sum_samples(x.rows, x.rows * x.cols, out,
              [&](std::size_t n, float* sums) { add_sums(x.row(n), C, sums); });
}

void channel_moments(MatrixView<const float> x, std::span<double> mean, std::span<double> squares) {
  const std::size_t C = mean.size();
  const double pixels = static_cast<double>(pixels_of(x, C));
  // Of each sample: a centre, its mean but for rounding; and the sums of x − centre and its square.
  Matrix<float> centres(x.rows, C), rests(x.rows, C), spreads(x.rows, C);
  const float share = static_cast<float>(1 / pixels);
  for_each_sample(x.rows, x.rows * x.cols, [&](std::size_t n) {
    float *centre = &centres(n, 0), *rest = &rests(n, 0), *spread = &spreads(n, 0);
    const std::span<const float> row = x.row(n);
    add_sums(row, C, centre);
    for (std::size_t c = 0; c < C; ++c) centre[c] *= share;
    for (const float *at = row.data(), *end = at + row.size(); at != end; at += C) {
      for (std::size_t c = 0; c < C; ++c) rest[c] += at[c] - centre[c];
      for (std::size_t c = 0; c < C; ++c)
        spread[c] = std::fma(at[c] - centre[c], at[c] - centre[c], spread[c]);
    }
  });
  for (std::size_t c = 0; c < C; ++c) {
    const auto away = [&](std::size_t n) { return static_cast<double>(rests(n, c)) / pixels; };
    const auto own = [&](std::size_t n) { return static_cast<double>(centres(n, c)) + away(n); };
    mean[c] = squares[c] = 0;
    for (std::size_t n = 0; n < x.rows; ++n) mean[c] += own(n);
    mean[c] /= static_cast<double>(x.rows);
    for (std::size_t n = 0; n < x.rows; ++n) {
      const double moved = own(n) - mean[c];
      squares[c] +=
          static_cast<double>(spreads(n, c)) + pixels * (moved * moved - away(n) * away(n));
    }
  }
}

}  // namespace verigan::simd
