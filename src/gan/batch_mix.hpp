// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

#include "random/stream.hpp"

// How a discriminator's mini-batch mixes real and generated samples.
namespace verigan::gan {

/// A mini-batch of fixed composition: the first n_real rows true, the others generated.
struct BatchMix {
  std::size_t batch = 0;
  std::size_t n_real = 0;

  std::size_t n_generated() const { return batch - n_real; }
  /// The share of real samples there really is; theory lines are drawn here, not at the α asked for.
  double alpha() const { return static_cast<double>(n_real) / static_cast<double>(batch); }
};

/// n_real = α·batch rounded to the nearest whole number (halves up). Throws verigan::Error unless
/// 0 < α < 1 and at least one sample of each kind remains.
BatchMix fixed_share(double alpha, std::size_t batch);

/// Throws verigan::Error if a batch whose rows are each true with probability α, the composition's, has
/// none of one kind more often than once in 10⁹.
void require_random_share(const BatchMix& composition);

/// How many rows of such a batch are true: Bernoulli(α) for each, by the draws of `stream` at `step`;
/// at least one of each kind.
std::size_t random_real_rows(const BatchMix& composition, const random::Stream& stream,
                             std::uint64_t step);

}  // namespace verigan::gan
