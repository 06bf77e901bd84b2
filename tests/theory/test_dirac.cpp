// SPDX-License-Identifier: MIT
#include "theory/dirac.hpp"

#include <cmath>

#include "games/spectrum.hpp"
#include "support/catch.hpp"
#include "support/error_of.hpp"

using namespace verigan;
using namespace verigan::games;
using namespace verigan::theory;

namespace {

const GameLoss* const kLogistic[] = {&game_loss("minimax"), &game_loss("non-saturating"),
                                     &game_loss("non-saturating-weighted")};

/// Whether b has an equilibrium at every α.
bool smooth(const GameLoss& loss) {
  return loss.discriminator.best && !loss.discriminator.best->jumps;
}

template <Game G>
void check_derivatives(const G& game, const StateOf<G>& z) {
  const auto v = game.field(z), numeric = numerical_field(game, z);
  const auto j = game.jacobian(z), differences = numerical_jacobian(game, z);
  for (std::size_t i = 0; i < G::kSize; ++i) {
    CAPTURE(i, v[i], numeric[i]);
    CHECK(std::abs(v[i] - numeric[i]) < 1e-10);
    for (std::size_t k = 0; k < G::kSize; ++k) {
      CAPTURE(k, j[i][k], differences[i][k]);
      CHECK(std::abs(j[i][k] - differences[i][k]) < 1e-10);
    }
  }
}

}  // namespace

TEST_CASE("the field is the losses' gradient and the Jacobian the field's, for every loss") {
  for (const GameLoss& loss : game_losses())
    for (const Regulariser regulariser : kRegularisers) {
      DiracOptions options{.loss = &loss, .regulariser = regulariser, .gamma = 0.7, .target = 1.2};
      CAPTURE(loss.name, regulariser_name(regulariser));
      // Noise averages the hinge's kinks over nodes: differences across a node's kink mean nothing.
      if (loss.discriminator.on_real(1.5).slope == 0 && regulariser == Regulariser::instance_noise)
        continue;
      check_derivatives(DiracGan(options), {0.8, -0.6});
      check_derivatives(DiracGan(options), {-0.1, 0.3});
      options.alpha = smooth(loss) ? 0.3 : 0.5;
      check_derivatives(AlphaDiracGan(options), {0.8, -0.6, 0.2});
      check_derivatives(AlphaDiracGan(options), {-0.4, 0.5, -0.3});
    }
}

TEST_CASE("the field vanishes at the equilibrium") {
  for (const GameLoss& loss : game_losses())
    for (const double alpha : {0.1, 0.5, 0.8}) {
      const DiracOptions options{.loss = &loss, .alpha = alpha};
      if (!smooth(loss) && alpha != 0.5) {
        CHECK(error_of([&] { AlphaDiracGan game(options); }).find("α = 0.5 only") !=
              std::string::npos);
        continue;
      }
      const AlphaDiracGan game(options);
      for (const double v : game.field(game.equilibrium())) CHECK(std::abs(v) < 1e-16);
    }
}

TEST_CASE("Mescheder's eigenvalues of the Dirac-GAN") {
  const auto pair = [](DiracOptions options) {
    const DiracGan game(options);
    return eigenvalues(linearise(game, game.equilibrium()));
  };
  for (const GameLoss* loss : {&game_loss("minimax"), &game_loss("non-saturating")}) {
    CHECK(pair({.loss = loss})[0] == Complex(0, -0.5));
    CHECK(pair({.loss = loss})[1] == Complex(0, 0.5));
    for (const Regulariser regulariser : {Regulariser::r1, Regulariser::r2}) {
      // γ = 0.6: −0.3 ± √(0.09 − 0.25) = −0.3 ± 0.4i; γ = 1 is critical; γ = 2.6: −1.3 ± 1.2.
      const auto light = pair({.loss = loss, .regulariser = regulariser, .gamma = 0.6});
      CHECK(std::abs(light[1] - Complex(-0.3, 0.4)) < 1e-15);
      const auto critical = pair({.loss = loss, .regulariser = regulariser, .gamma = 1});
      CHECK(critical[0] == Complex(-0.5, 0));
      CHECK(critical[1] == Complex(-0.5, 0));
      const auto heavy = pair({.loss = loss, .regulariser = regulariser, .gamma = 2.6});
      CHECK(std::abs(heavy[0] - Complex(-2.5, 0)) < 1e-14);
      CHECK(std::abs(heavy[1] - Complex(-0.1, 0)) < 1e-14);
    }
    // Instance noise: −s²/4 ± √(s⁴/16 − ¼): s² = 1.2 gives −0.3 ± 0.4i.
    const auto noisy = pair(
        {.loss = loss, .regulariser = Regulariser::instance_noise, .gamma = std::sqrt(1.2)});
    CHECK(std::abs(noisy[1] - Complex(-0.3, 0.4)) < 1e-13);
  }
  // The unweighted losses without curvature at equilibrium never settle.
  CHECK(pair({.loss = &game_loss("wasserstein")})[1] == Complex(0, 1));
  CHECK(pair({.loss = &game_loss("hinge")})[1] == Complex(0, 1));
  CHECK(pair({.loss = &game_loss("absolute-error")})[1] == Complex(0, 0.25));
  CHECK(pair({.loss = &game_loss("least-squares")})[1] == Complex(0, 0.5));
}

TEST_CASE("the α-Dirac-GAN's eigenvalues: closed form against the field's numerical Jacobian") {
  for (const GameLoss* loss : kLogistic)
    for (const double alpha : {0.05, 0.25, 1.0 / 3, 0.5, 0.7, 0.95})
      for (const double gamma : {0.0, 0.3, 1.7, 6.0}) {
        const AlphaDiracGan game(
            {.loss = loss, .alpha = alpha, .regulariser = Regulariser::r1, .gamma = gamma});
        auto closed = alpha_dirac_eigenvalues(*loss, alpha, gamma);
        std::sort(closed.begin(), closed.end(), [](const Complex& a, const Complex& b) {
          return a.real() != b.real() ? a.real() < b.real() : a.imag() < b.imag();
        });
        const auto exact = eigenvalues(linearise(game, game.equilibrium()));
        const auto numeric =
            eigenvalues(linearisation(numerical_jacobian(game, game.equilibrium()), 1));
        CAPTURE(loss->name, alpha, gamma);
        for (std::size_t k = 0; k < 3; ++k) {
          // Where real parts agree but for rounding, their order is chance.
          double nearest_exact = 1, nearest_numeric = 1;
          for (std::size_t m = 0; m < 3; ++m) {
            nearest_exact = std::min(nearest_exact, std::abs(exact[m] - closed[k]));
            nearest_numeric = std::min(nearest_numeric, std::abs(numeric[m] - closed[k]));
          }
          CHECK(nearest_exact < 1e-14);
          CHECK(nearest_numeric < 1e-10);
        }
      }
}

TEST_CASE("the rotation is fastest where theory says") {
  const auto peak = [](const char* name) {
    const GameLoss& loss = game_loss(name);
    double best = 0, at = 0;
    for (int i = 1; i < 12000; ++i)
      if (const double w = alpha_dirac_frequency(loss, i / 12000.0); w > best)
        best = w, at = i / 12000.0;
    return at;
  };
  CHECK(peak("minimax") == Approx(0.5));
  CHECK(peak("non-saturating") == Approx(1.0 / 3));
  CHECK(peak("non-saturating-weighted") == Approx(0.25));
  CHECK(alpha_dirac_frequency(game_loss("minimax"), 0.5) == 0.25);
}

TEST_CASE("gradient penalties: the target 0 is a damping, the target 1 pushes ψ away") {
  const DiracGan damped({.regulariser = Regulariser::gradient_penalty, .gamma = 0.6, .target = 0});
  CHECK(std::abs(eigenvalues(linearise(damped, {0, 0}))[1] - Complex(-0.3, 0.4)) < 1e-15);
  const DiracGan wgan_gp({.loss = &game_loss("wasserstein"),
                          .regulariser = Regulariser::gradient_penalty, .gamma = 10});
  CHECK(wgan_gp.field({0, 1e-9})[1] == Approx(10));
  CHECK(wgan_gp.field({0, -1e-9})[1] == Approx(-10));
  CHECK(error_of([&] { wgan_gp.jacobian({0, 0}); }).find("expected target 0") !=
        std::string::npos);
  CHECK_NOTHROW(wgan_gp.jacobian({0, 0.5}));
}

TEST_CASE("options that make no game are refused") {
  for (const double alpha : {0.0, 1.0, -0.2, std::nan("")})
    CHECK(error_of([&] { AlphaDiracGan game({.alpha = alpha}); }).starts_with("α = "));
  for (const double gamma : {-1.0, std::nan(""), double{INFINITY}})
    CHECK(error_of([&] { DiracGan game({.gamma = gamma}); }).starts_with("γ = "));
  CHECK(error_of([] { AlphaDiracGan game({}); }) != "");
  CHECK(error_of([] { DiracGan game({.alpha = 0.5}); }) != "");
  CHECK(error_of([] { regulariser_of("r3\n"); }).find('\n') == std::string::npos);
  CHECK(error_of([] { alpha_dirac_frequency(game_loss("hinge"), 0.4); }) != "");
}
