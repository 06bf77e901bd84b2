// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "data/batch.hpp"

namespace verigan::data {

/// Labelled images, 8 bits a channel.
struct ImageSet {
  std::string dataset;           // mnist, fashion-mnist, custom, or custom-… of own images
  std::filesystem::path folder;  // where it was found
  Shape shape{0, 0, 1};
  std::vector<std::uint8_t> pixels;  // (count, height, width, channels)
  std::vector<std::uint8_t> labels;  // (count)
  bool labelled = true;              // else all labels are 0

  std::size_t count() const { return labels.size(); }
  /// Numbers per image.
  std::size_t dimension() const { return shape.size(); }
  /// One more than the largest label; 0 for no images.
  std::size_t classes() const;
  std::span<const std::uint8_t> image(std::size_t i) const {
    return std::span(pixels).subspan(i * dimension(), dimension());
  }
};

/// What a set is called in results: mnist, fashion-mnist, or custom- and 12 digits of the SHA-256 of its
/// pixels.
std::string dataset_name(const ImageSet& images);

/// Image i as floats: 0 becomes `low`, 255 becomes `high`.
void scale_image(std::span<const std::uint8_t> image, float low, float high, std::span<float> out);

/// Mini-batches without replacement: the images in the order of one random permutation, then of the
/// next. Batch number t of n images takes the places t·n … t·n + n − 1 of that endless sequence;
/// permutation e is step e of (seed, Purpose::shuffle, run).
class ImageBatches final : public Source {
 public:
  /// Pixels are scaled to [low, high]: [−1, 1] for a generator that ends in tanh, [0, 1] for a sigmoid.
  ImageBatches(std::shared_ptr<const ImageSet> images, float low, float high, std::uint64_t seed,
               std::uint32_t run = 0);

  Shape shape() const override { return images_->shape; }
  std::size_t size() const override { return images_->count(); }
  std::size_t classes() const override { return classes_; }
  void fill(std::uint64_t step, Batch out) override;
  /// Which image is row i of batch `step` of n.
  std::size_t index(std::uint64_t step, std::size_t n, std::size_t i);

 private:
  std::shared_ptr<const ImageSet> images_;
  std::size_t classes_;
  float low_, high_;
  random::Stream stream_;
  std::vector<std::uint32_t> order_;
  std::uint64_t epoch_;
};

}  // namespace verigan::data
