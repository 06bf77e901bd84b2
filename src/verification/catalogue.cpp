// SPDX-License-Identifier: MIT
#include "verification/catalogue.hpp"

#include <algorithm>

#include "verification/rows.hpp"

namespace verigan::verification {

const std::vector<theory::Theorem>& catalogue() {
  static const std::vector<theory::Theorem> all = [] {
    std::vector<theory::Theorem> rows = theory::theorem_catalogue();
    rows.push_back(gradients());
    rows.push_back(adjoint_convolutions());
    std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
    return rows;
  }();
  return all;
}

}  // namespace verigan::verification
