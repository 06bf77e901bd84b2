// SPDX-License-Identifier: MIT
#include "simd/peak.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstddef>

#include "simd/fma.hpp"
#include "simd/kernels.hpp"

namespace verigan::simd {
namespace spec {

// Chains enough to hide the latency of any processor's fused multiply–add.
FmaWork fma_chains(std::size_t rounds, float factor, float term) {
  constexpr std::size_t kChains = 16;
  float c[kChains];
  for (std::size_t i = 0; i < kChains; ++i) c[i] = static_cast<float>(i);
  for (std::size_t r = 0; r < rounds; ++r) {
    for (float& x : c) x = fma(x, factor, term);
  }
  float sum = 0;
  for (const float x : c) sum += x;
  return {2 * rounds * kChains, sum};
}

}  // namespace spec

double fma_peak_gflops(double seconds) {
  using Clock = std::chrono::steady_clock;
  constexpr std::size_t kRounds = 20000;  // some tens of microseconds
  // Converges to 1, far from numbers that any processor treats specially; volatile, so that nothing
  // is computed in advance or thrown away.
  volatile float factor = 0.5F, term = 0.5F, sink = 0;
  double best = 0;
  const auto end = Clock::now() + std::chrono::duration<double>(seconds);
  do {
    const auto start = Clock::now();
    const FmaWork work = kernels().fma_chains(kRounds, factor, term);
    const std::chrono::duration<double> spent = Clock::now() - start;
    sink = work.result;
    best = std::max(best, static_cast<double>(work.operations) / spent.count());
  } while (Clock::now() < end);
  (void)sink;
  return best * 1e-9;
}

}  // namespace verigan::simd
