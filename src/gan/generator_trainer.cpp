// SPDX-License-Identifier: MIT
#include "gan/generator_trainer.hpp"

#include <algorithm>
#include <utility>

#include "random/addresses.hpp"
#include "simd/update.hpp"

namespace verigan::gan {

namespace {

// What is asked of a generator, its data and its configuration, before anything is made of them.
nn::Network checked(nn::Network&& generator, const data::Source* source, const GeneratorConfig& c,
                    std::size_t batch) {
  require(source != nullptr, "no source of true samples");
  require(generator.outputs() == source->dimension(), "generator of ", generator.outputs(),
          " outputs, expected the data's dimension ", source->dimension());
  require(c.steps > 0, "0 training steps, expected at least 1");
  require(batch > 0, "0 generated samples in a step, expected at least 1");
  require(c.average_decay >= 0 && c.average_decay < 1, "averaging decay ", c.average_decay,
          ", expected [0, 1)");
  return std::move(generator);
}

}  // namespace

GeneratorTrainer::GeneratorTrainer(nn::Network&& generator, std::shared_ptr<data::Source>&& source,
                                   const GeneratorConfig& config, const Sizes& sizes)
    : generator_(checked(std::move(generator), source.get(), config, sizes.batch)),
      source_(std::move(source)),
      common_(config),
      sizes_(sizes),
      noise_(random::draws::kNoise.stream(config.seed, config.run)),
      dropout_(random::draws::kDropout.stream(config.seed, config.run)),
      sample_(random::draws::kSamples.stream(config.seed, config.run)),
      g_(generator_, config.generator),
      average_(generator_),
      g_pass_(generator_, sizes.block * sizes.packing),
      z_(sizes.largest * sizes.packing, generator_.inputs()),
      generated_(sizes.block * sizes.packing, generator_.outputs()),
      dx_(sizes.block * sizes.packing, generator_.outputs()) {
  nn::initialise(generator_, g_.weights, config.initialisation,
                 random::draws::kGeneratorWeights.stream(config.seed, config.run));
  average_ = g_.weights;
}

nn::Context GeneratorTrainer::context(std::uint64_t address, std::uint64_t pass) const {
  return {nn::Mode::train, &dropout_, random::draws::kDropout.step(address, pass), 0};
}

MatrixView<const float> GeneratorTrainer::noise_beside(std::uint64_t update, std::size_t rows) {
  const MatrixView<float> z = z_.view().block_rows(0, rows * sizes_.packing);
  data::fill_normals(noise_, address(update), z);
  return z;
}

void GeneratorTrainer::generate_beside(std::uint64_t update, MatrixView<const float> z,
                                       MatrixView<float> x) {
  generator_.forward(g_.weights, z, x, g_pass_, context(address(update), 0));
}

void GeneratorTrainer::generator_step(StepMetrics& metrics) {
  const std::size_t batch = sizes_.batch, m = sizes_.packing;
  const MatrixView<float> z = z_.view().block_rows(0, batch * m);
  data::fill_normals(noise_, sizes_.fresh_noise ? generator_address() : address(0), z);
  const nn::Descent descent = g_.optimiser.descent(g_.weights.parameters(), step_, common_.steps);
  for_each_block(batch, [&](std::size_t first, std::size_t count) {
    const MatrixView<const float> noise = z.block_rows(first * m, count * m);
    const MatrixView<float> generated = generated_.view().block_rows(0, count * m);
    const MatrixView<float> dx = dx_.view().block_rows(0, count * m);
    generator_.forward(g_.weights, noise, generated, g_pass_, context(generator_address(), 0));
    pull(first, generated, dx);
    generator_.backward(g_.weights, noise, generated, dx, g_pass_, g_.gradients.row(0), {},
                        first > 0, first + count == batch ? &descent : nullptr);
  });
  metrics.g_loss = generator_loss();
}

// A quotient of doubles is exact to the last bit everywhere, where a power βᵗ would be libm's.
double GeneratorTrainer::average_decay(std::uint64_t t, double decay) {
  const auto done = static_cast<double>(t);
  return std::min(decay, (1 + done) / (10 + done));
}

void GeneratorTrainer::update_average() {
  const auto decay = static_cast<float>(average_decay(step_, common_.average_decay));
  const nn::Weights& now = g_.weights;
  simd::moving_average(average_.parameters(), now.parameters(), decay);
  simd::moving_average(average_.state(), now.state(), decay);
}

StepMetrics GeneratorTrainer::step() {
  StepMetrics metrics;
  for (std::uint64_t k = 0; k < sizes_.updates_beside; ++k) learn_beside(k, metrics);
  generator_step(metrics);
  follow();
  if (averages()) update_average();
  ++step_;
  return metrics;
}

void GeneratorTrainer::sample(std::uint64_t first, MatrixView<float> out, Which which) {
  const bool averaged = which == Which::averaged && averages();
  const nn::Weights& weights = averaged ? average_ : g_.weights;
  for (std::size_t done = 0; done < out.rows;) {
    const std::size_t n = std::min(out.rows - done, g_pass_.batch());
    const MatrixView<float> z = z_.view().block_rows(0, n);
    data::fill_normals(sample_, 0, z, first + done);
    generator_.infer(weights, z, out.block_rows(done, n), g_pass_);
    done += n;
  }
}

template <class Self, class Visit>
void GeneratorTrainer::visit_average(Self& self, const Visit& visit) {
  if (!self.averages()) return;
  visit_parameters(self.generator_, "generator_average", self.average_.parameters(), visit);
  visit_state(self.generator_, "generator_average", self.average_.state(), visit);
}

TrainerState GeneratorTrainer::state() const {
  TrainerState state;
  state.step = step_;
  const auto save = [&](const std::string& name, const nn::Tensor& t, auto flat) {
    state.tensors.push_back(named_tensor(name, t, flat));
  };
  visit_player(generator_, "generator", g_, save);
  save_beside(state);
  visit_average(*this, save);
  return state;
}

void GeneratorTrainer::restore(const TrainerState& state) {
  TensorReader reader(state);
  const auto take = [&](const std::string& name, const nn::Tensor& t, std::span<float> flat) {
    reader.take(name, t, flat);
  };
  visit_player(generator_, "generator", g_, take);
  restore_beside(reader);
  visit_average(*this, take);
  reader.finish();
  step_ = state.step;
}

}  // namespace verigan::gan
