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

TEST_CASE("what an Error says is one line that can be read") {
  REQUIRE(std::string(Error("a\nb\tc\x1b[31m\x7f").what()) == "a b c [31m ");
  REQUIRE(std::string(Error("\xC2\x9B" "31m é …").what()) == "  31m é …");
  const std::string long_line = Error("begin " + std::string(100000, 'x') + " end").what();
  REQUIRE(long_line.size() < 4100);
  REQUIRE(long_line.starts_with("begin xxx"));
  REQUIRE(long_line.ends_with("xxx end"));
  std::string accents = "a";  // no character is cut in two
  for (int i = 0; i < 10000; ++i) accents += "é";
  const std::string cut = Error(accents).what();
  REQUIRE(cut.find("\xC3 ") == std::string::npos);
  REQUIRE(cut.find(" … é") != std::string::npos);
}
