// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

// The probability laws that intervals and tests need, by Boost.Math: one file includes its headers,
// which take seconds to compile. `below` is P(X ≤ x), `above` P(X > x), without cancellation.
namespace verigan::statistics {

double normal_below(double x);
/// x with normal_below(x) = p in (0, 1).
double normal_quantile(double p);

/// Student's law of `degrees` > 0 degrees of freedom.
double student_above(double degrees, double x);
double student_quantile(double degrees, double p);

/// P(|X| > x), X of the non-central Student law: (N(shift, 1))/√(χ²/degrees).
double noncentral_student_beyond(double degrees, double shift, double x);

double chi_squared_above(double degrees, double x);
double chi_squared_quantile(double degrees, double p);
/// x with P(X > x) = p.
double chi_squared_upper_quantile(double degrees, double p);

/// P(k successes in n trials of chance `share`).
double binomial_chance(std::size_t n, std::size_t k, double share);
/// Clopper's and Pearson's bounds on the chance of success, `tail` being excluded on the bound's side.
double binomial_lower_bound(double trials, double successes, double tail);
double binomial_upper_bound(double trials, double successes, double tail);

/// The number of ways to choose k of n, rounded where it exceeds 2⁵³.
double choices(std::size_t n, std::size_t k);

}  // namespace verigan::statistics
