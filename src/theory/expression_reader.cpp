// SPDX-License-Identifier: MIT
#include "theory/expression.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <optional>

#include "core/check.hpp"
#include "core/names.hpp"

namespace verigan::theory {

namespace {

bool letter(char c) { return c == '_' || std::isalpha(static_cast<unsigned char>(c)) != 0; }
bool digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }

std::string_view word_at(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && (letter(text[end]) || (end > at && digit(text[end])))) ++end;
  return text.substr(at, end - at);
}

std::size_t behind_blanks(std::string_view text, std::size_t at) {
  while (at < text.size() && std::isspace(static_cast<unsigned char>(text[at]))) ++at;
  return at;
}

constexpr std::string_view kFunctions[] = {"sqrt", "ln", "exp", "abs", "min", "max"};
constexpr std::string_view kConstants[] = {"pi", "e", "inf", "nan", "Inf", "NaN"};

template <class Names>
bool has(const Names& names, std::string_view word) {
  return std::find(std::begin(names), std::end(names), word) != std::end(names);
}

}  // namespace

/// Recursive descent; appends nodes in the order in which they are to be evaluated.
class ExpressionReader {
 public:
  using Operation = Expression::Operation;
  ExpressionReader(std::string_view text, std::size_t& at, std::span<const std::string> variables,
                   const Expression::Fail& fail)
      : text_(text), at_(at), variables_(variables), fail_(fail) {}

  Expression read(Expression::Extent extent) {
    if (extent == Expression::Extent::sum) sum();
    else product(true);
    return std::move(made_);
  }

 private:
  // Each appends nodes and returns the place of its result.
  std::size_t sum() {
    ++depth_;
    if (depth_ > 200) fail("a number nested less deeply");
    std::size_t left = product(false);
    for (;;) {
      if (take('+')) left = add(Operation::add, left, product(false));
      else if (take('-')) left = add(Operation::subtract, left, product(false));
      else break;
    }
    --depth_;
    return left;
  }

  std::size_t product(bool before_family) {
    std::size_t left = signed_power();
    for (;;) {
      at_ = behind_blanks(text_, at_);
      if (before_family && at_ < text_.size() && text_[at_] == '*' &&
          !starts_expression(text_, behind_blanks(text_, at_ + 1), variables_))
        return left;
      if (take('*')) left = add(Operation::multiply, left, signed_power());
      else if (take('/')) left = add(Operation::divide, left, signed_power());
      else return left;
    }
  }

  std::size_t signed_power() {
    at_ = behind_blanks(text_, at_);
    if (at_ + 1 < text_.size() && text_[at_] == '-' && (digit(text_[at_ + 1]) || text_[at_ + 1] == '.')) {
      // A literal keeps its sign and so its text, unless a power follows.
      const std::size_t start = at_;
      const std::size_t whole = literal();
      if (!follows('^')) return whole;
      made_.nodes_.pop_back();
      at_ = start;
    }
    if (take('-')) return add(Operation::negate, signed_power_guarded(), 0);
    if (at_ + 1 < text_.size() && text_[at_] == '+' && text_[at_ + 1] != '-' && text_[at_ + 1] != '+')
      ++at_;
    return power();
  }
  std::size_t signed_power_guarded() {
    if (++depth_ > 200) fail("fewer signs");
    const std::size_t place = signed_power_after_sign();
    --depth_;
    return place;
  }
  std::size_t signed_power_after_sign() {
    at_ = behind_blanks(text_, at_);
    if (at_ < text_.size() && (text_[at_] == '-' || text_[at_] == '+')) fail("a number after one sign");
    return power();
  }

  std::size_t power() {
    const std::size_t base = primary();
    if (!take('^')) return base;
    if (++depth_ > 200) fail("fewer powers");
    const std::size_t place = add(Operation::power, base, signed_power());
    --depth_;
    return place;
  }

  std::size_t primary() {
    at_ = behind_blanks(text_, at_);
    if (take('(')) {
      const std::size_t inner = sum();
      expect(')');
      return inner;
    }
    const std::string_view word = word_at(text_, at_);
    for (std::size_t i = 0; i < variables_.size(); ++i)
      if (!word.empty() && word == variables_[i]) {
        at_ += word.size();
        Expression::Node node;
        node.operation = Operation::variable;
        node.variable = i;
        return append(node);
      }
    if (has(kFunctions, word)) return function(word);
    if (word == "pi" || word == "e") {
      at_ += word.size();
      Expression::Node node;
      node.number = word == "pi" ? pi() : exp(Exact(1));
      return append(node);
    }
    return literal();
  }

  std::size_t function(std::string_view name) {
    at_ += name.size();
    expect('(');
    const std::size_t first = sum();
    std::size_t second = 0;
    const bool two = name == "min" || name == "max";
    if (two) {
      expect(',');
      second = sum();
    }
    expect(')');
    constexpr Operation kOperations[] = {Operation::sqrt, Operation::ln,  Operation::exp,
                                         Operation::abs,  Operation::min, Operation::max};
    const auto k = std::find(std::begin(kFunctions), std::end(kFunctions), name) - std::begin(kFunctions);
    return add(kOperations[k], first, second);
  }

  // A number as std::from_chars reads it.
  std::size_t literal() {
    double nearest = 0;
    const char* const begin = text_.data() + at_;
    const auto [end, error] = std::from_chars(begin, text_.data() + text_.size(), nearest);
    if (error == std::errc::result_out_of_range) fail("a number within the range of a double");
    if (error != std::errc()) fail("a number");
    Expression::Node node;
    node.number = Exact::decimal(text_.substr(at_, static_cast<std::size_t>(end - begin)));
    at_ += static_cast<std::size_t>(end - begin);
    return append(node);
  }

  std::size_t append(const Expression::Node& node) {
    if (made_.nodes_.size() >= 1000) fail("an expression of fewer than 1000 parts");
    made_.nodes_.push_back(node);
    return made_.nodes_.size() - 1;
  }
  std::size_t add(Operation operation, std::size_t left, std::size_t right) {
    Expression::Node node;
    node.operation = operation;
    node.left = left;
    node.right = right;
    return append(node);
  }
  bool follows(char c) {
    at_ = behind_blanks(text_, at_);
    return at_ < text_.size() && text_[at_] == c;
  }
  bool take(char c) {
    if (!follows(c)) return false;
    ++at_;
    return true;
  }
  void expect(char c) {
    if (!take(c)) fail(std::string("'") + c + "'");
  }
  [[noreturn]] void fail(const std::string& expected) const {
    fail_(at_, "expected " + expected);
    ensure(false, "what to do about a mistake throws");
    std::abort();
  }

  std::string_view text_;
  std::size_t& at_;
  std::span<const std::string> variables_;
  const Expression::Fail& fail_;
  Expression made_;
  int depth_ = 0;
};

bool starts_expression(std::string_view text, std::size_t at, std::span<const std::string> variables) {
  at = behind_blanks(text, at);
  if (at >= text.size()) return false;
  if (!letter(text[at])) return digit(text[at]) || std::string_view("+-(.").find(text[at]) != std::string_view::npos;
  const std::string_view word = word_at(text, at);
  return has(kFunctions, word) || has(kConstants, word) || has(variables, word);
}

Expression Expression::read(std::string_view text, std::size_t& at,
                            std::span<const std::string> variables, Extent extent, const Fail& fail) {
  return ExpressionReader(text, at, variables, fail).read(extent);
}

Expression Expression::parse(std::string_view text, std::span<const std::string> variables) {
  std::size_t at = 0;
  const Fail fail = [text](std::size_t place, const std::string& what) {
    const std::string rest(text.substr(place, 20));
    if (place == 0) throw Error(message("'", text, "', ", what));
    throw Error(message("'", text, "', at ", rest.empty() ? "its end" : "'" + rest + "'", ": ", what));
  };
  Expression made = read(text, at, variables, Extent::sum, fail);
  at = behind_blanks(text, at);
  if (at < text.size()) fail(at, "expected an operator or the end");
  return made;
}

}  // namespace verigan::theory
