// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "core/matrix.hpp"
#include "core/shape.hpp"
#include "random/stream.hpp"

// Where real samples come from: a source fills the mini-batch it is given, and what it writes depends
// only on the step it is requested.
namespace verigan::data {

/// A mini-batch to be filled: x (n, d), one sample a row, and a label for each row, or no labels where
/// they are not wanted.
struct Batch {
  MatrixView<float> x;
  std::span<Label> labels;

  Batch(MatrixView<float> x_, std::span<Label> labels_ = {}) : x(x_), labels(labels_) {  // NOLINT
    ensure(labels.empty() || labels.size() == x.rows, "one label per sample");
  }
  Batch(Matrix<float>& x_, std::span<Label> labels_ = {}) : Batch(x_.view(), labels_) {}  // NOLINT

  std::size_t rows() const { return x.rows; }
  /// Samples first, first + 1, …, first + count − 1.
  Batch block(std::size_t first, std::size_t count) const {
    return {x.block_rows(first, count), labels.empty() ? labels : labels.subspan(first, count)};
  }
};

class Source {
 public:
  virtual ~Source() = default;
  /// What the numbers of one sample are.
  virtual Shape shape() const = 0;
  /// Numbers per sample.
  std::size_t dimension() const { return shape().size(); }
  /// Samples there are; 0 for a distribution that is drawn afresh.
  virtual std::size_t size() const = 0;
  /// Classes that the samples' labels tell apart; 0 for samples without labels.
  virtual std::size_t classes() const { return 0; }
  /// Fills the batch with the real samples of training step `step` and, where it has room for them, with
  /// their labels; a source without classes is not to be asked for labels. A caller asks for the same
  /// number of samples at every step; x does not depend on whether labels are wanted.
  virtual void fill(std::uint64_t step, Batch out) = 0;
};

/// Standard normals in a matrix: element (i, j) is draw (first_row + i)·cols + j of `step`.
void fill_normals(const random::Stream& stream, std::uint64_t step, MatrixView<float> out,
                  std::uint64_t first_row = 0);

/// x += sd · standard normals, addressed like fill_normals. sd 0 leaves x alone.
void add_normals(const random::Stream& stream, std::uint64_t step, MatrixView<float> x, float sd,
                 std::uint64_t first_row = 0);

}  // namespace verigan::data
