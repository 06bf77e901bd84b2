// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "theory/ball.hpp"
#include "theory/exact.hpp"

namespace verigan::theory {

/// An arithmetic expression such as 1/sqrt(2) or (1-t)^2: numbers, the constants pi and e, variables
/// (letters, digits and _),
/// + − * / ^, parentheses, and sqrt, ln, exp, abs, min and max. ^ binds closer than a minus sign before
/// it and associates to the right.
class Expression {
 public:
  /// What to do where a text is wrong: throws, with the place in the text and what was expected there.
  using Fail = std::function<void(std::size_t at, const std::string& what)>;
  /// How far to read: a whole sum, or the product before a '*' that no number follows, as the weight in
  /// 1/3*normal(0,1)+….
  enum class Extent { sum, product };

  /// Reads from `at` on, which is left behind what was read.
  static Expression read(std::string_view text, std::size_t& at,
                         std::span<const std::string> variables, Extent extent, const Fail& fail);
  /// Reads all of the text. Throws Error naming what was wrong and where.
  static Expression parse(std::string_view text, std::span<const std::string> variables);

  /// Its value in rational arithmetic; roots, logarithms, exponentials and pi are the rational number
  /// next to them with a relative error below 1e-60. Throws Error where there is none (a division by 0,
  /// the root of a negative number, arithmetic with infinity). `values` are those of the variables.
  Exact exact(std::span<const Exact> values) const;
  /// Its value in doubles; NaN where there is none.
  double value(std::span<const double> values) const;
  /// Its value with a bound on its error.
  Ball ball(std::span<const Ball> values) const;
  /// Whether it mentions that variable.
  bool mentions(std::size_t variable) const;

  enum class Operation { number, variable, negate, add, subtract, multiply, divide, power, sqrt, ln,
                         exp, abs, min, max };
  /// Its value in any arithmetic: `number` makes a T of an Exact, `apply` an operation of one or two Ts
  /// (one of them twice, whatever the second is).
  template <class T, class Number, class Apply>
  T fold(std::span<const T> values, const Number& number, const Apply& apply) const;
  /// a^b, by multiplication for small whole b.
  static Ball power(const Ball& a, const Ball& b);

 private:
  friend class ExpressionReader;
  struct Node {
    Operation operation = Operation::number;
    Exact number;
    std::size_t variable = 0;
    std::size_t left = 0, right = 0;  // places of the operands, which come before the node
  };

  std::vector<Node> nodes_;  // the last is the whole
};

template <class T, class Number, class Apply>
T Expression::fold(std::span<const T> values, const Number& number, const Apply& apply) const {
  std::vector<T> found;
  found.reserve(nodes_.size());
  for (const Node& node : nodes_) {
    if (node.operation == Operation::number) found.push_back(number(node.number));
    else if (node.operation == Operation::variable) found.push_back(values[node.variable]);
    else found.push_back(apply(node.operation, found[node.left], found[node.right]));
  }
  return found.back();
}

/// Whether a number, a constant, a function, a variable, a sign or a parenthesis follows at `at`.
bool starts_expression(std::string_view text, std::size_t at, std::span<const std::string> variables);

}  // namespace verigan::theory
