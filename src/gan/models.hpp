// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <initializer_list>
#include <span>
#include <string_view>

#include "nn/network.hpp"

// The architectures by name, as a table: adding one adds a row.
namespace verigan::gan {

/// Values a generator's output lies in; true data are scaled to them.
struct Range {
  float low, high;
};

struct Model {
  nn::Network generator, discriminator;
  Range range;  // of the data: [−1, 1] for tanh, [0, 1] for sigmoid; the plane's points stay as they are
};

struct ModelRow {
  std::string_view name;
  std::string_view summary;
  std::size_t noise;      // dimensions of the noise it was described with
  std::size_t dimension;  // of a sample
  std::string_view source;
  Model (*make)(std::size_t noise);
};

std::span<const ModelRow> models();

/// Builds the model of that name; noise 0 takes the row's own. Throws verigan::Error naming those
/// there are.
Model make_model(std::string_view name, std::size_t noise = 0);
const ModelRow& model_row(std::string_view name);

/// Dense layers: hidden ones of these widths with activation f, and the last one.
nn::Network perceptron(std::size_t inputs, std::initializer_list<std::size_t> hidden,
                       nn::Activation f, std::size_t outputs, nn::Activation last = nn::kIdentity);

/// The players of Lin et al. (2018, PacGAN, section 4.1) on the plane, by their published code: a
/// generator of four hidden layers, batch-normalised rectifiers; a discriminator of three hidden
/// layers of maxout units, which judges `packing` points side by side. Row "pacgan" has their widths.
struct PackedShape {
  std::size_t packing = 1, generator_width = 400, discriminator_width = 200, pieces = 5;
};
/// Throws verigan::Error for a 0 among them.
Model packed_model(const PackedShape& shape, std::size_t noise = 2);

}  // namespace verigan::gan
