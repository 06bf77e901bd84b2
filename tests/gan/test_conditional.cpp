// SPDX-License-Identifier: MIT
// Generators with labels, samples by standing statistics, flipped labels and batches of their own.
#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <vector>

#include "data/images.hpp"
#include "data/toy.hpp"
#include "gan/fixed_pair.hpp"
#include "gan/held_out.hpp"
#include "gan/models.hpp"
#include "gan/trainer.hpp"
#include "support/catch.hpp"

using namespace verigan;

namespace {

/// Images of one pixel row whose brightness is their label's: a class is easily told.
std::shared_ptr<data::ImageSet> shades(const Shape& shape, std::size_t classes) {
  auto set = std::make_shared<data::ImageSet>();
  set->shape = shape;
  for (std::size_t i = 0; i < 40 * classes; ++i) {
    set->labels.push_back(static_cast<std::uint8_t>(i % classes));
    for (std::size_t k = 0; k < shape.size(); ++k)
      set->pixels.push_back(static_cast<std::uint8_t>(20 + 200 * (i % classes) / classes + (i + k) % 7));
  }
  return set;
}

gan::Trainer conditional(const gan::TrainerConfig& config, const char* name = "cdcgan",
                         std::optional<gan::BatchNormIn> norm = {}) {
  gan::ModelOptions options;
  options.noise = 6;
  options.shape = {8, 8, 3};
  options.width = 0.125;
  options.conditioning = {4};
  options.batch_norm = norm;
  const gan::NetworkPair model = gan::make_model(name, options);
  return {model.generator, model.discriminator,
          std::make_shared<data::ImageBatches>(shades(options.shape, 4), model.range.low,
                                               model.range.high, config.seed),
          config};
}

gan::TrainerConfig settings(std::uint64_t steps) {
  gan::TrainerConfig config;
  config.batch = 24;
  config.steps = steps;
  config.seed = 5;
  config.standing_samples = 300;
  config.average_decay = 0.9;
  for (nn::OptimiserConfig* player : {&config.generator, &config.discriminator})
    *player = {nn::OptimiserConfig::Kind::adam, 2e-3, nn::Schedule::constant, 0.5, 0.999};
  return config;
}

bool same(const Matrix<float>& a, const Matrix<float>& b) {
  for (std::size_t i = 0; i < a.rows(); ++i)
    if (!std::ranges::equal(a.row(i), b.row(i))) return false;
  return true;
}

}  // namespace

TEST_CASE("an image does not depend on its neighbours, and standing statistics are each weights' own") {
  gan::Trainer trainer = conditional(settings(4));
  while (trainer.steps_done() < 4) trainer.step();
  for (const auto which : {gan::GeneratorTrainer::Which::averaged, gan::GeneratorTrainer::Which::present}) {
    Matrix<float> all(50, 192), one(1, 192);
    trainer.sample(0, all, which);
    for (const std::size_t i : {0U, 7U, 49U}) {
      trainer.sample(i, one, which);
      CHECK(std::ranges::equal(one.row(0), all.row(i)));
    }
    // The same noise and labels, given to the model that is handed out.
    const nn::Model model = trainer.model(which);
    Matrix<float> z(3, 6), x(3, 192), swapped(3, 192), turned(3, 6);
    data::fill_normals(random::Stream(1, random::Purpose::test), 0, z);
    const std::vector<Label> labels{3, 0, 3}, reversed{3, 0, 3};
    gan::generate(model, z, labels, x);
    for (std::size_t i = 0; i < 3; ++i) std::ranges::copy(z.row(2 - i), turned.row(i).begin());
    gan::generate(model, turned, reversed, swapped);
    CHECK(std::ranges::equal(x.row(0), swapped.row(2)));
    CHECK_FALSE(std::ranges::equal(x.row(0), swapped.row(0)));
    CHECK_THROWS_AS(gan::generate(model, z, std::vector<Label>{1, 2}, x), Error);
    CHECK_THROWS_AS(gan::generate(model, z, std::vector<Label>{1, 2, 4}, x), Error);
  }
  // The averaged weights are not judged by the present ones' statistics.
  const nn::Model averaged = trainer.model(), present = trainer.model(gan::GeneratorTrainer::Which::present);
  CHECK_FALSE(std::ranges::equal(averaged.weights.state(), present.weights.state()));
  gan::TrainerConfig running = settings(4);
  running.standing_samples = 0;
  gan::Trainer other = conditional(running);
  while (other.steps_done() < 4) other.step();
  CHECK(std::ranges::equal(other.model().weights.parameters(), averaged.weights.parameters()));
  CHECK_FALSE(std::ranges::equal(other.model().weights.state(), averaged.weights.state()));
}

TEST_CASE("standing statistics are the moments of what the layer sees over the fixed noise") {
  // z → z: the running mean and variance of the one batch normalisation are those of the noise.
  gan::TrainerConfig config = settings(1);
  config.standing_samples = 2000;
  gan::Trainer trainer(nn::NetworkBuilder(2).batch_norm(nn::kIdentity).build(),
                       nn::NetworkBuilder(2).dense(1, nn::kIdentity).build(),
                       std::make_shared<data::Toy>("circle", 1), config);
  const nn::Model model = trainer.model();
  const std::span<const float> state = model.weights.state();
  const auto& tensors = trainer.generator().state();
  for (std::size_t c = 0; c < 2; ++c) {
    CHECK(std::abs(state[tensors[0].offset + c]) < 4 / std::sqrt(2000.0));
    CHECK(std::abs(state[tensors[1].offset + c] - 1) < 4 * std::sqrt(2.0 / 2000));
    CHECK(state[tensors[0].offset + c] != 0);
  }
}

TEST_CASE("a conditional training resumes to the bit, in one batch and in two, with flips") {
  gan::TrainerConfig config = settings(4);
  config.separate_batches = GENERATE(false, true);
  config.flip_rate = 0.1;
  config.noise = data::NoiseLaw::Kind::uniform;
  config.discriminator_steps = 2;
  config.generator_steps = 3;
  gan::Trainer whole = conditional(config), first = conditional(config), second = conditional(config);
  for (int k = 0; k < 4; ++k) whole.step();
  for (int k = 0; k < 2; ++k) first.step();
  second.restore(first.state());
  for (int k = 0; k < 2; ++k) second.step();
  const gan::TrainerState a = whole.state(), b = second.state();
  REQUIRE(a.tensors.size() == b.tensors.size());
  for (std::size_t t = 0; t < a.tensors.size(); ++t) CHECK(a.tensors[t].values == b.tensors[t].values);
  Matrix<float> x(9, 192), y(9, 192);
  whole.sample(3, x);
  second.sample(3, y);
  CHECK(same(x, y));
}

TEST_CASE("a conditional generator learns to show its label") {
  // Without batch normalisation, to which the shades of twelve images are much of what it takes away.
  gan::Trainer trainer = conditional(settings(600), "cgan", gan::BatchNormIn::none);
  while (trainer.steps_done() < 600) trainer.step();
  Matrix<float> x(40, 192);
  trainer.sample(0, x);
  double mean[4] = {};
  for (std::size_t i = 0; i < 40; ++i)
    for (const float value : x.row(i)) mean[i % 4] += static_cast<double>(value) / (10 * 192);
  for (int k = 0; k < 4; ++k) {  // less than half of the way to the next class
    INFO("class " << k << " has mean " << mean[k]);
    CHECK(std::abs(mean[k] - ((23 + 50 * k) / 127.5 - 1)) < 25 / 127.5);
  }
}

TEST_CASE("frozen samples carry the labels they were asked for, and data without labels are refused") {
  gan::Trainer trainer = conditional(settings(2));
  gan::FrozenGenerator frozen(trainer, 2);
  CHECK(frozen.classes() == 4);
  Matrix<float> x(6, 192), by_label(6, 192);
  std::vector<Label> labels(6);
  frozen.fill(1, {x, labels});
  CHECK(labels == std::vector<Label>{0, 1, 2, 3, 0, 1});
  trainer.sample(8, labels, by_label);
  CHECK(same(x, by_label));
  gan::ModelOptions options;
  options.shape = {1, 1, 2};
  options.conditioning = {4};
  const gan::NetworkPair model = gan::make_model("cgan", options);
  CHECK_THROWS_WITH(gan::Trainer(model.generator, model.discriminator,
                                 std::make_shared<data::Toy>("circle", 1), settings(1)),
                    "discriminator of 4 classes, expected 0 or the data's 0");
}

// By the definition of batch normalisation, not of its users: the first theorem of why D* does not speak of
// such a discriminator.
TEST_CASE("two batches or one matter only to a discriminator that judges batches") {
  for (const bool normalised : {false, true}) {
    std::vector<double> losses;
    for (const bool apart : {false, true}) {
      gan::TrainerConfig config = settings(3);
      config.separate_batches = apart;
      nn::NetworkBuilder d(2);
      d.dense(8, normalised ? nn::kIdentity : nn::kRelu);
      if (normalised) d.batch_norm(nn::kRelu);
      const nn::Network discriminator = d.dense(1, nn::kIdentity).build();
      CHECK(gan::judges_batches(discriminator) == normalised);
      gan::Trainer trainer(nn::NetworkBuilder(2).dense(2, nn::kIdentity).build(), discriminator,
                           std::make_shared<data::Toy>("circle", 1), config);
      losses.push_back(trainer.step().d_loss);
    }
    CHECK((losses[0] == losses[1]) == !normalised);
  }
}

TEST_CASE("models of images take every option, at both sizes") {
  for (const std::string& name : gan::image_models())
    for (const Shape& shape : {Shape{28, 28, 1}, Shape{32, 32, 3}})
      for (const auto norm : {gan::BatchNormIn::none, gan::BatchNormIn::generator, gan::BatchNormIn::both}) {
        gan::ModelOptions options;
        options.noise = 9;
        options.shape = shape;
        options.batch_norm = norm;
        options.output = nn::Nonlinearity::sigmoid;
        options.dropout_g = 0.2;
        options.dropout_d = 0.5;
        options.width = 0.25;
        const gan::NetworkPair model = gan::make_model(name, options);
        CAPTURE(name, shape.height, static_cast<int>(norm));
        CHECK(model.generator.output_shape() == shape);
        CHECK(model.generator.inputs() == 9);
        CHECK(model.discriminator.inputs() == shape.size());
        CHECK(model.discriminator.outputs() == 1);
        CHECK(model.range.low == 0);
        CHECK(gan::judges_batches(model.discriminator) ==
              (norm == gan::BatchNormIn::both));
        const auto drops = [](const nn::Network& network) {
          return std::ranges::count_if(network.layers(),
                                       [](const auto& layer) { return layer->kind() == "dropout"; });
        };
        CHECK(drops(model.generator) > 0);
        CHECK(drops(model.discriminator) > 0);
      }
  gan::ModelOptions options;
  options.width = 0.5;
  CHECK_THROWS_WITH(gan::make_model("toy", options), "model toy takes no options but the noise's dimension");
  options.width = 0;
  CHECK_THROWS_AS(gan::make_model("dcgan", options), Error);
}
