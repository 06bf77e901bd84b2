// SPDX-License-Identifier: MIT
#include "judge/training_images.hpp"

#include "core/check.hpp"
#include "data/cifar.hpp"
#include "data/locate.hpp"

namespace verigan::judge {

data::ImageSet training_images(const Recipe& recipe, const std::optional<std::filesystem::path>& folder) {
  constexpr const char* kNone = "no images to train a classifier on: ";
  try {
    if (recipe.shape == Shape{28, 28, 1}) return data::load_images(data::Split::train, folder);
  } catch (const Error& error) {
    throw Error(message(kNone, error.what()));
  }
  const bool whole = data::finds_cifar10("cifar10", data::Split::train, folder) ||
                     !data::finds_cifar10("cifar10-subset", data::Split::train, folder);
  try {
    return data::load_cifar10(whole ? "cifar10" : "cifar10-subset", data::Split::train, folder);
  } catch (const Error& error) {
    throw Error(message(kNone, error.what()));
  }
}

}  // namespace verigan::judge
