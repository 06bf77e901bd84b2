// SPDX-License-Identifier: MIT
#include "metrics/cells.hpp"

#include <algorithm>
#include <cmath>

#include "core/check.hpp"
#include "core/numeric.hpp"
#include "theory/grid.hpp"

namespace verigan::metrics {

namespace {

double total(std::span<const std::size_t> counts) {
  double n = 0;
  for (const std::size_t count : counts) n += static_cast<double>(count);
  ensure(n > 0, "samples to count");
  return n;
}

std::vector<std::size_t> cells_of(const Cells& cells, MatrixView<const float> points) {
  require(points.cols == cells.dimension(), "samples of ", points.cols, " numbers, expected ",
          cells.dimension());
  std::vector<std::size_t> out(points.rows);
  for (std::size_t i = 0; i < points.rows; ++i) out[i] = cells.cell_of(points.row(i));
  return out;
}

}  // namespace

Cells line_cells(const theory::Density& data, double low, double high, std::size_t count) {
  require(std::isfinite(low) && std::isfinite(high) && low < high, "cells from ", low, " to ", high,
          ", expected an interval");
  require(count >= 2, count, " cells, expected at least 2");
  const double width = (high - low) / static_cast<double>(count);
  std::vector<double> edges(count + 1);
  Cells cells{{}, Matrix<float>(count, 1), {}};
  for (std::size_t i = 0; i <= count; ++i) edges[i] = low + static_cast<double>(i) * width;
  for (std::size_t i = 0; i < count; ++i)
    cells.centres(i, 0) = static_cast<float>(low + (static_cast<double>(i) + 0.5) * width);
  cells.data = theory::bin_masses(data, edges);
  cells.data.front() += data.cdf(edges.front()).value();
  cells.data.back() += data.survival(edges.back());
  cells.cell_of = [low, width, last = count - 1](std::span<const float> x) -> std::size_t {
    const double place = std::floor((static_cast<double>(x[0]) - low) / width);
    if (!(place > 0)) return 0;
    return place < static_cast<double>(last) ? static_cast<std::size_t>(place) : last;
  };
  return cells;
}

std::vector<std::size_t> count(const Cells& cells, MatrixView<const float> points) {
  std::vector<std::size_t> counts(cells.size());
  for (const std::size_t cell : cells_of(cells, points)) ++counts[cell];
  return counts;
}

std::vector<double> shares(std::span<const std::size_t> counts) {
  const double n = total(counts);
  std::vector<double> q;
  for (const std::size_t count : counts) q.push_back(static_cast<double>(count) / n);
  return q;
}

// ∂JSD/∂q_i = ½ ln(q_i/m_i).
Estimate counted_jsd(std::span<const double> p, std::span<const std::size_t> counts) {
  ensure(p.size() == counts.size(), "a count for each cell");
  const double n = total(counts);
  const std::vector<double> q = shares(counts);
  double bias = 0, first = 0, second = 0;
  for (std::size_t i = 0; i < p.size(); ++i) {
    if (q[i] == 0) continue;
    const double m = 0.5 * (p[i] + q[i]), slope = 0.5 * std::log(q[i] / m);
    bias += (1 - q[i]) * 0.5 * p[i] / m / (4 * n);
    first += q[i] * slope;
    second += q[i] * slope * slope;
  }
  const double variance = std::max(second - first * first, 0.0) / n;
  return {theory::js_alpha(p, q, 0.5) - bias, 2 * std::sqrt(variance) + bias};
}

TwoSampleTest cells_test(const Cells& cells, MatrixView<const float> x, MatrixView<const float> y,
                         std::size_t permutations, const random::Stream& stream) {
  require(x.rows >= 2 && y.rows >= 2, "a test of ", x.rows, " and ", y.rows,
          " samples, expected at least 2 of each");
  require(permutations > 0, "0 permutations, expected at least 1");
  std::vector<std::size_t> pooled = cells_of(cells, x);
  const std::vector<std::size_t> others = cells_of(cells, y);
  pooled.insert(pooled.end(), others.begin(), others.end());
  std::vector<double> both(cells.size()), mine(cells.size());
  for (const std::size_t cell : pooled) ++both[cell];
  const auto n = static_cast<double>(x.rows), m = static_cast<double>(y.rows);

  // The JSD of the shares a/n and b/m of each cell, b = both − a.
  const auto statistic = [&](const auto& place) {
    std::ranges::fill(mine, 0.0);
    for (std::size_t i = 0; i < x.rows; ++i) ++mine[pooled[place(i)]];
    double sum = 0;
    for (std::size_t i = 0; i < both.size(); ++i) {
      const double p = mine[i] / n, q = (both[i] - mine[i]) / m, middle = 0.5 * (p + q);
      if (middle > 0) sum += 0.5 * (xlogy(p, p / middle) + xlogy(q, q / middle));
    }
    return sum;
  };
  const double observed = statistic([](std::size_t i) { return i; });
  std::vector<std::uint32_t> order(pooled.size());
  std::size_t as_large = 1;
  for (std::size_t b = 1; b <= permutations; ++b) {
    stream.permutation(b, order);
    as_large += !(statistic([&](std::size_t i) { return order[i]; }) < observed);
  }
  return {observed, static_cast<double>(as_large) / static_cast<double>(permutations + 1)};
}

}  // namespace verigan::metrics
