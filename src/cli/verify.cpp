// SPDX-License-Identifier: MIT
#include "cli/verify.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/check.hpp"
#include "core/terminal.hpp"
#include "core/text.hpp"
#include "record/file.hpp"

namespace verigan::cli {
namespace {

using theory::Outcome;
using theory::Theorem;

std::string pad(const std::string& text, std::size_t columns, bool right) {
  std::string padded = text;
  padded.insert(right ? 0 : text.size(), columns - std::min(columns, width(text)), ' ');
  return padded;
}

struct Column {
  const char* name;
  std::size_t columns;
  bool right;
  const char* second = "";  // what the cell's second line holds
};
constexpr std::array<Column, 7> kColumns{{{"id", 3, false},
                                          {"theorem and statement", 46, false},
                                          {"source", 11, false},
                                          {"instances", 9, true},
                                          {"residual", 8, true, "slack"},
                                          {"tolerance", 9, true, "largest"},
                                          {"verdict", 7, false}}};
using Cells = std::array<std::vector<std::string>, kColumns.size()>;

/// One row of the table; each cell may have several lines.
void print_row(std::FILE* out, const Cells& cells) {
  std::size_t height = 0;
  for (const auto& cell : cells) height = std::max(height, cell.size());
  for (std::size_t line = 0; line < height; ++line) {
    std::string text;
    for (std::size_t k = 0; k < cells.size(); ++k) {
      const std::string part = line < cells[k].size() ? cells[k][line] : "";
      if (k > 0) text += ' ';
      text += pad(part, kColumns[k].columns, kColumns[k].right);
    }
    text.erase(text.find_last_not_of(' ') + 1);
    std::fprintf(out, "%s\n", text.c_str());
  }
}

void print_head(std::FILE* out) {
  Cells names, rules;
  for (std::size_t k = 0; k < kColumns.size(); ++k) {
    names[k] = {kColumns[k].name, kColumns[k].second};
    for (std::size_t i = 0; i < kColumns[k].columns; ++i) rules[k].resize(1), rules[k][0] += "─";
  }
  print_row(out, names);
  print_row(out, rules);
}

std::vector<std::string> description(const Theorem& theorem) {
  std::vector<std::string> lines = wrapped(theorem.title, kColumns[1].columns);
  for (const std::string& line : wrapped(theorem.statement, kColumns[1].columns))
    lines.push_back(line);
  if (!theorem.chosen.empty())
    for (const std::string& line :
         wrapped("Chosen: " + theorem.chosen + ".", kColumns[1].columns))
      lines.push_back(line);
  return lines;
}

std::string brief(double value) {
  char text[32];
  std::snprintf(text, sizeof text, value == 0 ? "0" : "%.1e", value);
  return text;
}

/// What the least of the inequalities had to spare; nothing for a row without any.
std::string slack_text(const Outcome& outcome) {
  return std::isfinite(outcome.slack) ? brief(outcome.slack) : "";
}

/// The command that verifies one instance again.
std::string command(const Outcome& outcome, std::uint64_t seed) {
  return message("verigan verify --only ", outcome.theorem->id, " --seed ", seed, " --instance ",
                 outcome.counterexample->instance);
}

void print_counterexample(std::FILE* out, const Outcome& outcome, std::uint64_t seed) {
  const theory::Counterexample& at = *outcome.counterexample;
  constexpr std::size_t kRoom = 74;
  std::fprintf(out, "    a counterexample: %s, residual %.3e, tolerance %.3e\n", at.worst.claim, at.worst.value,
               at.worst.tolerance);
  for (const std::string& line : at.drawn)
    for (const std::string& part : wrapped(line, kRoom)) std::fprintf(out, "      %s\n", part.c_str());
  std::fprintf(out, "      %s\n", command(outcome, seed).c_str());
}

void print_outcome(std::FILE* out, const Outcome& outcome, std::uint64_t seed) {
  const Theorem& theorem = *outcome.theorem;
  print_row(out, {std::vector<std::string>{theorem.id},
                  description(theorem),
                  wrapped(theorem.source, kColumns[2].columns),
                  {std::to_string(outcome.instances)},
                  {brief(outcome.largest.value), slack_text(outcome)},
                  {brief(outcome.largest.tolerance), brief(outcome.largest_tolerance)},
                  {outcome.holds() ? "holds" : "FAILS"}});
  if (!outcome.holds()) {
    std::fprintf(out,
                 "    missed in %ld of %ld instances; worst: %s, residual %.3e, tolerance %.3e\n",
                 outcome.missed, outcome.instances, outcome.worst.claim, outcome.worst.value,
                 outcome.worst.tolerance);
    if (outcome.counterexample) print_counterexample(out, outcome, seed);
  }
  std::fputc('\n', out);
  std::fflush(out);
}

void print_list(std::FILE* out, std::span<const Theorem* const> rows) {
  for (const Theorem* theorem : rows) {
    std::fprintf(out, "%s  %s (%s)\n", theorem->id.c_str(), theorem->title.c_str(),
                 theorem->source.c_str());
    for (const std::string& line : wrapped(theorem->statement, 94))
      std::fprintf(out, "     %s\n", line.c_str());
    if (!theorem->exercises.empty())
      std::fprintf(out, "     exercises %s\n", theorem->exercises.c_str());
  }
}

/// JSON has no infinity: it is written as the string "inf".
nlohmann::ordered_json number(double value) {
  if (std::isfinite(value)) return value;
  return std::isnan(value) ? "nan" : value > 0 ? "inf" : "-inf";
}

nlohmann::ordered_json counterexample_json(const Outcome& outcome, std::uint64_t seed) {
  if (!outcome.counterexample) return nullptr;
  const theory::Counterexample& at = *outcome.counterexample;
  return {{"instance", at.instance},
          {"claim", at.worst.claim},
          {"residual", number(at.worst.value)},
          {"tolerance", number(at.worst.tolerance)},
          {"drawn", at.drawn},
          {"command", command(outcome, seed)}};
}

nlohmann::ordered_json to_json(const Outcome& outcome, std::uint64_t seed) {
  const Theorem& theorem = *outcome.theorem;
  return {{"id", theorem.id},
          {"title", theorem.title},
          {"statement", theorem.statement},
          {"source", theorem.source},
          {"exercises", theorem.exercises},
          {"chosen", theorem.chosen},
          {"instances", outcome.instances},
          {"largest_residual", number(outcome.largest.value)},
          {"tolerance", number(outcome.largest.tolerance)},
          {"worst_ratio", number(outcome.worst.ratio())},
          {"worst_claim", outcome.worst.claim},
          {"largest_tolerance", number(outcome.largest_tolerance)},
          {"tightness", number(outcome.tightness)},
          {"smallest_slack", std::isfinite(outcome.slack) ? nlohmann::ordered_json(outcome.slack)
                                                          : nlohmann::ordered_json()},
          {"verdict", outcome.holds() ? "holds" : "fails"},
          {"counterexample", counterexample_json(outcome, seed)},
          {"seconds", outcome.seconds}};
}

/// The status line "T04  12/1000", a hundred times a row at most.
theory::TheoremProgress status_line(const Theorem& theorem) {
  return [&theorem](long done, long total) {
    const long step = std::max(1L, total / 100);
    if (done == total) {
      std::fputs(kEraseLine, stderr);
    } else if (done % step == 0) {
      std::fprintf(stderr, "%s%s  %ld/%ld", kEraseLine, theorem.id.c_str(), done, total);
    }
  };
}

void write_json(const std::string& file, const VerifyRequest& request,
                std::span<const Outcome> outcomes) {
  nlohmann::ordered_json document{{"seed", request.seed}, {"instances", request.instances}};
  document["theorems"] = nlohmann::ordered_json::array();
  for (const Outcome& outcome : outcomes) document["theorems"].push_back(to_json(outcome, request.seed));
  record::write_file(file, document.dump(1) + '\n');
}

}  // namespace

int verify_theorems(std::span<const Theorem> catalogue, const VerifyRequest& request,
                    std::FILE* out) {
  const std::vector<const Theorem*> rows = theory::select_theorems(catalogue, request.only);
  if (request.list) {
    print_list(out, rows);
    return 0;
  }
  require(request.instances >= 1 && request.instances <= theory::kMostInstances, "--instances ",
          request.instances, ", expected 1 to ", theory::kMostInstances);
  if (!request.json.empty()) record::require_writable(request.json);

  const bool one = request.instance >= 0;
  const theory::TheoremOptions options{one ? 1 : request.instances, request.seed, one ? request.instance : 0};
  print_head(out);
  std::vector<Outcome> outcomes;
  double seconds = 0;
  for (const Theorem* theorem : rows) {
    const auto progress = request.progress ? status_line(*theorem) : theory::TheoremProgress{};
    outcomes.push_back(theory::verify(*theorem, options, progress));
    print_outcome(out, outcomes.back(), request.seed);
    seconds += outcomes.back().seconds;
  }
  if (!request.json.empty()) write_json(request.json, request, outcomes);

  const auto failed = static_cast<std::size_t>(
      std::count_if(outcomes.begin(), outcomes.end(), [](const Outcome& o) { return !o.holds(); }));
  std::fprintf(out, "%zu of %zu theorems %s; seed %llu, %.1f s.\n",
               failed == 0 ? outcomes.size() : failed, outcomes.size(),
               failed == 0 ? "hold" : "FAIL", static_cast<unsigned long long>(request.seed),
               seconds);
  return failed == 0 ? 0 : 1;
}

}  // namespace verigan::cli
