// SPDX-License-Identifier: MIT
#include <atomic>
#include <string>
#include <vector>

#include "core/check.hpp"
#include "core/parallel.hpp"
#include "support/catch.hpp"

using namespace verigan;

namespace {
struct Threads {
  explicit Threads(int n) { set_threads(n); }
  ~Threads() { set_threads(1); }
};
}  // namespace

TEST_CASE("every piece runs exactly once, for any number of threads") {
  for (const int n : {1, 2, 4}) {
    const Threads scope(n);
    std::vector<std::atomic<int>> runs(1000);
    parallel_for(runs.size(), [&](std::size_t i) { ++runs[i]; });
    for (const auto& count : runs) REQUIRE(count == 1);
    parallel_for(0, [](std::size_t) { FAIL("no pieces"); });
  }
}

TEST_CASE("nested loops and serial sections run in order on the calling thread") {
  const Threads scope(4);
  std::vector<std::vector<std::size_t>> order(8);
  parallel_for(order.size(), [&](std::size_t i) {
    parallel_for(5, [&](std::size_t j) { order[i].push_back(j); });
  });
  for (const auto& inner : order) REQUIRE(inner == std::vector<std::size_t>{0, 1, 2, 3, 4});

  const SerialSection serial;
  std::vector<std::size_t> seen;
  parallel_for(100, [&](std::size_t i) { seen.push_back(i); });
  for (std::size_t i = 0; i < seen.size(); ++i) REQUIRE(seen[i] == i);
}

TEST_CASE("the exception of the smallest failing piece comes out") {
  for (const int n : {1, 4}) {
    const Threads scope(n);
    std::string what;
    try {
      parallel_for(100, [](std::size_t i) { require(i % 7 != 5, "piece ", i); });
    } catch (const Error& error) {
      what = error.what();
    }
    REQUIRE(what == "piece 5");
  }
}

TEST_CASE("a number of threads that makes no sense is refused") {
  REQUIRE_THROWS_AS(set_threads(0), Error);
  REQUIRE_THROWS_AS(set_threads(-3), Error);
  REQUIRE_THROWS_AS(set_threads(100000), Error);
  REQUIRE(threads() == 1);
}
