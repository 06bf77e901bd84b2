// SPDX-License-Identifier: MIT
#include "simd/known_answers.hpp"

#include <cfenv>

#include "core/check.hpp"
#include "simd/peak.hpp"
#include "simd/target.hpp"
#include "support/catch.hpp"
#include "support/float_state.hpp"

using namespace verigan;

TEST_CASE("every target gives the known answers") {
  const simd::Target before = simd::target();
  for (const simd::Target target : simd::available_targets()) {
    INFO("target " << simd::name(target));
    simd::set_target(target);
    CHECK(simd::known_answers() == simd::kKnownAnswers);
    CHECK_NOTHROW(simd::require_known_answers());
  }
  simd::set_target(before);
}

TEST_CASE("the known answers tell another rounding mode") {
  std::fesetround(FE_UPWARD);
  const std::uint64_t answers = simd::known_answers();
  std::fesetround(FE_TONEAREST);
  REQUIRE(answers != simd::kKnownAnswers);
}

TEST_CASE("flush-to-zero is refused at start-up") {
  const test::FloatState state(test::kFlushToZero);
  REQUIRE_THROWS_AS(simd::require_known_answers(), Error);
}

TEST_CASE("the multiply-add peak is a speed this decade's processors have") {
  const double peak = simd::fma_peak_gflops(0.02);
  INFO("peak " << peak << " GFLOP/s");
  REQUIRE(peak > 0.1);    // an emulator
  REQUIRE(peak < 2000.0); // had the loop been optimised away
}
