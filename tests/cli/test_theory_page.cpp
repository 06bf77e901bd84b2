// SPDX-License-Identifier: MIT
// docs/beyond_the_line.md shows what the program prints.
#include <cmath>
#include <cstdlib>
#include <sstream>
#include <string>
#include <vector>

#include "record/file.hpp"
#include "support/command.hpp"

namespace {

// Numbers are other words than the text between them: what rounding moves may differ in its last digits.
std::vector<std::string> words(const std::string& text) {
  std::vector<std::string> found;
  std::string separated;
  for (const char c : text) separated += c == '[' || c == ']' || c == ',' || c == '(' || c == ')' ? ' ' : c;
  std::istringstream in(separated);
  for (std::string word; in >> word;) found.push_back(word);
  return found;
}

bool same(const std::string& a, const std::string& b) {
  if (a == b) return true;
  char *end_a = nullptr, *end_b = nullptr;
  const double x = std::strtod(a.c_str(), &end_a), y = std::strtod(b.c_str(), &end_b);
  if (*end_a != 0 || *end_b != 0 || end_a == a.c_str() || end_b == b.c_str()) return false;
  return std::abs(x - y) <= 1e-9 + 1e-3 * std::max(std::abs(x), std::abs(y));
}

}  // namespace

TEST_CASE("every example of the page prints what stands there") {
  const std::string page = verigan::record::read_file(std::string(VERIGAN_SOURCE) + "/docs/beyond_the_line.md");
  const std::string opening = "```console\n$ verigan ";
  std::size_t examples = 0;
  for (std::size_t at = page.find(opening); at != std::string::npos; at = page.find(opening, at + 1)) {
    const std::size_t start = at + opening.size(), line_end = page.find('\n', start);
    const std::string command = page.substr(start, line_end - start);
    const std::string expected = page.substr(line_end + 1, page.find("```", line_end) - line_end - 1);
    CAPTURE(command);
    const Outcome found =
        shell_command("cd " + std::string(VERIGAN_SOURCE) + " && " + VERIGAN_PROGRAM + " " + command + " 2>&1");
    CHECK(found.code == 0);
    const auto here = words(found.text), there = words(expected);
    REQUIRE(here.size() == there.size());
    for (std::size_t i = 0; i < here.size(); ++i) {
      CAPTURE(here[i], there[i]);
      CHECK(same(here[i], there[i]));
    }
    ++examples;
  }
  CHECK(examples == 3);
}
