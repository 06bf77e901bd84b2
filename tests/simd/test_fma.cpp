// SPDX-License-Identifier: MIT
// The portable multiply-add against the processor's.
#include "simd/fma.hpp"

#include <bit>
#include <cmath>
#include <cstdint>
#include <vector>

#include "simd/known_answers.hpp"
#include "simd/target.hpp"
#include "support/catch.hpp"
#include "support/fused.hpp"

using namespace verigan;
using verigan::tests::same_float;

namespace {

float value(std::uint32_t bits) { return std::bit_cast<float>(bits); }

/// The ends of every range, neighbours of powers of two, halves of a last place, of either sign.
std::vector<float> awkward() {
  std::vector<float> all;
  for (const std::uint32_t exponent : {0U, 1U, 2U, 23U, 24U, 57U, 63U, 64U, 102U, 103U, 104U, 115U, 126U,
                                       127U, 128U, 150U, 151U, 191U, 253U, 254U, 255U})
    for (const std::uint32_t significand : {0U, 1U, 0x800U, 0x10001U, 0x400000U, 0x7fffffU})
      for (const std::uint32_t sign : {0U, 1U})
        all.push_back(value(sign << 31 | exponent << 23 | significand));
  return all;
}

}  // namespace

TEST_CASE("the portable multiply-add rounds rightly where C libraries do not") {
  // The two of the list, and sums just off the middle of two floats, worked out by hand.
  const simd::FusedExample more[] = {
      // (1 + 2⁻¹²)² = 1 + 2⁻¹¹ + 2⁻²⁴ is the middle of two floats, the lower one even; a subnormal next to
      // it decides, and no double holds both.
      {0x3f800800, 0x3f800800, 0x00000001, 0x3f801001},
      {0x3f800800, 0x3f800800, 0x80000001, 0x3f801000},
      {0x3f800800, 0x3f800800, 0x00000000, 0x3f801000},
      // (1 + 2⁻²³)² + 2⁻²⁴ = 1 + 2⁻²² + 2⁻²⁴ + 2⁻⁴⁶: above the middle.
      {0x3f800001, 0x3f800001, 0x33800000, 0x3f800003},
      // (1 − 2⁻²⁴)(1 + 2⁻²³) = 1 + 2⁻²⁴ − 2⁻⁴⁷: below it.
      {0x3f7fffff, 0x3f800001, 0x00000000, 0x3f800000},
  };
  const auto check = [](const simd::FusedExample& e) {
    const volatile float a = value(e.a), b = value(e.b), c = value(e.c);
    CAPTURE(a, b, c);
    CHECK(std::bit_cast<std::uint32_t>(simd::portable_fma(a, b, c)) == e.answer);
    CHECK(std::bit_cast<std::uint32_t>(simd::fma(a, b, c)) == e.answer);
  };
  for (const auto& e : simd::kFusedExamples) check(e);
  for (const auto& e : more) check(e);
}

TEST_CASE("the portable multiply-add is the processor's on every awkward triple") {
  if (!simd::kFusedInstruction) return;  // std::fma is then a C library's
  const std::vector<float> numbers = awkward();
  std::size_t wrong = 0, hard = 0;  // hard: rounding twice, by way of double, goes wrong
  for (const float a : numbers)
    for (const float b : numbers)
      for (const float c : numbers) {
        const float right = std::fma(a, b, c);
        wrong += !same_float(simd::portable_fma(a, b, c), right);
        const double twice = static_cast<double>(a) * static_cast<double>(b) + static_cast<double>(c);
        hard += !same_float(static_cast<float>(twice), right);
      }
  CHECK(wrong == 0);
  CHECK(hard > 1000);
}

TEST_CASE("the portable multiply-add is the processor's on random triples") {
  if (!simd::kFusedInstruction) return;
  CHECK(tests::wrong_random_fusions(1, 2'000'000) == 0);
}

TEST_CASE("every target fuses rightly") {
  const simd::Target before = simd::target();
  for (const simd::Target target : simd::available_targets()) {
    INFO("target " << simd::name(target));
    simd::set_target(target);
    CHECK(simd::fuses_rightly());
  }
  simd::set_target(before);
}
