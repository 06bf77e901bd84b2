// SPDX-License-Identifier: MIT
// T45 and T46: the Dirac-GAN's eigenvalues, of the field's numerical Jacobian against closed forms.
#include <cmath>
#include <complex>

#include "games/dirac.hpp"
#include "games/spectrum.hpp"
#include "theory/theorems/rows.hpp"

namespace verigan::theory::rows {
namespace {

using games::AlphaDiracGan;
using games::DiracGan;
using games::DiracLoss;
using games::DiracOptions;
using games::Method;
using games::Regulariser;

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

// T45 ------------------------------------------------------------------------------------------

struct DiracFormula {
  double frequency;  // of the bare game
  double damping;    // trace = −damping·γ, or −damping·s²/2 with noise
  double boundary;   // of √(n_g n_d)·h/2
};

Check dirac_with(const DiracFormula& formula) {
  return [formula](Draw& draw, Evidence& evidence) {
    const DiracLoss loss = draw.chance(0.5) ? DiracLoss::minimax : DiracLoss::nonsaturating;
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
  double damping;         // trace = −damping·αγ
  Ball (*bias)(Ball a, Ball b);
};
Ball bias_of(Ball a, Ball b) { return -a * b; }
Ball bias_without_share(Ball a, Ball) { return -a; }

/// The largest real part of the (θ, ψ) pair, negated: the settling rate.
double settling_rate(DiracLoss loss, double alpha, double gamma) {
  const auto values = games::alpha_dirac_eigenvalues(loss, alpha, gamma);
  return -std::max(values[0].real(), values[1].real());
}

void check_settling(Draw& draw, Evidence& evidence) {
  double low = draw.uniform(0.05, 0.9), high = draw.uniform(0.05, 0.9);
  if (low > high) std::swap(low, high);
  if (high - low < 0.01) return;
  const DiracLoss loss = DiracLoss::nonsaturating;
  const auto omega = [&](double alpha) { return games::alpha_dirac_frequency(loss, alpha); };
  evidence.holds("γ = 0 never settles", settling_rate(loss, low, 0) == 0);
  // Both underdamped: αγ/2 < ω.
  const double light = draw.uniform(0.1, 0.9) * 2 * std::min(omega(low) / low, omega(high) / high);
  evidence.equal("underdamped it settles at αγ/2",
                 {settling_rate(loss, low, light), 4 * kRounding}, Ball(low) * light / 2);
  evidence.holds("underdamped, larger α settles faster",
                 settling_rate(loss, high, light) > settling_rate(loss, low, light));
  // Both far overdamped: the slow eigenvalue lies between (1−α)²/γ and that over 1 − ω²/(2d²),
  // d = αγ/2.
  const double heavy = draw.uniform(40, 400) / low;
  for (const double alpha : {low, high}) {
    const Ball share = alpha, d = share * heavy / 2, w2 = unweighted_square(share, 1 - share);
    const Ball about = (1 - share) * (1 - share) / heavy;
    const double found = settling_rate(loss, alpha, heavy);
    const Ball rate{found, 16 * kRounding * found};
    evidence.at_most("overdamped it settles at (1−α)²/γ at least", about, rate);
    evidence.at_most("and hardly faster", rate, about / (1 - w2 / (2 * d * d)));
  }
  evidence.holds("overdamped, smaller α settles faster",
                 settling_rate(loss, low, heavy) > settling_rate(loss, high, heavy));
}

Check alpha_with(const AlphaFormula& formula) {
  return [formula](Draw& draw, Evidence& evidence) {
    const double alpha = std::clamp(draw.share(), 1e-3, 1 - 1e-3);
    const Ball a = alpha, b = 1 - a;
    const double gamma = draw.chance(0.2) ? 0 : draw.log_uniform(1e-2, 10);
    const std::pair<DiracLoss, Frequency> games[] = {
        {DiracLoss::minimax, formula.zero_sum},
        {DiracLoss::nonsaturating, formula.unweighted},
        {DiracLoss::nonsaturating_weighted, formula.weighted}};
    for (const auto& [loss, square] : games) {
      const AlphaDiracGan game(
          {.loss = loss, .alpha = alpha, .regulariser = Regulariser::r1, .gamma = gamma});
      const auto j = numerical_jacobian(game, game.equilibrium());
      const double error = numerical_error(0) * (1 + gamma);
      const Ball trace = -formula.damping * a * gamma, det = square(a, b);
      check_pair(evidence, "trace −αγ", "determinant ω²", j, error, trace, det);
      evidence.equal("bias eigenvalue −α(1−α)", {j[2][2], error}, formula.bias(a, b));
      for (const auto& [i, k] : {std::pair{0u, 2u}, {1u, 2u}, {2u, 0u}, {2u, 1u}})
        evidence.equal("the bias moves alone", {j[i][k], error}, 0);
      const double omega = games::alpha_dirac_frequency(loss, alpha);
      evidence.equal("the library's ω", {omega, 8 * kRounding * omega}, sqrt(det));
      if (std::abs(alpha * gamma / 2 - omega) > 1e-3)
        check_eigenvalues(evidence, games::linearise(game, game.equilibrium()), trace, det);
    }
    // Where the rotation is fastest: ½, ⅓ and ¼.
    const Ball third = Ball(1) / 3;
    evidence.at_most("ω ≤ ¼, at ½", formula.zero_sum(a, b), formula.zero_sum(0.5, 0.5));
    evidence.at_most("ω largest at ⅓", formula.unweighted(a, b),
                     formula.unweighted(third, 1 - third));
    evidence.at_most("ω largest at ¼", formula.weighted(a, b), formula.weighted(0.25, 0.75));
    check_settling(draw, evidence);
  };
}

}  // namespace

Theorem dirac_gan() {
  return {.id = "T45",
          .title = "The Dirac-GAN",
          .statement = "eigenvalues ±i/2; R1 with (γ/2)‖∇logit‖²: −γ/2 ± √(γ²/4 − ¼), critical at "
                       "γ = 1; instance noise: −s²/4 ± √(s⁴/16 − ¼), critical at s² = 2; "
                       "alternating: modulus 1 for √(n_g n_d)·h/2 ≤ 2",
          .source = "lit (Mescheder et al. 2018)",
          .check = dirac_with({0.5, 1, 2}),
          .mutants = {{"±i", 0.99, dirac_with({1, 1, 2})},
                      {"half the damping", 0.99, dirac_with({0.5, 0.5, 2})},
                      {"modulus 1 up to 1", 0.3, dirac_with({0.5, 1, 1})}}};
}

Theorem alpha_dirac_gan() {
  const AlphaFormula right{zero_sum_square, unweighted_square, weighted_square, 1, bias_of};
  AlphaFormula bare = right, doubled = right, bias = right, exchanged = right;
  bare.unweighted = without_share;
  doubled.damping = 2;
  bias.bias = bias_without_share;
  exchanged.weighted = unweighted_square;
  return {.id = "T46",
          .title = "The α-Dirac-GAN",
          .statement =
              "equilibrium θ = 0, ψ = 0, b = logit α. ω = (1−α)√α for the unweighted "
              "non-saturating generator (fastest at ⅓), (1−α)^{3/2}√α if weighted (¼), α(1−α) for "
              "the zero-sum game (½); bias eigenvalue −α(1−α); with R1 −αγ/2 ± √(α²γ²/4 − ω²). "
              "γ = 0 never settles; underdamped it settles at αγ/2, faster for larger α; "
              "overdamped at about (1−α)²/γ, faster for smaller α",
          .source = "ours",
          .check = alpha_with(right),
          .mutants = {{"ω = 1 − α", 0.95, alpha_with(bare)},
                      {"twice the damping", 0.7, alpha_with(doubled)},
                      {"bias eigenvalue −α", 0.95, alpha_with(bias)},
                      {"weighted as unweighted", 0.95, alpha_with(exchanged)}}};
}

}  // namespace verigan::theory::rows
