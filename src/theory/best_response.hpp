// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <vector>

// A discretised generator p_g on the simplex that descends the value of the α game while the
// discriminator always answers with its best, D*_α.
namespace verigan::theory {

/// One step of exponentiated gradient, q_i ← q_i·e^{−η g_i}/Z, where g_i = (1−α) ln(1 − D*_α) is
/// the slope of C_α(q) in q_i (the envelope theorem: D*_α held fixed). C_α is (1−α)-smooth relative
/// to the entropy, so every η in (0, 1/(1−α)] lowers C_α, and
///   C_α(q_T) + H(α) ≤ KL(p‖q₀)/(ηT),
/// with error e ← (1 − η(1−α)α)·e near p; η = 1/(1−α) gives q ← αp + (1−α)q itself (T12).
/// Plain gradient descent has no safe step: the second derivative is about (1−α)/q_i where
/// q_i ≪ p_i.
///
/// p, q: masses of the same cells, each summing to 1 within 1e-9; α in (0, 1); step = η in
/// (0, 1/(1−α)]. Every new mass is within (n + 16(1 + |ln q_i| + |ln m_i|))·2⁻⁵² of itself, n
/// cells. Throws Error otherwise, and where p_i > 0 = q_i: no step reaches such a p (KL(p‖q) = ∞).
std::vector<double> best_response_step(std::span<const double> p, std::span<const double> q,
                                       double alpha, double step);

}  // namespace verigan::theory
