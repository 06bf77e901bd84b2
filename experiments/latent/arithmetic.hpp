// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "latent/view.hpp"
#include "random/stream.hpp"
#include "run/run.hpp"

// Sums and differences of latent points (Radford et al. 2016, section 6.3.2).
namespace verigan::latent {

/// What is measured of a digit, and which digits have little and much of it.
struct Attribute {
  const char* name;
  double (*value)(std::span<const std::uint8_t> image, const Shape& shape);
  bool little_is_near_zero;  // else the least
};
/// thick − thin by ink, slanted − upright by the shear of the second moments.
inline constexpr std::size_t kAttributes = 2;
const Attribute& attribute(std::size_t number);

extern const run::Schema kArithmetic;

/// Means over the trials; changes in standard deviations that the attribute has within classes.
struct Arithmetic {
  double sd = 0;                     // of the attribute within classes, in its own unit
  double change = 0, random = 0;     // by the difference of means, and by a random direction of its length
  double more = 0;                   // share of trials in which the first is the larger
  double kept = 0, kept_random = 0;  // share in which the image is named as before
};

/// Images that were drawn at random points, which examples are taken from.
struct Pool {
  Matrix<float> z;
  std::vector<Label> labels;  // none of an unconditional generator
  View view;
};

/// In each trial, for a class and another one, both at random: m = the mean point of three that show little of
/// it in the second class, v = the mean of three that show much of it in the first class less that of three
/// that show little. Does G(m + v) show more of it than G(m), and than by a random direction as long as v?
/// Little and much: a tenth of the class's images each. Classes are labels, or else what the classifier names.
/// `picture`: for the first six trials G at the two means that make v, at m, at m + v and by the random
/// direction. Throws Error where no class has 30 images in the pool.
Arithmetic arithmetic(const Viewer& viewer, const Pool& pool, std::size_t number, std::size_t trials,
                      const random::Stream& stream, run::Series& table, record::Picture& picture);

}  // namespace verigan::latent
