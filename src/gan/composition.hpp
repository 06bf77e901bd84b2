// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

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

}  // namespace verigan::gan
