// SPDX-License-Identifier: MIT
#include <bit>
#include <cstdint>
#include <vector>

#include "random/philox.hpp"
#include "simd/target.hpp"
#include "support/catch.hpp"

using namespace verigan;
using namespace verigan::random;

namespace {

void compare(simd::Target target, std::uint64_t step, std::uint64_t first, std::size_t length) {
  const Key key = {0x12345678, 0x9abcdef0};
  constexpr float sentinel = -77.0f;
  std::vector<float> fast(length + 2, sentinel), plain(length + 2, sentinel);
  const auto middle = [&](std::vector<float>& v) { return std::span(v).subspan(1, length); };
  const Fills wide = fills(target);
  for (const bool normal : {false, true}) {
    (normal ? wide.normals : wide.uniforms)(key, step, first, middle(fast));
    (normal ? spec::fill_normals : spec::fill_uniforms)(key, step, first, middle(plain));
    for (std::size_t i = 0; i < fast.size(); ++i) {
      if (std::bit_cast<std::uint32_t>(fast[i]) == std::bit_cast<std::uint32_t>(plain[i])) continue;
      FAIL(simd::name(target) << ", normal " << normal << ", first " << first << ", length "
                              << length << ": element " << i << " is " << fast[i]
                              << " instead of " << plain[i]);
    }
  }
}

}  // namespace

TEST_CASE("vectorised draws are the specification's, for every length, offset and carry") {
  for (const simd::Target target : simd::available_targets()) {
    for (std::size_t length = 0; length <= 70; ++length) {
      for (std::uint64_t first = 0; first < 9; ++first) compare(target, 3, first, length);
    }
    const std::uint64_t carry = std::uint64_t{1} << 34;  // block number 2³²
    for (std::uint64_t back = 0; back < 80; back += 7) compare(target, ~0ull, carry - back, 100);
    compare(target, std::uint64_t{5} << 32, 0, 100000);
  }
  SUCCEED();
}
