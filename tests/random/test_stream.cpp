// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>
#include <vector>

#include "random/philox.hpp"
#include "random/stream.hpp"
#include "support/catch.hpp"

using namespace verigan;
using namespace verigan::random;

// Random123 1.14.0, tests/kat_vectors, lines "philox4x32 10".
TEST_CASE("Philox4x32-10 gives the published known answers") {
  CHECK(philox_block({0, 0}, 0, 0) == Block{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
  const std::uint64_t ones = ~std::uint64_t{0};
  CHECK(philox_block({0xffffffff, 0xffffffff}, ones, ones) ==
        Block{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
  CHECK(philox_block({0xa4093822, 0x299f31d0}, 0x85a308d3243f6a88, 0x0370734413198a2e) ==
        Block{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
}

TEST_CASE("a draw depends on its address alone") {
  const Stream stream(42, Purpose::noise, 3);
  std::vector<float> whole(1000), part(1000);
  for (const bool normal : {false, true}) {
    const auto draw = [&](std::span<float> out, std::uint64_t first) {
      normal ? stream.normals(5, out, first) : stream.uniforms(5, out, first);
    };
    draw(whole, 0);
    for (const std::size_t first : {0u, 1u, 2u, 3u, 5u, 17u, 500u, 999u}) {
      for (const std::size_t length : {0u, 1u, 2u, 3u, 7u, 100u}) {
        const std::size_t n = std::min(length, whole.size() - first);
        std::fill(part.begin(), part.end(), -99.0f);
        draw(std::span(part).first(n), first);
        REQUIRE(std::equal(part.begin(), part.begin() + static_cast<long>(n),
                           whole.begin() + static_cast<long>(first)));
        REQUIRE(part[n] == -99.0f);
      }
    }
  }
}

TEST_CASE("seeds, purposes, runs and steps give different numbers") {
  std::set<std::uint64_t> seen;
  int count = 0;
  const std::uint64_t high = std::uint64_t{1} << 32;
  for (const std::uint64_t seed : {std::uint64_t{0}, std::uint64_t{1}, high}) {
    for (const Purpose purpose : {Purpose::initialise, Purpose::noise, Purpose::theory}) {
      for (const std::uint32_t run : {0u, 1u, 2u}) {
        for (const std::uint64_t step : {std::uint64_t{0}, std::uint64_t{1}, high}) {
          const Stream stream(seed, purpose, run);
          seen.insert(std::uint64_t{stream.word(step, 0)} << 32 | stream.word(step, 1));
          ++count;
        }
      }
    }
  }
  REQUIRE(seen.size() == static_cast<std::size_t>(count));
}

TEST_CASE("uniforms are uniform and normals are normal") {
  const Stream stream(1, Purpose::test);
  const std::size_t n = 1 << 20;
  std::vector<float> x(n);
  const double root_n = std::sqrt(static_cast<double>(n));

  // Kolmogorov–Smirnov: √n D stays below 1.95 with probability 0.999.
  const auto ks = [&](auto cdf) {
    std::sort(x.begin(), x.end());
    double d = 0;
    for (std::size_t i = 0; i < n; ++i) {
      const double f = cdf(static_cast<double>(x[i]));
      const double below = static_cast<double>(i) / static_cast<double>(n);
      d = std::max({d, std::fabs(f - below), std::fabs(f - below - 1 / static_cast<double>(n))});
    }
    return root_n * d;
  };
  stream.uniforms(0, x);
  CHECK(*std::min_element(x.begin(), x.end()) > 0.0f);
  CHECK(*std::max_element(x.begin(), x.end()) < 1.0f);
  CHECK(ks([](double u) { return u; }) < 1.95);

  stream.normals(0, x);
  double neighbours = 0;  // Box–Muller partners must be uncorrelated
  for (std::size_t i = 0; i + 1 < n; i += 2) neighbours += static_cast<double>(x[i] * x[i + 1]);
  CHECK(std::fabs(neighbours) / std::sqrt(static_cast<double>(n) / 2) < 3.3);
  CHECK(ks([](double z) { return 0.5 * std::erfc(-z * std::sqrt(0.5)); }) < 1.95);
}

TEST_CASE("integers below a bound and permutations") {
  const Stream stream(9, Purpose::shuffle);
  std::vector<int> counts(10);
  for (std::uint64_t i = 0; i < 100000; ++i) ++counts[stream.below(0, i, 10)];
  double chi2 = 0;
  for (const int c : counts) chi2 += (c - 10000.0) * (c - 10000.0) / 10000.0;
  CHECK(chi2 < 27.9);  // 9 degrees of freedom, 0.999

  for (const std::size_t n : {0u, 1u, 2u, 3u, 1000u}) {
    std::vector<std::uint32_t> p(n), sorted(n);
    stream.permutation(1, p);
    std::iota(sorted.begin(), sorted.end(), 0u);
    CHECK(std::is_permutation(p.begin(), p.end(), sorted.begin()));
  }
  // All six orders of three, equally often.
  std::vector<int> orders(27);
  for (std::uint64_t step = 0; step < 6000; ++step) {
    std::uint32_t p[3];
    stream.permutation(step, p);
    ++orders[9 * p[0] + 3 * p[1] + p[2]];
  }
  double chi2_orders = 0;
  for (const int c : orders) chi2_orders += c == 0 ? 0.0 : (c - 1000.0) * (c - 1000.0) / 1000.0;
  CHECK(chi2_orders < 20.5);  // 5 degrees of freedom, 0.999
  CHECK(std::count(orders.begin(), orders.end(), 0) == 21);
}

TEST_CASE("uniforms in double lie in the open interval") {
  const Stream stream(3, Purpose::test);
  double sum = 0;
  for (std::uint64_t i = 0; i < 10000; ++i) {
    const double u = stream.uniform_double(0, i);
    REQUIRE((u > 0.0 && u < 1.0));
    REQUIRE(stream.uniform_doubles(0, i / 2)[i % 2] == u);
    sum += u;
  }
  CHECK(std::fabs(sum / 10000 - 0.5) < 3.3 * std::sqrt(1.0 / 12 / 10000));
}
