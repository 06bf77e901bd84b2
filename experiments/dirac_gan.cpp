// SPDX-License-Identifier: MIT
// dirac_gan: a whole GAN in two or three numbers, and what each remedy does to it.
//
//   data at 0, generator at θ, logit ψx + b;   flow ż = v(z)
//   α game under R1 = (γ/2)αE_p‖∇logit‖²:  eigenvalues −αγ/2 ± √(α²γ²/4 − ω²) and −α(1−α),
//   ω = α(1−α) zero-sum, (1−α)√α non-saturating, (1−α)^{3/2}√α the same weighted by 1−α
// (Mescheder, Geiger & Nowozin 2018 for the game without α).
//
// Sample runs:
//   dirac_gan --preset smoke
//   dirac_gan --preset smoke --gamma 0.4 --time 5
#include <cmath>

#include "games/dynamics.hpp"
#include "games/flow.hpp"
#include "games/spectrum.hpp"
#include "kit/evenly_spaced.hpp"
#include "run/experiment.hpp"
#include "theory/dirac.hpp"

namespace {

using namespace verigan;
using theory::GameLoss;
using theory::Regulariser;

constexpr double kAlphas[] = {0.1, 0.3, 0.5, 0.7, 0.9};
// Those whose rotation frequency is drawn over α.
constexpr const char* kLosses[] = {"minimax", "non-saturating", "non-saturating-weighted"};

constexpr const char* kScience =
    R"(All data are one point, 0; the generator makes one point, θ; the discriminator's logit is ψx, or
ψx + b. At the equilibrium θ = ψ = 0 it cannot tell them apart. Does training get there?

orbits.csv: (θ, ψ) through time for the minimax game without a remedy, followed continuously and by
simultaneous and alternating steps, and with R1 and instance noise; and for the Wasserstein game with
WGAN-GP's gradient penalty (target 1), whose field jumps at ψ = 0 and keeps ψ away from it.
alpha_orbits.csv: the non-saturating game under R1 with a share α of real data in every batch, for five α.
eigenvalues.csv: for a fine grid of α and each loss, the rotation frequency ω in closed form and from
the field's numerical Jacobian, and how fast the game settles with a light and a heavy R1: the pair
(θ, ψ) and the bias b, at α(1−α), are apart to first order, and the game is as slow as the slower of
them. A higher frequency is not a faster settling: with a light damping the pair settles faster for
larger α, with a heavy one for smaller α; where that makes the pair faster than α(1−α), as heavy
damping does near α = 0, the game waits for the bias.
)";

const run::Schema kOrbits{"orbits.csv", {run::text("orbit"), "time", {"theta", 8}, {"psi", 8}}};
const run::Schema kAlphaOrbits{"alpha_orbits.csv",
                               {"alpha", "time", {"theta", 8}, {"psi", 8}, {"bias", 8}}};
const run::Schema kEigenvalues{"eigenvalues.csv",
                               {"alpha",
                                run::text("loss"),
                                "omega",
                                "omega_numeric",
                                {"pair_light", 9},
                                {"pair_heavy", 9},
                                {"settling_light", 9},
                                {"settling_heavy", 9}}};

class DiracGanExperiment final : public run::Experiment {
 public:
  std::string name() const override { return "dirac_gan"; }
  std::string title() const override {
    return "The Dirac-GAN: phase portraits, and eigenvalues over the share α of real data";
  }
  std::string science() const override { return kScience; }

  void declare(run::Options& options, run::Preset preset) override {
    gamma_ = 1;
    light_ = 0.5;
    heavy_ = 5;
    step_ = 0.4;
    time_ = run::pick(preset, 10.0, 40.0, 40.0);
    rows_ = run::pick<std::uint64_t>(preset, 40, 400, 1600);
    shares_ = run::pick<std::uint64_t>(preset, 19, 99, 499);
    options.number("gamma", gamma_, run::kPositive, "strength of R1 in the orbits");
    options.number("light", light_, run::kPositive, "γ of the light damping in eigenvalues.csv");
    options.number("heavy", heavy_, run::kPositive, "γ of the heavy damping");
    options.number("step", step_, {0, 2, true, false}, "size of the steps in orbits.csv");
    options.number("time", time_, {0, 1000, true, false}, "how long the orbits are followed");
    options.whole("rows", rows_, 2, 100000, "rows of each orbit");
    options.whole("shares", shares_, 1, 100000, "values of α: 1/(shares + 1), 2/(shares + 1), …");
    options.never("seed", run::kNothingDrawn);
    options.never("checkpoint-every", run::kNoCheckpoints);
  }

  std::vector<run::Planned> plan(run::Preset) override { return {{"", {}, rows_}}; }

  std::vector<run::Schema> tables() const override { return {kOrbits, kAlphaOrbits, kEigenvalues}; }

  void run(run::Run& run, const run::Common&) override {
    orbits(run);
    alpha_orbits(run);
    eigenvalues(run);
  }

 private:
  static constexpr games::State<2> kStart{1, 1};

  template <games::Game G>
  std::vector<std::vector<double>> followed(const G& game, const games::StateOf<G>& start) const {
    return games::flow(game, start, kit::evenly_spaced(0, time_, rows_), {.tolerance = 1e-12}).states;
  }

  void add(run::Series& table, const std::string& name,
           const std::vector<std::vector<double>>& states, double interval) const {
    for (std::size_t i = 0; i < states.size(); ++i)
      table.append(name, interval * static_cast<double>(i), states[i][0], states[i][1]);
  }

  // 1. Two parameters: the bare game, the same by steps, and the remedies.
  void orbits(run::Run& run) const {
    run::Series& table = run.table(kOrbits);
    const double interval = time_ / static_cast<double>(rows_ - 1);
    const GameLoss& minimax = theory::game_loss("minimax");
    const theory::DiracGan bare({.loss = &minimax});
    add(table, "flow", followed(bare, kStart), interval);
    for (const games::Method method : {games::Method::simultaneous, games::Method::alternating}) {
      const auto path =
          games::trajectory(bare, {.method = method, .step = step_}, kStart,
                            static_cast<std::size_t>(std::ceil(time_ / step_)));
      std::vector<std::vector<double>> states;
      for (const auto& z : path) states.push_back({z[0], z[1]});
      add(table, std::string(games::method_name(method)), states, step_);
    }
    const auto with = [&](Regulariser regulariser, double gamma) {
      return theory::DiracGan(
          {.loss = &minimax, .regulariser = regulariser, .gamma = gamma});
    };
    add(table, "r1", followed(with(Regulariser::r1, gamma_), kStart), interval);
    add(table, "instance-noise", followed(with(Regulariser::instance_noise, 1), kStart), interval);
    // A field that jumps has no smooth flow; short alternating steps follow it as training does.
    const theory::DiracGan wgan_gp({.loss = &theory::game_loss("wasserstein"),
                                   .regulariser = Regulariser::gradient_penalty,
                                   .gamma = gamma_});
    const std::size_t stride = 20;
    const auto path =
        games::trajectory(wgan_gp, {.method = games::Method::alternating,
                                    .step = interval / static_cast<double>(stride)},
                          kStart, static_cast<std::size_t>(rows_ - 1) * stride, stride);
    std::vector<std::vector<double>> states;
    for (const auto& z : path) states.push_back({z[0], z[1]});
    add(table, "gradient-penalty", states, interval);
  }

  // 2. Three parameters: a share α of real data, from the same distance.
  void alpha_orbits(run::Run& run) const {
    run::Series& table = run.table(kAlphaOrbits);
    for (const double alpha : kAlphas) {
      const theory::AlphaDiracGan game({.loss = &theory::game_loss("non-saturating"),
                                       .alpha = alpha,
                                       .regulariser = Regulariser::r1,
                                       .gamma = gamma_});
      const auto states = followed(game, {kStart[0], kStart[1], game.equilibrium()[2]});
      for (std::size_t i = 0; i < states.size(); ++i)
        table.append(alpha, time_ * static_cast<double>(i) / static_cast<double>(rows_ - 1),
                     states[i][0], states[i][1], states[i][2]);
    }
  }

  // 3. Eigenvalues over α: closed form, and from the field alone.
  void eigenvalues(run::Run& run) const {
    run::Series& table = run.table(kEigenvalues);
    double worst = 0;
    run.progress().begin(0, shares_);
    for (std::uint64_t i = 1; i <= shares_; ++i) {
      const double alpha =
          record::rounded(static_cast<double>(i) / static_cast<double>(shares_ + 1));
      for (const char* name : kLosses) {
        const GameLoss& loss = theory::game_loss(name);
        const double omega = theory::alpha_dirac_frequency(loss, alpha);
        const double numeric = games::rotation_frequency(numerical(loss, alpha, 0));
        worst = std::max(worst, std::abs(omega - numeric));
        const auto light = theory::alpha_dirac_settling(loss, alpha, light_),
                   heavy = theory::alpha_dirac_settling(loss, alpha, heavy_);
        table.append(alpha, loss.name, omega, numeric, light.pair, heavy.pair,
                     light.game(), heavy.game());
      }
      run.progress().update(i, "α = " + record::number_text(alpha));
    }
    run.summary({{"gamma", gamma_}, {"light", light_}, {"heavy", heavy_},
                 {"frequencies_agree", worst < 1e-10}});
  }

  static games::Linearisation numerical(const GameLoss& loss, double alpha, double gamma) {
    const theory::AlphaDiracGan game(
        {.loss = &loss, .alpha = alpha, .regulariser = Regulariser::r1, .gamma = gamma});
    return games::linearisation(games::numerical_jacobian(game, game.equilibrium()), 1);
  }

  double gamma_ = 0, light_ = 0, heavy_ = 0, step_ = 0, time_ = 0;
  std::uint64_t rows_ = 0, shares_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  DiracGanExperiment experiment;
  return verigan::run::run_program(experiment, argc, argv);
}
