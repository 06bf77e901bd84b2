// SPDX-License-Identifier: MIT
// Golden part of src/theory. Its doubles come through the C library's exp and log, which may differ in
// the last digits between systems; rounded to nine significant digits they are the same everywhere
// (tests/golden/test_golden.cpp holds each value against the nearest rounding boundary).
#include "golden/theory_table.hpp"

#include <array>
#include <charconv>
#include <cmath>

#include "golden/golden.hpp"
#include "theory/spec.hpp"
#include "theory/summary.hpp"

namespace verigan::golden {
namespace {

struct Pair {
  const char *p, *q;
  double alpha;
};

constexpr Pair kPairs[] = {
    {"normal(0,1)", "normal(1,2)", 0.3},
    {"0.5*normal(-2,1)+0.5*normal(2,0.5)", "logistic(0,1)", 0.5},
    {"laplace(0,1)", "normal(0,1)", 0.9},
    {"beta(2,5)", "uniform(0,1)", 0.1},
    {"exponential(2)", "exponential(1)", 0.7},
};

void add_summary(std::vector<TheoryRow>& table, const Pair& pair) {
  const theory::Summary s = theory::summarise(*theory::parse_density(pair.p),
                                              *theory::parse_density(pair.q), pair.alpha);
  for (const theory::SummaryRow& row : theory::summary_rows()) {
    table.push_back(
        {std::string(pair.p) + " | " + pair.q + " | " + row.key, (s.*row.estimate).value});
  }
}

void theory_table(Digest& digest) {
  for (const TheoryRow& row : theory_rows()) digest.add(row.name + ' ' + rounded(row.value) + '\n');
}

const Part kParts[] = {{"theory", theory_table}};

}  // namespace

std::vector<TheoryRow> theory_rows() {
  std::vector<TheoryRow> table;
  for (const Pair& pair : kPairs) add_summary(table, pair);
  return table;
}

std::string rounded(double value) {
  if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
  std::array<char, 32> text;
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value,
                                 std::chars_format::scientific, kTheoryDigits - 1);
  return {text.data(), end.ptr};
}

std::span<const Part> theory_parts() { return kParts; }

}  // namespace verigan::golden
