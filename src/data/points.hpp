// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/matrix.hpp"
#include "data/batch.hpp"

// Points of a user's own: a table of numbers, a point a row.
namespace verigan::data {

/// (n, d) as in the file.
struct PointTable {
  std::size_t dimension = 0;
  std::vector<double> values;  // C order
  std::size_t count() const { return values.size() / dimension; }
};

/// True for a name that ends in .npy or .csv, whatever the case of its letters.
bool names_points(const std::string& text);

/// FILE.npy of shape (N,) or (N, d), or FILE.csv with a point a line and perhaps a header (core/delimited.hpp
/// says how such a file may look). Throws verigan::Error in one line with the file, and the line or row:
/// fewer than 20 points, more than 1,000 coordinates, rows of different lengths, a coordinate that is not
/// finite, or that is the same in all points.
PointTable read_points(const std::filesystem::path& path);

/// x of the file ↔ (x − shift)/scale, coordinate by coordinate.
struct Scaling {
  std::vector<double> shift, scale;
  /// Mean and standard deviation of each coordinate.
  static Scaling of(const PointTable& points);
  /// rows (n, d) of a network in units of the file.
  void undo(MatrixView<float> rows) const;
};

/// The points, scaled, some to train on and the others, a fifth of them and 10,000 at most, to judge by:
/// the first of a permutation by (seed, held-back).
struct SplitPoints {
  Scaling scaling;
  Matrix<float> training, held_out;
  SplitPoints(const PointTable& points, std::uint64_t seed);
};

/// Mini-batches without replacement, as ImageBatches: the points in the order of one random permutation, then
/// of the next; batch number t of n points takes the places t·n … t·n + n − 1 of that endless sequence.
class PointBatches final : public Source {
 public:
  /// Throws verigan::Error for no points.
  PointBatches(std::shared_ptr<const Matrix<float>> points, std::uint64_t seed, std::uint32_t run = 0);
  Shape shape() const override { return {1, 1, points_->cols()}; }
  std::size_t size() const override { return points_->rows(); }
  void fill(std::uint64_t step, Batch out) override;

 private:
  std::shared_ptr<const Matrix<float>> points_;
  random::Stream stream_;
  std::vector<std::uint32_t> order_;
  std::uint64_t epoch_ = 0;
};

}  // namespace verigan::data
