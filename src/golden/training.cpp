// SPDX-License-Identifier: MIT
// Golden parts made of whole trainings: every number the networks, the optimisers and the averaged
// generator end with, the metrics of every step, and samples.
#include <cstddef>
#include <memory>
#include <utility>

#include "data/toy.hpp"
#include "gan/trainer.hpp"
#include "golden/golden.hpp"
#include "nn/activation.hpp"
#include "nn/network.hpp"

namespace verigan::golden {
namespace {

void train(Digest& digest, gan::Trainer& trainer) {
  while (trainer.steps_done() < trainer.config().steps) {
    const gan::StepMetrics metrics = trainer.step();
    for (const double value : {metrics.d_loss, metrics.g_loss, metrics.d_real, metrics.d_fake}) {
      digest.add(value);
    }
  }
  for (const gan::NamedTensor& tensor : trainer.state().tensors) {
    digest.add(tensor.name);
    digest.add(std::span<const float>(tensor.values));
  }
  Matrix<float> samples(7, trainer.generator().outputs());
  trainer.sample(0, samples);
  digest.add(MatrixView<const float>(samples));
}

/// Dense layers only: every loss-independent piece of a toy run, with an uneven share of true samples,
/// a learning rate that decays, noise on the discriminator's inputs and averaged weights.
void mlp_gan(Digest& digest) {
  constexpr std::size_t kNoise = 3, kWidth = 24;
  const nn::Activation f = nn::leaky_relu(0.2F);
  nn::Network generator =
      nn::NetworkBuilder(kNoise).dense(kWidth, f).dense(kWidth, nn::kTanh).dense(2, nn::kIdentity).build();
  nn::Network discriminator =
      nn::NetworkBuilder(2).dense(kWidth, f).dense(kWidth + 1, nn::kRelu).dense(1, nn::kIdentity).build();
  gan::TrainerConfig config;
  config.alpha = 0.3;
  config.batch = 50;
  config.steps = 200;
  config.seed = 20;
  config.instance_noise = {0.3, 0.0};
  for (nn::OptimiserConfig* player : {&config.generator, &config.discriminator}) {
    player->learning_rate = 2e-3;
    player->beta1 = 0.5;
    player->schedule = nn::Schedule::linear;
  }
  gan::Trainer trainer(std::move(generator), std::move(discriminator),
                       std::make_shared<data::Toy>("circle", config.seed), config);
  train(digest, trainer);
}

constexpr Part kParts[] = {
    {"mlp_gan", mlp_gan},
};

}  // namespace

std::span<const Part> training_parts() { return kParts; }

}  // namespace verigan::golden
