// SPDX-License-Identifier: MIT
#include "theory/plane_spec.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <string_view>

#include "core/check.hpp"
#include "core/names.hpp"
#include "core/numeric.hpp"
#include "theory/expression.hpp"

namespace verigan::theory {

namespace {

std::string without_blanks(const std::string& text) {
  std::string kept;
  std::copy_if(text.begin(), text.end(), std::back_inserter(kept),
               [](char c) { return std::isspace(static_cast<unsigned char>(c)) == 0; });
  return kept;
}

constexpr std::string_view kNormal = "normal([mean x,mean y],[[xx,xy],[xy,yy]])";

class Parser {
 public:
  Parser(const std::string& text, std::vector<std::string>* warnings, std::span<const Binding> bindings)
      : whole_(text), text_(whole_), warnings_(warnings), bindings_(bindings) {
    for (const Binding& binding : bindings) {
      names_.push_back(binding.name);
      values_.push_back(binding.value);
    }
  }

  PlaneDensityPtr parse() {
    std::vector<PlanePart> parts;
    do {
      const Exact share = weight();
      for (PlanePart& part : family()) {
        part.weight = part.weight * share;
        parts.push_back(std::move(part));
      }
    } while (take('+'));
    skip();
    if (at_ < text_.size()) fail("expected '+' or the end");
    constexpr std::size_t kMost = 1000;
    require(parts.size() <= kMost, "density '", whole_, "': ", parts.size(), " components, expected at most ",
            kMost);
    std::string spec = without_blanks(whole_);
    for (const Binding& binding : bindings_) spec += ";" + binding.name + "=" + binding.value.text();
    try {
      return std::make_shared<PlaneDensity>(std::move(parts), std::move(spec));
    } catch (const Error& error) {
      throw Error(message("density '", whole_, "': ", error.what()));
    }
  }

 private:
  Exact weight() {
    skip();
    const bool name = at_ < text_.size() && std::isalpha(static_cast<unsigned char>(text_[at_]));
    if (name && !starts_expression(text_, at_, names_)) return 1;
    if (!starts_expression(text_, at_, names_)) fail("expected a weight or a family");
    const Exact w = number(Expression::Extent::product);
    if (!take('*')) fail("expected '*' after the weight");
    return w;
  }

  std::vector<PlanePart> family() {
    skip();
    const std::size_t start = at_;
    while (at_ < text_.size() && std::isalnum(static_cast<unsigned char>(text_[at_]))) ++at_;
    const std::string_view name = text_.substr(start, at_ - start);
    if (name == "product") return product();
    if (name == "normal")
      return located(start, [this] { return std::vector{plane_normal(covariance())}; });
    if (name == "ring") return located(start, [this] { return ring(); });
    if (name == "grid") return located(start, [this] { return grid(); });
    at_ = start;
    const std::vector<std::string_view> known{"normal", "product", "ring", "grid"};
    fail("unknown family of the plane '" + std::string(name) + "'" + expected_names(name, known));
  }

  // A mistake in numbers is said to be in that family.
  template <class Make>
  std::vector<PlanePart> located(std::size_t start, const Make& make) {
    try {
      return make();
    } catch (const Error& error) {
      if (std::string_view(error.what()).starts_with("density '")) throw;
      at_ = start;
      fail(error.what());
    }
  }

  PlaneNormal covariance() {
    PlaneNormal n;
    expect('(', kNormal);
    expect('[', kNormal);
    n.mean_x = sum();
    expect(',', kNormal);
    n.mean_y = sum();
    expect(']', kNormal);
    expect(',', kNormal);
    expect('[', kNormal);
    expect('[', kNormal);
    n.xx = sum();
    expect(',', kNormal);
    n.xy = sum();
    expect(']', kNormal);
    expect(',', kNormal);
    expect('[', kNormal);
    const Exact yx = sum();
    expect(',', kNormal);
    n.yy = sum();
    expect(']', kNormal);
    expect(']', kNormal);
    expect(')', kNormal);
    require(yx == n.xy, "covariances ", n.xy.text(), " and ", yx.text(), " off the diagonal, expected equal ones");
    return n;
  }

  // The text up to a ',' or ')' outside parentheses, as a density of the line.
  DensityPtr factor() {
    skip();
    const std::size_t start = at_;
    int depth = 0;
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (depth == 0 && (c == ',' || c == ')')) break;
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
    }
    return parse_density(std::string(text_.substr(start, at_ - start)), warnings_, bindings_);
  }

  std::vector<PlanePart> product() {
    constexpr std::string_view kProduct = "product(density of x,density of y)";
    expect('(', kProduct);
    const DensityPtr x = factor();
    expect(',', kProduct);
    const DensityPtr y = factor();
    expect(')', kProduct);
    return plane_product(x, y);
  }

  double count(std::string_view form) {
    const Exact n = sum();
    require(n >= 1 && n <= 1000 && n.value() == std::floor(n.value()), std::string(form), " with ", n.text(),
            ", expected a whole number from 1 to 1000");
    return n.value();
  }

  std::vector<PlanePart> modes(const std::vector<std::array<Exact, 2>>& centres, const Exact& sd) {
    std::vector<PlanePart> parts;
    for (const auto& [x, y] : centres) {
      parts.push_back(plane_normal({x, y, sd * sd, 0, sd * sd}));
      parts.back().weight = 1 / Exact(static_cast<double>(centres.size()));
    }
    return parts;
  }

  std::vector<PlanePart> ring() {
    constexpr std::string_view kRing = "ring(modes,radius,sd)";
    expect('(', kRing);
    const double n = count(kRing);
    expect(',', kRing);
    const Exact radius = sum();
    expect(',', kRing);
    const Exact sd = sum();
    expect(')', kRing);
    std::vector<std::array<Exact, 2>> centres;
    for (double k = 0; k < n; ++k)
      centres.push_back({radius * Exact(std::cos(2 * kPi * k / n)), radius * Exact(std::sin(2 * kPi * k / n))});
    return modes(centres, sd);
  }

  std::vector<PlanePart> grid() {
    constexpr std::string_view kGrid = "grid(side,spacing,sd)";
    expect('(', kGrid);
    const double side = count(kGrid);
    require(side <= 31, std::string(kGrid), " with ", side, ", expected at most 31");
    expect(',', kGrid);
    const Exact spacing = sum();
    expect(',', kGrid);
    const Exact sd = sum();
    expect(')', kGrid);
    std::vector<std::array<Exact, 2>> centres;
    for (double j = 0; j < side; ++j)
      for (double i = 0; i < side; ++i)
        centres.push_back({spacing * Exact(i - (side - 1) / 2), spacing * Exact(j - (side - 1) / 2)});
    return modes(centres, sd);
  }

  Exact sum() { return number(Expression::Extent::sum); }
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
  void expect(char c, std::string_view form) {
    if (!take(c)) fail("expected " + std::string(form));
  }
  [[noreturn]] void fail(const std::string& what) const {
    const std::string rest(text_.substr(at_, 20));
    std::string line =
        message("density '", whole_, "', at ", rest.empty() ? "its end" : "'" + rest + "'", ": ", what);
    for (char& c : line)
      if (std::iscntrl(static_cast<unsigned char>(c))) c = '?';
    throw Error(line);
  }

  const std::string& whole_;
  std::string_view text_;
  std::vector<std::string>* warnings_;
  std::span<const Binding> bindings_;
  std::vector<std::string> names_;
  std::vector<Exact> values_;
  std::size_t at_ = 0;
};

}  // namespace

bool names_plane(const std::string& text) {
  const std::string dense = without_blanks(text);
  constexpr std::string_view kNames[] = {"normal([", "product(", "ring(", "grid("};
  return std::any_of(std::begin(kNames), std::end(kNames),
                     [&](std::string_view name) { return dense.find(name) != std::string::npos; });
}

PlaneDensityPtr parse_plane(const std::string& text, std::vector<std::string>* warnings,
                            std::span<const Binding> bindings) {
  return Parser(text, warnings, bindings).parse();
}

}  // namespace verigan::theory
