// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "gan/matching_trainer.hpp"
#include "gan/trainer.hpp"

// How two players stand at a moment of their training, seen from outside and without moving them:
// what a diagnosis is made from. Every draw has an address of its own, so a run that is looked at
// gives the bits of one that is not.
namespace verigan::gan {

/// Where a set of numbers lies; quantiles by linear interpolation, all NaN if one of them is.
struct Quantiles {
  double mean = 0, low = 0, median = 0, high = 0;  // low, high: 5 % and 95 % quantiles
};
/// Throws verigan::Error for no numbers.
Quantiles spread(std::span<const float> values);

struct Snapshot {
  std::uint64_t step = 0;      ///< steps done
  double gradient_norm = 0;    ///< ‖∇‖₂ of the generator's loss, over its parameters
  Quantiles on_true, on_generated;  ///< the discriminator's logits
  /// ½ (share of real samples with D > α + share of generated ones with D ≤ α). The optimal
  /// discriminator answers more than α where p > q: ½ (1 + TV(p, q)), which is ½ at equilibrium. NaN
  /// where the loss has no best discriminator.
  double accuracy = 0;
  /// For each of watched_layers(), the share of its units that are 0 for every sample of this
  /// reading (SilentUnits).
  std::vector<double> silent;
};

/// Of two players: by as many samples as a batch of the trainer has, at least 64 and at most 256, of which a
/// share α is real (packs instead of samples, where the discriminator judges several together). The trainer's
/// present weights on fresh noise and real samples, under its own loss and instance noise; batch
/// normalisation and dropout as in training, but for `silent` as in inference.
Snapshot read(Trainer& trainer);

/// Of a matching network, by as many samples of a kind as the trainer compares, at most 256, under its own
/// statistic, on fresh noise and the real samples of its next step: step, gradient_norm and silent, for
/// there is no discriminator.
Snapshot read(MatchingTrainer& trainer);

/// The hidden layers whose units a reading watches, generator first: "generator 1", "discriminator 2".
std::vector<std::string> watched_layers(const Trainer& trainer);
std::vector<std::string> watched_layers(const MatchingTrainer& trainer);

/// The discriminator's logit between "real" and "generated", BestDiscriminator::undecided at the trainer's α;
/// none for a loss without a best discriminator, whose logits have no such place.
std::optional<double> equilibrium_logit(const Trainer& trainer);

}  // namespace verigan::gan
