// SPDX-License-Identifier: MIT
#include "core/number_list.hpp"

#include <charconv>
#include <set>
#include <string_view>

#include "core/check.hpp"

namespace verigan {
namespace {

constexpr std::size_t kMost = 1000000;

bool read(std::string_view text, std::uint64_t& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size();
}

}  // namespace

std::vector<std::uint64_t> whole_numbers(const std::string& text, const std::string& source) {
  std::vector<std::uint64_t> numbers;
  std::set<std::uint64_t> seen;
  std::string_view rest = text;
  while (true) {
    const std::size_t comma = rest.find(',');
    const std::string_view part = rest.substr(0, comma);
    const std::size_t dash = part.find('-');
    std::uint64_t first = 0, last = 0;
    const bool good = read(part.substr(0, dash), first) &&
                      (dash == part.npos || read(part.substr(dash + 1), last));
    if (dash == part.npos) last = first;
    require(good && first <= last, source, " '", text,
            "', expected whole numbers such as 7, 1-20 or 1-5,9");
    require(last - first < kMost && numbers.size() + (last - first) < kMost, source, " '", text,
            "', expected at most ", kMost, " numbers");
    for (std::uint64_t n = first;; ++n) {
      require(seen.insert(n).second, source, " '", text, "': ", n, " is there twice");
      numbers.push_back(n);
      if (n == last) break;
    }
    if (comma == rest.npos) return numbers;
    rest.remove_prefix(comma + 1);
  }
}

}  // namespace verigan
