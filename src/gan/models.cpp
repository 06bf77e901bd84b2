// SPDX-License-Identifier: MIT
#include "gan/models.hpp"

#include <initializer_list>
#include <string>

#include "core/check.hpp"

namespace verigan::gan {

namespace {

using nn::Activation;
using nn::Network;
using Widths = std::initializer_list<std::size_t>;

constexpr std::size_t kPixels = 28 * 28;
constexpr Range kTanhRange{-1, 1}, kSigmoidRange{0, 1};
const Activation kLeaky = nn::leaky_relu(0.2F);

Network perceptron(std::size_t inputs, Widths hidden, Activation f, std::size_t outputs,
                   Activation last) {
  nn::NetworkBuilder builder(inputs);
  for (const std::size_t width : hidden) builder.dense(width, f);
  return builder.dense(outputs, last).build();
}

Model toy(std::size_t noise) {
  const Widths hidden{64, 64, 64, 64};
  return {perceptron(noise, hidden, kLeaky, 2, nn::kIdentity),
          perceptron(2, hidden, kLeaky, 1, nn::kIdentity), kTanhRange};
}

Model four_layer(std::size_t noise) {
  return {perceptron(noise, {64, 128, 256, 256}, kLeaky, kPixels, nn::kTanh),
          perceptron(kPixels, {256, 128, 64, 32}, kLeaky, 1, nn::kIdentity), kTanhRange};
}

Model four_layer_wide(std::size_t noise) {
  return {perceptron(noise, {128, 256, 512, 512}, kLeaky, kPixels, nn::kTanh),
          perceptron(kPixels, {512, 256, 128, 64}, kLeaky, 1, nn::kIdentity), kTanhRange};
}

Model simple(std::size_t noise, Activation last, Range range) {
  return {perceptron(noise, {128}, nn::kRelu, kPixels, last),
          perceptron(kPixels, {128}, nn::kRelu, 1, nn::kIdentity), range};
}

constexpr std::string_view kLc = "Lincetto & Camporese, section IV";
constexpr std::string_view kKth = "KTH, section 3 (simple)";

constexpr ModelRow kModels[] = {
    {"toy", "four hidden layers of 64, LeakyReLU, both players", 2, 2, kLc, toy},
    {"lc-mnist", "four hidden layers, 64-128-256-256 and 256-128-64-32, tanh output", 100, kPixels,
     kLc, four_layer},
    {"lc-mnist-wide", "four hidden layers, 128-256-512-512 and 512-256-128-64, tanh output", 100,
     kPixels, kLc, four_layer_wide},
    {"kth-simple", "one hidden layer of 128, ReLU, tanh output", 100, kPixels, kKth,
     [](std::size_t noise) { return simple(noise, nn::kTanh, kTanhRange); }},
    {"kth-simple-sigmoid", "one hidden layer of 128, ReLU, sigmoid output", 100, kPixels, kKth,
     [](std::size_t noise) { return simple(noise, nn::kSigmoid, kSigmoidRange); }},
};

}  // namespace

std::span<const ModelRow> models() { return kModels; }

const ModelRow& model_row(std::string_view name) {
  std::string names;
  for (const ModelRow& row : kModels) {
    if (row.name == name) return row;
    names += (names.empty() ? "" : ", ") + std::string(row.name);
  }
  throw Error(message("model '", name, "', expected one of ", names));
}

Model make_model(std::string_view name, std::size_t noise) {
  const ModelRow& row = model_row(name);
  return row.make(noise == 0 ? row.noise : noise);
}

}  // namespace verigan::gan
