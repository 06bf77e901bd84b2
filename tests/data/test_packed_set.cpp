// SPDX-License-Identifier: MIT
#include <cmath>
#include <set>
#include <vector>

#include "core/check.hpp"
#include "data/packed_set.hpp"
#include "support/catch.hpp"

using namespace verigan;

namespace {

constexpr std::size_t kPoints = 60, kPacking = 3;

Matrix<float> points() {  // point k is (k, −k)
  Matrix<float> x(kPoints, 2);
  for (std::size_t k = 0; k < kPoints; ++k)
    x(k, 0) = static_cast<float>(k), x(k, 1) = -static_cast<float>(k);
  return x;
}

using Pack = std::vector<float>;

std::vector<Pack> packs(data::PackedSet& set, std::uint64_t step, std::size_t count) {
  Matrix<float> rows(count * kPacking, 2);
  set.fill(step, rows);
  std::vector<Pack> found(count);
  for (std::size_t i = 0; i < rows.rows(); ++i) {
    REQUIRE(rows(i, 1) == -rows(i, 0));  // a point of the set, whole
    found[i / kPacking].push_back(rows(i, 0));
  }
  return found;
}

}  // namespace

TEST_CASE("packed set: every epoch has the same packs, in another order") {
  data::PackedSet set(points(), kPacking, 5);
  CHECK(set.size() == kPoints);
  CHECK(set.dimension() == 2);
  const auto epoch = [&](std::uint64_t number) {
    std::vector<Pack> all;
    for (std::uint64_t t = 0; t < 4; ++t)
      for (const Pack& pack : packs(set, 4 * number + t, kPoints / 4)) all.push_back(pack);
    return all;
  };
  const auto first = epoch(0), second = epoch(1);
  CHECK(first != second);
  CHECK(std::multiset(first.begin(), first.end()) == std::multiset(second.begin(), second.end()));
  CHECK(epoch(0) == first);  // going back gives the same again
}

TEST_CASE("packed set: places of packs are filled with replacement, all points alike") {
  // 180 draws of 60 points leave 60·(59/60)¹⁸⁰ = 2.91 of them out (variance 2.35 or less) and put the
  // same point into the first two places of 1 pack (variance 1), on average.
  constexpr int kSeeds = 100;
  double left_out = 0, equal = 0;
  for (int seed = 1; seed <= kSeeds; ++seed) {
    data::PackedSet set(points(), kPacking, static_cast<std::uint64_t>(seed));
    std::set<float> seen;
    for (const Pack& pack : packs(set, 0, kPoints)) {
      seen.insert(pack.begin(), pack.end());
      equal += pack[0] == pack[1] ? 1 : 0;
    }
    left_out += static_cast<double>(kPoints - seen.size());
  }
  CHECK(std::abs(left_out / kSeeds - 2.914) < 5 * std::sqrt(2.35 / kSeeds));
  CHECK(std::abs(equal / kSeeds - 1) < 5 * std::sqrt(1.0 / kSeeds));
  data::PackedSet set(points(), kPacking, 7), other(points(), kPacking, 8),
      again(points(), kPacking, 7, 1);
  CHECK(packs(other, 0, kPoints) != packs(set, 0, kPoints));
  CHECK(packs(again, 0, kPoints) != packs(set, 0, kPoints));
}

TEST_CASE("packed set: a batch may lie across two epochs") {
  data::PackedSet set(points(), kPacking, 5);
  std::vector<Pack> straddling, aligned;
  for (std::uint64_t t = 0; t < 3; ++t)
    for (const Pack& pack : packs(set, t, 40)) straddling.push_back(pack);
  for (std::uint64_t t = 0; t < 2; ++t)
    for (const Pack& pack : packs(set, t, 60)) aligned.push_back(pack);
  CHECK(straddling == aligned);
}

TEST_CASE("packed set: refusals") {
  CHECK_THROWS_WITH(data::PackedSet(points(), 0, 1), "packing of 0 samples, expected at least 1");
  CHECK_THROWS_WITH(data::PackedSet(Matrix<float>(0, 2), 2, 1),
                    "a training set of 0 points of dimension 2, expected at least 1 of each");
}
