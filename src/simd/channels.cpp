// SPDX-License-Identifier: MIT
#include "simd/channels.hpp"

#include <cmath>
#include <vector>

#include "simd/fma.hpp"

namespace verigan::simd {
void add_channel_sums(std::span<const float> row, std::span<float> sums) {
  const std::size_t C = sums.size();
  ensure(C > 0 && row.size() % C == 0, "whole pixels of so many channels");
  float* sum = sums.data();
  for (const float *x = row.data(), *end = x + row.size(); x != end; x += C)
    for (std::size_t c = 0; c < C; ++c) sum[c] += x[c];
}

void channel_moments(MatrixView<const float> x, std::span<double> mean, std::span<double> squares) {
  const std::size_t C = mean.size();
  ensure(C > 0 && x.cols % C == 0, "whole pixels of so many channels");
  const double pixels = static_cast<double>(x.cols / C);
  // Of each sample: a centre, its mean but for rounding; and the sums of x − centre and its square.
  Matrix<float> centres(x.rows, C), rests(x.rows, C), spreads(x.rows, C);
  const float share = static_cast<float>(1 / pixels);
  for_each_sample(x.rows, x.rows * x.cols, [&](std::size_t n) {
    float *centre = &centres(n, 0), *rest = &rests(n, 0), *spread = &spreads(n, 0);
    const std::span<const float> row = x.row(n);
    add_channel_sums(row, centres.row(n));
    for (std::size_t c = 0; c < C; ++c) centre[c] *= share;
    for (const float *at = row.data(), *end = at + row.size(); at != end; at += C) {
      for (std::size_t c = 0; c < C; ++c) rest[c] += at[c] - centre[c];
      for (std::size_t c = 0; c < C; ++c)
        spread[c] = fma(at[c] - centre[c], at[c] - centre[c], spread[c]);
    }
  });
  // The chains of all channels side by side, sample after sample.
  double *common = mean.data(), *square = squares.data();
  std::fill_n(common, C, 0.0);
  std::fill_n(square, C, 0.0);
  const auto combine = [&](const auto& by_pixels) {
    for (std::size_t n = 0; n < x.rows; ++n) {
      const float *centre = &centres(n, 0), *rest = &rests(n, 0);
      for (std::size_t c = 0; c < C; ++c)
        common[c] += static_cast<double>(centre[c]) + by_pixels(static_cast<double>(rest[c]));
    }
    for (std::size_t c = 0; c < C; ++c) common[c] /= static_cast<double>(x.rows);
    for (std::size_t n = 0; n < x.rows; ++n) {
      const float *centre = &centres(n, 0), *rest = &rests(n, 0), *spread = &spreads(n, 0);
      for (std::size_t c = 0; c < C; ++c) {
        const double away = by_pixels(static_cast<double>(rest[c]));
        const double moved = static_cast<double>(centre[c]) + away - common[c];
        square[c] += static_cast<double>(spread[c]) + pixels * (moved * moved - away * away);
      }
    }
  };
  // Behind dense layers there is one pixel, and nothing to divide.
  if (pixels == 1)
    combine([](double sum) { return sum; });
  else
    combine([pixels](double sum) { return sum / pixels; });
}

}  // namespace verigan::simd
