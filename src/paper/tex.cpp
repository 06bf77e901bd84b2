// SPDX-License-Identifier: MIT
#include "paper/tex.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <utility>

#include "core/check.hpp"

namespace verigan::paper {
namespace {

std::string printed(const char* format, int digits, double value) {
  char text[400];
  std::snprintf(text, sizeof text, format, digits, value);
  return text;
}

std::string in_mathematics(const std::string& text) { return message("\\ensuremath{", text, "}"); }

std::string signed_text(const std::string& text) {
  return text.starts_with('-') ? in_mathematics(text) : text;
}

constexpr std::pair<const char*, const char*> kWords[] = {
    {"α", "$\\alpha$"}, {"γ", "$\\gamma$"},   {"η", "$\\eta$"},      {"ρ", "$\\rho$"},   {"σ", "$\\sigma$"},
    {"±", "$\\pm$"},    {"≤", "$\\le$"},      {"≥", "$\\ge$"},       {"−", "$-$"},       {"×", "$\\times$"},
    {"²", "$^2$"},      {"½", "$\\frac12$"}, {"¼", "$\\frac14$"},   {"∈", "$\\in$"},    {"…", "\\dots{}"},
    {"θ", "$\\theta$"}, {"≡", "$\\equiv$"},   {"→", "$\\to$"},       {"§", "\\S{}"},       {"∞", "$\\infty$"},
    {"⁴", "$^4$"},      {"–", "--"},          {"’", "'"},            {"“", "``"},        {"”", "''"}};

}  // namespace

std::string significant(double value, int digits) {
  if (std::isnan(value)) return "--";
  if (value == 0) return "0";
  if (std::isinf(value)) return in_mathematics(value > 0 ? "\\infty" : "-\\infty");
  const std::string scientific = printed("%.*e", digits - 1, value);
  const int exponent = std::atoi(scientific.substr(scientific.find('e') + 1).c_str());
  if (exponent < -3 || exponent > 5)
    return in_mathematics(scientific.substr(0, scientific.find('e'))
        + "\\times10^{" + std::to_string(exponent) + "}");
  return fixed(value, std::max(0, digits - 1 - exponent));
}

std::string fixed(double value, int decimals) {
  if (std::isnan(value)) return "--";
  std::string text = printed("%.*f", decimals, value);
  if (text.find_first_of("123456789") == std::string::npos && text.starts_with('-')) text.erase(0, 1);
  return signed_text(text);
}

std::string by_interval(const statistics::Interval& interval) {
  const double half = (interval.high - interval.low) / 2;
  if (!(half > 0) || std::isinf(half)) return significant(interval.value, 3);
  int exponent = static_cast<int>(std::floor(std::log10(half)));
  if (half < 2 * std::pow(10.0, exponent)) --exponent;  // a first digit of 1 says little
  if (exponent < -5) {
    const int first = static_cast<int>(std::floor(std::log10(std::max(std::abs(interval.value), half))));
    return significant(interval.value, std::max(1, first - exponent + 1));
  }
  return fixed(interval.value, std::max(0, -exponent));
}

std::string with_interval(const statistics::Interval& interval) {
  const auto end = [&](double x) { return by_interval({x, interval.low, interval.high}); };
  if (std::isnan(interval.value)) return "--";
  if (std::isinf(interval.low) && std::isinf(interval.high)) return by_interval(interval);
  if (interval.low == interval.high) return significant(interval.value, 6);
  return by_interval(interval) + " [" + end(interval.low) + ", " + end(interval.high) + "]";
}

std::string escaped(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const auto found = std::ranges::find_if(kWords, [&](const auto& word) {
      return text.substr(i).starts_with(word.first);
    });
    if (found != std::end(kWords)) {
      out += found->second;
      i += std::string_view(found->first).size();
      continue;
    }
    const char c = text[i++];
    if (std::string_view("%&#_{}$").find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

std::string macros_text(const std::vector<Macro>& macros) {
  std::string text = "% Written by `verigan paper`; every number in the text is one of these.\n";
  for (const Macro& macro : macros) {
    ensure(std::ranges::all_of(macro.name, [](unsigned char c) { return std::isalpha(c); }),
           "a macro's name has letters alone");
    text += message("% ", macro.origin, "\n\\newcommand{\\", macro.name, "}{", macro.text, "}\n");
  }
  return text;
}

}  // namespace verigan::paper
