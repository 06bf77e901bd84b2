// SPDX-License-Identifier: MIT
#include "theory/spec.hpp"

#include <charconv>
#include <cctype>
#include <string_view>
#include <vector>

#include "core/check.hpp"
#include "core/names.hpp"
#include "theory/densities.hpp"

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
  Parser(std::string_view text, std::vector<std::string>* warnings)
      : text_(text), warnings_(warnings) {}

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
    const std::size_t start = at_;
    if (start < text_.size() && std::isalpha(static_cast<unsigned char>(text_[start])) &&
        !word_is_number()) {
      return 1;
    }
    const Exact w = number("a weight or a family");
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
      values[i] = number("a number");
    }
    if (!take(')')) fail(std::string("expected ") + row.example);
    return row.make(values);
  }

  bool word_is_number() const {
    const std::string_view rest = text_.substr(at_, 3);
    return rest == "nan" || rest == "inf" || rest == "NaN" || rest == "Inf";
  }
  Exact number(const char* expected) {
    skip();
    std::size_t begin = at_;
    if (begin + 1 < text_.size() && text_[begin] == '+' && text_[begin + 1] != '-') ++begin;
    double nearest = 0;
    const char* const last = text_.data() + text_.size();
    const auto [end, error] = std::from_chars(text_.data() + begin, last, nearest);
    if (error == std::errc::result_out_of_range) fail("a number beyond the range of a double");
    if (error != std::errc()) fail(std::string("expected ") + expected);
    at_ = static_cast<std::size_t>(end - text_.data());
    return Exact::decimal(text_.substr(begin, at_ - begin));
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
  std::size_t at_ = 0;
};

}  // namespace

DensityPtr parse_density(const std::string& text, std::vector<std::string>* warnings) {
  return Parser(text, warnings).parse();
}

}  // namespace verigan::theory
