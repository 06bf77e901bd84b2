// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/shape.hpp"
#include "nn/network.hpp"

namespace verigan::judge {

/// A classifier and how it is trained. Its last layer but one gives the features that distances between
/// sets of images are taken in.
struct Recipe {
  const char* name;  ///< mnist (grey, 28 × 28; Fashion-MNIST too) or cifar10 (colour, 32 × 32)
  Shape shape;
  std::size_t classes;
  float low, high;       ///< what 0 and 255 become
  std::uint64_t epochs;
  std::size_t batch;
  double learning_rate;  ///< of Adam (0.9, 0.999), falling to 0 linearly
  std::uint32_t shift;   ///< training images are moved by up to so many pixels each way,
  bool mirror;           ///< and every second one is turned left to right
  nn::Network (*build)();
};

/// Features of every classifier, one number each.
inline constexpr std::size_t kFeatures = 64;

/// All there are.
std::span<const Recipe> recipes();
/// Throws verigan::Error for another name, naming those there are.
const Recipe& recipe_named(std::string_view name);
/// That for images of this shape. Throws verigan::Error when there is none.
const Recipe& recipe_for(const Shape& shape);

/// Every number of the recipe but its architecture, which the tensors of a saved classifier tell; equal
/// texts mean equal training.
std::string describe(const Recipe& recipe);

}  // namespace verigan::judge
