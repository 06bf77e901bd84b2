// SPDX-License-Identifier: MIT
// Golden parts made of whole trainings: every number the networks, the optimisers and the averaged
// generator end with, the metrics of every step, and samples.
#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

#include "core/check.hpp"
#include "data/toy.hpp"
#include "gan/matching.hpp"
#include "gan/matching_trainer.hpp"
#include "gan/models.hpp"
#include "gan/objective.hpp"
#include "gan/player.hpp"
#include "gan/trainer.hpp"
#include "golden/golden.hpp"
#include "golden/inputs.hpp"
#include "nn/activation.hpp"
#include "nn/batch_norm.hpp"
#include "nn/convolution.hpp"
#include "nn/dropout.hpp"
#include "nn/initialise.hpp"
#include "nn/network.hpp"
#include "nn/softmax.hpp"

namespace verigan::golden {
namespace {

void train(Digest& digest, gan::GeneratorTrainer& trainer) {
  while (trainer.steps_done() < trainer.steps()) {
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

/// Dense layers only: every loss-independent piece of a toy run, with an uneven share of real samples,
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

/// Bright above, dark below, and noise: something for a small convolutional network to find.
class Pictures final : public data::Source {
 public:
  static constexpr std::size_t kRows = 12, kColumns = 10, kChannels = 2;

  explicit Pictures(std::uint64_t seed) : stream_(seed, random::Purpose::data) {}
  Shape shape() const override { return {kRows, kColumns, kChannels}; }
  std::size_t size() const override { return 0; }
  void fill(std::uint64_t step, data::Batch batch) override {
    const MatrixView<float> out = batch.x;
    data::fill_normals(stream_, step, out);
    for (std::size_t i = 0; i < out.rows; ++i) {
      for (std::size_t j = 0; j < out.cols; ++j) {
        const float mean = j < out.cols / 2 ? 0.5F : -0.5F;
        out(i, j) = mean + 0.25F * out(i, j);
      }
    }
  }

 private:
  random::Stream stream_;
};

/// A convolutional pair with batch normalisation in both players and dropout; odd sizes throughout,
/// so that strides leave remainders: 12 × 10 × 2 ↔ 6 × 5 × 8 ↔ 3 × 3 × 12.
void conv_gan(Digest& digest) {
  constexpr std::size_t kNoise = 10, kNear = 8, kFar = 12;
  const auto outer = nn::same_convolution(Pictures::kRows, Pictures::kColumns, Pictures::kChannels,
                                          5, kNear, 2);
  const auto inner = nn::same_convolution(outer.feature_rows(), outer.feature_cols(), kNear, 4, kFar, 2);
  const Shape near{outer.feature_rows(), outer.feature_cols(), kNear};
  const Shape far{inner.feature_rows(), inner.feature_cols(), kFar};
  using Up = nn::FractionallyStridedConvolution;
  nn::Network generator =
      nn::NetworkBuilder(kNoise)
          .dense(inner.feature_size(), nn::kIdentity)
          .add(std::make_shared<nn::BatchNorm>(far, nn::kRelu))
          .add(std::make_shared<Up>(inner, nn::kIdentity, nn::Bias::none))
          .add(std::make_shared<nn::BatchNorm>(near, nn::kRelu))
          .add(std::make_shared<Up>(outer, nn::kTanh))
          .build();
  nn::Network discriminator =
      nn::NetworkBuilder(Pictures::kRows * Pictures::kColumns * Pictures::kChannels)
          .add(std::make_shared<nn::Convolution>(outer, nn::leaky_relu(0.2F)))
          .add(std::make_shared<nn::Dropout>(outer.feature_size(), 0.3F))
          .add(std::make_shared<nn::Convolution>(inner, nn::kIdentity, nn::Bias::none))
          .add(std::make_shared<nn::BatchNorm>(far, nn::leaky_relu(0.2F)))
          .dense(1, nn::kIdentity)
          .build();
  gan::TrainerConfig config;
  config.batch = 18;
  config.steps = 20;
  config.seed = 21;
  config.initialisation = {nn::Initialisation::Kind::normal, 0.05};
  config.average_decay = 0.9;
  for (nn::OptimiserConfig* player : {&config.generator, &config.discriminator}) {
    player->learning_rate = 1e-3;
    player->beta1 = 0.5;
  }
  gan::Trainer trainer(std::move(generator), std::move(discriminator),
                       std::make_shared<Pictures>(config.seed), config);
  train(digest, trainer);
}

/// Pictures of three classes, whose mean is their label's.
class LabelledPictures final : public data::Source {
 public:
  explicit LabelledPictures(std::uint64_t seed) : stream_(seed, random::Purpose::data) {}
  Shape shape() const override { return {12, 8, 1}; }
  std::size_t size() const override { return 0; }
  std::size_t classes() const override { return 3; }
  void fill(std::uint64_t step, data::Batch batch) override {
    data::fill_normals(stream_, step, batch.x);
    for (std::size_t i = 0; i < batch.rows(); ++i) {
      const auto label = static_cast<Label>((i + step) % classes());
      for (float& x : batch.x.row(i)) x = 0.25F * x + 0.5F * (static_cast<float>(label) - 1);
      if (!batch.labels.empty()) batch.labels[i] = label;
    }
  }

 private:
  random::Stream stream_;
};

/// Two steps of the convolutional model with labels, by each way to tell a network of them; samples by
/// standing statistics.
void conditional_gan(Digest& digest) {
  for (const auto kind : {nn::Conditioning::Kind::one_hot, nn::Conditioning::Kind::embedding,
                          nn::Conditioning::Kind::projection}) {
    gan::ModelOptions options;
    options.shape = {12, 8, 1};
    options.width = 0.0625;
    options.conditioning = {3, kind, 2};
    gan::NetworkPair model = gan::make_model("cdcgan", options);
    gan::TrainerConfig config;
    config.batch = 18;
    config.generator_batch = 9;
    config.steps = 2;
    config.seed = 25;
    config.separate_batches = true;
    config.standing_samples = 40;
    config.average_decay = 0.9;
    config.initialisation = gan::model_row("cdcgan").initialisation;
    config.generator = config.discriminator = gan::model_row("cdcgan").optimiser;
    gan::Trainer trainer(std::move(model.generator), std::move(model.discriminator),
                         std::make_shared<LabelledPictures>(config.seed), config);
    train(digest, trainer);
  }
}

/// Forward and back through one layer, of the size from which on threads share the work.
void pass(Digest& digest, const nn::Layer& layer, std::size_t samples) {
  const random::Stream stream(22, random::Purpose::dropout);
  const auto filled = [](std::uint64_t salt, std::size_t size) {
    Matrix<float> flat(1, size);
    fill(salt, flat.row(0));
    return flat;
  };
  const auto size_of = [](const std::vector<nn::Tensor>& tensors) {
    return tensors.empty() ? 0 : tensors.back().offset + tensors.back().size();
  };
  const auto parameters = filled(30, size_of(layer.parameters()));
  auto state = filled(31, size_of(layer.state()));
  auto gradients = filled(32, size_of(layer.parameters()));
  auto scratch = filled(33, layer.scratch(samples));
  const auto x = matrix(34, samples, layer.inputs());
  auto y = matrix(35, samples, layer.outputs()), dy = matrix(36, samples, layer.outputs());
  auto dx = matrix(37, samples, layer.inputs());
  const nn::Context context{nn::Mode::train, &stream, 5};
  layer.forward(parameters.row(0), state.row(0), x, y, scratch.row(0), context);
  layer.backward(parameters.row(0), x, y, dy, dx, {.values = gradients.row(0)}, scratch.row(0));
  for (const auto* m : {&y, &dx, &state, &gradients}) digest.add(MatrixView<const float>(*m));
}

void layers(Digest& digest) {
  constexpr std::size_t kSamples = 9, kPixels = 900, kChannels = 33;
  pass(digest, nn::BatchNorm({1, kPixels, kChannels}, nn::kRelu), kSamples);
  pass(digest, nn::Dropout(kPixels * kChannels, 0.25F), kSamples);
}

/// Values and slopes of a loss, out to where slopes would be denormal.
void loss_terms(const gan::Objective& loss, Digest& digest) {
  std::vector<float> logits;
  for (int i = -440; i <= 440; ++i) logits.push_back(0.25F * static_cast<float>(i));
  std::vector<float> values(logits.size()), slopes(logits.size());
  for (const gan::Term term : {loss.on_true, loss.on_generated, loss.for_generator}) {
    term(logits, values, slopes);
    digest.add(std::span<const float>(values));
    digest.add(std::span<const float>(slopes));
  }
}

/// Packs of two judged by a discriminator of maxout units, both players moving at once.
void packed_gan(Digest& digest) {
  constexpr std::size_t kNoise = 2, kWidth = 20, kPieces = 3, kPacking = 2;
  nn::Network generator = nn::NetworkBuilder(kNoise)
                              .dense(kWidth, nn::kIdentity)
                              .add(std::make_shared<nn::BatchNorm>(Shape{1, 1, kWidth}, nn::kRelu))
                              .dense(2, nn::kIdentity)
                              .build();
  nn::Network discriminator = nn::NetworkBuilder(2 * kPacking)
                                  .maxout(kWidth + 1, kPieces)
                                  .maxout(kWidth, kPieces)
                                  .dense(1, nn::kIdentity)
                                  .build();
  gan::TrainerConfig config;
  config.batch = 24;
  config.generator_batch = 12;
  config.packing = kPacking;
  config.order = gan::Order::simultaneous;
  config.steps = 60;
  config.seed = 23;
  for (nn::OptimiserConfig* player : {&config.generator, &config.discriminator}) {
    player->learning_rate = 1e-3;
    player->beta1 = 0.8;
  }
  gan::Trainer trainer(std::move(generator), std::move(discriminator),
                       std::make_shared<data::Toy>("circle", config.seed), config);
  train(digest, trainer);
}

/// Both statistics and their gradients, on samples that fill several blocks of a kernel matrix.
void matching(Digest& digest) {
  using enum gan::MmdEstimator;
  constexpr std::size_t kGenerated = 531, kTrue = 300;
  for (const std::size_t d : {1U, 2U, 37U}) {
    const auto x = matrix(20, kGenerated, d), y = matrix(21, kTrue, d);
    for (const gan::MmdEstimator estimate : {biased, unbiased, root}) {
      for (const auto& statistic : {gan::match_mmd({0.5, 1, 8}, estimate),
                                    gan::match_moments(3, estimate, {{}, 4})}) {
        Matrix<float> dx(kGenerated, d);
        digest.add(statistic->sample_gradient(x, y, dx));
        digest.add(MatrixView<const float>(dx));
      }
    }
  }
}

/// A short training by either statistic.
void matching_network(Digest& digest) {
  for (const bool moments : {false, true}) {
    gan::MatchingConfig config;
    config.batch = 60;
    config.true_batch = 50;
    config.steps = 60;
    config.seed = 23;
    config.generator = {nn::OptimiserConfig::Kind::adam, 2e-3, nn::Schedule::linear, 0.5, 0.999};
    const nn::Activation f = nn::leaky_relu(0.2F);
    gan::MatchingTrainer trainer(
        nn::NetworkBuilder(3).dense(24, f).dense(24, nn::kTanh).dense(2, nn::kIdentity).build(),
        moments ? gan::match_moments(4, gan::MmdEstimator::biased)
                : gan::match_mmd({0.1, 0.5}, gan::MmdEstimator::unbiased),
        std::make_shared<data::Toy>("line", config.seed), config);
    train(digest, trainer);
  }
}

/// Three steps of a classifier: convolution, batch normalisation, softmax cross-entropy, Adam.
void classifier(Digest& digest) {
  constexpr std::size_t kClasses = 7, kBatch = 21;
  const auto shape = nn::same_convolution(11, 9, 3, 3, 13, 2);
  const nn::Network network =
      nn::NetworkBuilder(Shape{11, 9, 3})
          .add(std::make_shared<nn::Convolution>(shape, nn::kIdentity, nn::Bias::none))
          .add(std::make_shared<nn::BatchNorm>(Shape{shape.feature_rows(), shape.feature_cols(), 13}, nn::kRelu))
          .dense(kClasses, nn::kIdentity)
          .build();
  gan::Player player(network, {nn::OptimiserConfig::Kind::adam, 1e-2, nn::Schedule::linear, 0.9, 0.999},
                     kBatch);
  nn::initialise(network, player.model.weights, {}, random::Stream(24, random::Purpose::initialise));
  const auto x = matrix(38, kBatch, network.inputs());
  Matrix<float> logits(kBatch, kClasses), slopes(kBatch, kClasses);
  std::vector<std::uint8_t> labels(kBatch);
  for (std::size_t i = 0; i < kBatch; ++i) labels[i] = static_cast<std::uint8_t>(5 * i % kClasses);
  for (std::uint64_t t = 0; t < 3; ++t) {
    player.forward(x, logits, {nn::Mode::train, nullptr, t, 0});
    digest.add(nn::softmax_cross_entropy(logits, labels, slopes));
    digest.add(MatrixView<const float>(slopes));
    const nn::ParameterUpdate update = player.update(t, 3);
    player.backward(x, logits, slopes, false, &update);
  }
  nn::softmax(logits, slopes);
  digest.add(MatrixView<const float>(slopes));
  digest.add(std::as_const(player.model.weights).parameters());
  digest.add(std::as_const(player.model.weights).state());
}

const Part kParts[] = {
    {"layers", layers},
    {"mlp_gan", mlp_gan},
    {"conv_gan", conv_gan},
    {"packed_gan", packed_gan},
    {"conditional_gan", conditional_gan},
    {"classifier", classifier},
    {"matching", matching},
    {"matching_network", matching_network},
};

}  // namespace

std::span<const Part> training_parts() {
  static const std::vector<Part> parts = [] {
    std::vector<Part> all(std::begin(kParts), std::end(kParts));
    for (const gan::Objective& loss : gan::objectives())
      all.push_back({message("loss_", loss.name),
                     [&loss](Digest& digest) { loss_terms(loss, digest); }});
    return all;
  }();
  return parts;
}

}  // namespace verigan::golden
