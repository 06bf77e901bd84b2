// SPDX-License-Identifier: MIT
#include "gan/generator_gradient.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "core/check.hpp"
#include "simd/reduce.hpp"

namespace verigan::gan {
namespace {

/// The network's parameters among the tensors called "<player>.<name>".
void copy_parameters(const TrainerState& state, const std::string& player,
                     const nn::Network& network, nn::Weights& weights) {
  std::map<std::string, const NamedTensor*> by_name;
  for (const NamedTensor& tensor : state.tensors) by_name[tensor.name] = &tensor;
  for (const nn::Tensor& tensor : network.parameters()) {
    const auto found = by_name.find(player + "." + tensor.name);
    ensure(found != by_name.end(), "the state holds every tensor of the network");
    const std::span<const float> values = found->second->values;
    const MatrixView<float> rows = tensor.in(weights.parameters());
    for (std::size_t i = 0; i < rows.rows; ++i)
      std::ranges::copy(values.subspan(i * rows.cols, rows.cols), rows.row(i).begin());
  }
}

std::span<float> column(Matrix<float>& of_one_column) {
  return {of_one_column.data(), of_one_column.rows()};
}

}  // namespace

GeneratorGradient::GeneratorGradient(const Trainer& trainer, std::size_t batch)
    : generator_(trainer.generator()),
      discriminator_(trainer.discriminator()),
      g_(generator_),
      d_(discriminator_),
      g_pass_(generator_, batch),
      d_pass_(discriminator_, batch),
      noise_(trainer.config().seed, random::Purpose::evaluate, trainer.config().run),
      z_(batch, generator_.inputs()),
      x_(batch, generator_.outputs()),
      dx_(batch, generator_.outputs()),
      logits_(batch, 1),
      slopes_(batch, 1),
      gradients_(1, generator_.parameter_size()),
      values_(batch) {
  require(batch > 0, "a gradient over 0 samples, expected at least 1");
  for (const nn::Network* network : {&generator_, &discriminator_}) {
    require(network->row_by_row(), "the generator's gradient is measured sample by sample, ",
            "expected networks without batch normalisation");
    for (const auto& layer : network->layers())
      require(layer->kind() != "dropout", "expected networks without dropout");
  }
}

GeneratorGradient::Measured GeneratorGradient::measure(const Trainer& trainer,
                                                       const Objective& objective) {
  const TrainerState state = trainer.state();
  copy_parameters(state, "generator", generator_, g_);
  copy_parameters(state, "discriminator", discriminator_, d_);
  const nn::Context context{nn::Mode::train, &noise_, trainer.steps_done(), 0};
  data::fill_normals(noise_, trainer.steps_done(), z_);
  generator_.forward(g_, z_, x_, g_pass_, context);
  discriminator_.forward(d_, x_, logits_, d_pass_, context);
  objective.for_generator(column(logits_), values_, column(slopes_));
  const double loss = simd::mean(values_);
  for (float& slope : column(slopes_)) slope /= static_cast<float>(values_.size());
  discriminator_.backward(d_, x_, logits_, slopes_, d_pass_, {}, dx_);
  generator_.backward(g_, z_, x_, dx_, g_pass_, gradients_.row(0));
  double norm2 = 0;
  for (const nn::Tensor& tensor : generator_.parameters()) {
    const MatrixView<float> rows = tensor.in(gradients_.row(0));
    for (std::size_t i = 0; i < rows.rows; ++i)
      norm2 += static_cast<double>(simd::squared_norm(rows.row(i)));
  }
  return {loss, std::sqrt(norm2), mean_output(objective.output, column(logits_), values_)};
}

}  // namespace verigan::gan
