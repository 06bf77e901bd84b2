// SPDX-License-Identifier: MIT
#include "theory/expression.hpp"

#include <algorithm>
#include <cmath>

#include "core/check.hpp"

namespace verigan::theory {

bool Expression::mentions(std::size_t variable) const {
  return std::any_of(nodes_.begin(), nodes_.end(), [variable](const Node& node) {
    return node.operation == Operation::variable && node.variable == variable;
  });
}

Exact Expression::exact(std::span<const Exact> values) const {
  const auto apply = [](Operation operation, const Exact& a, const Exact& b) -> Exact {
    const bool two = operation != Operation::negate && operation != Operation::sqrt &&
                     operation != Operation::ln && operation != Operation::exp &&
                     operation != Operation::abs;
    for (const Exact* x : {&a, two ? &b : &a})
      require(std::isfinite(x->value()), "arithmetic with ", x->value(), ", expected finite numbers");
    switch (operation) {
      case Operation::negate: return 0 - a;
      case Operation::add: return a + b;
      case Operation::subtract: return a - b;
      case Operation::multiply: return a * b;
      case Operation::divide:
        require(b != 0, a.text(), " divided by 0");
        return a / b;
      case Operation::power: return theory::power(a, b);
      case Operation::sqrt: return sqrt(a);
      case Operation::ln: return ln(a);
      case Operation::exp: return exp(a);
      case Operation::abs: return a < 0 ? 0 - a : a;
      case Operation::min: return b < a ? b : a;
      case Operation::max: return a < b ? b : a;
      case Operation::number:
      case Operation::variable: break;
    }
    ensure(false, "an operation on numbers");
    return 0;
  };
  return fold<Exact>(values, [](const Exact& x) { return x; }, apply);
}

double Expression::value(std::span<const double> values) const {
  const auto apply = [](Operation operation, double a, double b) -> double {
    switch (operation) {
      case Operation::negate: return -a;
      case Operation::add: return a + b;
      case Operation::subtract: return a - b;
      case Operation::multiply: return a * b;
      case Operation::divide: return a / b;
      case Operation::power: return std::pow(a, b);
      case Operation::sqrt: return std::sqrt(a);
      case Operation::ln: return std::log(a);
      case Operation::exp: return std::exp(a);
      case Operation::abs: return std::abs(a);
      case Operation::min: return std::min(a, b);
      case Operation::max: return std::max(a, b);
      case Operation::number:
      case Operation::variable: break;
    }
    ensure(false, "an operation on numbers");
    return 0;
  };
  return fold<double>(values, [](const Exact& x) { return x.value(); }, apply);
}

Ball Expression::power(const Ball& a, const Ball& b) {
  const double n = b.value;
  if (b.error > 0 || n != std::floor(n) || std::abs(n) > 64) return theory::exp(b * theory::ln(a));
  Ball product = 1;
  for (int k = 0; k < static_cast<int>(std::abs(n)); ++k) product = product * a;
  return n < 0 ? Ball(1) / product : product;
}

Ball Expression::ball(std::span<const Ball> values) const {
  const auto apply = [](Operation operation, const Ball& a, const Ball& b) -> Ball {
    switch (operation) {
      case Operation::negate: return -a;
      case Operation::add: return a + b;
      case Operation::subtract: return a - b;
      case Operation::multiply: return a * b;
      case Operation::divide: return a / b;
      case Operation::power: return power(a, b);
      case Operation::sqrt: return a.value < -a.error ? Ball(std::nan("")) : theory::sqrt(a);
      case Operation::ln: return theory::ln(a);
      case Operation::exp: return theory::exp(a);
      case Operation::abs: return theory::abs(a);
      case Operation::min: return theory::min(a, b);
      case Operation::max: return theory::max(a, b);
      case Operation::number:
      case Operation::variable: break;
    }
    ensure(false, "an operation on numbers");
    return 0;
  };
  const auto number = [](const Exact& x) {
    const double rest = std::abs(x.twofold().low);
    return rest == 0 ? Ball(x.value()) : Ball(x.value(), 2 * rest);
  };
  return fold<Ball>(values, number, apply);
}

}  // namespace verigan::theory
