// SPDX-License-Identifier: MIT
#pragma once

#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <tuple>
#include <vector>

#include "support/catch.hpp"
#include "theory/spec.hpp"

// The tables of reference values next to the tests, as the scripts of the same names write them.
namespace references {

struct Reference {
  std::string key, text;
  bool smooth;
};
using Pair = std::tuple<std::string, std::string, double>;  // p, q, α

inline std::string field(std::istringstream& line) {
  std::string text;
  if (line.peek() == '"') {
    line.get();
    std::getline(line, text, '"');
    line.get();
  } else {
    std::getline(line, text, ',');
  }
  return text;
}

/// p,q,alpha,quantity,value,smooth
inline std::map<Pair, std::vector<Reference>> read(const std::string& name) {
  std::ifstream file(THEORY_TESTS "/" + name);
  std::map<Pair, std::vector<Reference>> table;
  std::string text;
  std::getline(file, text);
  while (std::getline(file, text)) {
    std::istringstream line(text);
    const std::string p = field(line);
    const std::string q = field(line);
    const double alpha = std::stod(field(line));
    const std::string key = field(line);
    const std::string value = field(line);
    table[{p, q, alpha}].push_back({key, value, field(line) == "1"});
  }
  return table;
}

/// The spec with the doubles next to its numbers, to all their digits: the tables but
/// reference_near.csv speak of those.
inline std::string with_doubles(const std::string& spec) {
  std::string text;
  for (std::size_t i = 0; i < spec.size();) {
    const bool starts = i == 0 || std::string("(,*+").find(spec[i - 1]) != std::string::npos;
    char* end = nullptr;
    const double x = starts ? std::strtod(spec.c_str() + i, &end) : 0;
    if (!starts || end == spec.c_str() + i) {
      text += spec[i++];
      continue;
    }
    char digits[1200];
    std::snprintf(digits, sizeof digits, "%.1100g", x);
    text += digits;
    i = static_cast<std::size_t>(end - spec.c_str());
  }
  return text;
}

inline verigan::theory::DensityPtr density(const std::string& spec) {
  if (spec.starts_with("csv:"))
    return verigan::theory::parse_density("csv:" THEORY_TESTS "/" + spec.substr(4));
  return verigan::theory::parse_density(with_doubles(spec));
}

/// |reference − found|; the integer part of long double keeps what a double would drop.
inline double distance(const std::string& text, double found) {
  const long double truth = std::strtold(text.c_str(), nullptr);
  return static_cast<double>(truth > found ? truth - found : found - truth);
}

}  // namespace references
