// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <string>

#include "judge/cache.hpp"
#include "judge/training_images.hpp"
#include "run/experiment.hpp"

namespace verigan::kit {

/// The options of the classifier that an experiment sees images through: `images`, those of its training set
/// from the first one, 0 for all, and `epochs`, 0 for as many as are usual.
class ClassifierOptions {
 public:
  void declare(run::Options& options, run::Preset preset) {
    images_ = run::pick<std::uint64_t>(preset, 2000, 0, 0);
    epochs_ = run::pick<std::uint64_t>(preset, 1, 0, 0);
    options.whole("images", images_, 0, 10000000, "training images there are, from the first one; 0: all");
    options.whole("epochs", epochs_, 0, 100000, "of the classifier's training; 0: as many as are usual");
  }
  /// The first of these images.
  data::ImageSet first(data::ImageSet images) const {
    if (images_ == 0 || images_ >= images.count()) return images;
    images.labels.resize(images_);
    images.pixels.resize(images_ * images.dimension());
    return images;
  }
  /// That for images of this shape, of the cache or trained now.
  judge::Classifier obtain(const Shape& shape, const run::Common& common, run::Progress& progress) const {
    judge::Recipe recipe = judge::recipe_for(shape);
    if (epochs_ > 0) recipe.epochs = epochs_;
    std::optional<std::filesystem::path> data;
    if (common.data) data = *common.data;
    return judge::obtain_classifier(recipe, first(judge::training_images(recipe, data)),
                                    judge::cache_folder(),
                                    [&](std::uint64_t done, std::uint64_t total) {
                                      if (done == 1) progress.begin(0, total);
                                      progress.update(done, "training the classifier");
                                    })
        .classifier;
  }

 private:
  std::uint64_t images_ = 0, epochs_ = 0;
};

/// Euclidean, of two rows of features.
inline double distance(std::span<const float> a, std::span<const float> b) {
  double sum = 0;
  for (std::size_t c = 0; c < a.size(); ++c) {
    const double apart = static_cast<double>(a[c]) - static_cast<double>(b[c]);
    sum += apart * apart;
  }
  return std::sqrt(sum);
}

}  // namespace verigan::kit
