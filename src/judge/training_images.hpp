// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "data/images.hpp"
#include "data/locate.hpp"
#include "judge/recipe.hpp"

namespace verigan::judge {

/// One split of the data set of that name: mnist, fashion-mnist, custom-… or one of cifar10_names(). Throws
/// verigan::Error for what data::load_images and load_cifar10 refuse, and where another data set is found.
data::ImageSet load_named(const std::string& name, data::Split split,
                          const std::optional<std::filesystem::path>& data);

/// What the classifier of a recipe is trained on, looked for in `folder` or where data are looked for without
/// it (data/locate.hpp): MNIST or what stands in for it; all of CIFAR-10, or where that is not there its
/// subset. Throws verigan::Error when neither is.
data::ImageSet training_images(const Recipe& recipe, const std::optional<std::filesystem::path>& folder);

}  // namespace verigan::judge
