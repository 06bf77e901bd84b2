// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <span>

// Chance with an address. A draw is a function of (seed, purpose, run, step, index) and of nothing
// else: not of how many were drawn before, nor of the thread that drew it.
// Philox4x32-10 (Salmon et al. 2011). counter = (step, index / 4); key = the first 64 bits of the
// Philox block of (purpose, run) under the key `seed`.
namespace verigan::random {

/// What a draw is for; streams of different purposes never share numbers.
enum class Purpose : std::uint32_t {
  initialise = 1, noise, data, shuffle, augment, dropout, sample, evaluate, label, test, theory
};

class Stream {
 public:
  Stream(std::uint64_t seed, Purpose purpose, std::uint32_t run = 0);

  /// out[i] uniform in the open interval (0, 1): (k + ½)/2²³, k the upper 23 bits of word first + i.
  void uniforms(std::uint64_t step, std::span<float> out, std::uint64_t first = 0) const;
  /// out[i] standard normal number first + i, by Box–Muller with verigan's own log, sin and cos from
  /// words first + i and its neighbour in the pair; |out[i]| ≤ 6.67.
  void normals(std::uint64_t step, std::span<float> out, std::uint64_t first = 0) const;
  /// Raw 32-bit word number `index` of `step`.
  std::uint32_t word(std::uint64_t step, std::uint64_t index) const;
  /// Uniform in (0, 1) (k + ½)/2⁵², k 52 bits of words 2·index and 2·index + 1.
  double uniform_double(std::uint64_t step, std::uint64_t index) const;
  /// Those of 2·pair and 2·pair + 1, for the price of one.
  std::array<double, 2> uniform_doubles(std::uint64_t step, std::uint64_t pair) const;
  /// Uniform integer in [0, bound) without bias beyond 2⁻³²·bound (multiply–shift on 64 bits).
  std::uint32_t below(std::uint64_t step, std::uint64_t index, std::uint32_t bound) const;
  /// A permutation of 0 … out.size() − 1, the same everywhere.
  void permutation(std::uint64_t step, std::span<std::uint32_t> out) const;

 private:
  std::array<std::uint32_t, 2> key_;
};

}  // namespace verigan::random
