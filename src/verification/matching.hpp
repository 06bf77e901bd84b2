// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "gan/matching.hpp"
#include "verification/reference.hpp"

// The matching statistics of gan/matching.hpp, written as its header defines them and taking the
// steps of its floats.
namespace verigan::verification {

struct MatchingDefinition {
  std::vector<double> bandwidths;  // of Gaussian kernels; empty: moments
  std::size_t order = 1;           // of moments about `units`
  gan::Scaling units;
  gan::MmdEstimator estimate = gan::MmdEstimator::biased;
};

struct Matched {
  Single value;
  Table<Single> dx;
};

/// The statistic of x (n, d) and y (m, d), and its gradient in x.
Matched match(const MatchingDefinition& definition, const Table<Single>& x, const Table<Single>& y);

}  // namespace verigan::verification
