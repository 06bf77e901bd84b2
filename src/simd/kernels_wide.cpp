// SPDX-License-Identifier: MIT
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "simd/kernels_wide.cpp"
#include "simd/wide_targets.hpp"
// Compiles this file once for each target.
#include <hwy/foreach_target.h>

#include <vector>

#include "simd/kernels.hpp"
#include "simd/wide_inl.hpp"

namespace verigan::simd::HWY_NAMESPACE {
#if VERIGAN_HAS_FMA
void install_activation(Kernels& kernels);
void install_convolution(Kernels& kernels);
void install_gemm(Kernels& kernels);
void install_peak(Kernels& kernels);
void install_reduce(Kernels& kernels);
void install_update(Kernels& kernels);
void install_vector_math(Kernels& kernels);

namespace {
const Kernels& table() {
  static const Kernels kernels = [] {
    Kernels k = kSpecKernels;
    install_activation(k);
    install_convolution(k);
    install_gemm(k);
    install_peak(k);
    install_reduce(k);
    install_update(k);
    install_vector_math(k);
    return k;
  }();
  return kernels;
}
}  // namespace
#endif
}  // namespace verigan::simd::HWY_NAMESPACE

#if HWY_ONCE
#if HWY_ARCH_ARM_A64 && (HWY_TARGETS & HWY_SVE)
#include <sys/auxv.h>
#endif

namespace verigan::simd {

std::vector<TargetKernels> wide_targets() {
  std::vector<TargetKernels> targets;
#if HWY_TARGETS & HWY_AVX3
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw")) {
    targets.push_back({Target::avx512, &N_AVX3::table()});
  }
#endif
#if HWY_TARGETS & HWY_AVX2
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
    targets.push_back({Target::avx2, &N_AVX2::table()});
  }
#endif
#if HWY_TARGETS & HWY_SVE
  constexpr unsigned long has_sve = 1ul << 22;  // HWCAP_SVE
  if (getauxval(AT_HWCAP) & has_sve) targets.push_back({Target::sve, &N_SVE::table()});
#endif
#if HWY_TARGETS & HWY_NEON
  targets.push_back({Target::neon, &N_NEON::table()});
#endif
  return targets;
}

}  // namespace verigan::simd
#endif
