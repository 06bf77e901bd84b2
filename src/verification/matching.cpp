// SPDX-License-Identifier: MIT
#include "verification/matching.hpp"

#include <utility>

namespace verigan::verification {
namespace {

using Rows = Table<Single>;

std::vector<Single> mean(const Rows& x) {
  std::vector<Single> centre;
  for (std::size_t c = 0; c < x.cols; ++c) {
    Sum<Single> sum;
    for (std::size_t i = 0; i < x.rows; ++i) sum.add(x(i, c));
    centre.push_back(sum.total() / Single(static_cast<double>(x.rows)));
  }
  return centre;
}

Rows moved(const Rows& x, const std::vector<Single>& centre, Single factor) {
  Rows out(x);
  for (std::size_t i = 0; i < x.rows; ++i)
    for (std::size_t c = 0; c < x.cols; ++c) out(i, c) = factor * (x(i, c) - centre[c]);
  return out;
}

Single product(const Rows& a, std::size_t i, const Rows& b, std::size_t j) {
  Sum<Single> sum;
  for (std::size_t c = 0; c < a.cols; ++c) sum.add(a(i, c), b(j, c));
  return sum.total();
}

/// k(a, b) and w, where ∂k/∂a = w·b, less w·a for kernels of differences.
using Pair = std::pair<Single, Single>;

Pair gaussians(const std::vector<double>& bandwidths, const Rows& a, std::size_t i, const Rows& b,
               std::size_t j) {
  constexpr double least = 0x1p-86;  // above e⁻⁶⁰, below which a kernel counts as 0
  Single square = product(a, i, a, i) + product(b, j, b, j) - Single(2) * product(a, i, b, j);
  square.value = std::max(square.value, 0.0);
  const double share = 1 / static_cast<double>(bandwidths.size());
  Sum<Single> value, slope;
  for (const double s : bandwidths) {
    Single kernel = exp(rounded(-0.5 / (s * s), 0) * square);
    kernel.error += least;
    value.add(kernel);
    slope.add(rounded(share / (s * s), 0), kernel);
  }
  return {value.total() * Single(share), slope.total()};
}

Pair powers(std::size_t order, Single t) {
  Single value = 1, slope = 0;
  for (std::size_t r = 1; r <= order; ++r) {
    slope = slope * t + value;
    value = value * t + Single(r < order ? 1 : 0);
  }
  return {value, slope};
}

}  // namespace

Matched match(const MatchingDefinition& definition, const Table<Single>& x,
              const Table<Single>& y) {
  const bool differences = !definition.bandwidths.empty();
  const bool unbiased = definition.estimate == gan::MmdEstimator::unbiased;
  std::vector<Single> centre, own;
  if (differences) {
    centre = mean(y), own = mean(x);
  } else {
    for (std::size_t c = 0; c < x.cols; ++c) {
      const auto& given = definition.units.centre;
      centre.push_back(given.empty() ? 0.0 : static_cast<double>(given[c]));
    }
    own = centre;
  }
  const Single factor = differences ? Single(1) : rounded(1 / definition.units.scale, 0);
  const Rows alone = moved(x, own, factor), a = moved(x, centre, factor),
             b = moved(y, centre, factor);

  const auto n = static_cast<double>(x.rows), m = static_cast<double>(y.rows);
  const double n_others = unbiased ? n - 1 : n, m_others = unbiased ? m - 1 : m;
  const auto kernel = [&](const Rows& p, std::size_t i, const Rows& q, std::size_t j) -> Pair {
    if (!differences) return powers(definition.order, product(p, i, q, j));
    if (&p == &q && i == j) return {1, 0};
    return gaussians(definition.bandwidths, p, i, q, j);
  };
  Table<Sum<Single>> slopes(x.rows, x.cols);
  // Σᵢⱼ k(pᵢ, qⱼ); factor · Σⱼ ∂k(pᵢ, qⱼ)/∂pᵢ onto the slopes of row i.
  const auto sum = [&](const Rows& p, const Rows& q, Single times, bool of_x) {
    Sum<Single> total;
    for (std::size_t i = 0; i < p.rows; ++i) {
      Sum<Single> weights;
      for (std::size_t j = 0; j < q.rows; ++j) {
        if (&p == &q && i == j && unbiased) continue;
        const auto [value, slope] = kernel(p, i, q, j);
        total.add(value);
        const Single w = slope * times;
        weights.add(w);
        for (std::size_t c = 0; of_x && c < x.cols; ++c) slopes(i, c).add(w, q(j, c));
      }
      for (std::size_t c = 0; of_x && differences && c < x.cols; ++c)
        slopes(i, c).add(weights.total(), -p(i, c));
    }
    return total.total();
  };
  const Single xx = sum(alone, alone, 1, true);
  const Single xy = sum(a, b, rounded(-n_others / m, 0), true);
  const Single yy = sum(b, b, 1, false);
  Single value =
      xx / Single(n * n_others) + yy / Single(m * m_others) - Single(2) * xy / Single(n * m);
  Single scale = Single(2) / Single(n * n_others * definition.units.scale);
  if (definition.estimate == gan::MmdEstimator::root) {
    value = sqrt(value);
    scale = scale / (Single(2) * value);
  }
  Matched matched{value, Table<Single>(x.rows, x.cols)};
  for (std::size_t k = 0; k < slopes.v.size(); ++k) matched.dx.v[k] = slopes.v[k].total() * scale;
  return matched;
}

}  // namespace verigan::verification
