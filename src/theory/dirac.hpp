// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <complex>
#include <optional>
#include <string_view>
#include <vector>

#include "games/game.hpp"
#include "theory/game_loss.hpp"

// The Dirac-GAN (Mescheder, Geiger & Nowozin 2018, "Which training methods for GANs do actually
// converge?"): all data at 0, the generator one point at θ, the discriminator's linear output ψx + b
// under any row of game_losses(). The whole GAN in two or three numbers, with every trouble of the
// large one.
namespace verigan::theory {

using games::Losses;
using games::Square;
using games::State;

/// What is added to the discriminator's loss, or to the data.
enum class Regulariser {
  none,
  r1,                ///< (γ/2) w_r E_p‖∂t/∂x‖² = (γ/2) w_r ψ²; Mescheder et al. 2018
  r2,                ///< (γ/2) w_f E_q‖∂t/∂x‖² = (γ/2) w_f ψ²
  gradient_penalty,  ///< (γ/2)(|ψ| − target)²; Gulrajani et al. 2017 with target 1
  instance_noise,    ///< normal noise of standard deviation γ on both kinds of data; Sønderby 2017
};
inline constexpr std::array kRegularisers{Regulariser::none, Regulariser::r1, Regulariser::r2,
                                          Regulariser::gradient_penalty,
                                          Regulariser::instance_noise};
std::string_view regulariser_name(Regulariser regulariser);
Regulariser regulariser_of(std::string_view name);

struct DiracOptions {
  const GameLoss* loss = &game_loss("minimax");
  /// Absent: the game of Mescheder et al., state (θ, ψ), all weights 1, b held at its value at
  /// equilibrium. Present, in (0, 1): the α game, state (θ, ψ, b), the discriminator's losses
  /// weighted by w_r = α on real data and w_f = 1−α on generated data, and the generator's by 1−α
  /// where its row says so.
  std::optional<double> alpha = {};
  Regulariser regulariser = Regulariser::none;
  double gamma = 0;   // γ ≥ 0
  double target = 1;  // of gradient_penalty, ≥ 0

  /// The weights of the discriminator's losses on real and generated data, and of the generator's.
  double real_weight() const { return alpha.value_or(1); }
  double generated_weight() const { return alpha ? 1 - *alpha : 1; }
  double generator_weight() const;
  /// b at the equilibrium θ = ψ = 0: the best discriminator's output where p = q; 0 (of many) for
  /// losses whose best discriminator is a step, or that have none, which have an equilibrium at α = ½
  /// alone. Throws Error for those losses with another α, and for α or γ out of range.
  double equilibrium_bias() const;
};

namespace detail {

/// Everything of the Dirac game, for state (θ, ψ, b).
class DiracField {
 public:
  explicit DiracField(const DiracOptions& options);
  Losses losses(double theta, double psi, double bias) const;
  State<3> field(double theta, double psi, double bias) const;
  Square<3> jacobian(double theta, double psi, double bias) const;
  double equilibrium_bias() const { return bias_; }

 private:
  DiracOptions options_;
  double bias_, generator_weight_;
  std::vector<double> nodes_{0}, weights_{1};  // of the instance noise
};

}  // namespace detail

/// State (θ, ψ), or (θ, ψ, b) for N = 3; options.alpha must be given exactly for N = 3. The
/// constructor throws Error for options that make no game.
template <std::size_t N>
class Dirac {
 public:
  static_assert(N == 2 || N == 3);
  static constexpr std::size_t kSize = N, kFirst = 1;
  static constexpr bool kAffine = false;

  explicit Dirac(const DiracOptions& options) : field_(options) {
    require(options.alpha.has_value() == (N == 3), "α is part of the game of three parameters only");
  }
  Losses losses(const State<N>& z) const { return field_.losses(z[0], z[1], bias(z)); }
  State<N> field(const State<N>& z) const {
    const State<3> v = field_.field(z[0], z[1], bias(z));
    State<N> kept;
    for (std::size_t i = 0; i < N; ++i) kept[i] = v[i];
    return kept;
  }
  /// Throws Error where the field jumps: at ψ = 0 under a gradient penalty with a target above 0.
  Square<N> jacobian(const State<N>& z) const {
    const Square<3> j = field_.jacobian(z[0], z[1], bias(z));
    Square<N> kept;
    for (std::size_t i = 0; i < N; ++i)
      for (std::size_t k = 0; k < N; ++k) kept[i][k] = j[i][k];
    return kept;
  }
  State<N> equilibrium() const {
    State<N> z{};
    if constexpr (N == 3) z[2] = field_.equilibrium_bias();
    return z;
  }

 private:
  double bias(const State<N>& z) const {
    if constexpr (N == 3) return z[2];
    return field_.equilibrium_bias();
  }
  detail::DiracField field_;
};
using DiracGan = Dirac<2>;
using AlphaDiracGan = Dirac<3>;

/// The rotation frequency ω of the undamped α-Dirac-GAN, √(w_g·|g′(b)|·(1−α)·s′(b)) for the slopes of
/// the generator's term and the discriminator's on generated data at the equilibrium b: α(1−α) for
/// minimax, (1−α)√α for the non-saturating generator, (1−α)^{3/2}√α for the weighted one. Throws Error
/// unless α is in (0, 1) and the loss has an equilibrium there.
double alpha_dirac_frequency(const GameLoss& loss, double alpha);

/// The eigenvalues of the α-Dirac-GAN under R1 in closed form: −αγ/2 ± √(α²γ²/4 − ω²) and, for the
/// bias, the discriminator's curvature, negated: −α(1−α) for cross-entropy. Throws as above.
std::array<std::complex<double>, 3> alpha_dirac_eigenvalues(const GameLoss& loss, double alpha,
                                                            double gamma);

/// How fast the α-Dirac-GAN under R1 settles: distances fall as e^{−rate·t} in the long run. The pair
/// (θ, ψ) and the bias are two games that do not touch to first order; the whole one settles at the
/// slower of them. (The generator's loss −ln D moves, to first order, with the bias alone.)
struct SettlingRates {
  double pair, bias;
  double game() const { return pair < bias ? pair : bias; }
};
/// From the eigenvalues above; throws as they do.
SettlingRates alpha_dirac_settling(const GameLoss& loss, double alpha, double gamma);

}  // namespace verigan::theory
