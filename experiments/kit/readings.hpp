// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstdint>

namespace verigan::kit {

/// What is read of a training before the first regular reading: nothing, its first step, or steps 1, 2, 4,
/// 8, …, where much happens early.
enum class Early { nothing, first, doubling };

/// When a training is read: each `apart` steps and at the end.
struct Readings {
  std::uint64_t steps, apart;
  Early early = Early::nothing;

  /// About `count` of them.
  static Readings about(std::uint64_t count, std::uint64_t steps, Early early = Early::nothing) {
    return {steps, std::max<std::uint64_t>(1, steps / count), early};
  }

  /// Whether it is time when `done` steps (from 1 on) are done.
  bool due(std::uint64_t done) const {
    if (done % apart == 0 || done == steps) return true;
    if (early == Early::first) return done == 1;
    return early == Early::doubling && done < apart && (done & (done - 1)) == 0;
  }
};

}  // namespace verigan::kit
