// SPDX-License-Identifier: MIT
// Mini-batches whose rows are real with probability α each.
#include <cmath>
#include <cstring>

#include "core/check.hpp"
#include "data/toy.hpp"
#include "gan/models.hpp"
#include "gan/trainer.hpp"
#include "random/addresses.hpp"
#include "support/catch.hpp"

using namespace verigan;

namespace {

gan::TrainerConfig config_of(bool random_share) {
  gan::TrainerConfig config;
  config.batch = 150;
  config.alpha = 0.3;
  config.steps = 30;
  config.seed = 5;
  config.random_share = random_share;
  config.discriminator_steps = 2;
  return config;
}

gan::Trainer make(const gan::TrainerConfig& config) {
  gan::NetworkPair model = gan::make_model("toy", 3);
  return {std::move(model.generator), std::move(model.discriminator),
          std::make_shared<data::Toy>("circle", config.seed), config};
}

bool same(const gan::TrainerState& a, const gan::TrainerState& b) {
  if (a.tensors.size() != b.tensors.size()) return false;
  for (std::size_t k = 0; k < a.tensors.size(); ++k)
    if (a.tensors[k].values.size() != b.tensors[k].values.size() ||
        std::memcmp(a.tensors[k].values.data(), b.tensors[k].values.data(),
                    a.tensors[k].values.size() * sizeof(float)) != 0)
      return false;
  return true;
}

}  // namespace

TEST_CASE("the number of real rows of a random share is binomial") {
  for (const double alpha : {0.1, 0.5, 0.7}) {
    const gan::BatchMix composition = gan::fixed_share(alpha, 251);  // odd: the last row is drawn alone
    const double a = composition.alpha(), n = 251;
    const random::Stream stream = random::draws::kShare.stream(3);
    constexpr int kBatches = 20000;
    double sum = 0, squares = 0;
    for (int t = 0; t < kBatches; ++t) {
      const double off =
          static_cast<double>(gan::random_real_rows(composition, stream,
              static_cast<std::uint64_t>(t))) - a * n;
      sum += off;
      squares += off * off;
    }
    const double variance = a * (1 - a) * n;
    INFO(alpha);
    CHECK(std::abs(sum / kBatches) < 5 * std::sqrt(variance / kBatches));
    CHECK(std::abs(squares / kBatches / variance - 1) < 5 * std::sqrt(2.0 / kBatches));
  }
}

TEST_CASE("a batch that may lack one kind is refused") {
  CHECK_NOTHROW(gan::require_random_share(gan::fixed_share(0.1, 250)));
  CHECK_THROWS_AS(gan::require_random_share(gan::fixed_share(0.1, 150)), Error);
  CHECK_THROWS_AS(gan::require_random_share(gan::fixed_share(0.5, 20)), Error);
  gan::TrainerConfig config = config_of(true);
  config.batch = 20;
  CHECK_THROWS_AS(make(config), Error);
}

TEST_CASE("the loss of a step is that of the rows there are") {
  // Once D answers about α, its loss on real rows is far from that on generated ones, and the loss of a batch
  // of K real rows is (K/n)·(−ln D) + (1 − K/n)·(−ln(1 − D)) but for what D varies by.
  gan::TrainerConfig config = config_of(true);
  config.steps = 1000;
  config.generator.learning_rate = config.discriminator.learning_rate = 1e-3;
  config.generator.schedule = config.discriminator.schedule = nn::Schedule::linear;
  config.discriminator_steps = 1;
  gan::Trainer trainer = make(config);
  const double fixed = trainer.composition().alpha();
  double product = 0, squares = 0;
  for (std::uint64_t t = 0; t < config.steps; ++t) {
    const gan::StepMetrics seen = trainer.step();
    const double share = static_cast<double>(gan::random_real_rows(
                             trainer.composition(), random::draws::kShare.stream(config.seed), 2 * t)) / 150;
    const auto loss = [&seen](double a) {
      return -a * std::log(seen.d_real) - (1 - a) * std::log(1 - seen.d_fake);
    };
    if (t < 900) continue;
    const double expected = loss(share) - loss(fixed);
    product += expected * (seen.d_loss - loss(fixed));
    squares += expected * expected;
  }
  CHECK(squares > 0.02);
  CHECK(product / squares == Approx(1).margin(0.35));  // 0 if K were always αn
}

TEST_CASE("a random share resumes to the bit, and is no fixed one") {
  const gan::TrainerConfig config = config_of(true);
  gan::Trainer whole = make(config), half = make(config), fixed = make(config_of(false));
  for (int t = 0; t < 30; ++t) {
    whole.step();
    fixed.step();
  }
  for (int t = 0; t < 13; ++t) half.step();
  gan::Trainer resumed = make(config);
  resumed.restore(half.state());
  for (int t = 13; t < 30; ++t) resumed.step();
  CHECK(same(whole.state(), resumed.state()));
  CHECK_FALSE(same(whole.state(), fixed.state()));
}
