// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <vector>

// Permutation distributions of rank statistics. Internal. Ranks are doubled, so that means of two are
// whole numbers and sums compare exactly.
namespace verigan::statistics {

using Whole = std::int64_t;
/// Value → its probability.
using Distribution = std::map<Whole, double>;

std::vector<Whole> doubled_ranks(std::span<const double> values);

/// The sum of `chosen` of the ranks, each choice equally likely.
Distribution choice_sum(std::span<const Whole> ranks, std::size_t chosen);
/// The sum of a random part of the ranks, each in or out by a fair coin.
Distribution subset_sum(std::span<const Whole> ranks);
/// Σ x_i·y_π(i), π any order with equal chance; at most 8.
Distribution pairing_sum(std::span<const Whole> x, std::span<const Whole> y);
/// The sum of two independent ones.
Distribution sum_of(const Distribution& a, const Distribution& b);

double at_most(const Distribution& law, Whole value);
double at_least(const Distribution& law, Whole value);

}  // namespace verigan::statistics
