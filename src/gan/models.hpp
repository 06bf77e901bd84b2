// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "data/noise.hpp"
#include "nn/initialise.hpp"
#include "nn/network.hpp"
#include "nn/optimiser.hpp"

// The architectures by name, as a table: adding one adds a row.
namespace verigan::gan {

/// Values a generator's output lies in; real data are scaled to them.
struct Range {
  float low, high;
};

struct NetworkPair {
  nn::Network generator, discriminator;
  Range range;  // of the data: [−1, 1] for tanh, [0, 1] for sigmoid; the plane's points stay as they are
};

enum class BatchNormIn { none, generator, both };

/// What may be asked of a model, each with what is taken where nothing is asked: the row's own.
struct ModelOptions {
  std::size_t noise = 0;              ///< dimensions of the noise; 0: the row's own
  Shape shape{0, 0, 0};               ///< of a sample; 0 x 0 x 0: the row's own
  std::optional<nn::Nonlinearity> output = {};  ///< of the generator: tanh or sigmoid
  std::optional<BatchNormIn> batch_norm = {};
  double dropout_g = 0, dropout_d = 0;  ///< rates behind each hidden layer, in [0, 1)
  double width = 1;                   ///< of the hidden layers over the row's own, in (0, 4]
  nn::Conditioning conditioning{};    ///< of conditional models
};

struct ModelRow {
  std::string_view name;
  std::string_view summary;
  std::size_t noise;  // dimensions of the noise it was described with
  Shape shape;        // of a sample; another one may be asked of models with options
  std::string_view source;
  bool options;       // it takes all of ModelOptions, else only noise
  bool conditional;   // both players take labels
  /// What the source trains it with; learning rate 0: nothing is stated.
  nn::OptimiserConfig optimiser;
  nn::Initialisation initialisation;
  BatchNormIn batch_norm;  // where it has it unless another is asked for; of models with options
  NetworkPair (*make)(const ModelOptions& options);  // all of them settled
};

std::span<const ModelRow> models();

/// Builds the model of that name. Throws verigan::Error naming those there are, and for options that are
/// out of range or that the model does not take.
NetworkPair make_model(std::string_view name, const ModelOptions& options);
/// The same, with that many dimensions of noise; 0: the row's own.
NetworkPair make_model(std::string_view name, std::size_t noise = 0);
const ModelRow& model_row(std::string_view name);
/// Names of the models of images that take options.
std::vector<std::string> image_models();

/// "none", "generator", "both". Throws verigan::Error for another name.
BatchNormIn batch_norm_in(const std::string& name);
/// "one-hot", "embedding", "projection". Throws verigan::Error for another name.
nn::Conditioning::Kind conditioning_kind(const std::string& name);

/// True when the discriminator normalises by its mini-batch. Then D is no function of x: its answer
/// depends on what else is in the batch, and what is said of the optimal D — D* = α where p = q, a loss
/// of H(α) — is no statement about it.
bool judges_batches(const nn::Network& discriminator);

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
NetworkPair packed_model(const PackedShape& shape, std::size_t noise = 2);

}  // namespace verigan::gan
