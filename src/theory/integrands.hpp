// SPDX-License-Identifier: MIT
#pragma once

#include <span>

#include "theory/f_generators.hpp"
#include "theory/mesh.hpp"

// The integrands of divergence.hpp and game_value.hpp at one point, in nats, times the Jacobian,
// with bounds on their rounding: what ln p, ln q and their difference r = ln p/q may hide of
// them moves the value by no more, also where r is rounded to 0. Every one is non-negative and free
// of cancellation.
namespace verigan::theory {

/// α and 1 − α, each with all its digits.
struct Weights {
  double real, generated;
};
/// α in (0, 1), else Error.
Weights weights(const Exact& alpha);
/// H(α) = −α ln α − (1−α) ln(1−α).
Estimate entropy_of(const Weights& weights);

}  // namespace verigan::theory

namespace verigan::theory::integrand {

Term kl_pq(const LogPair& at);  ///< p·(r − 1 + e^−r) = p r − p + q
Term kl_qp(const LogPair& at);
Term js(const LogPair& at, const Weights& weights);
Term total_variation(const LogPair& at);  ///< ½|p − q|
Term overlap(const LogPair& at);          ///< min(p, q)
Term hellinger2(const LogPair& at);       ///< ½(√p − √q)²
/// −a·p·ln(ap/(ap+bq)) − b·q·ln(bq/(ap+bq)), minus the game's value; a + b need not be 1.
Term minus_value(const LogPair& at, double a, double b);
/// ½ap·bq/(ap + bq), the least squares\' least loss at a point.
Term least_squares(const LogPair& at, double a, double b);
/// q f(p/q).
Term f_divergence(const LogPair& at, const FGenerator& f);

/// An order r and r − 1, each with all its digits.
struct Order {
  double value, above_one;
};
/// p^r q^{1−r}·e^−shift and p^r q^{1−r} − r p − (1−r) q.
void power(const LogPair& at, const Order& order, double shift, std::span<Term> out);

/// Those of a Summary (theory/summary.hpp): KL both ways, JSD, JS_α, TV, H², minus the value at ½ and at α, the
/// overlap and the least-squares loss.
inline constexpr std::size_t kOfSummary = 10;
MeshIntegrands of_summary(const Weights& weights);

}  // namespace verigan::theory::integrand
