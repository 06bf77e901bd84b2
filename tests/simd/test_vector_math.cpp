// SPDX-License-Identifier: MIT
#include "simd/accuracy.hpp"
#include "simd/vector_math.hpp"
#include "support/catch.hpp"

using namespace verigan;
using namespace verigan::test;

TEST_CASE("every elementary function keeps its promised ulps on a sweep of all floats") {
  constexpr std::uint64_t stride = 4099;  // prime: visits every exponent with changing mantissas
  for (const Elementary& f : elementary_functions()) {
    double worst = 0;
    float where = 0;
    for (std::uint64_t bits = 0; bits < std::uint64_t{1} << 32; bits += stride) {
      const float x = std::bit_cast<float>(static_cast<std::uint32_t>(bits));
      const double error = ulp_error(f.ours(x), f.truth(static_cast<double>(x)));
      if (error > worst) worst = error, where = x;
    }
    INFO(f.name << ": largest error " << worst << " ulp at " << where);
    CHECK(worst <= f.max_ulp);
    CHECK(worst > 0.4);  // a sweep that measures nothing would report less
  }
}

TEST_CASE("values at zeros, infinities, NaN, denormals and the ends of the range") {
  constexpr float infinity = std::numeric_limits<float>::infinity();
  constexpr float denormal = 0x1p-149f;
  const auto bits = [](float x) { return std::bit_cast<std::uint32_t>(x); };
  const auto same = [&](float x, float y) { return bits(x) == bits(y); };

  for (const Elementary& f : elementary_functions()) {
    for (const std::uint32_t nan : {0x7fc00000u, 0xffc00000u, 0x7f800001u, 0xffffffffu}) {
      INFO(f.name);
      CHECK(bits(f.ours(std::bit_cast<float>(nan))) == 0x7fc00000u);
    }
  }
  CHECK(same(simd::exp(0.0f), 1.0f));
  CHECK(same(simd::exp(-0.0f), 1.0f));
  CHECK(same(simd::exp(infinity), infinity));
  CHECK(same(simd::exp(-infinity), 0.0f));
  CHECK(same(simd::exp(-103.5f), denormal));
  CHECK(same(simd::exp(-104.5f), 0.0f));
  CHECK(same(simd::exp(89.0f), infinity));

  CHECK(same(simd::log(1.0f), 0.0f));
  CHECK(same(simd::log(0.0f), -infinity));
  CHECK(same(simd::log(-0.0f), -infinity));
  CHECK(same(simd::log(infinity), infinity));
  CHECK(bits(simd::log(-infinity)) == 0x7fc00000u);
  CHECK(bits(simd::log(-denormal)) == 0x7fc00000u);
  CHECK(simd::log(denormal) == Approx(-149 * std::log(2.0)).epsilon(1e-6));

  CHECK(same(simd::softplus(infinity), infinity));
  CHECK(same(simd::softplus(-infinity), 0.0f));
  CHECK(same(simd::softplus(-103.5f), denormal));
  CHECK(same(simd::softplus(1000.0f), 1000.0f));
  CHECK(same(simd::sigmoid(0.0f), 0.5f));
  CHECK(same(simd::sigmoid(-0.0f), 0.5f));
  CHECK(same(simd::sigmoid(infinity), 1.0f));
  CHECK(same(simd::sigmoid(-infinity), 0.0f));
  CHECK(same(simd::sigmoid(-103.5f), denormal));

  CHECK(same(simd::tanh(infinity), 1.0f));
  CHECK(same(simd::tanh(-infinity), -1.0f));
  for (const float x : {0.0f, -0.0f, denormal, -denormal, 0x1p-126f, 0x1p-30f}) {
    CHECK(same(simd::tanh(x), x));
    CHECK(same(simd::sin(x), x));
    CHECK(same(simd::cos(x), 1.0f));
  }
  CHECK(bits(simd::sin(infinity)) == 0x7fc00000u);
  CHECK(bits(simd::cos(-infinity)) == 0x7fc00000u);
}

// mpmath 1.3, mp.dps = 60: nstr(sin(x), 15), nstr(cos(x), 15). 16367173·2⁷² is the float that comes
// nearest to a multiple of π/2.
TEST_CASE("sine and cosine of large arguments") {
  struct Case {
    float x;
    double sine, cosine;
  };
  const Case cases[] = {{0x1.8p+120f, 0.835825752796431, 0.54899481870258},
                        {3.4028234663852886e38f, -0.521876523333659, 0.853021039830304},
                        {16367173.0f * 0x1p72f, 1.0, -1.61476979824762e-9},
                        {1e10f, -0.487506025087511, 0.873119622676856}};
  for (const Case& c : cases) {
    CHECK(ulp_error(simd::sin(c.x), c.sine) <= 1.7);
    CHECK(ulp_error(simd::cos(c.x), c.cosine) <= 1.7);
    CHECK(simd::sin(-c.x) == -simd::sin(c.x));
  }
}
