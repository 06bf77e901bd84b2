// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

#include "random/stream.hpp"

// How a discriminator's mini-batch mixes true and generated samples.
namespace verigan::gan {

/// A mini-batch of fixed composition: the first n_true rows true, the others generated.
struct Composition {
  std::size_t batch = 0;
  std::size_t n_true = 0;

  std::size_t n_generated() const { return batch - n_true; }
  /// The share of true samples there really is; theory lines are drawn here, not at the α asked for.
  double alpha() const { return static_cast<double>(n_true) / static_cast<double>(batch); }
};

/// n_true = α·batch rounded to the nearest whole number (halves up). Throws verigan::Error unless
/// 0 < α < 1 and at least one sample of each kind remains.
Composition fixed_share(double alpha, std::size_t batch);

/// Throws verigan::Error if a batch whose rows are each true with probability α, the composition's, has
/// none of one kind more often than once in 10⁹.
void require_random_share(const Composition& composition);

/// How many rows of such a batch are true: Bernoulli(α) for each, by the draws of `stream` at `step`;
/// at least one of each kind.
std::size_t random_true_rows(const Composition& composition, const random::Stream& stream,
                             std::uint64_t step);

}  // namespace verigan::gan
