// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

namespace verigan::golden {

/// One exact quantity of the golden part "theory".
struct TheoryRow {
  std::string name;  ///< "p | q | quantity"
  double value;
};

std::vector<TheoryRow> theory_rows();

inline constexpr int kTheoryDigits = 9;  ///< significant digits that enter the digest

/// The value in scientific notation with kTheoryDigits digits, or "inf".
std::string rounded(double value);

}  // namespace verigan::golden
