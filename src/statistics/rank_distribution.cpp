// SPDX-License-Identifier: MIT
#include "statistics/rank_distribution.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/check.hpp"

namespace verigan::statistics {
namespace {

/// Ways to reach each sum, as probabilities.
Distribution normalised(const std::vector<double>& ways) {
  const double total = std::accumulate(ways.begin(), ways.end(), 0.0);
  Distribution law;
  for (std::size_t sum = 0; sum < ways.size(); ++sum)
    if (ways[sum] > 0) law[static_cast<Whole>(sum)] = ways[sum] / total;
  return law;
}

std::size_t total_of(std::span<const Whole> ranks) {
  return static_cast<std::size_t>(std::accumulate(ranks.begin(), ranks.end(), Whole{0}));
}

}  // namespace

std::vector<Whole> doubled_ranks(std::span<const double> values) {
  for (const double value : values) require(!std::isnan(value), "rank of nan, expected numbers");
  std::vector<double> sorted(values.begin(), values.end());
  std::sort(sorted.begin(), sorted.end());
  std::vector<Whole> ranks;
  for (const double value : values) {
    const auto [first, end] = std::equal_range(sorted.begin(), sorted.end(), value);
    ranks.push_back((first - sorted.begin()) + (end - sorted.begin()) + 1);
  }
  return ranks;
}

Distribution choice_sum(std::span<const Whole> ranks, std::size_t chosen) {
  const std::size_t size = total_of(ranks) + 1;
  std::vector<std::vector<double>> ways(chosen + 1, std::vector<double>(size));
  ways[0][0] = 1;
  for (const Whole rank : ranks) {
    const auto step = static_cast<std::size_t>(rank);
    for (std::size_t k = chosen; k >= 1; --k)
      for (std::size_t sum = size - 1; sum >= step; --sum) ways[k][sum] += ways[k - 1][sum - step];
  }
  return normalised(ways[chosen]);
}

Distribution subset_sum(std::span<const Whole> ranks) {
  std::vector<double> ways(total_of(ranks) + 1);
  ways[0] = 1;
  for (const Whole rank : ranks) {
    const auto step = static_cast<std::size_t>(rank);
    for (std::size_t sum = ways.size() - 1; sum >= step; --sum) ways[sum] += ways[sum - step];
  }
  return normalised(ways);
}

Distribution pairing_sum(std::span<const Whole> x, std::span<const Whole> y) {
  ensure(x.size() == y.size() && x.size() <= 8, "few enough pairs to enumerate");
  std::vector<std::size_t> order(x.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::map<Whole, double> ways;
  double orders = 0;
  do {
    Whole sum = 0;
    for (std::size_t i = 0; i < order.size(); ++i) sum += x[i] * y[order[i]];
    ways[sum] += 1;
    orders += 1;
  } while (std::next_permutation(order.begin(), order.end()));
  for (auto& [sum, probability] : ways) probability /= orders;
  return ways;
}

Distribution sum_of(const Distribution& a, const Distribution& b) {
  Distribution law;
  for (const auto& [x, p] : a)
    for (const auto& [y, q] : b) law[x + y] += p * q;
  return law;
}

double at_most(const Distribution& law, Whole value) {
  double sum = 0;
  for (auto at = law.begin(); at != law.end() && at->first <= value; ++at) sum += at->second;
  return std::min(1.0, sum);
}

double at_least(const Distribution& law, Whole value) {
  double sum = 0;
  for (auto at = law.rbegin(); at != law.rend() && at->first >= value; ++at) sum += at->second;
  return std::min(1.0, sum);
}

}  // namespace verigan::statistics
