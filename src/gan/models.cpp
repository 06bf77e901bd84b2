// SPDX-License-Identifier: MIT
#include "gan/models.hpp"

#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "core/check.hpp"
#include "core/names.hpp"
#include "nn/batch_norm.hpp"
#include "nn/convolution.hpp"

namespace verigan::gan {

namespace {

using nn::Activation;
using nn::Network;
using Widths = std::initializer_list<std::size_t>;

constexpr std::size_t kPixels = 28 * 28;
constexpr Range kTanhRange{-1, 1}, kSigmoidRange{0, 1};
const Activation kLeaky = nn::leaky_relu(0.2F);

Model toy(std::size_t noise) {
  const Widths hidden{64, 64, 64, 64};
  return {perceptron(noise, hidden, kLeaky, 2), perceptron(2, hidden, kLeaky, 1), kTanhRange};
}

Model toy_wide(std::size_t noise) {
  const Widths hidden{128, 128, 128, 128};
  return {perceptron(noise, hidden, kLeaky, 2), perceptron(2, hidden, kLeaky, 1), kTanhRange};
}

Model mixture(std::size_t noise) {
  const Widths hidden{128, 128};
  return {perceptron(noise, hidden, nn::kRelu, 2), perceptron(2, hidden, nn::kRelu, 1), kTanhRange};
}

Model mixture_normalised(std::size_t noise) {
  nn::NetworkBuilder g(noise);
  for (const std::size_t width : Widths{128, 128})
    g.dense(width, nn::kIdentity).add(std::make_shared<nn::BatchNorm>(1, width, nn::kRelu));
  return {g.dense(2, nn::kIdentity).build(), perceptron(2, {128, 128}, nn::kRelu, 1),
          kTanhRange};
}

Model pacgan(std::size_t noise) { return packed_model({}, noise); }

Model four_layer(std::size_t noise) {
  return {perceptron(noise, {64, 128, 256, 256}, kLeaky, kPixels, nn::kTanh),
          perceptron(kPixels, {256, 128, 64, 32}, kLeaky, 1), kTanhRange};
}

Model four_layer_wide(std::size_t noise) {
  return {perceptron(noise, {128, 256, 512, 512}, kLeaky, kPixels, nn::kTanh),
          perceptron(kPixels, {512, 256, 128, 64}, kLeaky, 1), kTanhRange};
}

Model simple(std::size_t noise, Activation last, Range range) {
  return {perceptron(noise, {128}, nn::kRelu, kPixels, last),
          perceptron(kPixels, {128}, nn::kRelu, 1), range};
}

// With batch normalisation behind each hidden layer of the generator: what two-dimensional noise needs.
Model four_layer_normalised(std::size_t noise) {
  nn::NetworkBuilder g(noise);
  for (const std::size_t width : Widths{64, 128, 256, 256})
    g.dense(width, nn::kIdentity).add(std::make_shared<nn::BatchNorm>(1, width, kLeaky));
  return {g.dense(kPixels, nn::kTanh).build(),
          perceptron(kPixels, {256, 128, 64, 32}, kLeaky, 1), kTanhRange};
}

// Convolutions 5×5 of stride 2, "same" padding: the shape from `size`² pixels of `channels` to features.
simd::ConvolutionShape halving(std::size_t size, std::size_t channels, std::size_t features) {
  return nn::same_convolution(size, size, channels, 5, features, 2);
}

std::shared_ptr<nn::Layer> down(const simd::ConvolutionShape& shape, Activation f,
                                nn::Bias bias = nn::Bias::per_channel) {
  return std::make_shared<nn::Convolution>(shape, f, bias);
}

std::shared_ptr<nn::Layer> up(const simd::ConvolutionShape& shape, Activation f,
                              nn::Bias bias = nn::Bias::per_channel) {
  return std::make_shared<nn::FractionallyStridedConvolution>(shape, f, bias);
}

std::shared_ptr<nn::Layer> normalise(std::size_t pixels, std::size_t channels, Activation f) {
  return std::make_shared<nn::BatchNorm>(pixels, channels, f);
}

Model intermediate(std::size_t noise) {
  const auto fine = halving(28, 1, 64), coarse = halving(14, 64, 128);
  nn::NetworkBuilder g(noise), d(kPixels);
  g.dense(coarse.feature_size(), nn::kIdentity)
      .add(normalise(7 * 7, 128, nn::kRelu))
      .add(up(coarse, nn::kIdentity, nn::Bias::none))
      .add(normalise(14 * 14, 64, nn::kRelu))
      .add(up(fine, nn::kTanh));
  d.add(down(fine, kLeaky))
      .add(down(coarse, nn::kIdentity, nn::Bias::none))
      .add(normalise(7 * 7, 128, kLeaky))
      .dense(128, nn::kIdentity)
      .add(normalise(1, 128, kLeaky))
      .dense(1, nn::kIdentity);
  return {g.build(), d.build(), kTanhRange};
}

// 28 is no multiple of 8: the sizes are 28, 14, 7 and 4, and the generator's last stride is 1.
Model complete(std::size_t noise) {
  nn::NetworkBuilder g(noise), d(kPixels);
  g.dense(4 * 4 * 1024, nn::kRelu)
      .add(up(halving(7, 512, 1024), nn::kRelu))
      .add(up(halving(14, 256, 512), nn::kRelu))
      .add(up(halving(28, 128, 256), nn::kRelu))
      .add(up(nn::same_convolution(28, 28, 1, 5, 128, 1), nn::kTanh));
  d.add(down(halving(28, 1, 64), kLeaky))
      .add(down(halving(14, 64, 128), kLeaky))
      .add(down(halving(7, 128, 256), kLeaky))
      .add(down(halving(4, 256, 512), kLeaky))
      .dense(1, nn::kIdentity);
  return {g.build(), d.build(), kTanhRange};
}

constexpr std::string_view kLc = "Lincetto & Camporese, section IV";
constexpr std::string_view kOurs = "verigan";
constexpr std::string_view kKth = "KTH, section 3.1";
constexpr std::string_view kLin = "Lin et al. 2018, section 4.1";

constexpr ModelRow kModels[] = {
    {"toy", "four hidden layers of 64, LeakyReLU, both players", 2, 2, kLc, toy},
    {"toy-wide", "toy with layers of 128", 16, 2, kOurs, toy_wide},
    {"mixture", "two hidden layers of 128, ReLU, both players", 16, 2, kOurs, mixture},
    {"mixture-batch-norm", "mixture with batch normalisation in the generator", 16, 2, kOurs,
     mixture_normalised},
    {"pacgan", "four hidden layers of 400, normalised; three of 200 maxout units, 5 pieces", 2, 2,
     kLin, pacgan},
    {"lc-mnist", "four hidden layers, 64-128-256-256 and 256-128-64-32, tanh output", 100, kPixels,
     kLc, four_layer},
    {"lc-mnist-wide", "four hidden layers, 128-256-512-512 and 512-256-128-64, tanh output", 100,
     kPixels, kLc, four_layer_wide},
    {"lc-mnist-batch-norm", "lc-mnist with batch normalisation in the generator", 2, kPixels, kLc,
     four_layer_normalised},
    {"kth-simple", "one hidden layer of 128, ReLU, tanh output", 100, kPixels, kKth,
     [](std::size_t noise) { return simple(noise, nn::kTanh, kTanhRange); }},
    {"kth-simple-sigmoid", "one hidden layer of 128, ReLU, sigmoid output", 100, kPixels, kKth,
     [](std::size_t noise) { return simple(noise, nn::kSigmoid, kSigmoidRange); }},
    {"kth-intermediate", "two convolutions 5x5 and a dense layer in each player, batch normalisation",
     100, kPixels, kKth, intermediate},
    {"kth-complete", "four convolutions 5x5 in each player", 100, kPixels, kKth, complete},
};

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

Model make_model(std::string_view name, std::size_t noise) {
  const ModelRow& row = model_row(name);
  return row.make(noise == 0 ? row.noise : noise);
}

Model packed_model(const PackedShape& shape, std::size_t noise) {
  require(shape.packing > 0, "packing of 0 samples, expected at least 1");
  // Each place of the packs is normalised apart. Their statistics keep 0.95 a step; where both players
  // move at once the generator is run twice a step on the same noise, and keeps √0.95 each time.
  const nn::BatchNormSettings settings{1e-4F, std::sqrt(0.95F), shape.packing};
  const std::size_t width = shape.generator_width;
  nn::NetworkBuilder g(noise), d(2 * shape.packing);
  for (int layer = 0; layer < 4; ++layer)
    g.dense(width, nn::kIdentity).add(std::make_shared<nn::BatchNorm>(1, width, nn::kRelu, settings));
  for (int layer = 0; layer < 3; ++layer) d.maxout(shape.discriminator_width, shape.pieces);
  return {g.dense(2, nn::kIdentity).build(), d.dense(1, nn::kIdentity).build(), kTanhRange};
}

}  // namespace verigan::gan
