// SPDX-License-Identifier: MIT
#include "gan/models.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "core/check.hpp"
#include "core/names.hpp"
#include "gan/image_models.hpp"

namespace verigan::gan {

namespace {

using nn::Activation;
using nn::Network;
using Widths = std::initializer_list<std::size_t>;

constexpr std::size_t kPixels = 28 * 28;
constexpr Range kTanhRange{-1, 1};
const Activation kLeaky = nn::leaky_relu(0.2F);

NetworkPair toy(const ModelOptions& o) {
  const Widths hidden{64, 64, 64, 64};
  return {perceptron(o.noise, hidden, kLeaky, 2), perceptron(2, hidden, kLeaky, 1), kTanhRange};
}

NetworkPair toy_wide(const ModelOptions& o) {
  const Widths hidden{128, 128, 128, 128};
  return {perceptron(o.noise, hidden, kLeaky, 2), perceptron(2, hidden, kLeaky, 1), kTanhRange};
}

NetworkPair mixture(const ModelOptions& o) {
  const Widths hidden{128, 128};
  return {perceptron(o.noise, hidden, nn::kRelu, 2), perceptron(2, hidden, nn::kRelu, 1), kTanhRange};
}

NetworkPair mixture_normalised(const ModelOptions& o) {
  nn::NetworkBuilder g(o.noise);
  for (const std::size_t width : Widths{128, 128})
    g.dense(width, nn::kIdentity).batch_norm(nn::kRelu);
  return {g.dense(2, nn::kIdentity).build(), perceptron(2, {128, 128}, nn::kRelu, 1),
          kTanhRange};
}

NetworkPair pacgan(const ModelOptions& o) { return packed_model({}, o.noise); }

NetworkPair four_layer(const ModelOptions& o) {
  return {perceptron(o.noise, {64, 128, 256, 256}, kLeaky, kPixels, nn::kTanh),
          perceptron(kPixels, {256, 128, 64, 32}, kLeaky, 1), kTanhRange};
}

NetworkPair four_layer_wide(const ModelOptions& o) {
  return {perceptron(o.noise, {128, 256, 512, 512}, kLeaky, kPixels, nn::kTanh),
          perceptron(kPixels, {512, 256, 128, 64}, kLeaky, 1), kTanhRange};
}

// With batch normalisation behind each hidden layer of the generator: what two-dimensional noise needs.
NetworkPair four_layer_normalised(const ModelOptions& o) {
  nn::NetworkBuilder g(o.noise);
  for (const std::size_t width : Widths{64, 128, 256, 256})
    g.dense(width, nn::kIdentity).batch_norm(kLeaky);
  return {g.dense(kPixels, nn::kTanh).build(),
          perceptron(kPixels, {256, 128, 64, 32}, kLeaky, 1), kTanhRange};
}

constexpr std::string_view kLc = "Lincetto & Camporese, section IV";
constexpr std::string_view kOurs = "verigan";
constexpr std::string_view kKth = "KTH, section 3.1";
constexpr std::string_view kLin = "Lin et al. 2018, section 4.1";

constexpr std::string_view kMirza = "Mirza & Osindero 2014; the conditional GANs of UM, section 2";
constexpr std::string_view kRadford = "Radford et al. 2016";

constexpr Shape kPlane{1, 1, 2}, kDigit{28, 28, 1};
constexpr nn::OptimiserConfig kNone{nn::OptimiserConfig::Kind::adam, 0};
constexpr nn::OptimiserConfig adam(double rate, double beta1) {
  return {nn::OptimiserConfig::Kind::adam, rate, nn::Schedule::constant, beta1, 0.999};
}
constexpr nn::Initialisation kHe{}, kGlorot{nn::Initialisation::Kind::glorot},
    kSmall{nn::Initialisation::Kind::normal, 0.02, 0.02};

constexpr ModelRow plain(std::string_view name, std::string_view summary, std::size_t noise,
                         const Shape& shape, std::string_view source,
                         NetworkPair (*make)(const ModelOptions&)) {
  return {name, summary, noise, shape, source, false, false, kNone, kHe, BatchNormIn::none, make};
}

constexpr ModelRow kModels[] = {
    plain("toy", "four hidden layers of 64, LeakyReLU, both players", 2, kPlane, kLc, toy),
    plain("toy-wide", "toy with layers of 128", 16, kPlane, kOurs, toy_wide),
    plain("mixture", "two hidden layers of 128, ReLU, both players", 16, kPlane, kOurs, mixture),
    plain("mixture-batch-norm", "mixture with batch normalisation in the generator", 16, kPlane, kOurs,
          mixture_normalised),
    plain("pacgan", "four hidden layers of 400, normalised; three of 200 maxout units, 5 pieces", 2,
          kPlane, kLin, pacgan),
    plain("lc-mnist", "four hidden layers, 64-128-256-256 and 256-128-64-32, tanh output", 100, kDigit,
          kLc, four_layer),
    plain("lc-mnist-wide", "four hidden layers, 128-256-512-512 and 512-256-128-64, tanh output", 100,
          kDigit, kLc, four_layer_wide),
    plain("lc-mnist-batch-norm", "lc-mnist with batch normalisation in the generator", 2, kDigit, kLc,
          four_layer_normalised),
    {"kth-simple", "one hidden layer of 128, ReLU, both players", 100, kDigit, kKth, true, false,
     adam(1e-3, 0.9), kGlorot, BatchNormIn::none, kth_simple},
    {"kth-intermediate", "two convolutions 5x5 and a dense layer in each player", 100, kDigit, kKth, true,
     false, adam(2e-3, 0.5), kGlorot, BatchNormIn::both, kth_intermediate},
    {"kth-complete", "four convolutions 5x5 in each player", 100, kDigit, kKth, true, false,
     adam(2e-4, 0.5), kGlorot, BatchNormIn::none, kth_complete},
    {"dcgan", "convolutions 4x4 of stride 2, 64 features at half size and twice as many at each further "
     "half", 100, kDigit, kRadford, true, false, adam(2e-4, 0.5), kSmall, BatchNormIn::both, dcgan},
    // After as many steps 8 % of its images miss their label, without normalisation 14 %.
    {"cgan", "dense, G 256-512-512, normalised, and D 512-256, the label next to noise and image", 100, kDigit,
     kMirza, true, true, adam(2e-4, 0.5), kHe, BatchNormIn::generator, conditional_dense},
    {"cdcgan", "dcgan, the label next to the noise and as channels next to the image", 100, kDigit, kMirza,
     true, true, adam(2e-4, 0.5), kSmall, BatchNormIn::both, conditional_dcgan},
};

void check(const ModelRow& row, const ModelOptions& o) {
  require(row.options || (o.shape == row.shape && !o.output && !o.batch_norm && o.dropout_g == 0 &&
                          o.dropout_d == 0 && o.width == 1),
          "model ", row.name, " takes no options but the noise's dimension");
  require(!o.output || *o.output == nn::Nonlinearity::tanh || *o.output == nn::Nonlinearity::sigmoid,
          "output of a generator of images that is neither tanh nor sigmoid");
  require(o.width > 0 && o.width <= 4, "width multiplier ", o.width, ", expected (0, 4]");
  for (const double rate : {o.dropout_g, o.dropout_d})
    require(rate >= 0 && rate < 1, "dropout rate ", rate, ", expected [0, 1)");
}

}  // namespace

std::span<const ModelRow> models() { return kModels; }

const ModelRow& model_row(std::string_view name) {
  std::vector<std::string_view> names;
  for (const ModelRow& row : kModels) {
    if (row.name == name) return row;
    names.push_back(row.name);
  }
  throw Error(message("model '", name, "'", expected_names(name, names)));
}

Network perceptron(std::size_t inputs, Widths hidden, Activation f, std::size_t outputs,
                   Activation last) {
  nn::NetworkBuilder builder(inputs);
  for (const std::size_t width : hidden) builder.dense(width, f);
  return builder.dense(outputs, last).build();
}

NetworkPair make_model(std::string_view name, const ModelOptions& options) {
  const ModelRow& row = model_row(name);
  ModelOptions settled = options;
  if (settled.noise == 0) settled.noise = row.noise;
  if (settled.shape.size() == 0) settled.shape = row.shape;
  check(row, settled);
  if (!settled.output) settled.output = nn::Nonlinearity::tanh;
  if (!settled.batch_norm) settled.batch_norm = row.batch_norm;
  return row.make(settled);
}

NetworkPair make_model(std::string_view name, std::size_t noise) {
  ModelOptions options;
  options.noise = noise;
  return make_model(name, options);
}

std::vector<std::string> image_models() {
  std::vector<std::string> names;
  for (const ModelRow& row : kModels)
    if (row.options) names.emplace_back(row.name);
  return names;
}

BatchNormIn batch_norm_in(const std::string& name) {
  constexpr std::string_view kNames[] = {"none", "generator", "both"};
  return static_cast<BatchNormIn>(index_of_name("batch normalisation", name, kNames));
}

nn::Conditioning::Kind conditioning_kind(const std::string& name) {
  constexpr std::string_view kNames[] = {"one-hot", "embedding", "projection"};
  return static_cast<nn::Conditioning::Kind>(index_of_name("conditioning", name, kNames));
}

bool judges_batches(const nn::Network& discriminator) {
  return std::ranges::any_of(discriminator.layers(),
                             [](const auto& layer) { return layer->kind() == "batch_norm"; });
}

NetworkPair packed_model(const PackedShape& shape, std::size_t noise) {
  require(shape.packing > 0, "packing of 0 samples, expected at least 1");
  // Each place of the packs is normalised apart. Their statistics keep 0.95 a step; where both players
  // move at once the generator is run twice a step on the same noise, and keeps √0.95 each time.
  const nn::BatchNormSettings settings{1e-4F, std::sqrt(0.95F), shape.packing};
  const std::size_t width = shape.generator_width;
  nn::NetworkBuilder g(noise), d(2 * shape.packing);
  for (int layer = 0; layer < 4; ++layer)
    g.dense(width, nn::kIdentity).batch_norm(nn::kRelu, settings);
  for (int layer = 0; layer < 3; ++layer) d.maxout(shape.discriminator_width, shape.pieces);
  return {g.dense(2, nn::kIdentity).build(), d.dense(1, nn::kIdentity).build(), kTanhRange};
}

}  // namespace verigan::gan
