// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/matrix.hpp"
#include "statistics/interval.hpp"
#include "theory/density.hpp"

// Two distributions of which at least one is known by samples only. What is said of them is estimated.
namespace verigan::cli {

/// One of the two: points in random order, and the density they were drawn from, where one was given on
/// the line.
struct Sampled {
  Matrix<double> points;
  theory::DensityPtr density;  // none: known by the points alone
};

/// One estimate with its interval; none where it could not be made, and why.
struct SampleEstimate {
  std::string key, symbol, meaning;
  std::optional<statistics::Interval> interval;
  std::string by;        ///< what made the interval
  std::string reason;    ///< where there is none
  bool lower_bound = false;  ///< an estimate of a lower bound of the quantity
};

struct SampleComparison {
  std::vector<SampleEstimate> estimates;
  double mmd2 = 0, p_value = 1;  ///< of the permutation test with MMD²: p is small where they differ
  double accuracy = 0;           ///< of the classifier on points it did not learn from
  std::vector<double> bandwidths;
};

inline constexpr std::size_t kSamplePermutations = 999;
inline constexpr double kSampleConfidence = 0.95;
inline constexpr std::size_t kSliceDirections = 100;

/// Both in the same dimension, at least 60 points each. Deterministic in `seed`; the same for any number of
/// threads. Throws Error for fewer points or different dimensions.
SampleComparison compare_samples(const Sampled& p, const Sampled& q, std::uint64_t seed);

}  // namespace verigan::cli
