// SPDX-License-Identifier: MIT
#include "gan/generator_gradient.hpp"

#include <cmath>

#include "core/check.hpp"
#include "gan/bystanding_model.hpp"
#include "gan/packing.hpp"
#include "random/addresses.hpp"
#include "simd/reduce.hpp"

namespace verigan::gan {
namespace {

using random::draws::kGradient;

std::span<float> column(Matrix<float>& of_one_column) {
  return {of_one_column.data(), of_one_column.rows()};
}

}  // namespace

double norm(const nn::Network& network, std::span<const float> gradient) {
  double squares = 0;
  for (const nn::Tensor& tensor : network.parameters()) {
    const MatrixView<const float> rows = tensor.in(gradient);
    for (std::size_t i = 0; i < rows.rows; ++i)
      squares += static_cast<double>(simd::squared_norm(rows.row(i)));
  }
  return std::sqrt(squares);
}

GeneratorGradient generator_gradient(const Trainer& trainer, const Objective& objective,
                                     std::size_t batch) {
  return generator_gradient(trainer, objective, batch, trainer.discriminator_weights());
}

GeneratorGradient generator_gradient(const Trainer& trainer, const Objective& objective, std::size_t batch,
                                     const nn::Weights& discriminator) {
  require(batch > 0, "a gradient over 0 samples, expected at least 1");
  const std::uint64_t t = trainer.steps_done();
  const TrainerConfig& config = trainer.config();
  const std::size_t samples = batch * config.packing;
  BystandingModel g(trainer.generator(), trainer.generator_weights(), samples),
      d(trainer.discriminator(), discriminator, batch);
  const random::Stream draws = kGradient.stream(config.seed, config.run);
  const std::vector<Label> labels = labels_in_turn(0, samples, trainer.classes());
  const auto context = [&](std::uint64_t slot) {
    return nn::Context{nn::Mode::train, &draws, kGradient.step(t, slot), 0, labels};
  };

  Matrix<float> z(samples, g.inputs()), x(samples, g.outputs()), seen(batch, d.inputs()), logits(batch, 1);
  data::fill_noise(config.noise, draws, kGradient.step(t, 0), z);
  g.forward(z, x, context(1));
  pack(x, seen);
  data::add_normals(draws, kGradient.step(t, 3), seen,
                    static_cast<float>(config.instance_noise.at(t, config.steps)));
  d.forward(seen, logits, context(2));

  Matrix<float> slopes(batch, 1), dseen(batch, d.inputs()), dx(samples, g.outputs());
  std::vector<float> values(batch);
  objective.for_generator(column(logits), values, column(slopes));
  const double loss = simd::mean(values);
  for (float& slope : column(slopes)) slope /= static_cast<float>(batch);
  d.input_gradient(seen, logits, slopes, dseen);
  unpack(dseen, dx);
  return {loss, norm(trainer.generator(), g.gradient(z, x, dx)),
          mean_output(objective.discriminator.output, column(logits), values)};
}

}  // namespace verigan::gan
