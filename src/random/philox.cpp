// SPDX-License-Identifier: MIT
#include "random/philox.hpp"

#include <Random123/philox.h>

#include "simd/scalar_lanes.hpp"

namespace verigan::random {

Block philox_block(Key key, std::uint64_t step, std::uint64_t number) {
  const r123::Philox4x32::ctr_type counter = {
      {static_cast<std::uint32_t>(step), static_cast<std::uint32_t>(step >> 32),
       static_cast<std::uint32_t>(number), static_cast<std::uint32_t>(number >> 32)}};
  const auto words = r123::Philox4x32()(counter, {{key[0], key[1]}});
  return {words[0], words[1], words[2], words[3]};
}

namespace spec {
namespace {

using simd::spec::ScalarLanes;

std::array<float, 4> uniforms_of(const Block& w) {
  std::array<float, 4> u{};
  for (std::size_t i = 0; i < 4; ++i) u[i] = simd::spec::uniform_lanes(ScalarLanes{}, w[i]);
  return u;
}

std::array<float, 4> normals_of(const Block& w) {
  std::array<float, 4> n{};
  simd::spec::normal_lanes(ScalarLanes{}, w[0], w[1], n[0], n[1]);
  simd::spec::normal_lanes(ScalarLanes{}, w[2], w[3], n[2], n[3]);
  return n;
}

template <class Convert>
void fill(Key key, std::uint64_t step, std::uint64_t first, std::span<float> out,
          Convert convert) {
  std::array<float, 4> values{};
  for (std::size_t i = 0; i < out.size(); ++i) {
    const std::uint64_t index = first + i;
    if (i == 0 || index % 4 == 0) values = convert(philox_block(key, step, index / 4));
    out[i] = values[index % 4];
  }
}

}  // namespace

void fill_uniforms(Key key, std::uint64_t step, std::uint64_t first, std::span<float> out) {
  fill(key, step, first, out, uniforms_of);
}

void fill_normals(Key key, std::uint64_t step, std::uint64_t first, std::span<float> out) {
  fill(key, step, first, out, normals_of);
}

}  // namespace spec
}  // namespace verigan::random
