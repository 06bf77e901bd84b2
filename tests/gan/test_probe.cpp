// SPDX-License-Identifier: MIT
// What a look at a training sees, and that it leaves no trace.
#include <cmath>

#include "core/numeric.hpp"
#include "data/mixture.hpp"
#include "data/toy.hpp"
#include "gan/diagnosis.hpp"
#include "gan/models.hpp"
#include "gan/probe.hpp"
#include "metrics/modes.hpp"
#include "nn/batch_norm.hpp"
#include "nn/dropout.hpp"
#include "support/catch.hpp"
#include "support/error_of.hpp"

using namespace verigan;
using namespace verigan::gan;

namespace {

bool same(const TrainerState& a, const TrainerState& b) {
  if (a.tensors.size() != b.tensors.size()) return false;
  for (std::size_t k = 0; k < a.tensors.size(); ++k)
    if (a.tensors[k].values != b.tensors[k].values) return false;
  return a.step == b.step;
}

bool same(const GeneratorTrainer& a, const GeneratorTrainer& b) { return same(a.state(), b.state()); }

Trainer trainer_of(const TrainerConfig& config, nn::Network g, nn::Network d) {
  return {std::move(g), std::move(d), std::make_shared<data::Toy>("circle", 1), config};
}

nn::Network plain(std::size_t inputs, std::size_t outputs) {
  return nn::NetworkBuilder(inputs).dense(12, nn::kRelu).dense(9, nn::kRelu)
      .dense(outputs, nn::kIdentity).build();
}

void set(GeneratorTrainer& trainer, const std::string& name, std::size_t first, std::size_t count,
         float value) {
  TrainerState state = trainer.state();
  for (NamedTensor& t : state.tensors)
    for (std::size_t i = first; t.name == name && i < first + count; ++i) t.values[i] = value;
  trainer.restore(state);
}

}  // namespace

TEST_CASE("probe: a training that is looked at has the bits of one that is not, and looks repeat") {
  TrainerConfig config;
  config.batch = 30;
  config.alpha = 0.3;
  config.instance_noise = {0.3, 0.1};
  const auto make = [&](std::size_t packing) {
    nn::NetworkBuilder g(2), d(2 * packing);
    g.dense(8, nn::kIdentity).add(std::make_shared<nn::BatchNorm>(Shape{1, 1, 8}, nn::kRelu));
    d.dense(8, nn::kRelu).add(std::make_shared<nn::Dropout>(8, 0.3F)).maxout(6, 3);
    config.packing = packing;
    return trainer_of(config, g.dense(2, nn::kIdentity).build(), d.dense(1, nn::kIdentity).build());
  };
  for (const std::size_t packing : {1U, 3U}) {
    INFO(packing);
    Trainer seen = make(packing), plain = make(packing);
    CHECK(watched_layers(seen) ==
          std::vector<std::string>{"generator 1", "generator 2", "discriminator 1",
                                   "discriminator 2"});
    for (int t = 0; t < 10; ++t) {
      const Snapshot first = read(seen), again = read(seen);
      CHECK(first.step == static_cast<std::uint64_t>(t));
      CHECK(first.gradient_norm > 0);
      CHECK(first.gradient_norm == again.gradient_norm);
      CHECK(first.on_true.median == again.on_true.median);
      CHECK(first.on_generated.mean == again.on_generated.mean);
      seen.step();
      plain.step();
    }
    CHECK(same(seen.state(), plain.state()));
  }
}

TEST_CASE("probe: units that are dead are counted in their layer") {
  TrainerConfig config;
  config.batch = 64;
  Trainer trainer = trainer_of(config, plain(2, 2), plain(2, 1));
  CHECK(watched_layers(trainer) == std::vector<std::string>{"generator 1", "generator 2", "discriminator 1",
                                                   "discriminator 2"});
  const Snapshot before = read(trainer);
  set(trainer, "generator.1.dense.bias", 0, 6, -1e6F);     // six of twelve
  set(trainer, "discriminator.2.dense.bias", 3, 3, -1e6F);  // three of nine
  const Snapshot after = read(trainer);
  CHECK(before.silent[0] == 0);  // a unit of two inputs and no bias is awake for half the plane
  CHECK(after.silent[0] == 0.5);
  CHECK(after.silent[3] >= 3.0 / 9);
  CHECK(after.silent[2] == before.silent[2]);
}

TEST_CASE("probe: a loss without a best discriminator has no logit to decide at, and no accuracy") {
  for (const Objective& loss : objectives()) {
    INFO(loss.name);
    TrainerConfig config;
    config.loss = loss.name;
    config.batch = 64;
    Trainer trainer = trainer_of(config, plain(2, 2), plain(2, 1));
    CHECK(equilibrium_logit(trainer).has_value() == loss.discriminator.best.has_value());
    const Snapshot reading = read(trainer);
    CHECK(std::isnan(reading.accuracy) == !loss.discriminator.best.has_value());
    CHECK(std::isfinite(reading.on_true.mean));
  }
}

TEST_CASE("probe: accuracy is that of deciding at α, and logits are the discriminator's") {
  TrainerConfig config;
  config.batch = 200;
  config.alpha = 0.2;
  // D's logit is 4x − 2 + ln ¼: at equilibrium's value where x = ½.
  Trainer trainer = trainer_of(config, nn::NetworkBuilder(2).dense(2, nn::kIdentity).build(),
                               nn::NetworkBuilder(2).dense(1, nn::kIdentity).build());
  CHECK(equilibrium_logit(trainer) == Approx(std::log(0.25)));
  set(trainer, "discriminator.1.dense.weight", 0, 1, 4);
  set(trainer, "discriminator.1.dense.weight", 1, 1, 0);
  set(trainer, "discriminator.1.dense.bias", 0, 1, -2 + static_cast<float>(std::log(0.25)));
  set(trainer, "generator.1.dense.weight", 0, 4, 0);
  set(trainer, "generator.1.dense.bias", 0, 2, 0.4F);  // all it makes is (0.4, 0.4)
  const Snapshot reading = read(trainer);
  CHECK(reading.on_generated.low == Approx(-0.4 + std::log(0.25)));
  CHECK(reading.on_generated.high == Approx(-0.4 + std::log(0.25)));
  CHECK(reading.on_true.high > reading.on_true.median);
  CHECK(reading.on_true.median > reading.on_true.low);
  // Of the circle, a third has x above ½ (noise aside): 40 points are 13.3 ± 3.
  CHECK(reading.accuracy == Approx(0.5 * (1 + 1.0 / 3)).margin(0.11));
  set(trainer, "generator.1.dense.bias", 0, 2, 0.6F);  // where D > α, though it is below ½
  CHECK(read(trainer).accuracy == Approx(0.5 / 3).margin(0.11));
  // The gradient at 0.4: −E ln σ(ℓ) moves with ℓ by −σ(−ℓ), ℓ with the output x by 4, x by its bias
  // and noise.
  const double slope = 4 * (1 - sigmoid(-0.4 + std::log(0.25)));
  CHECK(reading.gradient_norm > slope);
  CHECK(reading.gradient_norm < slope * 1.1);
}

TEST_CASE("probe: the spread of numbers") {
  std::vector<float> numbers;
  for (int i = 100; i >= 0; --i) numbers.push_back(static_cast<float>(i));
  const Quantiles s = spread(numbers);
  CHECK(s.low == 5);
  CHECK(s.median == 50);
  CHECK(s.high == 95);
  CHECK(s.mean == 50);
  numbers[7] = std::nanf("");
  CHECK(std::isnan(spread(numbers).median));
  CHECK(is_one_line(error_of([] { spread({}); })));
}

namespace {

// A GAN on a ring of eight, read as the experiments are.
Diagnosis diagnosed(const char* architecture, double deviation, double rate) {
  constexpr std::uint64_t steps = 1500;
  const data::Mixture ring = data::ring(8, 1, deviation);
  TrainerConfig config;
  config.batch = 128;
  config.steps = steps;
  config.average_decay = 0;
  config.generator = {nn::OptimiserConfig::Kind::adam, rate, nn::Schedule::linear, 0.5, 0.999};
  config.discriminator = config.generator;
  NetworkPair model = make_model(architecture);
  Trainer trainer(std::move(model.generator), std::move(model.discriminator),
                  std::make_shared<data::MixturePoints>(ring, 1), config);
  TrainingHistory history;
  history.steps = steps;
  history.layers = watched_layers(trainer);
  history.modes = 8;
  Matrix<float> points(1000, 2);
  while (trainer.steps_done() < steps) {
    trainer.step();
    if (trainer.steps_done() % 20 != 0) continue;
    history.readings.push_back(read(trainer));
    trainer.sample(0, points, Trainer::Which::present);
    const auto q = metrics::mode_quality(ring, points);
    history.mode_readings.push_back({trainer.steps_done(), q.covered, q.dominant,
                                     q.high_quality_share, q.dominant_share});
  }
  return diagnose(history);
}

}  // namespace

TEST_CASE("a training that drops modes is found out, and one that does not is not") {
  const Diagnosis collapsed = diagnosed("mixture", 0.05, 3e-3);
  INFO(collapsed.text()[0]);
  REQUIRE_FALSE(collapsed.findings.empty());
  CHECK(collapsed.findings[0].trouble == Failure::lost_modes);
  CHECK(collapsed.findings[0].present);

  const Diagnosis fine = diagnosed("toy", 0.2, 1e-3);
  INFO(fine.text()[0]);
  CHECK(std::ranges::none_of(fine.findings, &Finding::present));
}

TEST_CASE("matching probe: it leaves no trace, and looks repeat") {
  MatchingConfig config;
  config.batch = 40;
  config.true_batch = 30;
  const auto make = [&] {
    nn::NetworkBuilder g(2);
    g.dense(8, nn::kIdentity).add(std::make_shared<nn::BatchNorm>(Shape{1, 1, 8}, nn::kRelu));
    return MatchingTrainer(g.dense(2, nn::kIdentity).build(),
                           match_mmd({0.5, 1}, MmdEstimator::unbiased),
                           std::make_shared<data::Toy>("circle", 1), config);
  };
  MatchingTrainer seen = make(), plain = make();
  CHECK(watched_layers(seen) == std::vector<std::string>{"generator 1", "generator 2"});
  for (int t = 0; t < 10; ++t) {
    const Snapshot first = read(seen), again = read(seen);
    CHECK(first.step == static_cast<std::uint64_t>(t));
    CHECK(first.gradient_norm > 0);
    CHECK(first.gradient_norm == again.gradient_norm);
    CHECK(first.silent == again.silent);
    seen.step();
    plain.step();
  }
  CHECK(same(seen, plain));
}

TEST_CASE("matching probe: the gradient in closed form, silent units, and a number that is none") {
  MatchingConfig config;
  config.batch = 500;  // more than are read
  // G(z) = b + Wz and the first moment alone: ‖E x − E y‖², whose gradient is 2(E x − E y) in b and
  // that times E z in W. With b far away the data and the batch's means hardly show.
  MatchingTrainer linear(perceptron(2, {}, nn::kIdentity, 2),
                         match_moments(1, MmdEstimator::biased, {}),
                         std::make_shared<data::Toy>("circle", 1), config);
  set(linear, "generator.1.dense.bias", 0, 1, 300);
  set(linear, "generator.1.dense.bias", 1, 1, 400);
  const Snapshot far = read(linear);
  CHECK(far.gradient_norm == Approx(2 * 500).epsilon(0.02));
  CHECK(far.silent.empty());

  MatchingTrainer deep(perceptron(2, {12, 9}, nn::kRelu, 2), match_mmd({1}, MmdEstimator::biased),
                       std::make_shared<data::Toy>("circle", 1), config);
  set(deep, "generator.2.dense.bias", 0, 3, -1000);
  const Snapshot dead = read(deep);
  REQUIRE(dead.silent.size() == 2);
  CHECK(dead.silent[1] >= 3.0 / 9);
  CHECK(dead.silent[1] < 1);
  set(deep, "generator.3.dense.bias", 0, 1, std::nanf(""));
  CHECK_FALSE(std::isfinite(read(deep).gradient_norm));
}
