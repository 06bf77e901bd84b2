// SPDX-License-Identifier: MIT
// T72: the kernel distance (KID) is unbiased, by every sample that two laws on two points can give, as
// metrics/kernel_distance.cpp measures it.
#include "metrics/kernel_distance.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/matrix.hpp"
#include "theory/theorems/instance.hpp"
#include "verification/rows.hpp"

namespace verigan::verification {
namespace {

using theory::Ball;
using theory::RandomInstance;
using theory::Evidence;
using theory::kRounding;

struct Formula {
  double offset = 1;      // k = (⟨x, y⟩/d + offset)³
  bool diagonal = false;  // pairs of a sample with itself are counted
};

using Points = std::array<std::array<float, 3>, 2>;

Ball kernel(const Points& at, std::size_t a, std::size_t b, std::size_t d, double offset) {
  Ball product = 0;
  for (std::size_t c = 0; c < d; ++c)
    product += Ball(static_cast<double>(at[a][c])) * static_cast<double>(at[b][c]);
  const Ball base = product / static_cast<double>(d) + offset;
  return base * base * base;
}

void check(RandomInstance& draw, Evidence& evidence, const Formula& formula) {
  const std::size_t d = 1 + draw.below(3), n = 2 + draw.below(2), m = 2 + draw.below(2);
  Points at;
  for (auto& point : at)
    for (float& x : point) x = static_cast<float>(draw.uniform(-1.5, 1.5));
  const Ball p = draw.uniform(0.05, 0.95), q = draw.chance(0.3) ? p : draw.uniform(0.05, 0.95);
  const Ball aa = kernel(at, 0, 0, d, formula.offset), bb = kernel(at, 1, 1, d, formula.offset),
             ab = kernel(at, 0, 1, d, formula.offset);
  const double largest = std::abs(aa.value) + std::abs(bb.value) + std::abs(ab.value) + 1;
  Matrix<float> x(n, d), y(m, d);
  Ball mean = 0;
  for (std::size_t code = 0; code < std::size_t{1} << (n + m); ++code) {
    Ball probability = 1;
    for (std::size_t i = 0; i < n + m; ++i) {
      const std::size_t kind = code >> i & 1;
      const Ball first = i < n ? p : q;
      probability = probability * (kind == 0 ? first : 1 - first);
      std::copy_n(at[kind].begin(), d, (i < n ? x.row(i) : y.row(i - n)).begin());
    }
    mean += probability * Ball(metrics::kernel_distance(x, y), 64 * kRounding * largest);
  }
  Ball expected = (p - q) * (p - q) * (aa + bb - 2 * ab);
  const auto own = [&](Ball share, std::size_t size) {  // what pairs with itself add
    return share * (1 - share) * (aa + bb - 2 * ab) / static_cast<double>(size);
  };
  if (formula.diagonal) expected += own(p, n) + own(q, m);
  evidence.equal("E KID = MMD²", mean, expected);
}

theory::Check with(const Formula& formula) {
  return [formula](RandomInstance& draw, Evidence& evidence) { check(draw, evidence, formula); };
}

}  // namespace

theory::Theorem kernel_distance() {
  return {.id = "T72",
          .title = "The kernel distance is unbiased",
          .statement = "over samples of n and m the mean of the distance with k = (⟨x, y⟩/d + 1)³ is MMD², 0 "
                       "at p = q, whatever n and m: so it may be below 0, and values of different N compare",
          .source = "Bińkowski 2018",
          .check = with({}),
          .mutants = {{"k = (⟨x, y⟩/d)³", 0.5, with({.offset = 0})},
                      {"pairs of a sample with itself", 0.9, with({.diagonal = true})}},
          .exercises = "metrics::kernel_distance"};
}

}  // namespace verigan::verification
