// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "core/matrix.hpp"
#include "data/images.hpp"
#include "judge/classifier.hpp"
#include "metrics/moments.hpp"

// What generated images score while their generator learns: values alone, for a table of many of them.
// score.hpp gives the finished images' intervals and floors.
namespace verigan::judge {

/// Scores of images by a classifier; NaN where there is nothing to score.
struct ImageScores {
  double frechet = std::numeric_limits<double>::quiet_NaN();  ///< squared, in units of the features
  double inception_score = frechet;  ///< of all images together, 1 to the number of classes
  double class_agreement = frechet;  ///< share that the classifier takes for the class asked for
  /// Variance of features within the classes asked for over that within real ones.
  double within_class_variance = frechet;
  /// Mean over classes of the distance between images asked to show it and real ones of it, of classes with
  /// two of either.
  double class_frechet = frechet;
};

class Evaluator {
 public:
  /// Real images to compare with, judged once. Throws verigan::Error for fewer than two of them and for
  /// images of another shape than the classifier's.
  Evaluator(Classifier classifier, const data::ImageSet& reference);

  /// Of at least two images and, where classes were asked for, the class of each; else `wanted` is empty.
  /// Throws verigan::Error for another number of classes than images, and one the classifier does not know.
  ImageScores evaluate(const Images& images, std::span<const std::uint8_t> wanted) const;
  /// Share of the real images that the classifier takes for what they are.
  double accuracy() const { return accuracy_; }
  std::size_t reference_count() const { return labels_.size(); }
  const Classifier& classifier() const { return classifier_; }

 private:
  Classifier classifier_;
  std::vector<std::uint8_t> labels_;
  Matrix<float> features_;
  metrics::Moments moments_;
  std::vector<metrics::Moments> class_moments_;  // count 0: fewer than two images
  double accuracy_ = 0;
};

/// Mean over pixels of a colour's saturation, (max − min)/max of its channels, 0 for black: 0 for grey ones,
/// at most 1. NaN for images of one channel.
double mean_saturation(const Images& images);

/// Values from 0, black, to 1, white, or beyond, which is cut off, to the nearest of 8 bits: row after row.
std::vector<std::uint8_t> to_bytes(MatrixView<const float> values);

}  // namespace verigan::judge
