// SPDX-License-Identifier: MIT
#include "core/option_mistake.hpp"

#include "support/catch.hpp"

using namespace verigan;

TEST_CASE("options that are repeated or lack a value are told in plain words") {
  CHECK(option_mistake("--alpha: At Most 1 required but received 2") ==
        "--alpha is given 2 times, expected once");
  CHECK(option_mistake("--updates: At Most 2 required but received 4") ==
        "--updates has 4 values, expected 2");
  CHECK(option_mistake("--alpha: 1 required FLOAT missing") == "--alpha needs a value");
  CHECK(option_mistake("--updates: 2 required INT missing") == "--updates needs 2 values");
  CHECK(option_mistake("--p is required") == "--p is required");
  CHECK(option_mistake("--out: no\nfolder") == "--out: no\nfolder");
}
