// SPDX-License-Identifier: MIT
// Adam's update of one vector of weights.
#include "simd/wide_targets.hpp"
// After wide_targets.hpp:
#include <hwy/highway.h>

#include "simd/update.hpp"
#include "simd/wide_inl.hpp"

// Compiled again for each target, as wide_inl.hpp is.
#if defined(VERIGAN_ADAM_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef VERIGAN_ADAM_INL
#undef VERIGAN_ADAM_INL
#else
#define VERIGAN_ADAM_INL
#endif

HWY_BEFORE_NAMESPACE();
namespace verigan::simd::HWY_NAMESPACE {
#if VERIGAN_HAS_FMA
namespace {

/// The correctly rounded root of v, 0 or >= 2⁻⁹⁵. The processor's root and quotient share one divider,
/// and an Adam step needs both; on AVX-512 the root is therefore taken by two fused Newton steps from
/// the estimate, after which it is rounded correctly whatever estimate of relative error up to 2⁻¹⁴ it
/// began with (the tests go through all mantissas). Lanes too large for that send the vector to the
/// divider.
HWY_INLINE Vector root(Vector v) {
#if HWY_TARGET == HWY_AVX3
  const WideLanes l;
  if (HWY_LIKELY(hn::AllTrue(Floats(), l.less(v, l.set(0x1p96f))))) {
    const __mmask16 some = _mm512_test_epi32_mask(l.bits(v).raw, l.bits(v).raw);
    const Vector y{_mm512_maskz_rsqrt14_ps(some, v.raw)};
    const Vector g = l.mul(v, y), h = l.mul(l.set(0.5f), y);
    const Vector r = l.nfma(g, h, l.set(0.5f));
    const Vector better = l.fma(g, r, g);
    return l.fma(l.nfma(better, better, v), l.fma(h, r, h), better);
  }
#endif
  return hn::Sqrt(v);
}

struct AdamLanes {
  float beta1, beta2, rest1, rest2, rate, epsilon;

  explicit AdamLanes(const AdamStep& s)
      : beta1(s.beta1), beta2(s.beta2), rest1(1.0f - s.beta1), rest2(1.0f - s.beta2), rate(s.rate),
        epsilon(s.epsilon) {}

  HWY_INLINE void operator()(Vector g, Vector& w, Vector& m, Vector& v) const {
    const WideLanes l;
    m = without_tiny(l, l.fma(l.set(beta1), m, l.mul(l.set(rest1), g)));
    v = without_tiny(l, l.fma(l.set(beta2), v, l.mul(l.mul(l.set(rest2), g), g)));
    const Vector direction = l.div(m, l.add(root(v), l.set(epsilon)));
    w = l.nfma(l.set(rate), direction, w);
  }
};

/// `n` weights with their gradients and moments, in place. The lanes by value: the loop could not keep
/// them in registers if the weights might be theirs.
HWY_INLINE void adam_row(const AdamLanes lanes, const float* g, float* w, float* m, float* v,
                         std::size_t n) {
  const Floats d;
  const std::size_t N = hn::Lanes(d);
  std::size_t i = 0;
  for (; i + N <= n; i += N) {
    Vector wi = hn::LoadU(d, w + i), mi = hn::LoadU(d, m + i), vi = hn::LoadU(d, v + i);
    lanes(hn::LoadU(d, g + i), wi, mi, vi);
    hn::StoreU(wi, d, w + i);
    hn::StoreU(mi, d, m + i);
    hn::StoreU(vi, d, v + i);
  }
  if (const std::size_t rest = n - i; rest > 0) {
    Vector wi = load_first(d, w + i, rest), mi = load_first(d, m + i, rest);
    Vector vi = load_first(d, v + i, rest);
    lanes(load_first(d, g + i, rest), wi, mi, vi);
    store_first(wi, d, w + i, rest);
    store_first(mi, d, m + i, rest);
    store_first(vi, d, v + i, rest);
  }
}

}  // namespace
#endif  // VERIGAN_HAS_FMA
}  // namespace verigan::simd::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // per target
