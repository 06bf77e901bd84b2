// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "simd/target.hpp"

// Filling arrays from Philox blocks. Block number b of a step holds words 4b … 4b + 3. Internal.
namespace verigan::random {

using Key = std::array<std::uint32_t, 2>;
using Block = std::array<std::uint32_t, 4>;

/// Philox4x32-10 of (step, number) under `key`, by Random123.
Block philox_block(Key key, std::uint64_t step, std::uint64_t number);

// out[i] = element first + i of the step; the specification of the vectorised fills.
namespace spec {
void fill_uniforms(Key key, std::uint64_t step, std::uint64_t first, std::span<float> out);
void fill_normals(Key key, std::uint64_t step, std::uint64_t first, std::span<float> out);
}  // namespace spec

/// The fills of a SIMD target, bit for bit those above.
struct Fills {
  using Fill = void(Key key, std::uint64_t step, std::uint64_t first, std::span<float> out);
  Fill *uniforms, *normals;
};
Fills fills(simd::Target target);

}  // namespace verigan::random
