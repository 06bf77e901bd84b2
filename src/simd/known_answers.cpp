// SPDX-License-Identifier: MIT
#include "simd/known_answers.hpp"

#include <bit>
#include <cstddef>
#include <cstdint>

#include "core/check.hpp"
#include "core/environment.hpp"
#include "core/matrix.hpp"
#include "simd/fma.hpp"
#include "simd/gemm.hpp"
#include "simd/reduce.hpp"
#include "simd/target.hpp"
#include "simd/vector_math.hpp"

namespace verigan::simd {
namespace {

/// Numbers in (−1, 1) with 16 significant bits, from a linear congruence.
Matrix<float> numbers(std::uint32_t seed, std::size_t rows, std::size_t cols) {
  Matrix<float> m(rows, cols);
  for (std::size_t i = 0; i < rows; ++i) {
    for (float& x : m.row(i)) {
      seed = seed * 1664525U + 1013904223U;
      x = (static_cast<float>(seed >> 16) - 32767.5F) * 0x1p-15F;
    }
  }
  return m;
}

/// a·b + c by the product of the target in use: (c, a) times (1, b).
float fused_by_target(const FusedExample& example) {
  Matrix<float> row(1, 2), column(2, 1), sum(1, 1);
  row(0, 0) = std::bit_cast<float>(example.c);
  row(0, 1) = std::bit_cast<float>(example.a);
  column(0, 0) = 1;
  column(1, 0) = std::bit_cast<float>(example.b);
  gemm_nn(row, column, sum);
  return sum(0, 0);
}

float fused_by_specification(const FusedExample& example) {
  const volatile float a = std::bit_cast<float>(example.a), b = std::bit_cast<float>(example.b),
                       c = std::bit_cast<float>(example.c);  // so that the compiler does not know
  return fma(a, b, c);
}

}  // namespace

bool fuses_rightly() {
  for (const FusedExample& example : kFusedExamples)
    for (const float sum : {fused_by_target(example), fused_by_specification(example)})
      if (std::bit_cast<std::uint32_t>(sum) != example.answer) return false;
  return true;
}

std::uint64_t known_answers() {
  const auto a = numbers(1, 3, 37), b = numbers(2, 37, 19);
  Matrix<float> c(3, 19), e(3, 19);
  gemm_nn(a, b, c);
  std::uint64_t hash = 0xcbf29ce484222325;  // FNV-1a, a word at a time
  const auto add = [&hash](float x) {
    hash = (hash ^ std::bit_cast<std::uint32_t>(x)) * 0x100000001b3;
  };
  for (std::size_t i = 0; i < c.rows(); ++i) {
    exp(c.row(i), e.row(i));
    for (const float x : c.row(i)) add(x);
    for (const float x : e.row(i)) add(x);
    add(sum(e.row(i)));
  }
  for (const FusedExample& example : kFusedExamples) {
    add(fused_by_target(example));
    add(fused_by_specification(example));
  }
  return hash;
}

void require_known_answers() {
  require_exact_arithmetic();
  const std::uint64_t answers = known_answers();
  require(answers == kKnownAnswers, "the kernels of SIMD target ", simd_target(),
          " do not compute here what they must; VERIGAN_SIMD=spec is worth a try, and so is "
          "`verigan doctor`");
}

}  // namespace verigan::simd
