// SPDX-License-Identifier: MIT
#include "core/names.hpp"

#include <algorithm>
#include <cctype>
#include <string>
#include <vector>

#include "core/check.hpp"

namespace verigan {
namespace {

std::string bare(std::string_view name) {
  std::string letters;
  for (const char c : name)
    if (c != '-' && c != '_')
      letters += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return letters;
}

/// Levenshtein's distance: letters to insert, remove or replace.
std::size_t edit_distance(const std::string& a, const std::string& b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, diagonal + 1});
    }
  }
  return row.back();
}

}  // namespace

std::string expected_names(std::string_view name, std::span<const std::string_view> names) {
  const std::string wanted = bare(name);
  std::string all;
  std::string_view nearest;
  std::size_t least = (wanted.size() + 1) / 3 + 1;  // what is nearer is suggested
  for (const std::string_view candidate : names) {
    const std::string known = bare(candidate);
    const bool begun = !wanted.empty() && known.starts_with(wanted);
    const std::size_t distance = begun ? 0 : edit_distance(wanted, known);
    if (distance < least) least = distance, nearest = candidate;
    all += (all.empty() ? "" : ", ") + std::string(candidate);
  }
  const std::string question =
      nearest.empty() ? "" : " did you mean '" + std::string(nearest) + "'?";
  return "," + question + " expected one of " + all;
}

std::string expected_names(std::string_view name, const std::vector<std::string>& names) {
  return expected_names(name, std::vector<std::string_view>(names.begin(), names.end()));
}

std::size_t index_of_name(std::string_view kind, std::string_view name,
                          std::span<const std::string_view> names) {
  const std::string wanted = bare(name);
  for (std::size_t i = 0; i < names.size(); ++i)
    if (bare(names[i]) == wanted) return i;
  throw Error(message("unknown ", kind, " '", one_line(std::string(name.substr(0, 60))), "'", expected_names(name, names)));
}

}  // namespace verigan
