// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "theory/quantity.hpp"
#include "theory/spec.hpp"

// Quantities along a parameter: of a pair of densities whose numbers may mention t, and of α.
namespace verigan::theory {

/// "0.3", "0.1,0.2,1/2" or "0:5:50" (50 values from 0 to 5 at equal distances, both ends included);
/// each number an expression. Throws Error with one line.
std::vector<Exact> parse_values(const std::string& text);

/// The two densities as text, which may mention t.
struct Family {
  std::string p, q;
};

struct ScanRow {
  Exact t, alpha;
  std::vector<Estimate> values;  // one for each quantity
};

/// A row for each t and each α, t outermost. Threaded over rows; the values do not depend on the number
/// of threads. Throws Error, that of the first row that has one.
std::vector<ScanRow> scan(const Family& family, const std::vector<Exact>& t,
                          const std::vector<Exact>& alpha, const std::vector<Quantity>& quantities,
                          std::vector<std::string>* warnings = nullptr);

/// Where a quantity is largest, or least, between two values of t or of α.
struct Extremum {
  double at = 0, at_error = 0;  ///< |true place − at| ≤ at_error
  Estimate value;               ///< of the quantity at `at`
  bool at_end = false;          ///< the best value found lies at an end of the range
};

enum class Axis { t, alpha };

/// Looks at `values` of the axis (at least 3, increasing), the other parameter being `fixed`, and then
/// between the neighbours of the best. The error of the place holds if the quantity has one extremum
/// between these neighbours: the quantity is certainly worse, by more than its own errors, at both ends of
/// the interval given. Throws Error where the quantity is infinite or unknown at the best value.
Extremum extremum(const Family& family, Axis axis, const std::vector<Exact>& values,
                  const Exact& fixed, const Quantity& quantity, bool largest);

}  // namespace verigan::theory
