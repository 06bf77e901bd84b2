// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "data/images.hpp"
#include "judge/classifier.hpp"
#include "nn/optimiser.hpp"
#include "random/stream.hpp"

namespace verigan::judge {

/// Image (y, x) becomes what was at (y − down, x − right), or for `mirrored` at (y − down, width − 1 −
/// (x − right)); beyond its border an image continues as its border is. out may not be image.
void move_image(std::span<const std::uint8_t> image, const Shape& shape, int down, int right, bool mirrored,
                std::span<std::uint8_t> out);

/// Trains a classifier by softmax cross-entropy and Adam. An epoch takes the images in the order of a
/// random permutation, count/batch whole batches of them. Step t depends on the weights and on (seed, t)
/// alone; the same bits on every machine and with any number of threads.
class ClassifierTrainer {
 public:
  /// Throws verigan::Error for images of another shape than the recipe's, a label beyond its classes, and
  /// fewer images than a batch.
  ClassifierTrainer(const Recipe& recipe, std::shared_ptr<const data::ImageSet> images,
                    std::uint64_t seed);

  std::uint64_t steps_per_epoch() const { return images_->count() / classifier_.recipe().batch; }
  std::uint64_t steps() const { return classifier_.recipe().epochs * steps_per_epoch(); }
  std::uint64_t steps_done() const { return done_; }
  /// One update; steps_done() < steps().
  struct Step {
    double loss = 0;      // cross-entropy of the batch before it, nats
    double accuracy = 0;  // share of the batch that was classified rightly, moved and with dropout
  };
  Step step();

  const Classifier& classifier() const { return classifier_; }

  /// The classifier, Adam's moments and the number of steps; restore() throws verigan::Error for a
  /// tensor that is missing or of another shape.
  record::Tensors save() const;
  void restore(const record::Tensors& tensors);

 private:
  void fill(std::uint64_t t);

  Classifier classifier_;
  std::shared_ptr<const data::ImageSet> images_;
  nn::Optimiser optimiser_;
  random::Stream order_stream_, moves_, dropout_;
  std::vector<std::uint32_t> order_;
  std::uint64_t epoch_ = ~std::uint64_t{0}, done_ = 0;
  nn::Workspace pass_;
  Matrix<float> x_, logits_, dlogits_, gradients_;
  std::vector<std::uint8_t> labels_, moved_;
};

}  // namespace verigan::judge
