// SPDX-License-Identifier: MIT
// Every row of reference_normals.csv, which reference_normals.py computes by mpmath, within the error
// that the function states, or its header.
#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "theory/densities.hpp"
#include "theory/discriminator_gap.hpp"
#include "theory/mmd.hpp"
#include "theory/normal_matching.hpp"
#include "theory/references.hpp"

using namespace verigan;
using namespace verigan::theory;

namespace {

constexpr double kUnit = 0x1p-52;

struct Row {
  std::string quantity, value;
  std::vector<double> arguments;
};

std::vector<Row> rows() {
  std::ifstream file(THEORY_TESTS "/reference_normals.csv");
  std::vector<Row> found;
  std::string text;
  std::getline(file, text);
  while (std::getline(file, text)) {
    std::istringstream line(text);
    Row row;
    row.quantity = references::field(line);
    std::istringstream arguments(references::field(line));
    for (std::string one; std::getline(arguments, one, ';');)
      row.arguments.push_back(std::stod(one));
    row.value = references::field(line);
    found.push_back(row);
  }
  return found;
}

using Arguments = std::vector<double>;
NormalLaw law(const Arguments& a, std::size_t at) { return {a[at], a[at + 1]}; }
std::span<const double> widths(const Arguments& a, std::size_t from) {
  return std::span(a).subspan(from);
}
double mean_over(std::span<const double> values, double (*f)(double)) {
  double sum = 0;
  for (const double value : values) sum += f(value) / static_cast<double>(values.size());
  return sum;
}
double own_means(const NormalLaw& p, const NormalLaw& q, std::span<const double> bandwidths) {
  double sum = 0;
  for (const double s : bandwidths)
    sum += (kernel_mean(p, p, s) + kernel_mean(q, q, s)) / static_cast<double>(bandwidths.size());
  return sum;
}

// A discriminator of logit slope·x + bias against a pair with weights and a rate of flips.
DiscriminatorGap gap(const Arguments& a) {
  const DensityPtr p = normal(a[0], a[1]), q = normal(a[2], a[3]);
  return discriminator_gap({*p, *q, a[4], a[5], a[6]}, discriminator_loss("cross-entropy"),
                           [&](const Point& x) { return a[7] * x.value() + a[8]; }, 4 * kUnit);
}

/// The value with the error that theory/mmd.hpp, normal_matching.hpp or the function itself states.
Estimate found(const std::string& quantity, const Arguments& a) {
  if (quantity == "kernel_mean") {
    const NormalLaw p = law(a, 0), q = law(a, 2);
    const double value = kernel_mean(p, q, a[4]), delta = q.mean - p.mean;
    const double exponent = delta * delta / (a[4] * a[4] + p.sd * p.sd + q.sd * q.sd);
    return {value, (4 + 2 * exponent) * kUnit * value};
  }
  if (quantity == "mmd2")
    return {mmd2(law(a, 0), law(a, 2), widths(a, 4)),
            12 * kUnit * own_means(law(a, 0), law(a, 2), widths(a, 4))};
  if (quantity.starts_with("slope")) {
    const NormalSlope slope = mmd2_slope(law(a, 0), law(a, 2), widths(a, 4));
    const double error = 32 * kUnit * mean_over(widths(a, 4), [](double s) { return 1 / s; });
    return {quantity == "slope_mean" ? slope.mean : slope.sd, error};
  }
  const double n = a[0];
  if (quantity == "null_variance")
    return {mmd2_null_variance(law(a, 1), widths(a, 3), static_cast<std::size_t>(n)),
            16 * kUnit * 4 * (1 / (n * (n - 1)) + 1 / (n * n))};
  if (quantity == "bias")
    return {mmd2_bias(law(a, 1), law(a, 3), widths(a, 5), static_cast<std::size_t>(n)),
            8 * kUnit / n};
  if (quantity == "adversarial")
    return {matching(Route::adversarial, law(a, 0), law(a, 2), {}).loss, 1e-12};
  if (quantity == "gap_loss") return gap(a).loss;
  if (quantity == "gap_optimum") return gap(a).optimum;
  if (quantity == "gap_excess") return gap(a).excess;
  REQUIRE(quantity == "gap_square");
  return gap(a).square;
}

}  // namespace

TEST_CASE("MMD of normals, matching losses and gaps lie within their errors of the references") {
  std::map<std::string, int> kinds;
  for (const Row& row : rows()) {
    ++kinds[row.quantity];
    const Estimate here = found(row.quantity, row.arguments);
    const double off = references::distance(row.value, here.value);
    INFO(row.quantity << " = " << row.value);
    for (const double argument : row.arguments) UNSCOPED_INFO(argument);
    INFO("found " << here.value << " ± " << here.error << ", off by " << off);
    CHECK(off <= here.error + 1e-19 * std::abs(here.value) + 1e-25);
    CHECK(here.error <= 1e-7 * std::max(1.0, std::abs(here.value)));
  }
  CHECK(kinds.size() == 11);
}
