// SPDX-License-Identifier: MIT
#include <cctype>
#include <charconv>
#include <cmath>
#include <fstream>
#include <optional>
#include <sstream>
#include <utility>

#include "core/check.hpp"
#include "theory/densities.hpp"

namespace verigan::theory {

namespace {

std::optional<double> number(const std::string& text) {
  const char* begin = text.data() + (text.size() > 1 && text[0] == '+' ? 1 : 0);
  double value = 0;
  const auto [end, error] = std::from_chars(begin, text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::vector<std::string> columns(std::string line) {
  if (const auto comment = line.find('#'); comment != std::string::npos) line.resize(comment);
  for (char& c : line) {
    if (c == ',' || c == ';' || std::isspace(static_cast<unsigned char>(c))) c = ' ';
  }
  std::istringstream words(line);
  std::vector<std::string> found;
  for (std::string word; words >> word;) found.push_back(word);
  return found;
}

/// The area under the straight lines between the points, which what was meant as a density has.
void require_mass_one(const std::string& path, const std::vector<double>& x,
                      const std::vector<double>& y) {
  double mass = 0;
  for (std::size_t i = 0; i + 1 < x.size(); ++i)
    mass += (y[i] / 2 + y[i + 1] / 2) * (x[i + 1] - x[i]);
  if (x.size() < 2 || mass == 0) return;  // tabulated() says what is wrong then
  require(std::abs(mass - 1) <= 0.01, path, ": the density integrates to ", mass,
          ", expected 1 within 0.01: divide its values by ", mass);
}

}  // namespace

DensityPtr tabulated_csv(const std::string& path) {
  std::ifstream file(path);
  require(file.is_open(), path, ": cannot be read, expected a file with columns x,density");
  std::vector<double> x, y;
  std::string line;
  bool header_allowed = true;
  for (std::size_t row = 1; std::getline(file, line); ++row) {
    if (row == 1 && line.starts_with("\xEF\xBB\xBF")) line.erase(0, 3);
    const std::vector<std::string> fields = columns(line);
    if (fields.empty()) continue;
    const auto where = [&] { return message(path, ":", row, ": "); };
    require(fields.size() == 2, where(), fields.size(), " column(s), expected two: x,density");
    const auto abscissa = number(fields[0]);
    const auto density = number(fields[1]);
    if (std::exchange(header_allowed, false) && !abscissa && !density) continue;
    require(abscissa.has_value(), where(), "'", fields[0], "' is not a number");
    require(density.has_value(), where(), "'", fields[1], "' is not a number");
    require(std::abs(*abscissa) <= 1e100, where(), "x = ", *abscissa,
            ", expected a number within ±1e100");
    require(*density >= 0 && *density <= 1e100, where(), "density ", *density,
            ", expected a finite number >= 0");
    require(x.empty() || *abscissa > x.back(), where(), "x = ", *abscissa,
            " is not above the one before, ", x.empty() ? 0 : x.back());
    x.push_back(*abscissa);
    y.push_back(*density);
  }
  require(!file.bad(), path, ": reading failed");
  require_mass_one(path, x, y);
  return tabulated(std::move(x), std::move(y), "csv:" + path);
}

}  // namespace verigan::theory
