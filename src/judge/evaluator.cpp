// SPDX-License-Identifier: MIT
#include "judge/evaluator.hpp"

#include <algorithm>
#include <utility>

#include "core/check.hpp"
#include "judge/samples.hpp"
#include "metrics/class_quality.hpp"
#include "metrics/frechet.hpp"
#include "metrics/inception_score.hpp"

namespace verigan::judge {

namespace {

/// Moments of the features of each class's images, of count 0 where there are fewer than two.
std::vector<metrics::Moments> class_moments(const Matrix<float>& features,
                                            std::span<const std::uint8_t> labels, std::size_t classes) {
  std::vector<metrics::Moments> found(classes);
  for (std::size_t y = 0; y < classes; ++y) {
    const auto count = static_cast<std::size_t>(std::ranges::count(labels, y));
    if (count < 2) continue;
    Matrix<float> some(count, features.cols());
    for (std::size_t i = 0, row = 0; i < labels.size(); ++i)
      if (labels[i] == y) std::ranges::copy(features.row(i), some.row(row++).begin());
    found[y] = metrics::moments(some);
  }
  return found;
}

double mean_distance(const std::vector<metrics::Moments>& a, const std::vector<metrics::Moments>& b) {
  double sum = 0, count = 0;
  for (std::size_t y = 0; y < a.size(); ++y)
    if (a[y].count > 0 && b[y].count > 0) sum += metrics::frechet_distance(a[y], b[y]), ++count;
  return sum / count;
}

}  // namespace

Evaluator::Evaluator(Classifier classifier, const data::ImageSet& reference)
    : classifier_(std::move(classifier)), labels_(reference.labels) {
  Judgement judgement = classifier_.judge(reference);
  moments_ = metrics::moments(judgement.features);
  const auto found =
      metrics::class_agreement(labels_, judgement.classes(), classifier_.recipe().classes);
  accuracy_ = static_cast<double>(found.right) / static_cast<double>(found.samples);
  features_ = std::move(judgement.features);
  class_moments_ = class_moments(features_, labels_, classifier_.recipe().classes);
}

ImageScores Evaluator::evaluate(const Images& images, std::span<const std::uint8_t> wanted) const {
  const Judgement judgement = classifier_.judge(images);
  ImageScores scores;
  scores.frechet = metrics::frechet_distance(metrics::moments(judgement.features), moments_);
  scores.inception_score = metrics::inception_score(judgement.probabilities, 1).score;
  if (wanted.empty()) return scores;
  const auto found =
      metrics::class_agreement(wanted, judgement.classes(), classifier_.recipe().classes);
  scores.class_agreement = static_cast<double>(found.right) / static_cast<double>(found.samples);
  scores.within_class_variance =
      metrics::within_class_variance_ratio(judgement.features, wanted, features_, labels_);
  scores.class_frechet = mean_distance(
      class_moments(judgement.features, wanted, classifier_.recipe().classes), class_moments_);
  return scores;
}

double mean_saturation(const Images& images) {
  if (images.shape.channels < 2) return std::numeric_limits<double>::quiet_NaN();
  const std::size_t pixels = images.pixels.size() / images.shape.channels;
  require(pixels > 0, "no images, expected at least one");
  double sum = 0;
  for (std::size_t p = 0; p < pixels; ++p) {
    const auto [low, high] =
        std::ranges::minmax(images.pixels.subspan(p * images.shape.channels, images.shape.channels));
    if (high > 0) sum += static_cast<double>(high - low) / static_cast<double>(high);
  }
  return sum / static_cast<double>(pixels);
}

std::vector<std::uint8_t> to_bytes(MatrixView<const float> values) {
  std::vector<std::uint8_t> bytes;
  bytes.reserve(values.rows * values.cols);
  for (std::size_t i = 0; i < values.rows; ++i)
    for (const float x : values.row(i)) bytes.push_back(to_byte(static_cast<double>(x)));
  return bytes;
}

}  // namespace verigan::judge
