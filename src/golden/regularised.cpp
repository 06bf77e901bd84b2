// SPDX-License-Identifier: MIT
// Golden parts of trainings whose discriminator is held back, and of densities that are drawn by a table.
#include <memory>

#include "data/density_source.hpp"
#include "data/toy.hpp"
#include "gan/trainer.hpp"
#include "golden/golden.hpp"
#include "golden/inputs.hpp"

namespace verigan::golden {
namespace {

void train(Digest& digest, gan::Trainer trainer) {
  while (trainer.steps_done() < trainer.steps()) {
    const gan::StepMetrics metrics = trainer.step();
    digest.add(metrics.d_loss);
    digest.add(metrics.g_loss);
  }
  for (const gan::NamedTensor& tensor : trainer.state().tensors) {
    digest.add(tensor.name);
    digest.add(std::span<const float>(tensor.values));
  }
}

gan::TrainerConfig config_of(const gan::Penalties& penalties, bool spectral) {
  gan::TrainerConfig config;
  config.alpha = 0.4;
  config.batch = 30;
  config.steps = 60;
  config.seed = 25;
  config.penalties = penalties;
  config.spectral_norm = spectral;
  config.generator.learning_rate = config.discriminator.learning_rate = 2e-3;
  return config;
}

/// All three penalties, through rectifiers and curved activations.
void penalised_gan(Digest& digest) {
  train(digest, {nn::NetworkBuilder(3).dense(12, nn::kRelu).dense(2, nn::kIdentity).build(),
                 nn::NetworkBuilder(2).dense(17, nn::kTanh).dense(9, nn::leaky_relu(0.2F)).dense(6, nn::kSigmoid)
                     .dense(1, nn::kIdentity).build(),
                 std::make_shared<data::Toy>("circle", 25), config_of({1, 0.5, 2}, false)});
}

/// Spectral norms, alone and with R1 through a convolution.
void spectral_gan(Digest& digest) {
  const auto generator = nn::NetworkBuilder(3).dense(12, nn::kRelu).dense(2, nn::kIdentity).build();
  train(digest, {generator,
                 nn::NetworkBuilder(2).dense(17, nn::leaky_relu(0.2F)).dense(9, nn::kTanh).dense(1, nn::kIdentity)
                     .build(),
                 std::make_shared<data::Toy>("line", 25), config_of({}, true)});
  train(digest, {generator,
                 nn::NetworkBuilder(2).dense(Shape{5, 4, 2}, nn::kTanh).convolution({3, 2, {}}, 6, nn::leaky_relu(0.2F))
                     .dense(1, nn::kIdentity).build(),
                 std::make_shared<data::Toy>("line", 25), config_of({3, 0, 0}, true)});
}

void drawn_densities(Digest& digest) {
  for (const char* text : {"beta(2,5)", "0.3*beta(0.5,0.5)+0.7*normal(2,1)"}) {
    data::DensitySource source(data::parse_law(text), random::Stream(26, random::Purpose::data), 0.5, 2);
    Matrix<float> rows(1000, 1);
    source.fill(3, rows);
    digest.add(MatrixView<const float>(rows));
  }
}

const Part kParts[] = {{"penalised_gan", penalised_gan},
                       {"spectral_gan", spectral_gan},
                       {"drawn_densities", drawn_densities}};

}  // namespace

std::span<const Part> regularised_parts() { return kParts; }

}  // namespace verigan::golden
