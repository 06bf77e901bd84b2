// SPDX-License-Identifier: MIT
#include <cmath>
#include <utility>

#include "core/check.hpp"
#include "core/number_table.hpp"
#include "theory/densities.hpp"

namespace verigan::theory {

namespace {

/// The area under the straight lines between the points, which what was meant as a density has.
void require_mass_one(const std::string& path, const std::vector<double>& x,
                      const std::vector<double>& y) {
  double mass = 0;
  for (std::size_t i = 0; i + 1 < x.size(); ++i)
    mass += (y[i] / 2 + y[i + 1] / 2) * (x[i + 1] - x[i]);
  if (x.size() < 2 || mass == 0) return;  // tabulated() says what is wrong then
  require(std::abs(mass - 1) <= 0.01, path, ": the density integrates to ", mass,
          ", expected 1 within 0.01: divide its values by ", mass);
}

}  // namespace

DensityPtr tabulated_csv(const std::string& path, std::vector<std::string>* warnings) {
  const NumberTable table = numbers_of(read_delimited(path), Header::allowed);
  std::vector<double> x, y;
  for (const NumberTable::Row& row : table.rows) {
    const auto where = [&] { return message(path, ":", row.line, ": "); };
    require(row.numbers.size() == 2, where(), row.numbers.size(),
            " column(s), expected two: x,density");
    const double abscissa = row.numbers[0], density = row.numbers[1];
    require(std::abs(abscissa) <= 1e100, where(), "x = ", abscissa,
            ", expected a number within ±1e100");
    require(density >= 0 && density <= 1e100, where(), "density ", density,
            ", expected a finite number >= 0");
    require(x.empty() || abscissa > x.back(), where(), "x = ", abscissa,
            " is not above the one before, ", x.empty() ? 0 : x.back());
    x.push_back(abscissa);
    y.push_back(density);
  }
  require_mass_one(path, x, y);
  if (warnings != nullptr)
    warnings->insert(warnings->end(), table.warnings.begin(), table.warnings.end());
  return tabulated(std::move(x), std::move(y), "csv:" + path);
}

}  // namespace verigan::theory
