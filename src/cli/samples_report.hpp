// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

// `verigan theory` where a distribution is known by samples only: samples:FILE.
namespace verigan::cli {

/// Whether a text given for a distribution is samples:FILE.
bool names_samples(const std::string& text);

struct SamplesRequest {
  std::string p, q;
  std::uint64_t seed = 1;
  std::size_t most = 2000;  ///< points of each that are used at most, chosen at random
  bool json = false;
};

/// Prints estimates of the distances and divergences of both, with intervals. Points of a distribution that
/// is given by its density are drawn from it. Throws Error for what cannot be read or compared.
void print_samples(const SamplesRequest& request);

}  // namespace verigan::cli
