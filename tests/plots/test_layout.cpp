// SPDX-License-Identifier: MIT
#include <cmath>
#include <vector>

#include "core/check.hpp"
#include "plots/figure.hpp"
#include "plots/svg.hpp"
#include "support/catch.hpp"

using namespace verigan::plots;
using Values = std::vector<double>;

TEST_CASE("labels move apart no more than they must, and keep their order") {
  CHECK(spread(Values{}, 10).empty());
  CHECK(spread(Values{5}, 10) == Values{5});
  CHECK(spread(Values{0, 100}, 10) == Values{0, 100});
  const Values two = spread(Values{52, 50}, 10);  // the pair stays centred at 51
  CHECK(two[0] == Approx(56));
  CHECK(two[1] == Approx(46));
  const Values chain = spread(Values{0, 8, 40, 41, 42}, 10);
  CHECK(chain[0] == Approx(-1));
  CHECK(chain[1] == Approx(9));
  CHECK(chain[2] == Approx(31));
  CHECK(chain[3] == Approx(41));
  CHECK(chain[4] == Approx(51));
  const Values equal = spread(Values{1, 1, 1}, 2);
  CHECK(equal[1] - equal[0] == Approx(2));
  CHECK(equal[2] - equal[1] == Approx(2));
}

TEST_CASE("steps of tics are 1, 2 or 5 times a power of ten") {
  CHECK(nice_step(3000, 4) == Approx(1000));
  CHECK(nice_step(5, 5) == Approx(1));
  CHECK(nice_step(5, 4) == Approx(2));
  CHECK(nice_step(0.02, 5) == Approx(0.005));
  CHECK(nice_step(0.7, 4) == Approx(0.2));
  CHECK(nice_step(99, 1) == Approx(50));
}

TEST_CASE("numbers as labels") {
  CHECK(short_number(0.1) == "0.1");
  CHECK(short_number(1.0 / 3) == "0.333");
  CHECK(fixed_number(0.00236, 4) == "0.0024");
  CHECK(fixed_number(-0.25, 1) == "−0.2");
  CHECK(fixed_number(-0.00004, 4) == "0.0000");
  CHECK(quoted("it's") == "'it''s'");
}

TEST_CASE("ids in an SVG get a prefix, with all that refers to them") {
  const std::string svg =
      "<?xml version=\"1.0\"?><svg width='1'><title>x</title><defs><circle id='dot'/><filter "
      "id=\"box\"/></defs>"
      "<use xlink:href='#dot'/><g filter='url(#box)' font-family=\"Arial\"/></svg>";
  const std::string tidy = tidy_svg(svg, "F01", "p < q");
  for (const char* part : {"id='F01_dot'", "id=\"F01_box\"", "href='#F01_dot'", "url(#F01_box)",
                           "aria-label=\"p &lt; q\"", "sans-serif"})
    CHECK(tidy.find(part) != std::string::npos);
  CHECK(tidy.find("<title>") == std::string::npos);
}
