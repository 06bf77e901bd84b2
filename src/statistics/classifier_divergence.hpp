// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

#include "statistics/sample_distance.hpp"

// Divergences of two distributions by a classifier that tells a sample of the one from a sample of the
// other, in nats. With T its logit, learnt on other points than those it is evaluated at,
//   JSD(p, q) ≥ ln 2 + ½(E_p ln σ(T) + E_q ln σ(−T))      (Goodfellow et al. 2014, theorem 1)
//   KL(p‖q)   ≥ E_p T − E_q e^T + 1                       (Nguyen, Wainwright & Jordan 2010)
// with equality for T = ln p/q. So the estimates are biased downwards, by what the classifier cannot
// express or has not learnt.
namespace verigan::statistics {

struct ClassifierOptions {
  std::uint64_t seed = 1;
  double confidence = 0.95;   ///< in (0, 1)
  std::size_t cosines = 60;   ///< random features next to the coordinates, their squares and products
};

/// Estimates of lower bounds, with the normal interval of the means over points that were not learnt from:
/// where it lies above 0, so does the divergence, at half the doubt that `confidence` leaves.
struct ClassifierDivergence {
  Interval jsd, kl_pq, kl_qp;
  double accuracy = 0;  ///< the share of points told right, mean over both samples, in [0, 1]
};

/// The fewest points of each sample.
inline constexpr std::size_t kFewestForClassifier = 30;

/// Logistic regression with a ridge penalty on the coordinates, their squares, their products (up to 10
/// dimensions) and cosines of random projections (Rahimi & Recht 2007), each half of the weight to a
/// sample. Five-fold: each fold is judged by a fit to the other four, whose penalty and features (with or
/// without cosines) are those of the least loss on one of them. Normal distributions are expressed exactly.
/// Rows must come in random order. Throws Error for fewer than kFewestForClassifier points of either or
/// different dimensions.
ClassifierDivergence classifier_divergence(Points x, Points y, const ClassifierOptions& options = {});

}  // namespace verigan::statistics
