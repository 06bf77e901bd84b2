// SPDX-License-Identifier: MIT
#pragma once

#include "theory/mesh.hpp"

// The integrands of divergence.hpp and game_value.hpp at one point, in nats, times the Jacobian,
// with bounds on their rounding. ratio r = ln p/q. Every one is non-negative and free of
// cancellation.
namespace verigan::theory::integrand {

Term kl_pq(const LogPair& at);  ///< p·(r − 1 + e^−r) = p r − p + q
Term kl_qp(const LogPair& at);
Term js(const LogPair& at, double alpha);
Term total_variation(const LogPair& at);  ///< ½|p − q|
Term overlap(const LogPair& at);          ///< min(p, q)
Term hellinger2(const LogPair& at);       ///< ½(√p − √q)²
/// −a·p·ln(ap/(ap+bq)) − b·q·ln(bq/(ap+bq)), minus the game's value; a + b need not be 1.
Term minus_value(const LogPair& at, double a, double b);
/// ½ap·bq/(ap + bq), the least squares\' least loss at a point.
Term least_squares(const LogPair& at, double a, double b);

}  // namespace verigan::theory::integrand
