// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

// Which instruction set the kernels use. Chosen once, at first use: the widest this processor has, or
// the one named by the environment variable VERIGAN_SIMD. It changes the speed and never the bits.
namespace verigan::simd {

/// spec: the plain loops with simd::fma, for processors without any of the others.
enum class Target { spec, avx2, avx512, neon, sve };

/// "spec", "avx2", "avx512", "neon" or "sve".
std::string_view name(Target target);

/// The targets built into this program that this processor can run, the best first; spec is the last.
std::vector<Target> available_targets();

/// The target in use. Throws Error when VERIGAN_SIMD names one that is unknown or unavailable.
Target target();
inline std::string simd_target() { return std::string(name(target())); }

/// Uses another one from now on. Not while kernels run. Throws Error if it is not available.
void set_target(Target target);

}  // namespace verigan::simd
