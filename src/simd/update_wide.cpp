// SPDX-License-Identifier: MIT
#include "simd/update.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "simd/update_wide.cpp"
#include "simd/wide_targets.hpp"
// Compiles this file once for each target.
#include <hwy/foreach_target.h>

#include "simd/adam_inl.hpp"
#include "simd/kernels.hpp"
#include "simd/wide_inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace verigan::simd::HWY_NAMESPACE {
#if VERIGAN_HAS_FMA
namespace {

void adam(std::span<float> w, std::span<const float> g, std::span<float> m, std::span<float> v,
          const AdamStep& step) {
  adam_row(AdamLanes(step), g.data(), w.data(), m.data(), v.data(), w.size());
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
