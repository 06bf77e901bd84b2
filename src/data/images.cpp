// SPDX-License-Identifier: MIT
#include "data/images.hpp"

#include <algorithm>
#include <cmath>

#include "core/check.hpp"
#include "record/hash.hpp"
#include "simd/fma.hpp"

namespace verigan::data {

namespace {

// Elementwise over distinct arrays: the compiler may take as many pixels at a time as it likes. The
// share is pixel / 255 correctly rounded, which keeps both ends of the range exact; a product and its
// correction are several times faster than the division.
void scale(const std::uint8_t* __restrict pixels, std::size_t n, float low, float high,
           float* __restrict out) {
  constexpr float reciprocal = 1.0F / 255.0F;
  const float range = high - low;
  for (std::size_t k = 0; k < n; ++k) {
    const auto pixel = static_cast<float>(pixels[k]);
    const float near = pixel * reciprocal;
    const float share = simd::fma(simd::fma(-255.0F, near, pixel), reciprocal, near);
    out[k] = low + range * share;
  }
}

}  // namespace

std::string dataset_name(const ImageSet& images) {
  if (images.dataset != "custom") return images.dataset;
  record::Sha256 hash;
  hash.update(std::as_bytes(std::span(images.pixels)));
  return images.dataset + '-' + hash.finish().substr(0, 12);
}

std::size_t ImageSet::classes() const {
  return labels.empty() ? 0 : std::size_t{1} + *std::ranges::max_element(labels);
}

void scale_image(std::span<const std::uint8_t> image, float low, float high, std::span<float> out) {
  ensure(image.size() == out.size(), "one float a pixel");
  scale(image.data(), image.size(), low, high, out.data());
}

ImageBatches::ImageBatches(std::shared_ptr<const ImageSet> images, float low, float high,
                           std::uint64_t seed, std::uint32_t run)
    : images_(std::move(images)),
      classes_(0),
      low_(low),
      high_(high),
      stream_(seed, random::Purpose::shuffle, run),
      epoch_(0) {
  require(images_ != nullptr && images_->count() > 0, "an empty image set, expected at least 1 image");
  require(images_->pixels.size() == images_->count() * images_->dimension(), "image set of ",
          images_->pixels.size(), " pixels, expected ", images_->count(), " images of ",
          images_->shape.height, " x ", images_->shape.width, " x ", images_->shape.channels);
  classes_ = images_->classes();
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

void ImageBatches::fill(std::uint64_t step, Batch batch) {
  const MatrixView<float> out = batch.x;
  ensure(out.cols == dimension(), "one column a pixel");
  if (out.rows == 0) return;
  // Images lie all over a memory larger than the caches: the next is prefetched before this one is taken.
  auto image = images_->image(index(step, out.rows, 0));
  for (std::size_t i = 0; i < out.rows; ++i) {
    const auto next = images_->image(index(step, out.rows, std::min(i + 1, out.rows - 1)));
    for (std::size_t k = 0; k < next.size(); k += 64) __builtin_prefetch(&next[k]);
    scale_image(image, low_, high_, out.row(i));
    image = next;
  }
  for (std::size_t i = 0; i < batch.labels.size(); ++i)
    batch.labels[i] = images_->labels[index(step, out.rows, i)];
}

}  // namespace verigan::data
