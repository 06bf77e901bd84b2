// SPDX-License-Identifier: MIT
#include "data/packed_set.hpp"

#include <algorithm>
#include <utility>

#include "core/check.hpp"

namespace verigan::data {

PackedSet::PackedSet(Matrix<float> points, std::size_t packing, std::uint64_t seed,
                     std::uint32_t run)
    : points_(std::move(points)),
      packing_(packing),
      stream_(seed, random::Purpose::shuffle, run) {
  require(size() > 0 && dimension() > 0, "a training set of ", size(), " points of dimension ",
          dimension(), ", expected at least 1 of each");
  require(packing > 0, "packing of 0 samples, expected at least 1");
  members_.resize(size() * packing);
  for (std::size_t k = 0; k < members_.size(); ++k)
    members_[k] = stream_.below(0, k, static_cast<std::uint32_t>(size()));
  order_.resize(size());
  stream_.permutation(epoch_ + 1, order_);
}

void PackedSet::fill(std::uint64_t step, Batch batch) {
  const MatrixView<float> out = batch.x;
  ensure(out.cols == dimension() && out.rows % packing_ == 0, "rows that hold whole packs");
  for (std::size_t i = 0; i < out.rows; ++i) {
    const std::uint64_t place = step * (out.rows / packing_) + i / packing_;
    if (const std::uint64_t epoch = place / size(); epoch != epoch_) {
      epoch_ = epoch;
      stream_.permutation(epoch_ + 1, order_);
    }
    const std::uint32_t point = members_[order_[place % size()] * packing_ + i % packing_];
    std::ranges::copy(points_.row(point), out.row(i).begin());
  }
}

}  // namespace verigan::data
