// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>

#include "core/matrix.hpp"

// Classes from logits. Dimension letters: B samples, K classes.
namespace verigan::nn {

/// p(b, k) = e^{logits(b, k)} / Σ_j e^{logits(b, j)}: each row at least 0 and of sum 1 to 1e-6; no logit
/// is too large. out may be logits. Deterministic to the bit.
void softmax(MatrixView<const float> logits, MatrixView<float> out);

/// The cross-entropy −ln p(b, label b), the mean over the batch in nats, and its gradient
/// dlogits(b, k) = (p(b, k) − [k = label b])/B. Labels below K, at least one sample. dlogits may be logits.
/// Rounding: below 4e-7·(1 + the largest logit's magnitude) of the loss, 1e-6/B of each gradient.
double softmax_cross_entropy(MatrixView<const float> logits, std::span<const std::uint8_t> labels,
                             MatrixView<float> dlogits);

}  // namespace verigan::nn
