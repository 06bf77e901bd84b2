// SPDX-License-Identifier: MIT
#include "theory/spec.hpp"

#include <cctype>
#include <string_view>
#include <vector>

#include "core/check.hpp"
#include "core/names.hpp"
#include "theory/densities.hpp"
#include "theory/expression.hpp"

namespace verigan::theory {

namespace {

struct Family {
  const char* name;
  std::size_t arguments;
  const char* example;
  DensityPtr (*make)(const Exact* argument);
};

constexpr Family kFamilies[] = {
    {"normal", 2, "normal(mean,sd)", [](const Exact* a) { return normal(a[0], a[1]); }},
    {"uniform", 2, "uniform(lower,upper)", [](const Exact* a) { return uniform(a[0], a[1]); }},
    {"laplace", 2, "laplace(mean,scale)", [](const Exact* a) { return laplace(a[0], a[1]); }},
    {"exponential", 1, "exponential(rate)", [](const Exact* a) { return exponential(a[0]); }},
    {"beta", 2, "beta(a,b)", [](const Exact* a) { return beta(a[0], a[1]); }},
    {"logistic", 2, "logistic(mean,scale)", [](const Exact* a) { return logistic(a[0], a[1]); }},
};

class Parser {
 public:
  Parser(std::string_view text, std::vector<std::string>* warnings,
         std::span<const Binding> bindings)
      : text_(text), warnings_(warnings) {
    for (const Binding& binding : bindings) {
      names_.push_back(binding.name);
      values_.push_back(binding.value);
    }
  }

  DensityPtr parse() {
    std::vector<Exact> weights;
    std::vector<DensityPtr> parts;
    do {
      weights.push_back(weight());
      parts.push_back(family());
    } while (take('+'));
    skip();
    if (at_ < text_.size()) fail("expected '+' or the end");
    if (parts.size() == 1 && weights[0] == 1) return parts[0];
    return mixture(weights, parts);
  }

 private:
  // "0.5*", or nothing for weight 1.
  Exact weight() {
    skip();
    const bool name = at_ < text_.size() && std::isalpha(static_cast<unsigned char>(text_[at_]));
    if (name && !starts_expression(text_, at_, names_)) return 1;
    if (!starts_expression(text_, at_, names_)) fail("expected a weight or a family");
    const Exact w = number(Expression::Extent::product);
    if (!take('*')) fail("expected '*' after the weight");
    return w;
  }

  DensityPtr family() {
    skip();
    const std::size_t start = at_;
    while (at_ < text_.size() && std::isalnum(static_cast<unsigned char>(text_[at_]))) ++at_;
    const std::string_view name = text_.substr(start, at_ - start);
    if (name == "csv" && at_ < text_.size() && text_[at_] == ':') {
      const std::string path(text_.substr(at_ + 1));
      at_ = text_.size();
      if (path.empty()) fail("expected a file name after 'csv:'");
      return tabulated_csv(path, warnings_);
    }
    std::vector<std::string_view> known;
    for (const Family& row : kFamilies) {
      if (name == row.name) return arguments(row);
      known.push_back(row.name);
    }
    known.push_back("csv:FILE");
    at_ = start;
    fail("unknown family '" + std::string(name) + "'" + expected_names(name, known));
  }

  DensityPtr arguments(const Family& row) {
    Exact values[2];
    if (!take('(')) fail(std::string("expected ") + row.example);
    for (std::size_t i = 0; i < row.arguments; ++i) {
      if (i > 0 && !take(',')) fail(std::string("expected ") + row.example);
      values[i] = number(Expression::Extent::sum);
    }
    if (!take(')')) fail(std::string("expected ") + row.example);
    return row.make(values);
  }

  Exact number(Expression::Extent extent) {
    const std::size_t start = at_;
    const Expression::Fail failed = [this](std::size_t, const std::string& what) { fail(what); };
    const Expression read = Expression::read(text_, at_, names_, extent, failed);
    try {
      return read.exact(values_);
    } catch (const Error& error) {
      at_ = start;
      fail(error.what());
    }
  }
  void skip() {
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_]))) ++at_;
  }
  bool take(char c) {
    skip();
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  [[noreturn]] void fail(const std::string& what) const {
    const std::string rest(text_.substr(at_, 20));
    std::string line = message("density '", text_, "', at ",
                               rest.empty() ? "its end" : "'" + rest + "'", ": ", what);
    for (char& c : line) {
      if (std::iscntrl(static_cast<unsigned char>(c))) c = '?';
    }
    throw Error(line);
  }

  std::string_view text_;
  std::vector<std::string>* warnings_;
  std::vector<std::string> names_;
  std::vector<Exact> values_;
  std::size_t at_ = 0;
};

}  // namespace

DensityPtr parse_density(const std::string& text, std::vector<std::string>* warnings,
                         std::span<const Binding> bindings) {
  return Parser(text, warnings, bindings).parse();
}

std::vector<std::string> family_names() {
  std::vector<std::string> names;
  for (const Family& row : kFamilies) names.emplace_back(row.name);
  return names;
}

Exact parse_number(const std::string& text, std::span<const Binding> bindings) {
  std::vector<std::string> names;
  std::vector<Exact> values;
  for (const Binding& binding : bindings) {
    names.push_back(binding.name);
    values.push_back(binding.value);
  }
  return Expression::parse(text, names).exact(values);
}

std::string density_file(const std::string& text) {
  const std::size_t at = text.find("csv:");
  return at == std::string::npos ? "" : text.substr(at + 4);
}

}  // namespace verigan::theory
