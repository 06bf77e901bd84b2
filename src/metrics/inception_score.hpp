// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <vector>

#include "core/matrix.hpp"

namespace verigan::metrics {

/// How well a classifier can tell images (the entropy of its answers, H(y|x), is low) of many kinds
/// (that of their mean, H(y), is high): IS = exp(H(y) − H(y|x)), from 1 to the number of classes
/// (Salimans et al. 2016).
struct InceptionScore {
  double log_score = 0;  // ln IS of all images together, nats
  double score = 1;      // IS of all images together
  /// IS of each of `splits` consecutive parts, as it is usually published: their mean and standard
  /// deviation. The fewer images, the lower the score (T38): the mean over splits lies below `score`.
  std::vector<double> split_scores;
  double split_mean = 1;
  double split_sd = 0;  // ddof 1: √(Σ(IS − mean)²/(splits − 1)); NaN of a single split
};

/// `answers` (n, K): row i holds the classifier's probabilities for image i, none below 0, of sum 1 to
/// 1e-4; each is divided by its sum. Split j holds images ⌊jn/splits⌋ to ⌊(j+1)n/splits⌋ − 1, so the
/// images should come in random order. Rounding below 1e-12 of ln IS up to 10⁶ images; logarithms are
/// the C library's: round before hashing. Throws verigan::Error for fewer than 2 classes, for splits = 0
/// or above n, and, naming row and value, for a row that is no probability.
InceptionScore inception_score(MatrixView<const float> answers, std::size_t splits = 10);

}  // namespace verigan::metrics
