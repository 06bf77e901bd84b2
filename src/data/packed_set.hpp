// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "data/batch.hpp"

namespace verigan::data {

/// A training set of N points that is drawn once, and N packs of m points each that are put together
/// once, every place of every pack by a draw with replacement from the set, as the published code of
/// Lin et al. (2018) does. A batch holds packs without replacement: all N in the order of one random
/// permutation, an epoch, then of the next.
///
/// Rows come a pack after the other: with n rows a batch, row i is place i mod m of pack number
/// t·n/m + ⌊i/m⌋ of that endless sequence. The draws are step 0 of (seed, Purpose::shuffle, run),
/// permutation e is its step e + 1.
class PackedSet final : public Source {
 public:
  /// points (N, d). Throws verigan::Error for no points or packs of none.
  PackedSet(Matrix<float> points, std::size_t packing, std::uint64_t seed, std::uint32_t run = 0);

  Shape shape() const override { return {1, 1, points_.cols()}; }
  /// Packs in an epoch, which is points in the set.
  std::size_t size() const override { return points_.rows(); }
  std::size_t packing() const { return packing_; }
  /// out must hold whole packs.
  void fill(std::uint64_t step, Batch out) override;

 private:
  Matrix<float> points_;
  std::size_t packing_;
  random::Stream stream_;
  std::vector<std::uint32_t> members_;  // (N, packing): which points are in which pack
  std::vector<std::uint32_t> order_;    // of packs, in this epoch
  std::uint64_t epoch_ = 0;
};

}  // namespace verigan::data
