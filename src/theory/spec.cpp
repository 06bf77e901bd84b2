// SPDX-License-Identifier: MIT
#include "theory/spec.hpp"

#include <algorithm>
#include <cctype>
#include <limits>
#include <string_view>
#include <vector>

#include "core/check.hpp"
#include "core/names.hpp"
#include "theory/densities.hpp"
#include "theory/expression.hpp"
#include "theory/lattice.hpp"

namespace verigan::theory {

namespace {

struct Family {
  const char* name;
  std::size_t least, most;  // arguments
  const char* example;
  DensityPtr (*make)(const Exact* argument, std::size_t count);
};

using Args = const Exact*;
constexpr Family kFamilies[] = {
    {"normal", 2, 2, "normal(mean,sd)", [](Args a, std::size_t) { return normal(a[0], a[1]); }},
    {"uniform", 2, 2, "uniform(lower,upper)", [](Args a, std::size_t) { return uniform(a[0], a[1]); }},
    {"laplace", 2, 2, "laplace(mean,scale)", [](Args a, std::size_t) { return laplace(a[0], a[1]); }},
    {"exponential", 1, 1, "exponential(rate)", [](Args a, std::size_t) { return exponential(a[0]); }},
    {"beta", 2, 2, "beta(a,b)", [](Args a, std::size_t) { return beta(a[0], a[1]); }},
    {"logistic", 2, 2, "logistic(mean,scale)", [](Args a, std::size_t) { return logistic(a[0], a[1]); }},
    {"student", 1, 3, "student(nu,location,scale)",
     [](Args a, std::size_t n) { return student(a[0], n > 1 ? a[1] : 0, n > 2 ? a[2] : 1); }},
    {"cauchy", 2, 2, "cauchy(location,scale)", [](Args a, std::size_t) { return cauchy(a[0], a[1]); }},
    {"gumbel", 2, 2, "gumbel(location,scale)", [](Args a, std::size_t) { return gumbel(a[0], a[1]); }},
    {"gamma", 2, 2, "gamma(shape,rate)", [](Args a, std::size_t) { return gamma(a[0], a[1]); }},
    {"weibull", 2, 2, "weibull(shape,scale)", [](Args a, std::size_t) { return weibull(a[0], a[1]); }},
    {"lognormal", 2, 2, "lognormal(mean,sd)", [](Args a, std::size_t) { return lognormal(a[0], a[1]); }},
    {"pareto", 2, 2, "pareto(minimum,shape)", [](Args a, std::size_t) { return pareto(a[0], a[1]); }},
    {"poisson", 1, 1, "poisson(rate)", [](Args a, std::size_t) { return poisson(a[0]); }},
    {"geometric", 1, 1, "geometric(p)", [](Args a, std::size_t) { return geometric(a[0]); }},
    {"binomial", 2, 2, "binomial(n,p)", [](Args a, std::size_t) { return binomial(a[0], a[1]); }},
};
constexpr std::size_t kMostArguments = 3;
constexpr int kDeepest = 20;  // transformations within transformations

/// What is made of another law, LAW, and numbers.
struct Transformation {
  const char* name;
  std::size_t arguments;  // after the law
  const char* example;
  DensityPtr (*make)(const DensityPtr& law, const Exact* argument);
};

constexpr Transformation kTransformations[] = {
    {"truncated", 2, "truncated(LAW,a,b)",
     [](const DensityPtr& law, Args a) { return truncated(law, a[0], a[1]); }},
    {"shifted", 1, "shifted(LAW,c)", [](const DensityPtr& law, Args a) { return affine(law, 1, a[0]); }},
    {"affine", 2, "affine(LAW,a,b)", [](const DensityPtr& law, Args a) { return affine(law, a[0], a[1]); }},
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
    const DensityPtr law = sum();
    skip();
    if (at_ < text_.size()) fail("expected '+' or the end");
    return law;
  }

 private:
  DensityPtr sum() {
    std::vector<Exact> weights;
    std::vector<DensityPtr> parts;
    do {
      weights.push_back(weight());
      parts.push_back(family());
    } while (take('+'));
    if (parts.size() == 1 && weights[0] == 1) return parts[0];
    for (const DensityPtr& part : parts) require_one_kind(*parts.front(), *part);
    return is_discrete(*parts.front()) ? lattice_mixture(weights, parts) : mixture(weights, parts);
  }

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
      // To the end of the text; inside a transformation to the next comma.
      const std::size_t end = depth_ > 0 ? std::min(text_.find(',', at_), text_.size()) : text_.size();
      const std::string path(text_.substr(at_ + 1, end - at_ - 1));
      at_ = end;
      if (path.empty()) fail("expected a file name after 'csv:'");
      return tabulated_csv(path, warnings_);
    }
    std::vector<std::string_view> known;
    for (const Family& row : kFamilies) {
      if (name == row.name) return arguments(row);
      known.push_back(row.name);
    }
    for (const Transformation& row : kTransformations) {
      if (name == row.name) return transformed(row);
      known.push_back(row.name);
    }
    known.push_back("csv:FILE");
    at_ = start;
    fail("unknown family '" + std::string(name) + "'" + expected_names(name, known));
  }

  DensityPtr arguments(const Family& row) {
    Exact values[kMostArguments];
    std::size_t count = 0;
    if (!take('(')) fail(std::string("expected ") + row.example);
    do {
      if (count == row.most) fail(std::string("expected ") + row.example);
      values[count++] = number(Expression::Extent::sum);
    } while (take(','));
    if (count < row.least || !take(')')) fail(std::string("expected ") + row.example);
    return row.make(values, count);
  }

  DensityPtr transformed(const Transformation& row) {
    Exact values[kMostArguments];
    const auto expect = [&](char c) {
      if (!take(c)) fail(std::string("expected ") + row.example);
    };
    if (++depth_ > kDeepest) fail("expected laws nested less deeply");
    expect('(');
    const std::size_t start = at_;
    const DensityPtr law = sum();
    if (is_discrete(*law)) {
      at_ = start;
      fail(std::string("a law on the integers, expected a density in ") + row.example);
    }
    for (std::size_t i = 0; i < row.arguments; ++i) {
      expect(',');
      values[i] = end_or_number();
    }
    expect(')');
    --depth_;
    return row.make(law, values);
  }

  // A number, inf or -inf.
  Exact end_or_number() {
    skip();
    constexpr std::string_view kMinus = "-inf";
    if (!text_.substr(at_).starts_with(kMinus)) return number(Expression::Extent::sum);
    at_ += kMinus.size();
    return -std::numeric_limits<double>::infinity();
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
  int depth_ = 0;
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
  if (at == std::string::npos) return "";
  const auto before = text.begin() + static_cast<std::ptrdiff_t>(at);
  const bool inside = std::count(text.begin(), before, '(') > std::count(text.begin(), before, ')');
  const std::size_t comma = inside ? text.find(',', at) : std::string::npos;
  return text.substr(at + 4, comma == std::string::npos ? comma : comma - at - 4);
}

}  // namespace verigan::theory
