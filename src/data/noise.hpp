// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "core/matrix.hpp"
#include "random/stream.hpp"

namespace verigan::data {

/// The distribution of a generator's noise: `dimension` independent numbers, standard normal, or uniform
/// in (−1, 1).
struct NoiseLaw {
  enum class Kind { normal, uniform };
  std::size_t dimension = 0;
  Kind kind = Kind::normal;
};

/// "normal", "uniform". Throws verigan::Error for another name.
NoiseLaw::Kind noise_kind(const std::string& name);

/// z (n, dimension) by that law: element (i, j) is draw (first_row + i)·dimension + j of `step`.
void fill_noise(NoiseLaw::Kind kind, const random::Stream& stream, std::uint64_t step,
                MatrixView<float> z, std::uint64_t first_row = 0);

}  // namespace verigan::data
