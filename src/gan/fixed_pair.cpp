// SPDX-License-Identifier: MIT
#include "gan/fixed_pair.hpp"

#include <algorithm>
#include <utility>

#include "random/addresses.hpp"

namespace verigan::gan {

namespace {

nn::Network checked(nn::Network&& d, const FixedPairConfig& c, const data::Source* truth,
                    const data::Source* generated) {
  require(truth != nullptr && generated != nullptr, "no source of samples");
  require(truth->dimension() == generated->dimension(), "real samples of ", truth->dimension(),
          " numbers and generated ones of ", generated->dimension(), ", expected as many");
  require(d.classes() == 0 || d.classes() == generated->classes(), "discriminator of ", d.classes(),
          " classes, expected 0 or the generated samples' ", generated->classes());
  require(c.steps > 0, "0 training steps, expected at least 1");
  return std::move(d);
}

Adversary adversary_of(nn::Network&& discriminator, const std::shared_ptr<data::Source>& truth,
                       const FixedPairConfig& c) {
  using namespace random::draws;
  AdversaryConfig config;
  config.loss = c.loss;
  config.alpha = c.alpha;
  config.batch = c.batch;
  config.discriminator = c.optimiser;
  config.flip_rate = c.flip_rate;
  const random::Stream flips = kFlips.stream(c.seed, c.run);  // no other chance is called upon
  return Adversary(std::move(discriminator), truth, config, c.steps, c.initialisation,
                   {kLoneWeights.stream(c.seed, c.run), flips, flips, flips, flips, flips, flips},
                   {c.batch, c.batch, c.batch});
}

}  // namespace

FixedPairTrainer::FixedPairTrainer(nn::Network discriminator, std::shared_ptr<data::Source> truth,
                                   std::shared_ptr<data::Source> generated,
                                   const FixedPairConfig& config)
    : generated_(std::move(generated)),
      config_(config),
      adversary_(adversary_of(checked(std::move(discriminator), config, truth.get(), generated_.get()),
                              truth, config)),
      made_(composition().n_generated(), generated_->dimension()),
      labels_(adversary_.model().network.classes() > 0 ? made_.rows() : 0) {}

double FixedPairTrainer::step() {
  StepMetrics metrics;
  generated_->fill(step_, {made_, labels_});
  const auto generate = [this](std::size_t first, MatrixView<float> x) {
    for (std::size_t i = 0; i < x.rows; ++i)
      std::ranges::copy(made_.row(first + i), x.row(i).begin());
  };
  adversary_.learn(step_, step_, {nn::Mode::train, nullptr, step_, 0}, labels_, generate, metrics);
  ++step_;
  return metrics.d_loss;
}

TrainerState FixedPairTrainer::state(const TensorFilter& wanted) const {
  TrainerState state;
  state.wanted = wanted;
  state.step = step_;
  adversary_.save(state);
  return state;
}

void FixedPairTrainer::restore(const TrainerState& state) {
  TensorReader reader(state);
  adversary_.restore(reader);
  reader.finish();
  step_ = state.step;
}

}  // namespace verigan::gan
