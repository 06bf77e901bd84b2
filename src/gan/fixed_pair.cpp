// SPDX-License-Identifier: MIT
#include "gan/fixed_pair.hpp"

#include <algorithm>
#include <utility>

#include "random/addresses.hpp"
#include "simd/reduce.hpp"

namespace verigan::gan {

namespace {

void check(const FixedPairConfig& c, const nn::Network& d, const data::Source* truth,
           const data::Source* generated) {
  require(truth != nullptr && generated != nullptr, "no source of samples");
  require(truth->dimension() == generated->dimension(), "true samples of ", truth->dimension(),
          " numbers and generated ones of ", generated->dimension(), ", expected as many");
  require(d.inputs() == truth->dimension(), "discriminator of ", d.inputs(),
          " inputs, expected the data's dimension ", truth->dimension());
  require(d.outputs() == 1, "discriminator of ", d.outputs(), " outputs, expected 1 logit");
  require(c.steps > 0, "0 training steps, expected at least 1");
  require(c.flip_rate >= 0 && c.flip_rate < 0.5, "rate of flipped labels ", c.flip_rate,
          ", expected a number in [0, 0.5)");
}

}  // namespace

FixedPairTrainer::FixedPairTrainer(nn::Network discriminator, std::shared_ptr<data::Source> truth,
                                   std::shared_ptr<data::Source> generated,
                                   const FixedPairConfig& config)
    : discriminator_((check(config, discriminator, truth.get(), generated.get()),
                      std::move(discriminator))),
      truth_(std::move(truth)),
      generated_(std::move(generated)),
      config_(config),
      objective_(gan::objective(config.loss)),
      composition_(fixed_share(config.alpha, config.batch)),
      flips_(random::draws::kFlips.stream(config.seed, config.run)),
      player_(discriminator_, config.optimiser),
      pass_(discriminator_, config.batch),
      x_(config.batch, discriminator_.inputs()),
      logits_(config.batch, 1),
      dlogits_(config.batch, 1),
      uniforms_(config.batch),
      values_(config.batch),
      other_values_(config.batch),
      other_slopes_(config.batch) {
  nn::initialise(discriminator_, player_.weights, config.initialisation,
                 random::draws::kLoneWeights.stream(config.seed, config.run));
}

// Losses into values_, their slopes into dlogits_, by the label each row is given.
void FixedPairTrainer::label_slopes() {
  const std::size_t batch = composition_.batch, n_true = composition_.n_true;
  const std::span<const float> logits{logits_.data(), batch};
  const std::span<float> slopes{dlogits_.data(), batch};
  objective_.on_true(logits, values_, slopes);
  objective_.on_generated(logits, other_values_, other_slopes_);
  if (config_.flip_rate > 0) flips_.uniforms(step_, uniforms_);
  const auto rate = static_cast<float>(config_.flip_rate);
  const float share = 1.0F / static_cast<float>(batch);
  for (std::size_t i = 0; i < batch; ++i) {
    const bool flipped = config_.flip_rate > 0 && uniforms_[i] < rate;
    if ((i < n_true) == flipped) {
      values_[i] = other_values_[i];
      slopes[i] = other_slopes_[i];
    }
    slopes[i] *= share;
  }
}

double FixedPairTrainer::step() {
  const std::size_t n_true = composition_.n_true;
  const MatrixView<float> x = x_;
  truth_->fill(step_, x.block_rows(0, n_true));
  generated_->fill(step_, x.block_rows(n_true, composition_.n_generated()));
  discriminator_.forward(player_.weights, x, logits_, pass_,
                         {nn::Mode::train, nullptr, step_, 0});
  label_slopes();
  const nn::Descent descent =
      player_.optimiser.descent(player_.weights.parameters(), step_, config_.steps);
  discriminator_.backward(player_.weights, x, logits_, dlogits_, pass_, player_.gradients.row(0), {},
                          false, &descent);
  ++step_;
  return simd::mean(values_);
}

void FixedPairTrainer::logits(MatrixView<const float> x, std::span<float> out) {
  ensure(out.size() == x.rows, "one logit per row");
  for (std::size_t done = 0; done < x.rows;) {
    const std::size_t n = std::min(x.rows - done, pass_.batch());
    discriminator_.infer(player_.weights, x.block_rows(done, n), logits_.view().block_rows(0, n),
                         pass_);
    std::copy_n(logits_.data(), n, out.subspan(done).begin());
    done += n;
  }
}

TrainerState FixedPairTrainer::state() const {
  TrainerState state;
  state.step = step_;
  visit_player(discriminator_, "discriminator", player_,
               [&](const std::string& name, const nn::Tensor& t, std::span<const float> flat) {
                 state.tensors.push_back(named_tensor(name, t, flat));
               });
  return state;
}

void FixedPairTrainer::restore(const TrainerState& state) {
  TensorReader reader(state);
  visit_player(discriminator_, "discriminator", player_,
               [&](const std::string& name, const nn::Tensor& t, std::span<float> flat) {
                 reader.take(name, t, flat);
               });
  reader.finish();
  step_ = state.step;
}

}  // namespace verigan::gan
