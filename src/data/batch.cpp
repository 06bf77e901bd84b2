// SPDX-License-Identifier: MIT
#include "data/batch.hpp"

#include <algorithm>
#include <array>

namespace verigan::data {

namespace {

// Calls use(i, j, z) for every element in order; draws come in runs that do not end with a row, so
// that narrow matrices cost no more per number than wide ones.
template <class Use>
void for_each_normal(const random::Stream& stream, std::uint64_t step, std::uint64_t first_row,
                     MatrixView<float> x, const Use& use) {
  std::array<float, 1024> z;
  const std::size_t total = x.rows * x.cols;
  std::size_t i = 0, j = 0;
  for (std::size_t done = 0; done < total; done += z.size()) {
    const std::size_t n = std::min(z.size(), total - done);
    stream.normals(step, std::span(z).first(n), first_row * x.cols + done);
    for (std::size_t k = 0; k < n;) {
      const std::size_t run = std::min(n - k, x.cols - j);
      use(&x(i, j), &z[k], run);
      k += run;
      j += run;
      if (j == x.cols) j = 0, ++i;
    }
  }
}

}  // namespace

void fill_normals(const random::Stream& stream, std::uint64_t step, MatrixView<float> out,
                  std::uint64_t first_row) {
  for_each_normal(stream, step, first_row, out,
                  [](float* x, const float* z, std::size_t n) { std::copy_n(z, n, x); });
}

void add_normals(const random::Stream& stream, std::uint64_t step, MatrixView<float> x, float sd,
                 std::uint64_t first_row) {
  if (sd == 0) return;
  for_each_normal(stream, step, first_row, x, [sd](float* out, const float* z, std::size_t n) {
    for (std::size_t k = 0; k < n; ++k) out[k] += sd * z[k];
  });
}

}  // namespace verigan::data
