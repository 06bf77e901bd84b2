// SPDX-License-Identifier: MIT
#include "drive/display.hpp"
#include "drive/time_left.hpp"
#include "support/catch.hpp"

using verigan::drive::duration_text;
using verigan::drive::TimeLeft;

TEST_CASE("the time left is the longest slot of the schedule") {
  TimeLeft time_left;
  CHECK_FALSE(time_left.estimate({{"a", 5}}, {}, 2).has_value());
  time_left.observe("a", 10, 20);  // 2 s a unit
  CHECK(time_left.estimate({}, {}, 2).value() == Approx(0));
  CHECK(time_left.estimate({{"a", 5}}, {}, 2).value() == Approx(10));
  // slots free at 10 and 2; then 3 units from 2 to 8, 1 unit from 8 to 10, 1 unit from 10 to 12
  CHECK(time_left.estimate({{"a", 5}, {"a", 1}}, {{"a", 3}, {"a", 1}, {"a", 1}}, 2).value() ==
        Approx(12));
  CHECK(time_left.estimate({{"a", 5}, {"a", 1}}, {}, 1).value() == Approx(10));
}

TEST_CASE("each kind has its own pace, an unknown one that of all") {
  TimeLeft time_left;
  time_left.observe("fast", 100, 1);
  time_left.observe("slow", 1, 10);
  CHECK(time_left.estimate({{"fast", 50}}, {}, 1).value() == Approx(0.5));
  CHECK(time_left.estimate({{"slow", 2}}, {}, 1).value() == Approx(20));
  CHECK(time_left.estimate({{"new", 101}}, {}, 1).value() == Approx(11));
}

TEST_CASE("a kind that was measured once weighs by that, times what this machine has shown") {
  TimeLeft time_left;
  const double toy = TimeLeft::expected("alpha_toy", 1000), image = TimeLeft::expected("nearest_neighbours", 1);
  REQUIRE(image > 10 * toy);
  time_left.observe("alpha_toy", 1000, 3 * toy);  // three times as slow here
  CHECK(time_left.estimate({}, {{"nearest_neighbours", 1}}, 1).value() == Approx(3 * image));
  CHECK(time_left.estimate({}, {{"figure", 1}, {"figure", 1}}, 1).value() == Approx(6 * TimeLeft::expected("figure", 1)));
  time_left.observe("figure", 1, 0.1);  // seen, and quicker than that
  CHECK(time_left.estimate({}, {{"figure", 2}}, 1).value() == Approx(0.2));
}

TEST_CASE("durations read well") {
  CHECK(duration_text(0.4) == "0 s");
  CHECK(duration_text(59.6) == "1 min 0 s");
  CHECK(duration_text(75) == "1 min 15 s");
  CHECK(duration_text(8000) == "2 h 13 min");
}
