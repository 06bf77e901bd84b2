// SPDX-License-Identifier: MIT
#include "cli/theory_notes.hpp"

#include "core/text.hpp"
#include "theory/divergence.hpp"
#include "theory/finiteness.hpp"
#include "theory/spec.hpp"

namespace verigan::cli {

namespace {

using namespace theory;

void add_notes(std::vector<std::string>& notes, const char* name, const std::string& text, const Density& own,
               const char* other_name, const Density& other) {
  if (density_file(text).empty()) return;
  const auto pieces = own.support();
  const std::string table = "[" + shortest(pieces.front().lower.value()) + ", " +
                            shortest(pieces.back().upper.value()) + "]";
  notes.push_back(std::string(name) + " is 0 outside its table, " + table);
  if (outside(other, own)) {
    const double mass = mass_outside(other, own);
    notes.push_back("where " + std::string(other_name) + " has a mass of " + formatted("%.3g", mass) + ": KL(" +
                    other_name + "‖" + name + ") and χ²(" + other_name + "‖" + name + ") are ∞ for that reason");
  }
}

}  // namespace

std::vector<std::string> table_notes(const std::string& p_text, const std::string& q_text, const Density& p,
                                     const Density& q) {
  std::vector<std::string> notes;
  add_notes(notes, "p", p_text, p, "q", q);
  add_notes(notes, "q", q_text, q, "p", p);
  return notes;
}

}  // namespace verigan::cli
