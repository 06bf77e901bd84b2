// SPDX-License-Identifier: MIT
#include "simd/update.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "simd/update_wide.cpp"
#include "simd/wide_targets.hpp"
// Compiles this file once for each target.
#include <hwy/foreach_target.h>

#include "simd/kernels.hpp"
#include "simd/wide_inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace verigan::simd::HWY_NAMESPACE {
#if VERIGAN_HAS_FMA
namespace {

struct AdamLanes {
  float beta1, beta2, rest1, rest2, rate, epsilon;

  HWY_INLINE void operator()(Vector g, Vector& w, Vector& m, Vector& v) const {
    const WideLanes l;
    m = l.fma(l.set(beta1), m, l.mul(l.set(rest1), g));
    v = l.fma(l.set(beta2), v, l.mul(l.mul(l.set(rest2), g), g));
    const Vector direction = l.div(m, l.add(l.sqrt(v), l.set(epsilon)));
    w = l.nfma(l.set(rate), direction, w);
  }
};

void adam(std::span<float> w, std::span<const float> g, std::span<float> m, std::span<float> v,
          const AdamStep& step) {
  const AdamLanes lanes{step.beta1,        step.beta2, 1.0f - step.beta1, 1.0f - step.beta2,
                        step.rate,         step.epsilon};
  const Floats d;
  const std::size_t n = w.size(), N = hn::Lanes(d);
  std::size_t i = 0;
  for (; i + N <= n; i += N) {
    Vector wi = hn::LoadU(d, &w[i]), mi = hn::LoadU(d, &m[i]), vi = hn::LoadU(d, &v[i]);
    lanes(hn::LoadU(d, &g[i]), wi, mi, vi);
    hn::StoreU(wi, d, &w[i]);
    hn::StoreU(mi, d, &m[i]);
    hn::StoreU(vi, d, &v[i]);
  }
  if (const std::size_t rest = n - i; rest > 0) {
    Vector wi = load_first(d, &w[i], rest), mi = load_first(d, &m[i], rest);
    Vector vi = load_first(d, &v[i], rest);
    lanes(load_first(d, &g[i], rest), wi, mi, vi);
    store_first(wi, d, &w[i], rest);
    store_first(mi, d, &m[i], rest);
    store_first(vi, d, &v[i], rest);
  }
}

void sgd(std::span<float> w, std::span<const float> g, std::span<float> velocity, float rate,
         float momentum) {
  const Floats d;
  const std::size_t n = w.size(), N = hn::Lanes(d);
  const Vector vrate = hn::Set(d, rate), vmomentum = hn::Set(d, momentum);
  std::size_t i = 0;
  for (; i + N <= n; i += N) {
    const Vector u = hn::MulAdd(vmomentum, hn::LoadU(d, &velocity[i]), hn::LoadU(d, &g[i]));
    hn::StoreU(u, d, &velocity[i]);
    hn::StoreU(hn::NegMulAdd(vrate, u, hn::LoadU(d, &w[i])), d, &w[i]);
  }
  if (const std::size_t rest = n - i; rest > 0) {
    const Vector u = hn::MulAdd(vmomentum, load_first(d, &velocity[i], rest),
                                load_first(d, &g[i], rest));
    store_first(u, d, &velocity[i], rest);
    store_first(hn::NegMulAdd(vrate, u, load_first(d, &w[i], rest)), d, &w[i], rest);
  }
}

void moving_average(std::span<float> average, std::span<const float> w, float decay) {
  const Floats d;
  const std::size_t n = w.size(), N = hn::Lanes(d);
  const Vector keep = hn::Set(d, decay), take = hn::Set(d, 1.0f - decay);
  std::size_t i = 0;
  for (; i + N <= n; i += N) {
    const Vector a = hn::LoadU(d, &average[i]);
    hn::StoreU(hn::MulAdd(keep, a, hn::Mul(take, hn::LoadU(d, &w[i]))), d, &average[i]);
  }
  if (const std::size_t rest = n - i; rest > 0) {
    const Vector a = load_first(d, &average[i], rest);
    const Vector y = hn::MulAdd(keep, a, hn::Mul(take, load_first(d, &w[i], rest)));
    store_first(y, d, &average[i], rest);
  }
}

}  // namespace

void install_update(Kernels& kernels) {
  kernels.adam = adam;
  kernels.sgd = sgd;
  kernels.moving_average = moving_average;
}
#endif  // VERIGAN_HAS_FMA
}  // namespace verigan::simd::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
