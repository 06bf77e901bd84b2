// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

#include "core/matrix.hpp"
#include "theory/theorem.hpp"
#include "verification/difference.hpp"
#include "verification/layer_subjects.hpp"

// What the checks of T60 say, and how.
namespace verigan::verification {

inline constexpr const char* kForward = "the forward pass is its definition";
inline constexpr const char* kFormula = "the backward pass is its formula";
inline constexpr const char* kSharp = "the formula is the central difference";
inline constexpr const char* kDifference = "the backward pass is the central difference";

/// Numbers of each kind that are varied, at most; formula and pass are compared at every one.
inline constexpr std::size_t kVaried = 16;
/// An activation or a term of a loss moves by no more while what goes into it moves by 1 in the
/// complex plane: |tanh(z + ζ) − tanh z| = |sinh ζ|/|cosh(z + ζ) cosh z| ≤ sinh 1/cos 1 = 2.175, σ
/// by ½ sinh ½/cos ½, softplus by sup |σ| ≤ 1, and the branch of a rectifier by 1.
inline constexpr double kReach = 2.2;

inline Matrix<float> random_matrix(theory::RandomInstance& draw, std::size_t rows, std::size_t cols,
                                   double size) {
  Matrix<float> x(rows, cols);
  for (std::size_t i = 0; i < rows; ++i)
    for (float& at : x.row(i)) at = static_cast<float>(draw.uniform(-size, size));
  return x;
}

inline Numbers exactly(std::span<const float> x) {
  Numbers out;
  for (const float at : x) out.push_back(static_cast<double>(at));
  return out;
}

/// What floats gave, off by as much as the formula says at most.
inline theory::Ball as_ball(float computed, const Single& formula) {
  return {static_cast<double>(computed), formula.error};
}

/// Some of 0 … n − 1.
inline std::vector<std::size_t> some(theory::RandomInstance& draw, std::size_t n) {
  std::vector<std::size_t> places;
  if (n <= kVaried) {
    for (std::size_t k = 0; k < n; ++k) places.push_back(k);
  } else {
    for (std::size_t k = 0; k < kVaried; ++k)
      places.push_back(draw.below(static_cast<std::uint32_t>(n)));
  }
  return places;
}

/// One number of a backward pass, of its formula, and the difference.
inline void compare(theory::Evidence& evidence, float computed, const Single& formula,
                    const theory::Ball& difference) {
  evidence.equal(kSharp, in_double(formula), difference);
  evidence.equal(kDifference, as_ball(computed, formula), difference);
}

/// One instance; a layer brings its mistake along.
void check_layer(theory::RandomInstance& draw, theory::Evidence& evidence, const Subject& subject);
void check_loss(theory::RandomInstance& draw, theory::Evidence& evidence, Mistake mistake);
void check_matching(theory::RandomInstance& draw, theory::Evidence& evidence, Mistake mistake);

}  // namespace verigan::verification
