// SPDX-License-Identifier: MIT
#include "simd/peak.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "simd/peak_wide.cpp"
#include "simd/wide_targets.hpp"
// Compiles this file once for each target.
#include <hwy/foreach_target.h>

#include <utility>

#include "simd/kernels.hpp"
#include "simd/wide_inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace verigan::simd::HWY_NAMESPACE {
#if VERIGAN_HAS_FMA
namespace {

/// Each chain lives in a register of its own.
template <class... Chains>
HWY_INLINE FmaWork run_chains(std::size_t rounds, Vector factor, Vector term, Chains... chain) {
  for (std::size_t r = 0; r < rounds; ++r) ((chain = hn::MulAdd(chain, factor, term)), ...);
  Vector sum = hn::Zero(Floats());
  ((sum = hn::Add(sum, chain)), ...);
  return {2 * rounds * sizeof...(chain) * hn::Lanes(Floats()), hn::GetLane(sum)};
}

/// Chains that differ from the start: equal ones would be computed once.
template <std::size_t... I>
HWY_INLINE FmaWork start_chains(std::size_t rounds, Vector factor, Vector term,
                                std::index_sequence<I...>) {
  return run_chains(rounds, factor, term, hn::Set(Floats(), static_cast<float>(I))...);
}

FmaWork fma_chains(std::size_t rounds, float factor, float term) {
  constexpr std::size_t kChains = HWY_TARGET == HWY_AVX2 ? 12 : 20;  // of 16 or 32 registers
  return start_chains(rounds, hn::Set(Floats(), factor), hn::Set(Floats(), term),
                      std::make_index_sequence<kChains>());
}

}  // namespace

void install_peak(Kernels& kernels) { kernels.fma_chains = fma_chains; }
#endif
}  // namespace verigan::simd::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
