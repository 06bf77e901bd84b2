// SPDX-License-Identifier: MIT
#include "random/stream.hpp"

#include <utility>

#include "core/check.hpp"
#include "random/philox.hpp"

namespace verigan::random {

Stream::Stream(std::uint64_t seed, Purpose purpose, std::uint32_t run) {
  const Key root = {static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)};
  const std::uint64_t address = std::uint64_t{run} << 32 | static_cast<std::uint32_t>(purpose);
  const Block block = philox_block(root, address, 0);
  key_ = {block[0], block[1]};
}

void Stream::uniforms(std::uint64_t step, std::span<float> out, std::uint64_t first) const {
  fills(simd::target()).uniforms(key_, step, first, out);
}

void Stream::normals(std::uint64_t step, std::span<float> out, std::uint64_t first) const {
  fills(simd::target()).normals(key_, step, first, out);
}

std::uint32_t Stream::word(std::uint64_t step, std::uint64_t index) const {
  return philox_block(key_, step, index / 4)[index % 4];
}

namespace {

double unit_interval(std::uint64_t upper, std::uint64_t lower) {
  return (static_cast<double>((upper << 32 | lower) >> 12) + 0.5) * 0x1p-52;
}

}  // namespace

double Stream::uniform_double(std::uint64_t step, std::uint64_t index) const {
  const Block block = philox_block(key_, step, index / 2);
  return unit_interval(block[2 * (index % 2)], block[2 * (index % 2) + 1]);
}

std::array<double, 2> Stream::uniform_doubles(std::uint64_t step, std::uint64_t pair) const {
  const Block block = philox_block(key_, step, pair);
  return {unit_interval(block[0], block[1]), unit_interval(block[2], block[3])};
}

std::uint32_t Stream::below(std::uint64_t step, std::uint64_t index, std::uint32_t bound) const {
  ensure(bound > 0, "below: bound > 0");
  return static_cast<std::uint32_t>(std::uint64_t{word(step, index)} * bound >> 32);
}

void Stream::permutation(std::uint64_t step, std::span<std::uint32_t> out) const {
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = static_cast<std::uint32_t>(i);
  Block block{};
  for (std::size_t i = out.size(); i-- > 1;) {  // below(step, i, i + 1), a block of words at a time
    if (i % 4 == 3 || i + 1 == out.size()) block = philox_block(key_, step, i / 4);
    const auto j = static_cast<std::uint32_t>(std::uint64_t{block[i % 4]} * (i + 1) >> 32);
    std::swap(out[i], out[j]);
  }
}

}  // namespace verigan::random
