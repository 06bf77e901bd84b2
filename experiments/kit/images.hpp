// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/check.hpp"
#include "data/locate.hpp"
#include "data/own_images.hpp"
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

/// Whether these are images of a user's own, not files of MNIST's names.
inline bool are_own(const data::ImageSet& images) { return data::holds_own_images(images.folder); }

/// Own images are scored where a classifier fits them: `classifier`, an option's value, becomes "none" where
/// none does, and `warnings` says so.
inline void settle_classifier(const data::ImageSet& images, std::string& classifier,
                              std::vector<std::string>& warnings) {
  if (!are_own(images) || classifier == "none") return;
  if (images.labelled && images.shape == Shape{28, 28, 1} && images.classes() == 10) return;
  classifier = "none";
  warnings.push_back(message("there is no classifier for ", images.folder.string(), " (", images.shape.height,
                             " x ", images.shape.width, " x ", images.shape.channels, ", ",
                             images.labelled ? message(images.classes(), " classes") : std::string("no labels"),
                             "; one needs 28 x 28 x 1 and 10 classes), so generated images are not scored"));
}

}  // namespace verigan::kit
