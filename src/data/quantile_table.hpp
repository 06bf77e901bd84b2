// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "theory/density.hpp"

namespace verigan::data {

/// A density of the line made ready for drawing in float, the same bits everywhere: its quantiles at fixed
/// probabilities, straight lines in between. What is drawn by F⁻¹(U) then has a distribution function that
/// is F at the knots. These are 1/4096 apart in [1/64, 63/64] and, further out, 32 to each halving of the
/// tail down to 2⁻²⁴; so the two functions differ by 1/4096 at most, and by 1/32 of the smaller of F and
/// 1 − F. Knots are kept to 20 bits of their distance from the median, so that a mathematical library whose
/// quantiles differ in the last digits of a double still gives the same floats.
class QuantileTable {
 public:
  explicit QuantileTable(const theory::Density& density);
  /// The x − median() of probability u in (0, 1), a float of random::Stream::uniforms().
  float offset(float u) const;
  float median() const { return median_; }

 private:
  float median_;
  std::vector<float> middle_, left_, right_;
};

}  // namespace verigan::data
