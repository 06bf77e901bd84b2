// SPDX-License-Identifier: MIT
#include "gan/generator_gradient.hpp"

#include <cmath>

#include "core/check.hpp"
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

GeneratorGradient::GeneratorGradient(const Trainer& trainer, std::size_t batch)
    : generator_(trainer.generator()),
      discriminator_(trainer.discriminator()),
      g_(generator_),
      d_(discriminator_),
      g_pass_(generator_, batch * trainer.config().packing),
      d_pass_(discriminator_, batch),
      labels_(labels_in_turn(0, batch * trainer.config().packing, trainer.classes())),
      draws_(kGradient.stream(trainer.config().seed, trainer.config().run)),
      z_(batch * trainer.config().packing, generator_.inputs()),
      x_(batch * trainer.config().packing, generator_.outputs()),
      seen_(batch, discriminator_.inputs()),
      dseen_(batch, discriminator_.inputs()),
      dx_(batch * trainer.config().packing, generator_.outputs()),
      logits_(batch, 1),
      slopes_(batch, 1),
      gradients_(1, generator_.parameter_size()),
      values_(batch) {
  require(batch > 0, "a gradient over 0 samples, expected at least 1");
}

GeneratorGradient::Measured GeneratorGradient::measure(const Trainer& trainer,
                                                       const Objective& objective) {
  return measure(trainer, objective, trainer.discriminator_weights());
}

GeneratorGradient::Measured GeneratorGradient::measure(const Trainer& trainer,
                                                       const Objective& objective,
                                                       const nn::Weights& other) {
  const std::uint64_t t = trainer.steps_done();
  const TrainerConfig& config = trainer.config();
  g_ = trainer.generator_weights();
  d_ = other;
  data::fill_noise(config.noise, draws_, kGradient.step(t, 0), z_);
  generator_.forward(g_, z_, x_, g_pass_,
                     {nn::Mode::train, &draws_, kGradient.step(t, 1), 0, labels_});
  pack(x_, seen_);
  data::add_normals(draws_, kGradient.step(t, 3), seen_,
                    static_cast<float>(config.instance_noise.at(t, config.steps)));
  discriminator_.forward(d_, seen_, logits_, d_pass_,
                         {nn::Mode::train, &draws_, kGradient.step(t, 2), 0, labels_});
  objective.for_generator(column(logits_), values_, column(slopes_));
  const double loss = simd::mean(values_);
  for (float& slope : column(slopes_)) slope /= static_cast<float>(values_.size());
  discriminator_.backward(d_, seen_, logits_, slopes_, d_pass_, {}, dseen_);
  unpack(dseen_, dx_);
  generator_.backward(g_, z_, x_, dx_, g_pass_, gradients_.row(0));
  return {loss, norm(generator_, gradients_.row(0)),
          mean_output(objective.discriminator.output, column(logits_), values_)};
}

}  // namespace verigan::gan
