// SPDX-License-Identifier: MIT
// Every quantity of every pair in reference_values.csv, which reference_values.py computes by
// mpmath.
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <tuple>
#include <vector>

#include "support/catch.hpp"
#include "theory/spec.hpp"
#include "theory/summary.hpp"

using namespace verigan;
using namespace verigan::theory;

namespace {

constexpr double kReference = 1e-19;  // what the table itself is good for

struct Reference {
  std::string key, text;
  bool smooth;
};
using Pair = std::tuple<std::string, std::string, double>;

std::string field(std::istringstream& line) {
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

std::map<Pair, std::vector<Reference>> references() {
  std::ifstream file(THEORY_TESTS "/reference_values.csv");
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

DensityPtr density(std::string spec) {
  if (spec.starts_with("csv:")) spec.insert(4, THEORY_TESTS "/");
  return parse_density(spec);
}

Estimate get(const Summary& s, const std::string& key) {
  static const std::map<std::string, Estimate Summary::*> members = {
      {"kl_pq", &Summary::kl_pq},
      {"kl_qp", &Summary::kl_qp},
      {"jsd", &Summary::jsd},
      {"js_alpha", &Summary::js_alpha},
      {"tv", &Summary::tv},
      {"hellinger2", &Summary::hellinger2},
      {"w1", &Summary::w1},
      {"w2", &Summary::w2},
      {"value", &Summary::value},
      {"value_alpha", &Summary::value_alpha},
      {"error_absolute", &Summary::error_absolute},
      {"entropy_alpha", &Summary::entropy_alpha}};
  return s.*members.at(key);
}

}  // namespace

TEST_CASE("Each true value lies within the stated error, and that within its bound") {
  const auto table = references();
  REQUIRE(table.size() >= 60);
  for (const auto& [pair, rows] : table) {
    const auto& [p, q, alpha] = pair;
    const Summary summary = summarise(*density(p), *density(q), alpha);
    for (const Reference& row : rows) {
      const Estimate found = get(summary, row.key);
      INFO(p << " | " << q << " | " << row.key << " = " << row.text);
      INFO("found " << found.value << " ± " << found.error);
      if (row.text == "inf") {
        CHECK(std::isinf(found.value));
        CHECK(found.error == 0);
        continue;
      }
      // The table's own digits: the integer part of long double keeps what a double would drop.
      const long double truth = std::strtold(row.text.c_str(), nullptr);
      const double distance = static_cast<double>(std::abs(truth - found.value));
      const double bound = (row.smooth ? 1e-10 : 1e-8) * std::max(1.0, std::abs(found.value));
      CHECK(distance <= found.error + kReference * (1 + std::abs(found.value)));
      CHECK(found.error <= bound);
    }
  }
}
