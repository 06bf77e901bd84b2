// SPDX-License-Identifier: MIT
#include <bit>
#include <cmath>
#include <vector>

#include "core/matrix.hpp"
#include "random/stream.hpp"
#include "simd/gemm.hpp"
#include "support/catch.hpp"

using namespace verigan;

namespace {

Matrix<float> random_matrix(std::size_t rows, std::size_t cols, std::uint64_t step) {
  const random::Stream stream(7, random::Purpose::test);
  Matrix<float> m(rows, cols);
  for (std::size_t i = 0; i < rows; ++i) stream.normals(step, m.row(i), i * cols);
  return m;
}

}  // namespace

TEST_CASE("the three products are the products of linear algebra") {
  const std::size_t M = 13, K = 37, N = 19;
  const auto a = random_matrix(M, K, 1), b = random_matrix(K, N, 2);
  Matrix<float> at(K, M), bt(N, K);
  for (std::size_t k = 0; k < K; ++k) {
    for (std::size_t i = 0; i < M; ++i) at(k, i) = a(i, k);
    for (std::size_t j = 0; j < N; ++j) bt(j, k) = b(k, j);
  }
  Matrix<float> nn(M, N), nt(M, N), tn(M, N);
  simd::gemm_nn(a, b, nn);
  simd::gemm_nt(a, bt, nt);
  simd::gemm_tn(at, b, tn);
  for (std::size_t i = 0; i < M; ++i) {
    for (std::size_t j = 0; j < N; ++j) {
      double truth = 0, size = 0;
      for (std::size_t k = 0; k < K; ++k) {
        const double term = static_cast<double>(a(i, k)) * static_cast<double>(b(k, j));
        truth += term;
        size += std::fabs(term);
      }
      REQUIRE(std::fabs(static_cast<double>(nn(i, j)) - truth) <= K * 0x1p-24 * size);
      REQUIRE(nt(i, j) == nn(i, j));
      REQUIRE(tn(i, j) == nn(i, j));
    }
  }
}

TEST_CASE("the chain is fused, runs in the order of k, and continues from C when accumulating") {
  // (1 + 2⁻¹²)² − 1 − 2⁻¹¹ = 2⁻²⁴: lost if the product is rounded before it is added.
  Matrix<float> a(1, 3), b(3, 1), c(1, 1);
  a(0, 0) = -1.0f, a(0, 1) = -0x1p-11f, a(0, 2) = 1.0f + 0x1p-12f;
  b(0, 0) = 1.0f, b(1, 0) = 1.0f, b(2, 0) = 1.0f + 0x1p-12f;
  simd::gemm_nn(a, b, c);
  REQUIRE(c(0, 0) == 0x1p-24f);

  // 2²⁵ + 1 − 2²⁵ is 0 in this order and 1 in any other.
  a(0, 0) = 0x1p25f, a(0, 1) = 1.0f, a(0, 2) = -0x1p25f;
  b(2, 0) = 1.0f;
  simd::gemm_nn(a, b, c);
  REQUIRE(c(0, 0) == 0.0f);

  // −2²⁵ + 2²⁵ + 1 is 1; adding a finished product to C would give 0.
  a(0, 2) = 0.0f;
  c(0, 0) = -0x1p25f;
  simd::gemm_nn(a, b, c, true);
  REQUIRE(c(0, 0) == 1.0f);
}

TEST_CASE("empty products: nothing, or zeros, or C untouched") {
  Matrix<float> a(3, 0), b(0, 4), c(3, 4);
  c(1, 2) = 5.0f;
  simd::gemm_nn(a, b, c, true);
  REQUIRE(c(1, 2) == 5.0f);
  simd::gemm_nn(a, b, c, false);
  REQUIRE(c(1, 2) == 0.0f);
  Matrix<float> none(0, 4), empty(0, 0);
  simd::gemm_nn(empty, b, none);
}
