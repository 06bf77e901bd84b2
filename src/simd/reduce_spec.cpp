// SPDX-License-Identifier: MIT
#include "simd/fma.hpp"
#include "simd/reduce.hpp"

namespace verigan::simd::spec {
namespace {

/// 16 chains, element i in chain i mod 16, and the tree over them.
template <class T, class Step>
T reduce(std::size_t n, Step step) {
  T chain[16] = {};
  for (std::size_t i = 0; i < n; ++i) chain[i % 16] = step(chain[i % 16], i);
  for (std::size_t half = 8; half > 0; half /= 2) {
    for (std::size_t i = 0; i < half; ++i) chain[i] = chain[i] + chain[i + half];
  }
  return chain[0];
}

}  // namespace

float sum(std::span<const float> x) {
  return reduce<float>(x.size(), [&](float chain, std::size_t i) { return chain + x[i]; });
}

double sum_in_double(std::span<const float> x) {
  return reduce<double>(x.size(), [&](double chain, std::size_t i) {
    return chain + static_cast<double>(x[i]);
  });
}

float dot(std::span<const float> x, std::span<const float> y) {
  return reduce<float>(x.size(), [&](float chain, std::size_t i) {
    return fma(x[i], y[i], chain);
  });
}

void column_sums(MatrixView<const float> x, std::span<float> out, bool accumulate) {
  for (std::size_t j = 0; j < x.cols; ++j) {
    float chain = accumulate ? out[j] : 0.0f;
    for (std::size_t i = 0; i < x.rows; ++i) chain = chain + x(i, j);
    out[j] = chain;
  }
}

}  // namespace verigan::simd::spec
