// SPDX-License-Identifier: MIT
#include "gan/generation.hpp"

#include <utility>

#include "random/addresses.hpp"

namespace verigan::gan {

using namespace random::draws;

std::vector<Label> labels_in_turn(std::uint64_t first, std::size_t samples, std::size_t classes) {
  std::vector<Label> labels(classes > 0 ? samples : 0);
  for (std::size_t i = 0; i < labels.size(); ++i)
    labels[i] = static_cast<Label>((first + i) % classes);
  return labels;
}

Generation::Generation(nn::Network&& generator, const GeneratorConfig& config,
                       const TeachingPlan& plan)
    : plan_(plan),
      law_(config.noise),
      noise_(kNoise.stream(config.seed, config.run)),
      labels_stream_(kLabels.stream(config.seed, config.run)),
      dropout_(kDropout.stream(config.seed, config.run)),
      player_(std::move(generator), config.generator, plan.block * plan.packing),
      z_(plan.largest * plan.packing, player_.network().inputs()),
      labels_(classes() > 0 ? plan.largest * plan.packing : 0) {
  nn::initialise(player_.network(), player_.model.weights, config.initialisation,
                 kGeneratorWeights.stream(config.seed, config.run));
}

nn::Context Generation::context(std::uint64_t address, std::uint64_t slot,
                                std::span<const Label> labels) const {
  return {nn::Mode::train, &dropout_, kDropout.step(address, slot), 0, labels};
}

void Generation::draw(std::uint64_t address, std::size_t rows) {
  const std::size_t samples = rows * plan_.packing;
  data::fill_noise(law_, noise_, address, z_.view().block_rows(0, samples));
  if (classes() == 0) return;
  const auto most = static_cast<std::uint32_t>(classes());
  for (std::size_t i = 0; i < samples; ++i) labels_[i] = labels_stream_.below(address, i, most);
}

std::span<const Label> Generation::labels(std::size_t first, std::size_t samples) const {
  return labels_.empty() ? std::span<const Label>{} : std::span(labels_).subspan(first, samples);
}

void Generation::generate(std::uint64_t address, std::size_t first, MatrixView<float> x) {
  player_.forward(noise(first, x.rows), x, context(address, 0, labels(first, x.rows)));
}

}  // namespace verigan::gan
