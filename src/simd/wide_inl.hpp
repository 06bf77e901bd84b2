// SPDX-License-Identifier: MIT
// Vectors of the instruction set being compiled. A file with kernels defines HWY_TARGET_INCLUDE, then
// includes "simd/wide_targets.hpp", <hwy/foreach_target.h> and this header, and is compiled once for
// each target; see update_wide.cpp, the shortest. Functors instead of lambdas: a lambda would not
// inherit the target's instruction set.
#include "simd/wide_targets.hpp"
// After wide_targets.hpp:
#include <hwy/highway.h>

#include <cstddef>
#include <cstdint>
#include <span>

// Compiled again for each target: this guard toggles with Highway's own.
#if defined(VERIGAN_WIDE_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef VERIGAN_WIDE_INL
#undef VERIGAN_WIDE_INL
#else
#define VERIGAN_WIDE_INL
#endif

// Targets without a fused multiply–add take the specification's loops instead.
#undef VERIGAN_HAS_FMA
#if HWY_TARGET == HWY_SCALAR || HWY_TARGET == HWY_EMU128
#define VERIGAN_HAS_FMA 0
#else
#define VERIGAN_HAS_FMA 1
#endif

#undef VERIGAN_LANES
#define VERIGAN_LANES HWY_INLINE

HWY_BEFORE_NAMESPACE();
namespace verigan::simd::HWY_NAMESPACE {
#if VERIGAN_HAS_FMA

namespace hn = hwy::HWY_NAMESPACE;

using Floats = hn::ScalableTag<float>;
using Vector = hn::Vec<Floats>;

/// One vector of floats: the operations of spec::ScalarLanes, lane by lane.
struct WideLanes {
  using D = Floats;
  using DI = hn::RebindToSigned<D>;
  using V = hn::Vec<D>;
  using I = hn::Vec<DI>;
  using M = hn::Mask<D>;

  HWY_INLINE V set(float x) const { return hn::Set(D(), x); }
  HWY_INLINE I integer(std::uint32_t i) const { return hn::Set(DI(), static_cast<std::int32_t>(i)); }

  HWY_INLINE V add(V a, V b) const { return hn::Add(a, b); }
  HWY_INLINE V sub(V a, V b) const { return hn::Sub(a, b); }
  HWY_INLINE V mul(V a, V b) const { return hn::Mul(a, b); }
  HWY_INLINE V div(V a, V b) const { return hn::Div(a, b); }
  HWY_INLINE V fma(V a, V b, V c) const { return hn::MulAdd(a, b, c); }
  HWY_INLINE V nfma(V a, V b, V c) const { return hn::NegMulAdd(a, b, c); }
  HWY_INLINE V sqrt(V a) const { return hn::Sqrt(a); }
#if HWY_TARGET == HWY_AVX3
  /// a · 2ᵏ of an integer k, rounded once.
  HWY_INLINE V scale(V a, V k) const { return V{_mm512_scalef_ps(a.raw, k.raw)}; }
#endif
  HWY_INLINE V min(V a, V b) const { return hn::Min(a, b); }
  HWY_INLINE V max(V a, V b) const { return hn::Max(a, b); }

  /// 0 for x < 0, else x, NaN and −0 as they are.
  HWY_INLINE V rectify(V x) const {
#if HWY_TARGET == HWY_AVX3
    return V{_mm512_max_ps(_mm512_setzero_ps(), x.raw)};  // its second operand if neither is larger
#else
    return hn::IfThenElse(hn::Lt(x, hn::Zero(D())), hn::Zero(D()), x);
#endif
  }

  HWY_INLINE M less(V a, V b) const { return hn::Lt(a, b); }
  HWY_INLINE M equal(V a, V b) const { return hn::Eq(a, b); }
  HWY_INLINE M equal_bits(I a, I b) const { return hn::RebindMask(D(), hn::Eq(a, b)); }
  HWY_INLINE V select(M mask, V yes, V no) const { return hn::IfThenElse(mask, yes, no); }

  HWY_INLINE I bits(V a) const { return hn::BitCast(DI(), a); }
  HWY_INLINE V value(I a) const { return hn::BitCast(D(), a); }
  HWY_INLINE V to_float(I a) const { return hn::ConvertTo(D(), a); }
  HWY_INLINE I add(I a, I b) const { return hn::Add(a, b); }
  HWY_INLINE I sub(I a, I b) const { return hn::Sub(a, b); }
  HWY_INLINE I bit_and(I a, I b) const { return hn::And(a, b); }
  HWY_INLINE I bit_xor(I a, I b) const { return hn::Xor(a, b); }
  template <int N>
  HWY_INLINE I shift_left(I a) const {
    return hn::ShiftLeft<N>(a);
  }
  template <int N>
  HWY_INLINE I shift_right(I a) const {
    return hn::ShiftRight<N>(a);
  }
  template <int N>
  HWY_INLINE I shift_right_logical(I a) const {
    const hn::RebindToUnsigned<DI> du;
    return hn::BitCast(DI(), hn::ShiftRight<N>(hn::BitCast(du, a)));
  }
};

#include "simd/elementary_inl.hpp"

/// The first n < lanes elements from p, zeros behind them; reads nothing else.
template <class D>
HWY_INLINE hn::Vec<D> load_first(D d, const float* p, std::size_t n) {
#if HWY_TARGET == HWY_NEON
  alignas(16) float buffer[4] = {};
  for (std::size_t i = 0; i < n; ++i) buffer[i] = p[i];
  return hn::Load(d, buffer);
#else
  return hn::MaskedLoad(hn::FirstN(d, n), d, p);
#endif
}

/// Writes the first n < lanes elements to p and nothing else.
template <class D>
HWY_INLINE void store_first(hn::Vec<D> v, D d, float* p, std::size_t n) {
#if HWY_TARGET == HWY_NEON
  alignas(16) float buffer[4];
  hn::Store(v, d, buffer);
  for (std::size_t i = 0; i < n; ++i) p[i] = buffer[i];
#else
  hn::BlendedStore(v, hn::FirstN(d, n), d, p);
#endif
}

#endif  // VERIGAN_HAS_FMA
}  // namespace verigan::simd::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // per target
