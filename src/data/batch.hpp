// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/matrix.hpp"
#include "random/stream.hpp"

// Where true samples come from: a source fills the rows it is given, and what it writes depends only
// on the step it is asked for.
namespace verigan::data {

class Source {
 public:
  virtual ~Source() = default;
  /// Numbers per sample.
  virtual std::size_t dimension() const = 0;
  /// Samples there are; 0 for a distribution that is drawn afresh.
  virtual std::size_t size() const = 0;
  /// Fills out (n, dimension) with the true samples of training step `step`. A caller asks for the
  /// same n at every step.
  virtual void fill(std::uint64_t step, MatrixView<float> out) = 0;
};

/// Standard normals in a matrix: element (i, j) is draw (first_row + i)·cols + j of `step`.
void fill_normals(const random::Stream& stream, std::uint64_t step, MatrixView<float> out,
                  std::uint64_t first_row = 0);

/// x += sd · standard normals, addressed like fill_normals. sd 0 leaves x alone.
void add_normals(const random::Stream& stream, std::uint64_t step, MatrixView<float> x, float sd,
                 std::uint64_t first_row = 0);

}  // namespace verigan::data
