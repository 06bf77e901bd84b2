// SPDX-License-Identifier: MIT
#include "data/images.hpp"

#include "core/check.hpp"

namespace verigan::data {

namespace {

float scaled(unsigned pixel, float low, float high) {
  return low + (high - low) * (static_cast<float>(pixel) / 255.0F);
}

}  // namespace

void scale_image(std::span<const std::uint8_t> image, float low, float high, std::span<float> out) {
  ensure(image.size() == out.size(), "one float a pixel");
  for (std::size_t k = 0; k < image.size(); ++k) out[k] = scaled(image[k], low, high);
}

ImageBatches::ImageBatches(std::shared_ptr<const ImageSet> images, float low, float high,
                           std::uint64_t seed, std::uint32_t run)
    : images_(std::move(images)), stream_(seed, random::Purpose::shuffle, run), epoch_(0) {
  require(images_ != nullptr && images_->count() > 0, "an empty image set, expected at least 1 image");
  require(images_->pixels.size() == images_->count() * images_->dimension(), "image set of ",
          images_->pixels.size(), " pixels, expected ", images_->count(), " images of ",
          images_->height, " x ", images_->width);
  for (unsigned p = 0; p < value_.size(); ++p) value_[p] = scaled(p, low, high);
  order_.resize(images_->count());
  stream_.permutation(epoch_, order_);
}

std::size_t ImageBatches::index(std::uint64_t step, std::size_t n, std::size_t i) {
  const std::uint64_t place = step * n + i;
  if (const std::uint64_t epoch = place / size(); epoch != epoch_) {
    epoch_ = epoch;
    stream_.permutation(epoch_, order_);
  }
  return order_[place % size()];
}

void ImageBatches::fill(std::uint64_t step, MatrixView<float> out) {
  ensure(out.cols == dimension(), "one column a pixel");
  for (std::size_t i = 0; i < out.rows; ++i) {
    const auto image = images_->image(index(step, out.rows, i));
    const std::span<float> row = out.row(i);
    for (std::size_t k = 0; k < row.size(); ++k) row[k] = value_[image[k]];
  }
}

}  // namespace verigan::data
