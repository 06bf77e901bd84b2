// SPDX-License-Identifier: MIT
#include "gan/trainer.hpp"

#include <utility>

#include "random/addresses.hpp"
#include "simd/vector_math.hpp"

namespace verigan::gan {

namespace {

std::unique_ptr<Adversary> adversary_of(nn::Network&& discriminator, const nn::Network& generator,
                                        const std::shared_ptr<data::Source>& source,
                                        const TrainerConfig& c) {
  using namespace random::draws;
  require(discriminator.classes() == 0 || generator.classes() > 0, "discriminator of ",
          discriminator.classes(), " classes next to a generator that takes no labels");
  const TeachingPlan plan = Adversary::plan_of(c, generator, discriminator);
  return std::make_unique<Adversary>(
      std::move(discriminator), source, c, c.steps, c.initialisation,
      Adversary::Streams{kDiscriminatorWeights.stream(c.seed, c.run), kInstanceNoise.stream(c.seed, c.run),
                         kSwitched.stream(c.seed, c.run), kOwnBatchDropout.stream(c.seed, c.run),
                         kShare.stream(c.seed, c.run), kBetween.stream(c.seed, c.run),
                         kSingular.stream(c.seed, c.run)},
      plan);
}

}  // namespace

Trainer::Trainer(nn::Network generator, nn::Network discriminator,
                 std::shared_ptr<data::Source> source, const TrainerConfig& config)
    : GeneratorTrainer(nn::Network(generator), source, config,
                       adversary_of(std::move(discriminator), generator, source, config)),
      config_(config) {}

void Trainer::logits(MatrixView<const float> x, std::span<float> out, std::span<const Label> labels) {
  static_cast<Adversary&>(teacher()).logits(x, out, labels);
}

void Trainer::judge(MatrixView<const float> x, std::span<float> out, std::span<const Label> labels) {
  logits(x, out, labels);
  if (objective().discriminator.output != Output::probability) return;
  std::vector<float> logits(out.begin(), out.end());
  simd::sigmoid(logits, out);
}

}  // namespace verigan::gan
