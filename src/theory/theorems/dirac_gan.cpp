// SPDX-License-Identifier: MIT
// T45 and T46: the Dirac-GAN's eigenvalues, of the field's numerical Jacobian against closed forms.
#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <utility>

#include "core/numeric.hpp"
#include "games/spectrum.hpp"
#include "theory/dirac.hpp"
#include "theory/theorems/rows.hpp"

namespace verigan::theory::rows {
namespace {

using games::linearise;
using games::Method;
using games::numerical_jacobian;

/// What numerical_jacobian() can miss at the equilibrium: with h = 1e-3, h⁴/30 times the field's
/// fifth derivative (σ's is below ½; with noise of deviation s below 30 s⁶) and 1.5/h times the
/// rounding of a field of size 10h or, where two halves of size ¼ cancel, of ¼.
double numerical_error(double noise) {
  return 2e-14 + std::pow(noise, 6) * 1e-12 + 1500 * kRounding;
}

/// Trace and determinant of the (θ, ψ) block: the coefficients of its characteristic polynomial, so
/// that they agree if and only if the eigenvalues do, without the square root's loss at a double one.
template <class Jacobian>
void check_pair(Evidence& evidence, const char* trace_claim, const char* det_claim,
                const Jacobian& j, double error, Ball trace, Ball det) {
  const Ball a{j[0][0], error}, b{j[0][1], error}, c{j[1][0], error}, d{j[1][1], error};
  evidence.equal(trace_claim, a + d, trace);
  evidence.equal(det_claim, a * d - b * c, det);
}

/// The larger eigenvalue of λ² − trace·λ + det in closed form, against the library's list.
void check_eigenvalues(Evidence& evidence, const games::Linearisation& linear, Ball trace,
                       Ball det) {
  const Ball half = trace / 2, disc = half * half - det;
  const Ball root = sqrt(abs(disc));
  const bool turns = disc.value < 0;
  const std::complex<double> upper =
      turns ? std::complex<double>(half.value, root.value) : half.value + root.value;
  double nearest = 1e300;
  for (const games::Complex& value : games::eigenvalues(linear))
    nearest = std::min(nearest, std::abs(value - upper));
  evidence.equal("the library's eigenvalue", {nearest, 4 * (half.error + root.error)}, 0);
}

/// What descends is the losses' gradient, anywhere: of losses of at most so much within the
/// differences' reach, whose fifth derivatives are below 20 for |θ|, |ψ| ≤ 1.
template <class G>
void check_field(RandomInstance& draw, Evidence& evidence, const G& game) {
  games::StateOf<G> z;
  for (double& x : z) x = draw.uniform(-1, 1);
  const auto field = game.field(z), slopes = games::numerical_field(game, z);
  const games::Losses losses = game.losses(z);
  const double size = 1 + std::abs(losses.first) + std::abs(losses.second);
  for (std::size_t i = 0; i < G::kSize; ++i)
    evidence.equal("the field is the losses' gradient", field[i],
                   {slopes[i], 2e-12 + 6000 * kRounding * size});
}

// T45 ------------------------------------------------------------------------------------------

struct DiracFormula {
  double frequency;  // of the bare game
  double damping;    // trace = −damping·γ, or −damping·s²/2 with noise
  double boundary;   // of √(n_g n_d)·h/2
};

Check dirac_with(const DiracFormula& formula) {
  return [formula](RandomInstance& draw, Evidence& evidence) {
    const GameLoss* loss = &game_loss(draw.chance(0.5) ? "minimax" : "non-saturating");
    const Ball det = formula.frequency * formula.frequency;
    const DiracGan bare({.loss = loss});
    check_pair(evidence, "no damping", "±i/2", numerical_jacobian(bare, bare.equilibrium()),
               numerical_error(0), 0, det);

    double gamma = draw.log_uniform(1e-2, 10);
    if (std::abs(gamma - 1) < 1e-2) gamma = 0.9;  // the double eigenvalue at γ = 1 has its own claim
    const DiracGan damped({.loss = loss, .regulariser = Regulariser::r1, .gamma = gamma});
    check_pair(evidence, "R1: trace −γ", "R1: determinant ¼",
               numerical_jacobian(damped, damped.equilibrium()), numerical_error(0) * (1 + gamma),
               -formula.damping * Ball(gamma), det);
    const auto linear = games::linearise(damped, damped.equilibrium());
    check_eigenvalues(evidence, linear, -formula.damping * Ball(gamma), det);
    evidence.holds("R1 is critical at γ = 1",
                   (games::rotation_frequency(linear) > 0) == (gamma < 1));

    // WGAN-GP's penalty with target 0 damps just so.
    const DiracGan penalised({.loss = loss,
                              .regulariser = Regulariser::gradient_penalty,
                              .gamma = gamma,
                              .target = 0});
    check_pair(evidence, "gradient penalty: trace −γ", "gradient penalty: determinant ¼",
               numerical_jacobian(penalised, penalised.equilibrium()),
               numerical_error(0) * (1 + gamma), -formula.damping * Ball(gamma), det);
    check_field(draw, evidence, damped);
    check_field(draw, evidence, penalised);

    const double s = draw.uniform(0.1, 2), s2 = s * s;
    const DiracGan noisy(
        {.loss = loss, .regulariser = Regulariser::instance_noise, .gamma = s});
    check_pair(evidence, "noise: trace −s²/2", "noise: determinant ¼",
               numerical_jacobian(noisy, noisy.equilibrium()), numerical_error(s),
               -formula.damping * Ball(s) * Ball(s) / 2, det);
    if (std::abs(s2 - 2) > 1e-6)
      evidence.holds("noise is critical at s² = 2",
                     (games::rotation_frequency(
                          games::linearise(noisy, noisy.equilibrium())) > 0) == (s2 < 2));

    // n_g updates of the generator, then n_d of the discriminator: a pair on the unit circle.
    const int n_g = 1 + static_cast<int>(draw.below(5)), n_d = 1 + static_cast<int>(draw.below(5));
    const double a = draw.uniform(0.05, 3);
    const double step = 2 * a / std::sqrt(static_cast<double>(n_g * n_d));
    const double modulus = games::contraction_per_step(
        games::linearise(bare, bare.equilibrium()),
        {.method = Method::alternating, .step = step, .first_updates = n_g, .second_updates = n_d});
    // Rounding of the matrix, over the square root of its distance from the double eigenvalue.
    const double distance = std::abs(a - 2);
    if (distance < 1e-3) return;
    const double error = 64 * kRounding * (1 + a * a) / std::sqrt(distance);
    const Ball m = 1 - Ball(a) * Ball(a) / 2;
    const Ball expected = a <= formula.boundary ? Ball(1) : abs(m) + sqrt(abs(m * m - 1));
    evidence.equal("alternating: modulus 1 up to √(n_g n_d)·h/2 = 2", {modulus, error * modulus},
                   expected);
  };
}

// T46 ------------------------------------------------------------------------------------------

/// ω² as a function of α.
using Frequency = Ball (*)(Ball a, Ball b);  // b = 1 − α
Ball zero_sum_square(Ball a, Ball b) { return a * a * b * b; }
Ball unweighted_square(Ball a, Ball b) { return a * b * b; }
Ball weighted_square(Ball a, Ball b) { return a * b * b * b; }
Ball without_share(Ball, Ball b) { return b * b; }

struct AlphaFormula {
  Frequency zero_sum, unweighted, weighted;
  double damping;  // trace = −damping·αγ
  Ball (*bias)(Ball a, Ball b);
  double (*game)(double pair, double bias);  // how fast the whole settles

  std::array<std::pair<const GameLoss*, Frequency>, 3> games() const {
    return {{{&game_loss("minimax"), zero_sum},
             {&game_loss("non-saturating"), unweighted},
             {&game_loss("non-saturating-weighted"), weighted}}};
  }
};
Ball bias_of(Ball a, Ball b) { return -a * b; }
Ball bias_without_share(Ball a, Ball) { return -a; }
double slower(double pair, double bias) { return std::min(pair, bias); }
double of_the_pair(double pair, double) { return pair; }

AlphaDiracGan under(Regulariser regulariser, const GameLoss* loss, double alpha, double gamma) {
  return AlphaDiracGan({.loss = loss, .alpha = alpha, .regulariser = regulariser, .gamma = gamma});
}

/// The pair's rate from trace and determinant, with the error that a double eigenvalue leaves.
Ball pair_rate(Ball trace, Ball det) {
  const Ball half = trace / 2, disc = half * half - det;
  if (disc.value + disc.error < 0) return -half;
  const Ball root = sqrt(max(disc, 0));
  const Ball fast = root - half;  // the other is det over it
  return fast.value > 0 ? det / fast : 0;
}

/// The whole game, by the eigenvalues of its Jacobian.
void check_settling(Evidence& evidence, const AlphaFormula& formula, double alpha, double gamma) {
  const Ball a = alpha, b = 1 - a, bias = -bias_of(a, b);
  for (const auto& [loss, square] : formula.games()) {
    const Ball det = square(a, b), pair = pair_rate(-formula.damping * a * gamma, det);
    const AlphaDiracGan game = under(Regulariser::r1, loss, alpha, gamma);
    double slowest = INFINITY;
    for (const games::Complex& value : games::eigenvalues(linearise(game, game.equilibrium())))
      slowest = std::min(slowest, -value.real());
    const double rounding = 64 * kRounding * (1 + gamma);
    evidence.equal("the game settles at the slower of the pair and the bias",
                   {slowest, rounding + pair.error + bias.error},
                   formula.game(pair.value, bias.value));
    const SettlingRates rates = alpha_dirac_settling(*loss, alpha, gamma);
    evidence.equal("the library's rate of the pair", {rates.pair, rounding}, pair);
    evidence.equal("the library's rate of the bias", {rates.bias, rounding}, bias);
  }
}

/// What is said of the pair alone, for the unweighted generator.
void check_pair_settling(RandomInstance& draw, Evidence& evidence) {
  double low = draw.uniform(0.05, 0.9), high = draw.uniform(0.05, 0.9);
  if (low > high) std::swap(low, high);
  if (high - low < 0.01) return;
  const GameLoss& loss = game_loss("non-saturating");
  const auto omega = [&](double alpha) { return alpha_dirac_frequency(loss, alpha); };
  const auto rate = [&](double alpha, double gamma) {
    return alpha_dirac_settling(loss, alpha, gamma).pair;
  };
  evidence.holds("γ = 0 never settles", rate(low, 0) == 0);
  // Both underdamped: αγ/2 < ω.
  const double light = draw.uniform(0.1, 0.9) * 2 * std::min(omega(low) / low, omega(high) / high);
  evidence.equal("underdamped the pair settles at αγ/2", {rate(low, light), 4 * kRounding},
                 Ball(low) * light / 2);
  evidence.holds("underdamped, larger α: a faster pair", rate(high, light) > rate(low, light));
  // Both far overdamped: the slow eigenvalue lies between ω²/(αγ) = (1−α)²/γ and that over
  // 1 − ω²/(2d²), d = αγ/2.
  const double heavy = draw.uniform(40, 400) / low;
  for (const double alpha : {low, high}) {
    const Ball share = alpha, d = share * heavy / 2, w2 = unweighted_square(share, 1 - share);
    const Ball about = (1 - share) * (1 - share) / heavy;
    const double found = rate(alpha, heavy);
    const Ball slow{found, 16 * kRounding * found};
    evidence.at_most("overdamped the pair settles at (1−α)²/γ at least", about, slow);
    evidence.at_most("and hardly faster", slow, about / (1 - w2 / (2 * d * d)));
  }
  evidence.holds("overdamped, smaller α: a faster pair", rate(low, heavy) > rate(high, heavy));
}

/// Near equilibrium the generator's loss −ln D moves with the bias alone, by −(1−α)δb.
void check_loss(Evidence& evidence, double alpha, double gamma) {
  const AlphaDiracGan game = under(Regulariser::r1, &game_loss("non-saturating"), alpha, gamma);
  const auto slope = [&](std::size_t i) {
    constexpr double h = 1e-3;
    const auto loss = [&](double shift) {
      auto z = game.equilibrium();
      z[i] += shift;
      return game.losses(z).first;
    };
    return Ball((8 * (loss(h) - loss(-h)) - (loss(2 * h) - loss(-2 * h))) / (12 * h),
                2e-14 + 6000 * kRounding * (1 + std::abs(loss(0))));
  };
  evidence.equal("δ(−ln D) = 0 by θ", slope(0), 0);
  evidence.equal("δ(−ln D) = 0 by ψ", slope(1), 0);
  evidence.equal("δ(−ln D) = −(1−α)δb", slope(2), -(1 - Ball(alpha)));
}

Check alpha_with(const AlphaFormula& formula) {
  return [formula](RandomInstance& draw, Evidence& evidence) {
    const double alpha = std::clamp(draw.share(), 1e-3, 1 - 1e-3);
    const Ball a = alpha, b = 1 - a;
    const double gamma = draw.chance(0.2) ? 0 : draw.log_uniform(1e-2, 10);
    for (const auto& [loss, square] : formula.games()) {
      const AlphaDiracGan game = under(Regulariser::r1, loss, alpha, gamma);
      const auto j = numerical_jacobian(game, game.equilibrium());
      const double error = numerical_error(0) * (1 + gamma);
      const Ball trace = -formula.damping * a * gamma, det = square(a, b);
      check_pair(evidence, "trace −αγ", "determinant ω²", j, error, trace, det);
      evidence.equal("bias eigenvalue −α(1−α)", {j[2][2], error}, formula.bias(a, b));
      for (const auto& [i, k] : {std::pair{0u, 2u}, {1u, 2u}, {2u, 0u}, {2u, 1u}})
        evidence.equal("the bias moves alone", {j[i][k], error}, 0);
      const double omega = alpha_dirac_frequency(*loss, alpha);
      evidence.equal("the library's ω", {omega, 8 * kRounding * omega * (1 + std::abs(verigan::logit(alpha)))}, sqrt(det));
      if (std::abs(alpha * gamma / 2 - omega) > 1e-3)
        check_eigenvalues(evidence, games::linearise(game, game.equilibrium()), trace, det);
      // R2 weighs the generated data: (γ/2)(1−α)E_q‖∇logit‖².
      const AlphaDiracGan other = under(Regulariser::r2, loss, alpha, gamma);
      check_pair(evidence, "R2: trace −(1−α)γ", "R2: determinant ω²",
                 numerical_jacobian(other, other.equilibrium()), error,
                 -formula.damping * b * gamma, det);
      check_field(draw, evidence, other);
    }
    // Where the rotation is fastest: ½, ⅓ and ¼.
    const Ball third = Ball(1) / 3;
    evidence.at_most("ω ≤ ¼, at ½", formula.zero_sum(a, b), formula.zero_sum(0.5, 0.5));
    evidence.at_most("ω largest at ⅓", formula.unweighted(a, b),
                     formula.unweighted(third, 1 - third));
    evidence.at_most("ω largest at ¼", formula.weighted(a, b), formula.weighted(0.25, 0.75));
    check_settling(evidence, formula, alpha, draw.log_uniform(0.1, 100));
    check_pair_settling(draw, evidence);
    check_loss(evidence, alpha, gamma);
  };
}

}  // namespace

Theorem dirac_gan() {
  return {.id = "T45",
          .title = "The Dirac-GAN",
          .statement = "eigenvalues ±i/2; R1 with (γ/2)‖∇logit‖², and a gradient penalty with "
                       "target 0: −γ/2 ± √(γ²/4 − ¼), critical at γ = 1; instance noise: −s²/4 ± √(s⁴/16 − ¼), critical at s² = 2; "
                       "alternating: modulus 1 for √(n_g n_d)·h/2 ≤ 2",
          .source = "lit (Mescheder et al. 2018)",
          .check = dirac_with({0.5, 1, 2}),
          .mutants = {{"±i", 0.99, dirac_with({1, 1, 2})},
                      {"half the damping", 0.99, dirac_with({0.5, 0.5, 2})},
                      {"modulus 1 up to 1", 0.25, dirac_with({0.5, 1, 1})}},
          .exercises = "theory::DiracGan, games::linearise"};
}

Theorem alpha_dirac_gan() {
  const AlphaFormula right{zero_sum_square, unweighted_square, weighted_square, 1, bias_of, slower};
  AlphaFormula bare = right, doubled = right, bias = right, exchanged = right, pair = right;
  bare.unweighted = without_share;
  doubled.damping = 2;
  bias.bias = bias_without_share;
  exchanged.weighted = unweighted_square;
  pair.game = of_the_pair;
  return {.id = "T46",
          .title = "The α-Dirac-GAN",
          .statement =
              "equilibrium θ = 0, ψ = 0, b = logit α. The pair (θ,ψ) turns at ω = (1−α)√α for the "
              "unweighted non-saturating generator (fastest at ⅓), (1−α)^{3/2}√α if weighted (¼), "
              "α(1−α) for the zero-sum game (½); with R1 −αγ/2 ± √(α²γ²/4 − ω²), with R2 1−α for "
              "that α; the bias apart from it: −α(1−α). γ = 0 never settles; underdamped the pair "
              "settles at αγ/2, overdamped at about ω²/(αγ); the game at the slower of pair and "
              "bias, the loss −ln D, to first order, with the bias",
          .source = "ours",
          .check = alpha_with(right),
          .mutants = {{"ω = 1 − α", 0.95, alpha_with(bare)},
                      {"twice the damping", 0.7, alpha_with(doubled)},
                      {"bias eigenvalue −α", 0.95, alpha_with(bias)},
                      {"the game settles as its pair does", 0.08, alpha_with(pair)},
                      {"weighted as unweighted", 0.95, alpha_with(exchanged)}},
          .exercises = "theory::AlphaDiracGan, alpha_dirac_settling"};
}

}  // namespace verigan::theory::rows
