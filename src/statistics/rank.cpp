// SPDX-License-Identifier: MIT
#include "statistics/rank.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/check.hpp"
#include "core/constants.hpp"
#include "random/stream.hpp"
#include "statistics/distributions.hpp"
#include "statistics/exact.hpp"
#include "statistics/rank_distribution.hpp"

namespace verigan::statistics {
namespace {

constexpr std::size_t kExact = 50, kPaired = 8;
constexpr double kTail = 0.025;
constexpr std::uint64_t kPermutations = 20000, kSeed = 20261130;

/// Tails of a statistic of mean `centre` and deviation `sd` on a lattice of `step`, half a step in.
PValues normal_tails(double statistic, double centre, double sd, double step) {
  if (sd == 0) return {};
  return p_values(normal_below((statistic - centre + step / 2) / sd),
                  normal_below(-(statistic - centre - step / 2) / sd));
}

/// Σ (t³ − t) over groups of t equal values.
double tie_sum(std::vector<Whole> ranks) {
  std::sort(ranks.begin(), ranks.end());
  double sum = 0;
  for (std::size_t i = 0, end = 0; i < ranks.size(); i = end) {
    while (end < ranks.size() && ranks[end] == ranks[i]) ++end;
    const double t = static_cast<double>(end - i);
    sum += t * t * t - t;
  }
  return sum;
}

/// The interval between order statistics number k + 1 from below and from above. A difference of
/// two infinities may be anything (NaN): it counts for neither limit.
Interval between(std::vector<double> differences, long k) {
  std::vector<double> low(differences), high(differences), middle(differences);
  std::ranges::replace_if(low, [](double x) { return std::isnan(x); }, -kInfinity);
  std::ranges::replace_if(high, [](double x) { return std::isnan(x); }, kInfinity);
  std::ranges::replace_if(middle, [](double x) { return std::isnan(x); }, 0.0);
  if (k < 0) return {median(middle), -kInfinity, kInfinity};
  std::ranges::sort(low);
  std::ranges::sort(high, std::greater<>());
  return {median(middle), low[static_cast<std::size_t>(k)], high[static_cast<std::size_t>(k)]};
}

/// The largest k with P(statistic ≤ k) ≤ tail for a distribution that begins at `first` and has one
/// value every `step`; −1 if there is none.
long critical(const Distribution& law, double tail, Whole first, Whole step) {
  double sum = 0;
  long k = -1;
  for (const auto& [value, probability] : law) {
    sum += probability;
    if (sum > tail) break;
    k = static_cast<long>((value - first) / step);
  }
  return k;
}

std::vector<Whole> untied(std::size_t n) {
  std::vector<Whole> ranks(n);
  for (std::size_t i = 0; i < n; ++i) ranks[i] = 2 * static_cast<Whole>(i + 1);
  return ranks;
}

/// ρ of doubled ranks from Σ xy.
double correlation(std::span<const Whole> x, std::span<const Whole> y, double product) {
  const double n = static_cast<double>(x.size()), centre = n + 1;
  const auto spread = [&](std::span<const Whole> ranks) {
    double sum = 0;
    for (const Whole rank : ranks) sum += std::pow(static_cast<double>(rank) - centre, 2);
    return sum;
  };
  return (product - n * centre * centre) / std::sqrt(spread(x) * spread(y));
}

Whole product_of(std::span<const Whole> x, std::span<const Whole> y) {
  return std::inner_product(x.begin(), x.end(), y.begin(), Whole{0});
}

/// p by permutations drawn at fixed addresses; the order there is counts as one of them.
PValues sampled(std::span<const Whole> x, std::span<const Whole> y, Whole product) {
  const random::Stream stream(kSeed, random::Purpose::theory);
  std::vector<std::uint32_t> order(x.size());
  double less = 1, greater = 1;
  for (std::uint64_t step = 0; step < kPermutations; ++step) {
    stream.permutation(step, order);
    Whole sum = 0;
    for (std::size_t i = 0; i < x.size(); ++i) sum += x[i] * y[order[i]];
    less += sum <= product ? 1 : 0;
    greater += sum >= product ? 1 : 0;
  }
  const double all = static_cast<double>(kPermutations) + 1;
  return p_values(less / all, greater / all);
}

/// The smallest value with P(at least it) ≤ tail, as a place among all of them; NaN if there is none.
/// For ρ: −1 at the first value, 1 at the last, and linear between.
double upper_critical(const Distribution& law, double tail) {
  double sum = 0, found = NAN;
  const Whole first = law.begin()->first, last = law.rbegin()->first;
  for (auto at = law.rbegin(); at != law.rend(); ++at) {
    sum += at->second;
    if (sum > tail * (1 + 1e-12)) break;
    found = 2 * static_cast<double>(at->first - first) / static_cast<double>(last - first) - 1;
  }
  return found;
}

Interval rho_interval(double rho, std::size_t n) {
  if (n < 4 || std::isnan(rho)) return {rho, -1, 1};
  const double z = std::atanh(std::clamp(rho, -1.0, 1.0));
  const double error = std::sqrt((1 + rho * rho / 2) / (static_cast<double>(n) - 3));
  const double reach = normal_quantile(0.975) * error;
  if (std::isinf(z)) {  // a perfect order: the limit of 1 − 1/n²
    const double near = std::atanh(1 - 1 / static_cast<double>(n * n));
    return z > 0 ? Interval{1, std::tanh(near - reach), 1}
                 : Interval{-1, -1, -std::tanh(near - reach)};
  }
  return {rho, std::tanh(z - reach), std::tanh(z + reach)};
}

}  // namespace

PValues p_values(double less, double greater) {
  return {std::min(1.0, less), std::min(1.0, greater), std::min(1.0, 2 * std::min(less, greater))};
}

std::vector<double> mid_ranks(std::span<const double> values) {
  std::vector<double> ranks;
  for (const Whole rank : doubled_ranks(values)) ranks.push_back(static_cast<double>(rank) / 2);
  return ranks;
}

RankTest mann_whitney(std::span<const double> a, std::span<const double> b, double confidence) {
  require_confidence(confidence);
  require(!a.empty() && !b.empty(), "ranks of ", a.size(), " and ", b.size(),
          " values, expected at least one of both");
  std::vector<double> all(a.begin(), a.end());
  all.insert(all.end(), b.begin(), b.end());
  const std::vector<Whole> ranks = doubled_ranks(all);
  const Whole sum = std::accumulate(ranks.begin(), ranks.begin() + std::ssize(a), Whole{0});
  const double m = static_cast<double>(a.size()), n = static_cast<double>(b.size()), total = m + n;
  RankTest test;
  test.statistic = static_cast<double>(sum) / 2 - m * (m + 1) / 2;
  test.exact = all.size() <= kExact;
  long k = 0;
  const double tail = (1 - confidence) / 2;
  if (test.exact) {
    const Distribution law = choice_sum(ranks, a.size());
    test.p = p_values(at_most(law, sum), at_least(law, sum));
    k = critical(choice_sum(untied(all.size()), a.size()), tail, std::ssize(a) * (std::ssize(a) + 1), 2);
  } else {
    const double untied_variance = m * n / 12 * (total + 1);
    const double variance = untied_variance - m * n / 12 * tie_sum(ranks) / (total * (total - 1));
    test.p = normal_tails(test.statistic, m * n / 2, std::sqrt(variance), 1);
    k = static_cast<long>(
        std::floor(m * n / 2 + normal_quantile(tail) * std::sqrt(untied_variance) - 0.5));
  }
  std::vector<double> differences;
  for (const double x : a)
    for (const double y : b) differences.push_back(x - y);
  test.shift = between(std::move(differences), k);
  return test;
}

RankTest signed_rank(std::span<const double> differences, double confidence) {
  require_confidence(confidence);
  require(!differences.empty(), "ranks of no differences, expected at least one");
  std::vector<double> sizes, walsh;
  std::vector<bool> positive;
  for (const double x : differences) {
    require(!std::isnan(x), "rank of nan, expected numbers");
    if (x == 0) continue;
    sizes.push_back(std::abs(x));
    positive.push_back(x > 0);
  }
  const std::vector<Whole> ranks = doubled_ranks(sizes);
  Whole sum = 0;
  for (std::size_t i = 0; i < ranks.size(); ++i) sum += positive[i] ? ranks[i] : 0;
  RankTest test;
  test.statistic = static_cast<double>(sum) / 2;
  test.exact = differences.size() <= kExact;
  const double n = static_cast<double>(ranks.size()), all = static_cast<double>(differences.size());
  const double tail = (1 - confidence) / 2;
  long k = 0;
  if (test.exact) {
    const Distribution law = subset_sum(ranks);
    test.p = p_values(at_most(law, sum), at_least(law, sum));
    k = critical(subset_sum(untied(differences.size())), tail, 0, 2);
  } else {
    const double variance = n * (n + 1) * (2 * n + 1) / 24 - tie_sum(ranks) / 48;
    test.p = normal_tails(test.statistic, n * (n + 1) / 4, std::sqrt(variance), 1);
    k = static_cast<long>(std::floor(all * (all + 1) / 4 - 0.5 +
                                     normal_quantile(tail) *
                                         std::sqrt(all * (all + 1) * (2 * all + 1) / 24)));
  }
  for (std::size_t i = 0; i < differences.size(); ++i)
    for (std::size_t j = i; j < differences.size(); ++j)
      walsh.push_back((differences[i] + differences[j]) / 2);
  test.shift = between(std::move(walsh), k);
  return test;
}

Correlation spearman(std::span<const double> x, std::span<const double> y) {
  require(x.size() == y.size() && x.size() >= 2, x.size(), " x and ", y.size(),
          " y, expected as many of both, at least two");
  const std::vector<Whole> a = doubled_ranks(x), b = doubled_ranks(y);
  const Whole product = product_of(a, b);
  Correlation result;
  result.rho = rho_interval(correlation(a, b, static_cast<double>(product)), x.size());
  result.exact = x.size() <= kPaired;
  if (result.exact) {
    const Distribution law = pairing_sum(a, b);
    result.p = p_values(at_most(law, product), at_least(law, product));
    result.critical = upper_critical(pairing_sum(untied(x.size()), untied(x.size())), kTail);
  } else {
    result.p = sampled(a, b, product);
  }
  return result;
}

Correlation trend(std::span<const std::vector<double>> blocks) {
  require(!blocks.empty(), "trend of no blocks, expected at least one");
  Distribution law{{0, 1.0}}, untied_law = law;
  Whole sum = 0;
  std::vector<double> rho;
  for (const std::vector<double>& block : blocks) {
    require(block.size() >= 2 && block.size() <= kPaired, "a block of ", block.size(),
            " values, expected 2 to ", kPaired);
    const std::vector<Whole> place = untied(block.size()), ranks = doubled_ranks(block);
    const Whole product = product_of(place, ranks);
    law = sum_of(law, pairing_sum(place, ranks));
    untied_law = sum_of(untied_law, pairing_sum(place, place));
    sum += product;
    const double one = correlation(place, ranks, static_cast<double>(product));
    rho.push_back(std::isnan(one) ? 0 : std::clamp(one, -1.0, 1.0));
  }
  return {bounded_mean_interval(rho, -1, 1), p_values(at_most(law, sum), at_least(law, sum)), true,
          upper_critical(untied_law, kTail)};
}

}  // namespace verigan::statistics
