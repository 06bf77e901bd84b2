// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "drive/catalogue.hpp"
#include "drive/run_record.hpp"

// Where two runs first part: between which steps by their digests, and, by running that part of both again,
// at which step, in which tensor and at which of its numbers.
namespace verigan::drive {

struct Difference {
  std::string layer, tensor;        ///< "generator.1.dense", "generator.1.dense.weight"
  std::vector<std::size_t> index;   ///< of the first number that differs
  float a = 0, b = 0;
  std::size_t count = 0;            ///< numbers of this tensor that differ
};

struct Bisection {
  enum class Verdict {
    same,       ///< no digest differs at any common step
    found,      ///< the step is exact, and both runs repeat their digests here
    not_repeated  ///< one of them does not, so the step is only known to lie in (last_same, step]
  } verdict = Verdict::same;
  std::uint64_t compared = 0;              ///< common steps with digests
  std::uint64_t last_same = 0, step = 0;
  std::uint64_t started_at = 0;            ///< the step of the checkpoint both were run again from
  std::vector<std::string> not_repeated;   ///< "a", "b"
  std::vector<std::string> tensors;        ///< all that differ at `step`
  std::optional<Difference> first;         ///< in the order of the tensors' names
  std::vector<Pair> config, provenance;    ///< that differ
};

/// Throws Error for runs of different experiments or networks, without digests, and where a program fails.
Bisection bisect(const RunRecord& a, const RunRecord& b, const Catalogue& catalogue);

}  // namespace verigan::drive
