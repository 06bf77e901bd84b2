// SPDX-License-Identifier: MIT
// What a fresh discriminator sees of two laws whose divergence is known.
#include <cmath>

#include "core/numeric.hpp"
#include "data/density_source.hpp"
#include "data/toy.hpp"
#include "gan/held_out.hpp"
#include "gan/models.hpp"
#include "gan/trainer.hpp"
#include "support/catch.hpp"
#include "theory/densities.hpp"
#include "theory/divergence.hpp"

using namespace verigan;

namespace {

std::shared_ptr<data::Source> normal_source(double mean, std::uint64_t seed) {
  return std::make_shared<data::DensitySource>(
      data::LabelledDistribution{{1.0}, {theory::normal(mean, 1)}},
      random::Stream(seed, random::Purpose::data));
}

gan::FixedPairTrainer discriminator(double mean, std::uint64_t steps) {
  gan::FixedPairConfig config;
  config.steps = steps;
  config.batch = 200;
  config.optimiser = {nn::OptimiserConfig::Kind::adam, 5e-3, nn::Schedule::linear, 0.9, 0.999};
  gan::FixedPairTrainer trainer(gan::perceptron(1, {32}, nn::leaky_relu(0.2F), 1),
                                normal_source(0, 1), normal_source(mean, 2), config);
  for (std::uint64_t t = 0; t < steps; ++t) trainer.step();
  return trainer;
}

Matrix<float> drawn(double mean, std::uint64_t seed, std::size_t n) {
  Matrix<float> x(n, 1);
  normal_source(mean, seed)->fill(0, x);
  return x;
}

}  // namespace

TEST_CASE("a trained discriminator's bound is below JSD and not far, an untrained one's is 0") {
  for (const double mean : {0.0, 1.0}) {
    const double jsd = theory::jsd(*theory::normal(0, 1), *theory::normal(mean, 1)).value;
    gan::FixedPairTrainer taught = discriminator(mean, 600), fresh = discriminator(mean, 1);
    const Matrix<float> p = drawn(0, 3, 100000), q = drawn(mean, 4, 100000);
    const gan::SeenDivergence seen = gan::seen_divergence(taught, p, q);
    CAPTURE(jsd, seen.jsd, seen.error, seen.bound);
    CHECK(seen.jsd <= jsd + seen.error);
    CHECK(seen.jsd == Approx(jsd).margin(0.002));
    CHECK(seen.bound <= std::max(seen.jsd, 0.0));
    CHECK(seen.bound >= seen.jsd - 0.01);
    CHECK(seen.bound >= 0);
    // Of the best, ½(1 + TV).
    CHECK(seen.accuracy ==
          Approx(0.5 + 0.5 * theory::total_variation(*theory::normal(0, 1), *theory::normal(mean, 1))
                                 .value)
              .margin(0.01));
    CHECK(gan::seen_divergence(fresh, p, q).bound == 0);
  }
  gan::FixedPairTrainer any = discriminator(0, 1);
  CHECK_THROWS_WITH(gan::seen_divergence(any, drawn(0, 1, 1), drawn(0, 2, 5)),
                    "a discriminator held against 1 true and 5 generated samples, expected at least 2 of "
                    "each");
}

TEST_CASE("the bound fails no more often than stated, on small samples of two laws that are one") {
  gan::FixedPairTrainer taught = discriminator(0.3, 300);
  int above = 0, estimates = 0;
  for (std::uint64_t k = 0; k < 300; ++k) {
    const gan::SeenDivergence seen =
        gan::seen_divergence(taught, drawn(0.15, 10 + 2 * k, 30), drawn(0.15, 11 + 2 * k, 30));
    above += seen.bound > 0;
    estimates += seen.jsd > 0;
  }
  CHECK(estimates > 60);  // a single held-out value exceeds the truth by chance, and often
  CHECK(above <= 8);      // of 300, at 1 %: Poisson of mean 3
}

TEST_CASE("a frozen generator is a source of the averaged generator's samples, batch after batch") {
  gan::NetworkPair model = gan::make_model("toy");
  gan::TrainerConfig config;
  config.steps = 3;
  gan::Trainer trainer(model.generator, model.discriminator,
                       std::make_shared<data::Toy>("circle", config.seed), config);
  trainer.step();
  gan::FrozenGenerator frozen(trainer, 1000);
  CHECK(frozen.dimension() == 2);
  Matrix<float> all(30, 2), part(10, 2);
  trainer.sample(1000, all);
  frozen.fill(2, part);
  for (std::size_t i = 0; i < 10; ++i) CHECK(part(i, 1) == all(20 + i, 1));
}
