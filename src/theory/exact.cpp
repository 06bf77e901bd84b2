// SPDX-License-Identifier: MIT
#include "theory/exact.hpp"

#include <algorithm>
#include <boost/math/constants/constants.hpp>
#include <boost/multiprecision/cpp_bin_float.hpp>
#include <boost/multiprecision/cpp_int.hpp>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>
#include <utility>

#include "core/check.hpp"
#include "theory/density.hpp"

namespace verigan::theory {

namespace {

using boost::multiprecision::cpp_int;
using boost::multiprecision::cpp_rational;

// Within 2⁻⁵² of x, relatively.
double rounded(const cpp_rational& x) {
  if (x == 0) return 0;
  const cpp_int n = abs(numerator(x));
  const cpp_int& d = denominator(x);
  const int shift = 62 - (static_cast<int>(msb(n)) - static_cast<int>(msb(d)));
  const cpp_int quotient = shift >= 0 ? cpp_int(n << shift) / d : n / cpp_int(d << -shift);
  const double size = std::ldexp(static_cast<double>(quotient.convert_to<std::uint64_t>()), -shift);
  return x < 0 ? -size : size;
}

cpp_rational power_of_ten(int exponent) {
  const cpp_int power = pow(cpp_int(10), static_cast<unsigned>(std::abs(exponent)));
  return exponent < 0 ? cpp_rational(1, power) : cpp_rational(power);
}

// [−]digits[.digits][e[±]digits], the notation that from_chars has accepted.
cpp_rational read(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const std::size_t e = std::min(text.find_first_of("eE"), text.size());
  std::string digits(text.substr(0, e));
  int exponent = 0;
  if (const std::size_t point = digits.find('.'); point != std::string::npos) {
    exponent = -static_cast<int>(digits.size() - point - 1);
    digits.erase(point, 1);
  }
  digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size()));
  if (digits.empty()) return 0;
  if (e < text.size()) {
    const std::size_t sign = text[e + 1] == '+' ? 2 : 1;
    int written = 0;
    std::from_chars(text.data() + e + sign, text.data() + text.size(), written);
    exponent += written;
  }
  const cpp_rational size = cpp_rational(cpp_int(digits)) * power_of_ten(exponent);
  return negative ? cpp_rational(-size) : size;
}

}  // namespace

struct Exact::Rational {
  cpp_rational x;
};

Exact::Exact(Rational made) {
  high_ = rounded(made.x);
  if (std::isinf(high_)) return;
  high_ += rounded(made.x - cpp_rational(high_));
  low_ = rounded(made.x - cpp_rational(high_));
  if (low_ != 0 || made.x != cpp_rational(high_))
    rational_ = std::make_shared<const Rational>(std::move(made));
}

Exact Exact::decimal(std::string_view text) {
  double nearest = 0;
  const char* const last = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), last, nearest);
  require(error == std::errc() && end == last, "'", text, "', expected a number");
  Exact x(nearest);
  if (!std::isfinite(nearest)) return x;
  x.text_.assign(text);
  std::erase(x.text_, '+');
  Rational written{read(text)};
  x.low_ = rounded(written.x - cpp_rational(nearest));
  if (written.x != cpp_rational(nearest))
    x.rational_ = std::make_shared<const Rational>(std::move(written));
  return x;
}

Exact::Rational Exact::rational() const {
  ensure(std::isfinite(high_), "arithmetic with finite numbers");
  return rational_ ? *rational_ : Rational{cpp_rational(high_)};
}

std::string Exact::text() const {
  if (!text_.empty()) return text_;
  if (rational_) {
    constexpr std::size_t kLongest = 40;
    const std::string top = numerator(rational_->x).str(), bottom = denominator(rational_->x).str();
    if (top.size() + bottom.size() < kLongest) return top + "/" + bottom;
  }
  return shortest(high_);
}

Exact operator+(const Exact& a, const Exact& b) {
  return Exact(Exact::Rational{a.rational().x + b.rational().x});
}
Exact operator-(const Exact& a, const Exact& b) {
  return Exact(Exact::Rational{a.rational().x - b.rational().x});
}
Exact operator*(const Exact& a, const Exact& b) {
  return Exact(Exact::Rational{a.rational().x * b.rational().x});
}
Exact operator/(const Exact& a, const Exact& b) {
  return Exact(Exact::Rational{a.rational().x / b.rational().x});
}

namespace {

// 72 digits; results keep more than 60 of them after a few operations.
using Float = boost::multiprecision::number<boost::multiprecision::cpp_bin_float<72>,
                                            boost::multiprecision::et_off>;

cpp_rational nearest(const Float& x) { return x.convert_to<cpp_rational>(); }

// ln and exp lose digits as sizes grow; beyond these a double has no room for the result either.
Float as_float(const cpp_rational& x) {
  return Float(numerator(x)) / Float(denominator(x));
}

/// √n of a whole n ≥ 0 that is a square.
std::optional<cpp_int> whole_root(const cpp_int& n) {
  const cpp_int root = sqrt(n);
  if (root * root != n) return std::nullopt;
  return root;
}

}  // namespace

Exact sqrt(const Exact& x) {
  require(x >= 0 && std::isfinite(x.value()), "the root of ", x.text(), ", expected a number of at least 0");
  const cpp_rational r = x.rational().x;
  const auto top = whole_root(numerator(r)), bottom = whole_root(denominator(r));
  if (top && bottom) return Exact(Exact::Rational{cpp_rational(*top, *bottom)});
  return Exact(Exact::Rational{nearest(sqrt(as_float(r)))});
}

Exact ln(const Exact& x) {
  require(x > 0 && std::isfinite(x.value()), "the logarithm of ", x.text(), ", expected a positive number");
  if (x == 1) return 0;
  // Near 1 the logarithm is small: log1p keeps its digits.
  const cpp_rational off = x.rational().x - 1;
  const bool near = abs(off) < cpp_rational(1, 2);
  return Exact(Exact::Rational{nearest(near ? boost::math::log1p(as_float(off)) : log(as_float(x.rational().x)))});
}

Exact exp(const Exact& x) {
  require(std::abs(x.value()) < 700, "exp(", x.text(), "), expected an exponent between -700 and 700");
  if (x == 0) return 1;
  return Exact(Exact::Rational{nearest(exp(as_float(x.rational().x)))});
}

Exact power(const Exact& base, const Exact& exponent) {
  const cpp_rational n = exponent.rational().x;
  if (denominator(n) == 1 && abs(numerator(n)) <= 1024) {
    const auto count = static_cast<unsigned>(abs(numerator(n)));
    require(base != 0 || n >= 0, "0 to the power ", exponent.text(), ", expected no division by 0");
    const double size = std::abs(base.value());
    require(size == 0 || std::abs(std::log(size)) * count < 700, base.text(), " to the power ",
            exponent.text(), " is beyond the range of a double");
    const cpp_rational& b = base.rational().x;
    const cpp_rational raised(pow(numerator(b), count), pow(denominator(b), count));
    return Exact(Exact::Rational{n < 0 ? cpp_rational(1 / raised) : raised});
  }
  require(base > 0, base.text(), " to the power ", exponent.text(), ", expected a positive base");
  if (exponent == Exact(0.5)) return sqrt(base);
  return exp(exponent * ln(base));
}

Exact pi() { return Exact(Exact::Rational{nearest(boost::math::constants::pi<Float>())}); }

std::partial_ordering operator<=>(const Exact& a, const Exact& b) {
  const bool doubles = !a.rational_ && !b.rational_;
  const double size = std::max(std::abs(a.high_), std::abs(b.high_));
  const bool apart = std::abs(a.high_ - b.high_) > 0x1p-48 * size;
  if (doubles || apart || !std::isfinite(size)) return a.high_ <=> b.high_;
  return a.rational().x.compare(b.rational().x) <=> 0;
}

}  // namespace verigan::theory
