// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "core/quadrature.hpp"
#include "theory/density.hpp"

// The losses of GANs, one row each, with what theory knows of them. Training, the theory monitor, the
// Dirac-GAN, the discriminator gap and the diagnosis read these rows; none of them knows a loss by name.
//
// Both players minimise. α is the share of real data in what the discriminator sees, t its last linear
// output, and its loss the mean over that mixture,
//   L_α(D) = α E_p[real term] + (1 − α) E_q[generated term];
// the generator's is weight · E_q[generator term], weight 1 or 1 − α (its part of a zero-sum game).
// At one place where real data weigh u = αp and generated ones v = (1 − α)q, which may be densities or
// the masses of a cell, the discriminator's loss is value(u, v, D): linear in (u, v).
// Cross-entropies are in nats; the other losses are in units of their own.
namespace verigan::theory {

/// What t means: the probability D = σ(t) that a sample is real, or D = t itself.
enum class DiscriminatorOutput { probability, linear };

/// A term at one t, with its first two derivatives in t.
struct Curve {
  double value, slope, curvature;
};

/// A function of α, α in (0, 1), and how it is written.
struct Formula {
  std::string_view text;
  double (*of)(double alpha);
};

/// The best discriminator against a fixed generator. u, v >= 0, not both 0.
struct BestDiscriminator {
  /// D*(u, v), a function of u/v: where the least is reached by many, the one named in the row.
  double (*output)(double u, double v);
  double (*least)(double u, double v);  ///< value(u, v, D*)
  /// ∂(value − least)/∂v for fixed D: the generated term at D less that at D*.
  double (*slope)(double u, double v, double d);
  double (*curvature)(double u, double v);    ///< −v ∂²least/∂v², >= 0
  double (*sensitivity)(double u, double v);  ///< −v ∂D*/∂v, >= 0
  /// value − least at the linear output t, without cancellation.
  double (*excess)(double u, double v, double t);
  /// D* is a step: it jumps where u = v, and is constant on either side.
  bool jumps;
  /// The t between "real" and "generated": that of D* where p = q, or the middle of its step.
  double (*undecided)(double alpha);
  /// The loss where p = q and D is best; also that of the best answer that is the same everywhere,
  /// D*(α, 1 − α), whatever q is.
  Formula equilibrium;
  /// How far the least loss lies below `equilibrium`, of densities p and q at α, where a divergence
  /// says it more accurately than the integral of `least`; null: it is integrated.
  Estimate (*divergence)(const Density& p, const Density& q, double alpha) = nullptr;
};

/// A discriminator's loss. Several games share one.
struct DiscriminatorLoss {
  std::string_view name;
  std::string_view formula;
  DiscriminatorOutput output;
  Curve (*on_real)(double t);
  Curve (*on_generated)(double t);
  double (*value)(double u, double v, double d);
  std::optional<BestDiscriminator> best;
  std::string_view without_best = {};  ///< why there is no `best`

  double output_of(double t) const;  ///< D
  double linear_output(double d) const;  ///< t, ±∞ for the probabilities 0 and 1
  /// A network's D in double, its loss finite: a float has no room between 1 − 2⁻²⁵ and 1.
  double finite_output(float d) const;
  /// |D − D*| at the linear output t; accurate where both are near 1. Only with `best`.
  double distance(double u, double v, double t) const;
  /// `best`; throws verigan::Error with `without_best` if there is none.
  const BestDiscriminator& require_best() const;
};

struct GameLoss {
  std::string_view name;
  const DiscriminatorLoss& discriminator;
  std::string_view generator_formula;
  Curve (*generator)(double t);
  bool generator_weighted;  ///< times 1 − α
  /// The generator's loss where p = q and D is best; empty where that leaves it open.
  std::optional<Formula> generator_equilibrium;
  std::string_view source;

  double generator_weight(double alpha) const { return generator_weighted ? 1 - alpha : 1; }
  /// Its slope for the generator vanishes where D is sure that a sample is generated (T17).
  bool saturating() const;
};

/// All rows.
std::span<const GameLoss> game_losses();

/// The loss of that name; capitals, '-' and '_' do not count. Throws verigan::Error naming those there
/// are.
const GameLoss& game_loss(std::string_view name);

/// The discriminator's loss of that name; the same.
const DiscriminatorLoss& discriminator_loss(std::string_view name);

}  // namespace verigan::theory
