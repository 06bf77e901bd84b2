// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "data/images.hpp"
#include "judge/classifier.hpp"

namespace verigan::judge {

/// Where classifiers are kept, the first of these that is set: VERIGAN_CACHE; XDG_CACHE_HOME/verigan;
/// HOME/.cache/verigan. Nothing where none is.
std::optional<std::filesystem::path> cache_folder();

/// The file of that folder that the classifier of this recipe, trained on these images, is kept in.
std::string cached_name(const Recipe& recipe, const data::ImageSet& images);

/// Called after every so many steps of a training.
using TrainingProgress = std::function<void(std::uint64_t done, std::uint64_t total)>;

/// How a classifier was come by.
struct Obtained {
  Classifier classifier;
  bool trained = false;          // now; else read
  std::filesystem::path file;    // it was read from or written to; empty: it could not be kept
  std::string not_kept = {};     // why
};

/// The classifier of this recipe trained on these images by seed 1: read from `folder` if it is there,
/// else trained and written there. Its file is taken for what its name says it is. Throws verigan::Error
/// for what load_classifier and ClassifierTrainer refuse.
Obtained obtain_classifier(const Recipe& recipe, const data::ImageSet& images,
                           const std::optional<std::filesystem::path>& folder,
                           const TrainingProgress& progress = {});

/// Trains a classifier of this recipe by seed 1 on other images, such as generated ones with the classes
/// they were asked for, to be judged by real ones: the GAN-train accuracy of Shmelkov et al. (2018).
Classifier train_classifier(const Recipe& recipe, const data::ImageSet& images,
                            const TrainingProgress& progress = {});

}  // namespace verigan::judge
