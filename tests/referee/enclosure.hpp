// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "referee/law.hpp"

namespace verigan::referee {

struct Enclosure {
  enum class Verdict { encloses, infinite, undecided } verdict = Verdict::undecided;
  Ball value;
};

/// The keys of quantities that can be enclosed; "renyi:R" for any R of `orders`.
std::vector<std::string> keys();

/// The quantity of two laws and α by rigorous integration. Undecided where a tail's bound or the integral
/// does not come out: nothing is asserted then.
Enclosure enclose(const std::string& key, const Law& p, const Law& q, const Decimal& alpha,
                  const Decimal& order);

}  // namespace verigan::referee
