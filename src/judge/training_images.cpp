// SPDX-License-Identifier: MIT
#include "judge/training_images.hpp"

#include "core/check.hpp"
#include "data/cifar.hpp"

namespace verigan::judge {

namespace fs = std::filesystem;

data::ImageSet load_named(const std::string& name, data::Split split, const std::optional<fs::path>& data) {
  if (name.starts_with("cifar10")) return data::load_cifar10(name, split, data);
  data::ImageSet images = data::load_images(split, data);
  const std::string found = data::dataset_name(images);
  const auto custom = [](const std::string& text) { return text.starts_with("custom-"); };
  require(found == name || (split == data::Split::test && custom(found) && custom(name)), "data set '", name,
          "', but ", images.folder.string(), " holds ", found);
  return images;
}

data::ImageSet training_images(const Recipe& recipe, const std::optional<fs::path>& data) {
  try {
    if (recipe.shape == Shape{28, 28, 1}) return data::load_images(data::Split::train, data);
  } catch (const Error& error) {
    throw Error(message("no images to train a classifier on: ", error.what()));
  }
  try {
    return data::load_cifar10("cifar10", data::Split::train, data);
  } catch (const Error& whole) {
    try {
      return data::load_cifar10("cifar10-subset", data::Split::train, data);
    } catch (const Error&) {
      throw Error(message("no images to train a classifier on: ", whole.what()));
    }
  }
}

}  // namespace verigan::judge
