// SPDX-License-Identifier: MIT
#include "judge/recipe.hpp"

#include <array>
#include <memory>
#include <vector>

#include "core/check.hpp"
#include "core/names.hpp"
#include "nn/batch_norm.hpp"
#include "nn/convolution.hpp"
#include "nn/dropout.hpp"

namespace verigan::judge {

namespace {

/// Convolutions of 3 × 3 or 5 × 5, each batch-normalised and rectified, that end in features and classes.
class Builder {
 public:
  explicit Builder(const Shape& shape) : shape_(shape), network_(shape) {}

  Builder& convolution(std::size_t kernel, std::size_t features, std::size_t stride) {
    const auto shape = nn::same_convolution(shape_.height, shape_.width, shape_.channels, kernel, features,
                                            stride);
    shape_ = {shape.feature_rows(), shape.feature_cols(), features};
    network_.add(std::make_shared<nn::Convolution>(shape, nn::kIdentity, nn::Bias::none));
    network_.add(std::make_shared<nn::BatchNorm>(shape_, nn::kRelu));
    return *this;
  }
  Builder& dropout(float rate) {
    network_.dropout(rate);
    return *this;
  }
  nn::Network classes(std::size_t count) {
    return network_.dense(kFeatures, nn::kRelu).dense(count, nn::kIdentity).build();
  }

 private:
  Shape shape_;
  nn::NetworkBuilder network_;
};

constexpr Shape kGrey{28, 28, 1}, kColour{32, 32, 3};

/// 14 × 14 × 32, 7 × 7 × 64, 4 × 4 × 96: 2 million multiply–adds an image.
nn::Network grey_network() {
  return Builder(kGrey).convolution(5, 32, 2).convolution(3, 64, 2).convolution(3, 96, 2).dropout(0.3F)
      .classes(10);
}

/// 32 × 32 × 32, 16 × 16 × 64, 8 × 8 × 128 twice, 4 × 4 × 192: 23 million.
nn::Network colour_network() {
  return Builder(kColour).convolution(3, 32, 1).convolution(3, 64, 2).convolution(3, 128, 2)
      .convolution(3, 128, 1).convolution(3, 192, 2).dropout(0.3F).classes(10);
}

constexpr std::array kRecipes = {
    Recipe{.name = "mnist", .shape = kGrey, .classes = 10, .low = 0, .high = 1, .epochs = 5, .batch = 100,
           .learning_rate = 3e-3, .shift = 2, .mirror = false, .build = grey_network},
    Recipe{.name = "cifar10", .shape = kColour, .classes = 10, .low = -1, .high = 1, .epochs = 24,
           .batch = 100, .learning_rate = 2e-3, .shift = 3, .mirror = true, .build = colour_network},
};

}  // namespace

std::span<const Recipe> recipes() { return kRecipes; }

const Recipe& recipe_named(std::string_view name) {
  std::vector<std::string> names;
  for (const Recipe& recipe : kRecipes) {
    if (name == recipe.name) return recipe;
    names.emplace_back(recipe.name);
  }
  throw Error(message("classifier '", name, "'", expected_names(name, names)));
}

const Recipe& recipe_for(const Shape& shape) {
  for (const Recipe& recipe : kRecipes)
    if (shape == recipe.shape) return recipe;
  throw Error(message("images of ", shape.height, " x ", shape.width, " x ", shape.channels,
                      ", expected 28 x 28 x 1 or 32 x 32 x 3, for which there are classifiers"));
}

std::string describe(const Recipe& recipe) {
  return message(recipe.name, ": ", recipe.epochs, " epochs of batches of ", recipe.batch,
                 ", learning rate ", recipe.learning_rate, ", pixels in [", recipe.low, ", ", recipe.high,
                 "], moved by up to ", recipe.shift, recipe.mirror ? ", mirrored" : "");
}

}  // namespace verigan::judge
