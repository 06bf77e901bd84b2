// SPDX-License-Identifier: MIT
#include "core/number_list.hpp"

#include "core/check.hpp"
#include "support/catch.hpp"

using namespace verigan;
using Numbers = std::vector<std::uint64_t>;

TEST_CASE("whole numbers are single ones and ranges, in the order written") {
  CHECK(whole_numbers("7", "seeds") == Numbers{7});
  CHECK(whole_numbers("1-4", "seeds") == Numbers{1, 2, 3, 4});
  CHECK(whole_numbers("9,1-3,5", "seeds") == Numbers{9, 1, 2, 3, 5});
  CHECK(whole_numbers("18446744073709551615", "seeds").front() == ~std::uint64_t{0});
  CHECK(whole_numbers("1-1000000", "seeds").size() == 1000000);
}

TEST_CASE("what is no list of whole numbers is refused with what was expected") {
  for (const char* text : {"", "x", "1,", ",1", "-1", "1-", "3-1", "1.5", "1--2", "18446744073709551616"}) {
    INFO(text);
    CHECK_THROWS_WITH(whole_numbers(text, "seeds"),
                      message("seeds '", text, "', expected whole numbers such as 7, 1-20 or 1-5,9"));
  }
  CHECK_THROWS_WITH(whole_numbers("1-3,2", "seeds"), "seeds '1-3,2': 2 is there twice");
  CHECK_THROWS_WITH(whole_numbers("0-1000000", "seeds"),
                    "seeds '0-1000000', expected at most 1000000 numbers");
}
