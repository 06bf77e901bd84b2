// SPDX-License-Identifier: MIT
#include "simd/vector_math.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "simd/vector_math_wide.cpp"
#include "simd/wide_targets.hpp"
// Compiles this file once for each target.
#include <hwy/foreach_target.h>

#include "simd/kernels.hpp"
#include "simd/scalar_lanes.hpp"
#include "simd/wide_inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace verigan::simd::HWY_NAMESPACE {
#if VERIGAN_HAS_FMA
namespace {

template <class F>
HWY_INLINE void map(std::span<const float> in, std::span<float> out, F f) {
  const Floats d;
  const std::size_t n = in.size(), N = hn::Lanes(d);
  std::size_t i = 0;
  for (; i + N <= n; i += N) hn::StoreU(f(hn::LoadU(d, &in[i])), d, &out[i]);
  if (i < n) store_first(f(load_first(d, &in[i], n - i)), d, &out[i], n - i);
}

// A large or infinite angle anywhere in the vector sends all of it through the scalar reduction, whose
// bits for the small ones are the same.
template <class F>
HWY_INLINE Vector angles(Vector x, float (*scalar)(float), F f) {
  const WideLanes l;
  const Floats d;
  const Vector limit = l.set(spec::kLargeAngle);
  if (HWY_LIKELY(hn::AllFalse(d, l.less(limit, magnitude(l, x))))) return f(x);
  HWY_ALIGN float buffer[HWY_MAX_BYTES / sizeof(float)];
  hn::Store(x, d, buffer);
  for (std::size_t i = 0; i < hn::Lanes(d); ++i) buffer[i] = scalar(buffer[i]);
  return hn::Load(d, buffer);
}

struct Exp {
  HWY_INLINE Vector operator()(Vector x) const { return exp_lanes(WideLanes(), x); }
};
struct Log {
  HWY_INLINE Vector operator()(Vector x) const { return log_lanes(WideLanes(), x); }
};
struct Softplus {
  HWY_INLINE Vector operator()(Vector x) const { return softplus_lanes(WideLanes(), x); }
};
struct Sigmoid {
  HWY_INLINE Vector operator()(Vector x) const { return sigmoid_lanes(WideLanes(), x); }
};
struct Tanh {
  HWY_INLINE Vector operator()(Vector x) const { return tanh_lanes(WideLanes(), x); }
};
struct SmallSin {
  HWY_INLINE Vector operator()(Vector x) const { return sin_lanes(WideLanes(), x); }
};
struct SmallCos {
  HWY_INLINE Vector operator()(Vector x) const { return cos_lanes(WideLanes(), x); }
};
struct Sin {
  HWY_INLINE Vector operator()(Vector x) const { return angles(x, &spec::sin, SmallSin()); }
};
struct Cos {
  HWY_INLINE Vector operator()(Vector x) const { return angles(x, &spec::cos, SmallCos()); }
};

template <class F>
void kernel(std::span<const float> in, std::span<float> out) {
  map(in, out, F());
}

}  // namespace

void install_vector_math(Kernels& kernels) {
  kernels.exp = kernel<Exp>;
  kernels.log = kernel<Log>;
  kernels.softplus = kernel<Softplus>;
  kernels.sigmoid = kernel<Sigmoid>;
  kernels.tanh = kernel<Tanh>;
  kernels.sin = kernel<Sin>;
  kernels.cos = kernel<Cos>;
}
#endif  // VERIGAN_HAS_FMA
}  // namespace verigan::simd::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
