// SPDX-License-Identifier: MIT
#include "core/check.hpp"
#include "simd/scalar_lanes.hpp"
#include "simd/vector_math.hpp"

namespace verigan::simd::spec {
namespace {

/// Payne & Hanek (1983): x·2/π mod 4 in integers, for finite |x| > kLargeAngle. x = m 2ᵉ; bits of 2/π
/// that weigh 4 or more after multiplication with m 2ᵉ do not matter, 96 bits from there do.
float reduce_large_angle(float x, std::uint32_t& quadrant) {
  constexpr std::uint64_t two_over_pi[] = {0,          0xa2f9836e, 0x4e441529, 0xfc2757d1,
                                           0xf534ddc0, 0xdb629599, 0x3c439041, 0xfe5163ab,
                                           0xdebbc561};
  const std::uint32_t bits = std::bit_cast<std::uint32_t>(x);
  const std::uint64_t m = (bits & 0x007fffff) | 0x00800000;
  const int e = static_cast<int>(bits >> 23 & 0xff) - 150;
  const int first = 32 + e - 2;  // offset into the bits of the table
  const int word = first / 32, shift = first % 32;
  std::uint64_t window[3];
  for (int i = 0; i < 3; ++i) {
    const std::uint64_t pair = two_over_pi[word + i] << 32 | two_over_pi[word + i + 1];
    window[i] = pair << shift >> 32;
  }
  std::uint64_t turns = (m * window[0] << 32) + m * window[1] + (m * window[2] >> 32);
  const std::uint64_t n = (turns + (std::uint64_t{1} << 61)) >> 62;
  turns -= n << 62;
  quadrant = static_cast<std::uint32_t>(n);
  const double r = static_cast<double>(static_cast<std::int64_t>(turns)) * 0x1.921fb54442d18p-62;
  return static_cast<float>(r);
}

bool is_large(float x) { return magnitude(ScalarLanes{}, x) > kLargeAngle; }

const float kNan = std::bit_cast<float>(0x7fc00000u);
const float kInfinity = std::bit_cast<float>(0x7f800000u);

template <class F>
void each(std::span<const float> in, std::span<float> out, F f) {
  ensure(in.size() == out.size(), "in and out of one length");
  for (std::size_t i = 0; i < in.size(); ++i) out[i] = f(in[i]);
}

}  // namespace

float exp(float x) { return exp_lanes(ScalarLanes{}, x); }
float log(float x) { return log_lanes(ScalarLanes{}, x); }
float softplus(float x) { return softplus_lanes(ScalarLanes{}, x); }
float sigmoid(float x) { return sigmoid_lanes(ScalarLanes{}, x); }
float tanh(float x) { return tanh_lanes(ScalarLanes{}, x); }

float sin(float x) {
  if (!is_large(x)) return sin_lanes(ScalarLanes{}, x);
  if (magnitude(ScalarLanes{}, x) == kInfinity) return kNan;
  std::uint32_t quadrant = 0;
  const float r = reduce_large_angle(x, quadrant);
  return flip_sign(ScalarLanes{}, sine_of_parts(ScalarLanes{}, quadrant, r),
                   sign_bit(ScalarLanes{}, x));
}

float cos(float x) {
  if (!is_large(x)) return cos_lanes(ScalarLanes{}, x);
  if (magnitude(ScalarLanes{}, x) == kInfinity) return kNan;
  std::uint32_t quadrant = 0;
  const float r = reduce_large_angle(x, quadrant);
  return sine_of_parts(ScalarLanes{}, quadrant + 1, r);
}

void exp(std::span<const float> in, std::span<float> out) {
  each(in, out, [](float x) { return exp(x); });
}
void log(std::span<const float> in, std::span<float> out) {
  each(in, out, [](float x) { return log(x); });
}
void softplus(std::span<const float> in, std::span<float> out) {
  each(in, out, [](float x) { return softplus(x); });
}
void sigmoid(std::span<const float> in, std::span<float> out) {
  each(in, out, [](float x) { return sigmoid(x); });
}
void tanh(std::span<const float> in, std::span<float> out) {
  each(in, out, [](float x) { return tanh(x); });
}
void sin(std::span<const float> in, std::span<float> out) {
  each(in, out, [](float x) { return sin(x); });
}
void cos(std::span<const float> in, std::span<float> out) {
  each(in, out, [](float x) { return cos(x); });
}

}  // namespace verigan::simd::spec
