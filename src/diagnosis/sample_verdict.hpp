// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "core/matrix.hpp"
#include "gan/verdict.hpp"

// What samples say of a generator, next to real data of the same kind; nothing else is known of either.
// Distances are Euclidean. By at most kCompared samples of each:
//
//   coverage   share of real samples whose ball up to their fifth neighbour holds a generated one, next to
//              what half of the real samples covers of the other half.
//   precision  share of generated samples inside some real sample's ball, likewise.
//   MMD        with Gaussian kernels of 0.05, 0.2 and 1 times the median distance between real samples, and
//              its permutation test.
//   COLLAPSED    coverage below half of real data's, while half of the generated samples or more look real,
//                or the median distance between generated samples is below a quarter of that between real ones.
//   NOT LEARNT   coverage or precision below half of real data's.
//   LEARNT       nothing tells them apart: p >= 0.05, coverage and precision at least 0.9 of real data's.
//   NO FAILURE SEEN   between.
namespace verigan::diagnosis {

inline constexpr std::size_t kCompared = 1000;

struct SampleJudgement {
  gan::Verdict verdict;
  std::vector<std::string> numbers;
};

/// real (n, d), generated (m, d). Throws verigan::Error for different d, and for fewer than 20 of either.
SampleJudgement judge_samples(MatrixView<const float> real, MatrixView<const float> generated);

}  // namespace verigan::diagnosis
