// SPDX-License-Identifier: MIT
#include "core/names.hpp"

#include <array>

#include "support/catch.hpp"
#include "support/error_of.hpp"

using verigan::index_of_name;

TEST_CASE("names are found whatever their capitals and hyphens, the nearest is suggested") {
  constexpr std::array<std::string_view, 3> names{"least-squares", "hinge", "minimax"};
  CHECK(index_of_name("loss", "hinge", names) == 1);
  CHECK(index_of_name("loss", "Least_Squares", names) == 0);
  CHECK(error_of([&] { index_of_name("loss", "mini-max-x", names); }) ==
        "unknown loss 'mini-max-x', did you mean 'minimax'? expected one of least-squares, hinge, "
        "minimax");
  CHECK(error_of([&] { index_of_name("loss", "min", names); }).find("'minimax'?") !=
        std::string::npos);
  CHECK(error_of([&] { index_of_name("loss", "hnige", names); }).find("'hinge'?") !=
        std::string::npos);
  // Nothing is near: no guess.
  CHECK(error_of([&] { index_of_name("loss", "wasserstein", names); }) ==
        "unknown loss 'wasserstein', expected one of least-squares, hinge, minimax");
  CHECK(error_of([&] { index_of_name("loss", "", names); }) ==
        "unknown loss '', expected one of least-squares, hinge, minimax");
  CHECK(is_one_line(error_of([&] { index_of_name("loss", "a\nb", names); })));
}
