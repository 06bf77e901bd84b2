// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "core/matrix.hpp"

// A GAN as a finite zero-sum game (Oliehoek et al. 2018, GANGs): the data are masses on bins, the
// generator mixes finitely many such laws, the discriminator answers each bin by one of finitely
// many values of D, and may mix too. The discriminator receives
//   V = Σ_b p_b ln D_b + q_b ln(1 − D_b),
// the generator pays it; nats.
namespace verigan::games {

struct FiniteGan {
  std::vector<double> data;     ///< p: B masses ≥ 0 with sum 1
  Matrix<double> generators;    ///< (K, B): the generator's pure strategies, laws on the same bins
  std::vector<double> answers;  ///< G values of D, increasing, inside (0, 1)
};

struct FiniteGanSolution {
  double value = 0;             ///< the middle of what both sides prove
  double exploitability = 0;    ///< ≤ 1e-9
  std::vector<double> mixture;  ///< of the generators, (K)
  Matrix<double> discriminator; ///< (B, G): how often each bin gets each answer; rows sum to 1
};

/// The equilibrium. V is a sum over bins, so the G^B pure discriminators need not be listed: one
/// linear program of K + B variables and B·G rows,
///   min Σ t_b  with  t_b ≥ p_b ln g + (Σ_k w_k q_kb) ln(1−g)  for every bin and answer g,
/// whose duals are the discriminator. Throws Error for data that are no laws, answers outside
/// (0, 1), sizes that do not fit, and should the certificate not be met.
FiniteGanSolution solve_finite_gan(const FiniteGan& game);

/// k values that divide (0, 1) evenly: (i + ½)/k, i = 0 … k − 1. For k odd ½ is one of them, for k
/// even the nearest are ½ ± 1/(2k).
std::vector<double> even_answers(std::size_t k);

struct NearestMixture {
  std::vector<double> weights;  ///< (K)
  double jsd = 0;               ///< JSD(p, Σ w_k q_k) in nats
  double gap = 0;               ///< the least JSD over mixtures lies in [jsd − gap, jsd]
};

/// The mixture of the generators nearest to the data, by Newton's method inside the simplex; the gap
/// is Frank and Wolfe's. As the answers become finer, the value of the game tends to
/// −ln 4 + 2·jsd.
NearestMixture nearest_mixture(const std::vector<double>& data,
                               MatrixView<const double> generators);

/// What a mixture must pay at most: Σ_b max_g [p_b ln g + q_b ln(1−g)], q the mixture's masses.
double best_response_value(const FiniteGan& game, const std::vector<double>& masses);

}  // namespace verigan::games
