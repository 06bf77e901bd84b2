// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

// The losses two networks play with, as a table. Everything is computed from the discriminator's last
// linear output, the logit ℓ, so that ln σ(ℓ) never meets ln 0.
//
// Signs and scales: both players minimise. α is the share of true samples in what the discriminator
// sees, and its loss is the mean over that mixture,
//   L_α(D) = α E_p[true term] + (1 − α) E_q[generated term],
// which for cross-entropy is −α E_p[ln D] − (1 − α) E_q[ln(1 − D)], in nats. The generator's loss is
//   weight · E_q[generator term], weight 1 or 1 − α (the share of the zero-sum game that is its own).
namespace verigan::gan {

/// One term: values t(ℓᵢ) and slopes t′(ℓᵢ), of which those below 2⁻⁶⁰ of a probability's loss are 0
/// (D is then sure of itself to 18 digits), so that no denormal numbers come of them. All three of one length; none overlap.
using Term = void (*)(std::span<const float> logits, std::span<float> values,
                      std::span<float> slopes);

/// What the logit means: D = σ(ℓ), or D = ℓ itself.
enum class Output { probability, linear };

struct Objective {
  std::string_view name;
  std::string_view discriminator;  // its loss, written out
  std::string_view generator;      // its loss, written out
  std::string_view source;
  Output output;
  Term on_true, on_generated, for_generator;
  bool generator_weighted;  // times 1 − α
  /// The losses where p = q and D is optimal, in the loss's own unit (nats for cross-entropy); empty
  /// where the optimal discriminator is not unique.
  std::optional<double> (*discriminator_equilibrium)(double alpha);
  std::optional<double> (*generator_equilibrium)(double alpha);

  /// The logit at which the optimal discriminator is undecided: what it answers where p = q, or, for the
  /// absolute error, whose answers are 0 and 1, that of ½.
  double (*undecided)(double alpha);

  double generator_weight(double alpha) const { return generator_weighted ? 1 - alpha : 1; }
};

/// Every loss there is.
std::span<const Objective> objectives();

/// The loss of that name: minimax, non-saturating, absolute-error, least-squares. Throws
/// verigan::Error naming those there are.
const Objective& objective(std::string_view name);

/// Mean discriminator output of these logits under `output`; 0 for none. scratch: as many floats.
double mean_output(Output output, std::span<const float> logits, std::span<float> scratch);

}  // namespace verigan::gan
