// SPDX-License-Identifier: MIT
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

#include "core/matrix.hpp"
#include "simd/target.hpp"

// Comparing kernels with their specification bit for bit, on values chosen to hurt.
namespace verigan::test {

/// The same bits, or both NaN: which NaN a sum or product gives is the processor's choice.
inline bool same_bits(float x, float y) {
  return std::bit_cast<std::uint32_t>(x) == std::bit_cast<std::uint32_t>(y) ||
         (std::isnan(x) && std::isnan(y));
}

/// First index where two arrays differ, or their length.
inline std::size_t first_difference(std::span<const float> x, std::span<const float> y) {
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (!same_bits(x[i], y[i])) return i;
  }
  return x.size();
}

/// What the values are drawn from. `wild` mixes everything a float can be.
enum class Values { ordinary, denormal, huge, tiny, wild };
inline constexpr Values kAllValues[] = {Values::ordinary, Values::denormal, Values::huge,
                                        Values::tiny, Values::wild};

/// A generator of its own (splitmix64), so that these tests do not lean on what they test.
class Source {
 public:
  explicit Source(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }
  float draw(Values kind) {
    const std::uint64_t z = next();
    const auto word = static_cast<std::uint32_t>(z);
    const auto pick = static_cast<std::uint32_t>(z >> 32);
    const auto with_exponent = [&](std::uint32_t exponent) {
      return std::bit_cast<float>((word & 0x807fffff) | exponent << 23);
    };
    switch (kind) {
      case Values::ordinary: return with_exponent(123 + pick % 8);
      case Values::denormal: return with_exponent(pick % 2);
      case Values::huge: return with_exponent(240 + pick % 15);
      case Values::tiny: return with_exponent(1 + pick % 15);
      case Values::wild: break;
    }
    constexpr std::uint32_t special[] = {0x00000000, 0x80000000, 0x7f800000, 0xff800000,
                                         0x7fc00000, 0x00000001, 0x80000001, 0x7f7fffff};
    return pick % 8 == 0 ? std::bit_cast<float>(special[word % 8]) : std::bit_cast<float>(word);
  }
  void fill(std::span<float> out, Values kind) {
    for (float& x : out) x = draw(kind);
  }

 private:
  std::uint64_t state_;
};

/// A matrix with its own leading dimension and offset from an aligned address; what lies outside the
/// rows is a sentinel nobody may write.
class OffsetMatrix {
 public:
  static constexpr float sentinel = -12345.0f;

  OffsetMatrix(std::size_t rows, std::size_t cols, std::size_t ld, std::size_t offset)
      : rows_(rows), cols_(cols), ld_(ld), offset_(offset), data_(1, offset + rows * ld + 1) {
    for (float& x : data_.row(0)) x = sentinel;
  }
  void fill(Source& source, Values kind) {
    for (std::size_t i = 0; i < rows_; ++i) source.fill(view().row(i), kind);
  }
  MatrixView<float> view() { return {data_.data() + offset_, rows_, cols_, ld_}; }
  bool margins_untouched() const {
    for (std::size_t p = 0; p < data_.cols(); ++p) {
      const bool inside = p >= offset_ && (p - offset_) / (ld_ == 0 ? 1 : ld_) < rows_ &&
                          (p - offset_) % (ld_ == 0 ? 1 : ld_) < cols_;
      if (!inside && data_(0, p) != sentinel) return false;
    }
    return true;
  }

 private:
  std::size_t rows_, cols_, ld_, offset_;
  Matrix<float> data_;
};

/// Runs `body` once on every target of this machine, then goes back to the first.
template <class Body>
void on_every_target(Body body) {
  const simd::Target before = simd::target();
  for (const simd::Target target : simd::available_targets()) {
    simd::set_target(target);
    body(target);
  }
  simd::set_target(before);
}

}  // namespace verigan::test
