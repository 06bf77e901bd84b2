// SPDX-License-Identifier: MIT
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>

#include "simd/fma.hpp"

// One float at a time: the specification of every vector operation. fma.hpp rounds once everywhere; the
// other operations are IEEE-754's own.
namespace verigan::simd::spec {

struct ScalarLanes {
  using V = float;
  using I = std::uint32_t;

  V set(float x) const { return x; }
  I integer(std::uint32_t i) const { return i; }

  V add(V a, V b) const { return a + b; }
  V sub(V a, V b) const { return a - b; }
  V mul(V a, V b) const { return a * b; }
  V div(V a, V b) const { return a / b; }
  V fma(V a, V b, V c) const { return simd::fma(a, b, c); }
  V nfma(V a, V b, V c) const { return simd::fma(-a, b, c); }
  V sqrt(V a) const { return std::sqrt(a); }
  V min(V a, V b) const { return a < b ? a : b; }  // of unequal numbers or NaN discarded later
  V max(V a, V b) const { return a > b ? a : b; }
  V rectify(V a) const { return a < 0.0f ? 0.0f : a; }

  bool less(V a, V b) const { return a < b; }
  bool equal(V a, V b) const { return a == b; }
  bool equal_bits(I a, I b) const { return a == b; }
  V select(bool mask, V yes, V no) const { return mask ? yes : no; }

  I bits(V a) const { return std::bit_cast<I>(a); }
  V value(I a) const { return std::bit_cast<V>(a); }
  V to_float(I a) const { return static_cast<float>(static_cast<std::int32_t>(a)); }
  I add(I a, I b) const { return a + b; }
  I sub(I a, I b) const { return a - b; }
  I bit_and(I a, I b) const { return a & b; }
  I bit_xor(I a, I b) const { return a ^ b; }
  template <int N>
  I shift_left(I a) const {
    return a << N;
  }
  template <int N>
  I shift_right(I a) const {
    return static_cast<I>(static_cast<std::int32_t>(a) >> N);
  }
  template <int N>
  I shift_right_logical(I a) const {
    return a >> N;
  }
};

#include "simd/elementary_inl.hpp"

/// |x| up to which three floats of π/2 reduce the argument of sin and cos.
inline constexpr float kLargeAngle = 0x1p16f;

}  // namespace verigan::simd::spec
