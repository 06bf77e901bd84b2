// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <optional>

#include "data/images.hpp"
#include "judge/recipe.hpp"

namespace verigan::judge {

/// What the classifier of a recipe is trained on, looked for in `folder` or where data are looked for without
/// it (data/locate.hpp): MNIST or what stands in for it; all of CIFAR-10, or where that is not there its
/// subset. Throws verigan::Error when neither is.
data::ImageSet training_images(const Recipe& recipe, const std::optional<std::filesystem::path>& folder);

}  // namespace verigan::judge
