// SPDX-License-Identifier: MIT
#include "golden/golden.hpp"

#include <algorithm>
#include <utility>

#include "core/check.hpp"

namespace verigan::golden {
namespace {

bool is_digest(std::string_view word) {
  return word.size() == 64 && word.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

Line read_line(std::string_view text) {
  const std::size_t gap = text.find("  ");
  const bool whole = gap == 64 && text.size() > 66 && is_digest(text.substr(0, gap)) &&
                     text.find(' ', 66) == std::string_view::npos;
  require(whole, "golden list: '", text, "', expected '<sha256>  <part>'");
  return {std::string(text.substr(0, gap)), std::string(text.substr(66))};
}

std::string digest(const Part& part) {
  Digest digest;
  part.compute(digest);
  return digest.finish();
}

const Line* find(std::span<const Line> list, const std::string& name) {
  const auto at = std::ranges::find(list, name, &Line::name);
  return at == list.end() ? nullptr : &*at;
}

}  // namespace

std::vector<Line> compute(std::string_view prefix) {
  std::vector<Line> lines;
  for (const auto group : {kernel_parts(), training_parts(), regularised_parts(), metric_parts(), games_parts(),
                           theory_parts()}) {
    for (const Part& part : group) {
      if (part.name.starts_with(prefix)) lines.push_back({digest(part), part.name});
    }
  }
  require(!lines.empty(), "golden part '", prefix, "', expected the beginning of a part's name");
  return lines;
}

std::vector<Line> read_list(std::string_view text, std::string_view prefix) {
  std::vector<Line> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    if (!line.empty() && line.front() != '#') {
      Line read = read_line(line);
      if (read.name.starts_with(prefix)) lines.push_back(std::move(read));
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::vector<std::string> differences(std::span<const Line> computed, std::span<const Line> expected) {
  std::vector<std::string> found;
  for (const Line& line : computed) {
    const Line* other = find(expected, line.name);
    if (other == nullptr) {
      found.push_back(line.name + " is not in the list");
    } else if (other->digest != line.digest) {
      found.push_back(line.name + " is " + line.digest + ", expected " + other->digest);
    }
  }
  for (const Line& line : expected) {
    if (find(computed, line.name) == nullptr) found.push_back(line.name + " was not computed");
  }
  return found;
}

}  // namespace verigan::golden
