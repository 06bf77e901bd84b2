// SPDX-License-Identifier: MIT
#include <bit>
#include <set>
#include <vector>

#include "record/digest.hpp"
#include "support/catch.hpp"

using verigan::record::digest;
using verigan::record::digest_text;

TEST_CASE("a digest sees every bit, the order, the sign of zero and the length") {
  std::vector<float> values(37);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = 0.25F * static_cast<float>(i) - 3;
  std::set<std::uint64_t> seen{digest(values)};
  std::size_t made = 1;
  for (std::size_t i = 0; i < values.size(); ++i)
    for (int bit = 0; bit < 32; ++bit) {
      std::vector<float> other = values;
      other[i] = std::bit_cast<float>(std::bit_cast<std::uint32_t>(other[i]) ^ (1U << bit));
      seen.insert(digest(other));
      ++made;
    }
  for (std::size_t n = 0; n < values.size(); ++n) {
    seen.insert(digest(std::span(values).first(n)));
    ++made;
  }
  std::swap(values[3], values[4]);
  seen.insert(digest(values));
  seen.insert(digest(std::vector<float>(37, 0.0F)));
  seen.insert(digest(std::vector<float>(37, -0.0F)));
  CHECK(seen.size() == made + 3);
}

TEST_CASE("digests are what they were, written with 16 digits") {
  // By a program in another language: state = n; state = (state ^ word)·0x9e3779b97f4a7c15 mod 2⁶⁴,
  // state ^= state >> 32 for words of two floats (little end first), and at the end for 0.
  CHECK(digest_text(digest(std::vector<float>{})) == "0000000000000000");
  CHECK(digest_text(digest(std::vector<float>{1.0F, -2.5F, 3e-40F})) == "29526c817e1bc4ee");
  CHECK(digest_text(0xabcdef) == "0000000000abcdef");
}
