// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>

// Chance with an address. A draw is a function of (seed, purpose, run, step, index) and of nothing
// else: not of how many were drawn before, nor of the thread that drew it.
// Philox4x32-10 (Salmon et al. 2011), key = (seed, purpose ⊕ run), counter = (step, index / 4).
namespace verigan::random {

/// What a draw is for; streams of different purposes never share numbers.
enum class Purpose : std::uint32_t {
  initialise = 1, noise, data, shuffle, augment, dropout, sample, evaluate, label, test, theory
};

class Stream {
 public:
  Stream(std::uint64_t seed, Purpose purpose, std::uint32_t run = 0);

  /// out[i] uniform in the open interval (0, 1): (k + ½)/2²⁴, k 24 random bits of word first + i.
  void uniforms(std::uint64_t step, std::span<float> out, std::uint64_t first = 0) const;
  /// out[i] standard normal, by Box–Muller with verigan's own log, sin and cos.
  void normals(std::uint64_t step, std::span<float> out, std::uint64_t first = 0) const;
  /// Raw 32-bit word number `index` of `step`.
  std::uint32_t word(std::uint64_t step, std::uint64_t index) const;
  /// Uniform in (0, 1) with 53 bits, made of two words.
  double uniform_double(std::uint64_t step, std::uint64_t index) const;
  /// Uniform integer in [0, bound) without bias beyond 2⁻³²·bound (multiply–shift on 64 bits).
  std::uint32_t below(std::uint64_t step, std::uint64_t index, std::uint32_t bound) const;
  /// A permutation of 0 … out.size() − 1, the same everywhere.
  void permutation(std::uint64_t step, std::span<std::uint32_t> out) const;

 private:
  std::uint32_t key_[2];
  std::uint32_t run_;
};

}  // namespace verigan::random
