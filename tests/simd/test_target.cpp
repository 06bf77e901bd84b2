// SPDX-License-Identifier: MIT
#include <algorithm>
#include <string>

#include "core/check.hpp"
#include "simd/target.hpp"
#include "support/catch.hpp"

using namespace verigan;

TEST_CASE("the specification is always there, and last") {
  const auto targets = simd::available_targets();
  REQUIRE(!targets.empty());
  CHECK(targets.back() == simd::Target::spec);
}

TEST_CASE("a target this processor lacks is refused with the ones it has") {
  const auto available = simd::available_targets();
  for (const auto target : {simd::Target::avx2, simd::Target::avx512, simd::Target::neon,
                            simd::Target::sve, simd::Target::spec}) {
    if (std::find(available.begin(), available.end(), target) != available.end()) continue;
    try {
      simd::set_target(target);
      FAIL("accepted");
    } catch (const Error& error) {
      const std::string what = error.what();
      CHECK(what.find(simd::name(target)) != std::string::npos);
      CHECK(what.find("spec") != std::string::npos);
    }
  }
}
