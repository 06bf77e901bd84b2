// SPDX-License-Identifier: MIT
#include "games/integer_program.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <limits>

#include "core/check.hpp"

namespace verigan::games::detail {
namespace {

/// x = whole·2^exponent with `whole` odd, or 0.
struct Dyadic {
  std::int64_t whole = 0;
  int exponent = 0;
};
Dyadic dyadic(double x) {
  if (x == 0) return {};
  int exponent = 0;
  const auto whole = static_cast<std::int64_t>(std::ldexp(std::frexp(x, &exponent), 53));
  const int zeros = std::countr_zero(static_cast<std::uint64_t>(whole));
  return {whole / (std::int64_t{1} << zeros), exponent - 53 + zeros};
}

}  // namespace

int unit_of(std::span<const double> numbers) {
  int unit = std::numeric_limits<int>::max();
  for (const double x : numbers)
    if (x != 0) unit = std::min(unit, dyadic(x).exponent);
  return unit;
}

Integer in_units(double x, int unit) {
  const Dyadic number = dyadic(x);
  if (number.whole == 0) return 0;
  return Integer(number.whole) << (number.exponent - unit);
}

double nearest(const Integer& over, const Integer& under, int unit) {
  if (over == 0) return 0;
  const Integer size = abs(over);
  const auto scaled = [](const Integer& x, int shift) -> Integer {
    if (shift <= 0) return x;
    return x << shift;
  };
  int power = static_cast<int>(msb(size)) - static_cast<int>(msb(under));
  if (scaled(size, -power) < scaled(under, power)) --power;  // 2^power ≤ size/under < 2^(power+1)
  const int last = std::max(power + unit - 52, -1074) - unit;
  Integer quotient, rest;
  const Integer part = scaled(under, last);
  divide_qr(scaled(size, -last), part, quotient, rest);
  rest *= 2;
  if (rest > part || (rest == part && bit_test(quotient, 0))) ++quotient;
  const double rounded = std::ldexp(quotient.convert_to<double>(), last + unit);  // both exact
  return over < 0 ? -rounded : rounded;
}

double bits_of(const Integer& x) { return x == 0 ? 0 : 1 + static_cast<double>(msb(abs(x))); }

Tableau::Tableau(const Grid& positive)
    : m_(positive.rows), n_(positive.cols), t_(m_ + 1, n_ + 1), basic_(m_), nonbasic_(n_) {
  for (std::size_t i = 0; i < m_; ++i) {
    for (std::size_t j = 0; j < n_; ++j) t_(i, j) = positive(i, j);
    t_(i, n_) = 1;
    basic_[i] = n_ + i;
  }
  for (std::size_t j = 0; j < n_; ++j) t_(m_, j) = -1, nonbasic_[j] = j;
}

bool Tableau::optimise(std::size_t rows, std::size_t columns, Budget& budget) {
  const double bits = bits_of(*std::max_element(t_.entries.begin(), t_.entries.end()));
  if (!budget.affords(t_.entries.size(), std::min(rows, columns), bits)) return false;
  for (std::size_t j = 0; j < columns; ++j)
    for (std::size_t i = 0; i < rows; ++i)
      if (basic_[i] >= n_ && t_(i, j) != 0) {
        if (!pivot(i, j, budget)) return false;
        break;
      }
  for (;;) {
    const auto [row, column] = next_pivot();
    if (row == m_) return true;
    if (!pivot(row, column, budget)) return false;
  }
}

std::pair<std::size_t, std::size_t> Tableau::next_pivot() const {
  const std::size_t none = m_ + n_;
  std::size_t row = m_, column = n_, least = none;
  for (std::size_t i = 0; i < m_; ++i)
    if (t_(i, n_) < 0 && basic_[i] < least) least = basic_[i], row = i;
  for (std::size_t j = 0; j < n_; ++j)
    if (t_(m_, j) < 0 && nonbasic_[j] < least) least = nonbasic_[j], column = j, row = m_;
  if (least == none) return {m_, n_};
  std::size_t partner = none;
  if (row < m_) {
    for (std::size_t j = 0; j < n_; ++j)
      if (t_(row, j) < 0 && nonbasic_[j] < partner) partner = nonbasic_[j], column = j;
  } else {
    for (std::size_t i = 0; i < m_; ++i)
      if (t_(i, column) > 0 && basic_[i] < partner) partner = basic_[i], row = i;
  }
  ensure(partner < none, "a positive game is feasible and bounded");
  return {row, column};
}

bool Tableau::pivot(std::size_t row, std::size_t column, Budget& budget) {
  const Integer p = t_(row, column);
  if (!budget.spend(t_.entries.size(), bits_of(p))) return false;
  Integer product;
  for (std::size_t i = 0; i <= m_; ++i) {
    if (i == row) continue;
    const Integer factor = t_(i, column);
    for (std::size_t j = 0; j <= n_; ++j) {
      if (j == column) continue;
      Integer& entry = t_(i, j);
      entry *= p;
      if (factor != 0) entry -= product = factor * t_(row, j);
      if (denominator_ != 1) entry /= denominator_;
    }
    t_(i, column) = -factor;
  }
  t_(row, column) = denominator_;
  denominator_ = p;
  std::swap(basic_[row], nonbasic_[column]);
  if (denominator_ < 0) {
    denominator_ = -denominator_;
    for (Integer& entry : t_.entries) entry = -entry;
  }
  return true;
}

}  // namespace verigan::games::detail
