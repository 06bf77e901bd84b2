// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>

#include "core/check.hpp"
#include "data/locate.hpp"
#include "run/experiment.hpp"

namespace verigan::kit {

/// The training images, loaded when `images` is empty. `dataset`, an option's value, becomes their data
/// set's name where it is "auto". Throws Error when it names another.
inline void find_images(std::shared_ptr<data::ImageSet>& images, std::string& dataset,
                        const run::Common& common) {
  if (images == nullptr)
    images = std::make_shared<data::ImageSet>(data::load_images(data::Split::train, common.data));
  const std::string name = data::dataset_name(*images);
  require(dataset == "auto" || dataset == name, "dataset = '", dataset, "', but ",
          images->folder.string(), " holds ", name);
  dataset = name;
}

}  // namespace verigan::kit
