// SPDX-License-Identifier: MIT
#include "core/check.hpp"

#include "support/catch.hpp"

using namespace verigan;

TEST_CASE("require throws the joined message only when its condition fails") {
  REQUIRE_NOTHROW(require(true, "unused"));
  try {
    require(false, "alpha = ", 1.5, ", expected a number in (0, 1)");
    FAIL("require(false, …) returned");
  } catch (const Error& error) {
    REQUIRE(std::string(error.what()) == "alpha = 1.5, expected a number in (0, 1)");
  }
}
