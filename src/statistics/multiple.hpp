// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <vector>

// Several tests of one claim.
namespace verigan::statistics {

/// The p-values of Holm (1979), in the order given: rejecting those ≤ level keeps the probability of
/// any false rejection among all of them ≤ level. Throws Error unless each lies in [0, 1].
std::vector<double> holm(std::span<const double> p);

}  // namespace verigan::statistics
