// SPDX-License-Identifier: MIT
#include "theory/scan.hpp"

#include <algorithm>
#include <cmath>
#include <exception>
#include <functional>
#include <span>

#include "core/check.hpp"
#include "theory/lattice.hpp"
#include "theory/plane_divergence.hpp"
#include "theory/plane_spec.hpp"

namespace verigan::theory {

namespace {

constexpr std::size_t kMostValues = 100'000;

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts(1);
  int depth = 0;  // commas inside min(…, …) separate nothing
  for (const char c : text) {
    depth += c == '(' ? 1 : c == ')' ? -1 : 0;
    if (c == separator && depth <= 0) parts.emplace_back();
    else parts.back() += c;
  }
  return parts;
}

std::vector<Exact> range(const std::string& text, const std::vector<std::string>& parts) {
  require(parts.size() == 3, "'", text, "', expected FIRST:LAST:COUNT");
  const Exact first = parse_number(parts[0]), last = parse_number(parts[1]);
  const double count = parse_number(parts[2]).value();
  require(count >= 2 && count <= static_cast<double>(kMostValues) && count == std::floor(count), "'",
          text, "', expected a whole COUNT between 2 and ", kMostValues);
  require(std::isfinite(first.value()) && std::isfinite(last.value()) && first < last, "'", text,
          "', expected finite numbers with FIRST below LAST");
  std::vector<Exact> values;
  const Exact step = (last - first) / Exact(count - 1);
  for (double k = 0; k < count; ++k) values.push_back(first + step * Exact(k));
  return values;
}

struct Pair {
  DensityPtr p, q;
};

Pair pair_at(const Family& family, const Exact& t, std::vector<std::string>* warnings) {
  const Binding binding[] = {{"t", t}};
  Pair pair{parse_density(family.p, warnings, binding), parse_density(family.q, warnings, binding)};
  require_one_kind(*pair.p, *pair.q);
  return pair;
}

// Quantities of a pair at one t and α; of densities of the plane where one of the two is.
std::vector<Estimate> values_at(const Family& family, const Exact& t, const Exact& alpha,
                                std::span<const Quantity> quantities, std::vector<std::string>* warnings) {
  std::vector<Estimate> values;
  if (names_plane(family.p) || names_plane(family.q)) {
    const Binding binding[] = {{"t", t}};
    const PlaneDensityPtr p = parse_plane(family.p, warnings, binding),
                          q = parse_plane(family.q, warnings, binding);
    for (const Quantity& row : quantities) values.push_back(plane_quantity(row.key, *p, *q, alpha));
    return values;
  }
  const Pair pair = pair_at(family, t, warnings);
  for (const Quantity& row : quantities) values.push_back(row.of(*pair.p, *pair.q, alpha));
  return values;
}

}  // namespace

std::vector<Exact> parse_values(const std::string& text) {
  const std::vector<std::string> ends = split(text, ':');
  if (ends.size() > 1) return range(text, ends);
  std::vector<Exact> values;
  for (const std::string& part : split(text, ',')) values.push_back(parse_number(part));
  return values;
}

std::vector<ScanRow> scan(const Family& family, const std::vector<Exact>& t,
                          const std::vector<Exact>& alpha, const std::vector<Quantity>& quantities,
                          std::vector<std::string>* warnings) {
  std::vector<ScanRow> rows;
  for (const Exact& place : t)
    for (const Exact& share : alpha) rows.push_back({place, share, {}});
  (void)values_at(family, t.front(), alpha.front(), {}, warnings);  // what is wrong with the text is said once
  std::vector<std::exception_ptr> failures(rows.size());
  const auto count = static_cast<std::ptrdiff_t>(rows.size());
#pragma omp parallel for schedule(dynamic)
  for (std::ptrdiff_t k = 0; k < count; ++k) {
    const auto i = static_cast<std::size_t>(k);
    try {
      rows[i].values = values_at(family, rows[i].t, rows[i].alpha, quantities, nullptr);
    } catch (...) {
      failures[i] = std::current_exception();
    }
  }
  for (const std::exception_ptr& failure : failures)
    if (failure) std::rethrow_exception(failure);
  return rows;
}

namespace {

/// A quantity along an axis, with its sign turned where the least is sought.
class Slice {
 public:
  Slice(const Family& family, Axis axis, const Exact& fixed, const Quantity& quantity, bool largest)
      : family_(family), axis_(axis), fixed_(fixed), quantity_(quantity), sign_(largest ? 1 : -1) {}

  Estimate at(double x) const {
    const Exact t = axis_ == Axis::t ? Exact(x) : fixed_;
    const Exact alpha = axis_ == Axis::alpha ? Exact(x) : fixed_;
    Estimate found = values_at(family_, t, alpha, {&quantity_, 1}, nullptr).front();
    found.value *= sign_;
    return found;
  }
  double sign() const { return sign_; }

 private:
  const Family& family_;
  Axis axis_;
  const Exact& fixed_;
  const Quantity& quantity_;
  double sign_;
};

/// Golden section until the two inner values cannot be told apart, or the interval is short.
double golden_section(const Slice& slice, double low, double high) {
  constexpr double kRatio = 0.6180339887498949;
  double a = high - kRatio * (high - low), b = low + kRatio * (high - low);
  Estimate fa = slice.at(a), fb = slice.at(b);
  while (high - low > 1e-13 * (std::abs(low) + std::abs(high)) &&
         std::abs(fa.value - fb.value) > fa.error + fb.error) {
    if (fa.value < fb.value) {
      low = a, a = b, fa = fb;
      b = low + kRatio * (high - low), fb = slice.at(b);
    } else {
      high = b, b = a, fb = fa;
      a = high - kRatio * (high - low), fa = slice.at(a);
    }
  }
  return 0.5 * (a + b);
}

/// The nearest looked-at place on the side of `bound` where the quantity is certainly worse than `best`.
double certainly_worse(const Slice& slice, double at, const Estimate& best, double bound) {
  for (double step = 1e-12 * std::abs(bound - at); step < std::abs(bound - at); step *= 2) {
    const double x = at + (bound > at ? step : -step);
    const Estimate here = slice.at(x);
    if (here.value + here.error < best.value - best.error) return x;
  }
  return bound;
}

}  // namespace

Extremum extremum(const Family& family, Axis axis, const std::vector<Exact>& values,
                  const Exact& fixed, const Quantity& quantity, bool largest) {
  require(values.size() >= 3, "an extremum of ", quantity.key, " among ", values.size(),
          " values, expected a range of at least 3");
  const std::vector<Exact> other{fixed};
  const auto rows = axis == Axis::t ? scan(family, values, other, {quantity})
                                    : scan(family, other, values, {quantity});
  const Slice slice(family, axis, fixed, quantity, largest);
  const auto best = std::max_element(rows.begin(), rows.end(), [&](const ScanRow& a, const ScanRow& b) {
    return slice.sign() * a.values[0].value < slice.sign() * b.values[0].value;
  });
  const auto index = static_cast<std::size_t>(best - rows.begin());
  require(std::isfinite(best->values[0].value) && std::isfinite(best->values[0].error), quantity.key,
          " is infinite or unknown at ", values[index].text(), ", expected a finite quantity");
  Extremum found;
  if (index == 0 || index + 1 == rows.size()) {
    found.at = values[index].value();
    found.value = best->values[0];
    found.at_end = true;
    return found;
  }
  const double low = values[index - 1].value(), high = values[index + 1].value();
  double at = golden_section(slice, low, high);
  Estimate value = slice.at(at);
  const double left = certainly_worse(slice, at, value, low);
  const double right = certainly_worse(slice, at, value, high);
  found.at = at;
  found.at_error = std::max(at - left, right - at);
  found.value = {slice.sign() * value.value, value.error};
  return found;
}

}  // namespace verigan::theory
