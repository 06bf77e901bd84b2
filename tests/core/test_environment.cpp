// SPDX-License-Identifier: MIT
#include "core/environment.hpp"

#include <cfenv>
#include <string>
#include <thread>

#include "core/check.hpp"
#include "support/catch.hpp"
#include "support/float_state.hpp"

using namespace verigan;

namespace {

/// The complaint inside a changed processor state, which is restored.
std::string complaint_with(std::uint64_t bits) {
  const test::FloatState state(bits);
  return float_environment().complaint();
}

}  // namespace

TEST_CASE("a healthy thread has nothing to complain about") {
  REQUIRE(float_environment().complaint() == "");
  REQUIRE_NOTHROW(require_exact_arithmetic());
}

TEST_CASE("every rounding mode but to nearest is refused") {
  for (const int mode : {FE_UPWARD, FE_DOWNWARD, FE_TOWARDZERO}) {
    std::fesetround(mode);
    const FloatEnvironment environment = float_environment();
    std::fesetround(FE_TONEAREST);
    INFO("rounding mode " << mode);
    REQUIRE_FALSE(environment.rounds_to_nearest);
    REQUIRE_FALSE(environment.exact());
    REQUIRE(environment.complaint().find("rounding mode") != std::string::npos);
  }
}

TEST_CASE("flush-to-zero and denormals-are-zero are refused, each by its name") {
  const std::string flush = complaint_with(test::kFlushToZero);
  REQUIRE(flush.find("(FTZ)") != std::string::npos);
  const std::string denormals = complaint_with(test::kDenormalsAreZero);
  REQUIRE(denormals.find("(DAZ)") != std::string::npos);
  if (test::kFlushToZero != test::kDenormalsAreZero) {
    REQUIRE(flush.find("(DAZ)") == std::string::npos);
    REQUIRE(denormals.find("(FTZ)") == std::string::npos);
  }
  const test::FloatState state(test::kFlushToZero);
  REQUIRE_THROWS_AS(require_exact_arithmetic(), Error);
}

TEST_CASE("threads inherit the state of the thread that starts them") {
  bool flushed = false;
  {
    const test::FloatState state(test::kFlushToZero);
    std::thread([&flushed] { flushed = float_environment().flushes_to_zero; }).join();
  }
  REQUIRE(flushed);
}
