// SPDX-License-Identifier: MIT
// Texts that people type: densities, tables, games, configurations, sweeps and command lines.
#include <algorithm>
#include <bit>
#include <cmath>
#include <sstream>

#include "core/check.hpp"
#include "core/number_list.hpp"
#include "core/number_table.hpp"
#include "drive/sweep.hpp"
#include "fuzz/fuzz.hpp"
#include "games/matrix_game.hpp"
#include "record/csv.hpp"
#include "record/file.hpp"
#include "run/command_line.hpp"
#include "theory/spec.hpp"

namespace verigan::fuzz {
namespace {

bool same(double a, double b) { return std::isnan(a) ? std::isnan(b) : a == b; }

/// ln 3 is a parameter to 60 digits, and in a text to 17.
bool alike(double a, double b) { return same(a, b) || std::abs(a - b) <= 1e-12 * std::max(1.0, std::abs(a)); }

void check_density(const theory::Density& p) {
  const std::string spec = p.spec();
  const theory::DensityPtr back = theory::parse_density(spec);
  demand(back->spec() == spec, "a density's own text is stable");
  for (const double x : {-2.5, -1e-3, 0.0, 0.25, 1.0, 7.0, 1e6}) {
    const double once = p.log_pdf(theory::Point(x)), again = back->log_pdf(theory::Point(x));
    demand(alike(once, again), "a density's own text reads back to the same density");
    demand(!std::isnan(once), "a density is a number everywhere");
  }
}

// Files that a text may name are no part of the text.
bool names_a_file(std::string_view bytes) { return bytes.find("csv") != std::string_view::npos; }

std::string quoted(const std::string& cell) {
  std::string out = "\"";
  for (const char c : cell) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + '"';
}

std::string toml_quoted(const std::string& text) {
  return run::toml_text({{"x", record::Value(text)}}).substr(4);
}

// A table of options with a row of every kind.
struct Settings {
  double alpha = 0.5, rate = 1e-3;
  std::uint64_t steps = 10;
  std::string loss = "minimax", note, density = "normal(0,1)", implied, preset = "quick", config;

  void declare(run::Options& options) {
    options.choice("preset", preset, {"smoke", "quick", "paper"}, "", run::Part::environment);
    options.text("config", config, "", run::Part::environment);
    options.number("alpha", alpha, run::kShare, "");
    options.number("rate", rate, run::kPositive, "");
    options.whole("steps", steps, 0, 1000000, "");
    options.choice("loss", loss, {"minimax", "non-saturating", "hinge"}, "");
    options.text("note", note, "");
    options.density("density", density, "");
    options.implied("implied", implied);
    options.only_if("rate", [this] { return loss != "hinge"; }, "it belongs to other losses");
  }
};

}  // namespace

void density(std::string_view bytes) {
  if (!names_a_file(bytes)) check_density(*theory::parse_density(std::string(bytes)));
}

void tabulated(std::string_view bytes) {
  const theory::DensityPtr p = theory::parse_density("csv:" + as_file(bytes).string());
  check_density(*p);
  demand(std::isfinite(p->mean()) && p->variance() >= -1e-9 * p->mean() * p->mean(), "a table has moments");
}

void delimited(std::string_view bytes) {
  const DelimitedText text = parse_delimited(bytes, "input");
  std::string written = "sep=|\n";
  for (const DelimitedText::Row& row : text.rows) {
    demand(!row.cells.empty(), "a row has cells");
    for (std::size_t i = 0; i < row.cells.size(); ++i) written += (i > 0 ? "|" : "") + quoted(row.cells[i]);
    written += '\n';
  }
  const DelimitedText back = parse_delimited(written, "again");
  demand(back.rows.size() == text.rows.size(), "a table keeps its rows");
  for (std::size_t i = 0; i < text.rows.size(); ++i)
    demand(back.rows[i].cells == text.rows[i].cells, "a table is written as it was read");
}

void numbers(std::string_view bytes) {
  const std::vector<std::uint64_t> found = whole_numbers(std::string(bytes), "--seed");
  std::string again;
  for (const std::uint64_t n : found) again += (again.empty() ? "" : ",") + std::to_string(n);
  demand(found.empty() || whole_numbers(again, "--seed") == found, "numbers are written as they were read");
}

void game(std::string_view bytes) {
  const NumberTable table = numbers_of(parse_delimited(bytes, "game"), Header::none);
  std::string written;
  std::size_t columns = 0;
  bool rectangle = !table.rows.empty();
  for (const NumberTable::Row& row : table.rows) {
    if (columns == 0) columns = row.numbers.size();
    rectangle = rectangle && row.numbers.size() == columns;
    for (std::size_t i = 0; i < row.numbers.size(); ++i)
      written += (i > 0 ? ";" : "") + record::number_text(row.numbers[i]);
    written += '\n';
  }
  const NumberTable back = numbers_of(parse_delimited("sep=;\n" + written, "again"), Header::none);
  demand(back.rows.size() == table.rows.size(), "a game keeps its rows");
  for (std::size_t i = 0; i < table.rows.size(); ++i)
    for (std::size_t j = 0; j < table.rows[i].numbers.size(); ++j)
      demand(same(back.rows[i].numbers[j], table.rows[i].numbers[j]), "numbers are written as they were read");
  if (!rectangle || table.rows.size() * columns > 36) return;
  Matrix<double> payoffs(table.rows.size(), columns);
  double largest = 0;
  for (std::size_t i = 0; i < table.rows.size(); ++i)
    for (std::size_t j = 0; j < columns; ++j) {
      payoffs(i, j) = table.rows[i].numbers[j];
      largest = std::max(largest, std::abs(payoffs(i, j)));
    }
  const games::MatrixEquilibrium found = games::solve_matrix_game(payoffs);
  const games::Certificate proof = games::certify(payoffs, found.row, found.column);
  const double slack = 1e-9 * largest + found.exploitability;
  demand(!(proof.lower > found.value + slack) && !(proof.upper < found.value - slack),
         "the value lies where the strategies prove it to");
}

void csv(std::string_view bytes) {
  const record::Table table = record::Table::parse(bytes, "table.csv");
  std::string written = record::csv_line(table.names());
  std::vector<std::vector<std::string>> columns;
  std::vector<std::string> cells;
  for (const std::string& name : table.names()) columns.push_back(table.texts(name));
  for (std::size_t i = 0; i < table.rows(); ++i) {
    cells.clear();
    for (const auto& column : columns) cells.push_back(column[i]);
    written += record::csv_line(cells);
  }
  const record::Table back = record::Table::parse(written, "again.csv");
  demand(back.names() == table.names() && back.rows() == table.rows(), "a table keeps its columns");
  for (std::size_t c = 0; c < columns.size(); ++c)
    demand(back.texts(table.names()[c]) == columns[c], "a table is written as it was read");
}

void toml(std::string_view bytes) {
  const record::Object found = run::read_toml(as_file(bytes).string());
  const std::string once = run::toml_text(found);
  for (const auto& [key, value] : found)  // our own keys are bare
    if (key.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") !=
            std::string::npos || key.empty())
      return;
  demand(run::toml_text(run::read_toml(as_file(once).string())) == once, "options are written as they were read");
}

void sweep(std::string_view bytes) {
  const drive::Sweep found = drive::read_sweep(as_file(bytes));
  std::ostringstream out;
  out << "experiment = " << toml_quoted(found.experiment);
  if (!found.seeds.empty()) out << "seeds = [";
  for (const std::uint64_t seed : found.seeds) out << seed << ',';
  if (!found.seeds.empty()) out << "]\n";
  const auto key = [](const std::string& name) {
    std::string text = toml_quoted(name);
    text.pop_back();
    return text;
  };
  out << "[fixed]\n";
  for (const auto& [name, value] : found.fixed) out << key(name) << " = " << toml_quoted(value);
  for (const auto& [title, axes] : {std::pair("[cross]\n", &found.cross), std::pair("[zip]\n", &found.zip)}) {
    out << title;
    for (const drive::Axis& axis : *axes) {
      out << key(axis.option) << " = [";
      for (const std::string& value : axis.values) out << key(value) << ", ";
      out << "]\n";
    }
  }
  const bool large = std::any_of(found.seeds.begin(), found.seeds.end(), [](auto n) { return n >> 63 != 0; });
  if (large) return;  // TOML's whole numbers end there
  const drive::Sweep back = drive::read_sweep(as_file(out.str()));
  demand(back.experiment == found.experiment && back.seeds == found.seeds && back.fixed == found.fixed &&
             back.cross.size() == found.cross.size() && back.zip.size() == found.zip.size(),
         "a sweep is written as it was read");
  double count = found.seeds.empty() ? 1 : static_cast<double>(found.seeds.size());
  for (const drive::Axis& axis : found.cross) count *= static_cast<double>(axis.values.size());
  if (count < 1000 && bytes.size() < 1000) demand(back.runs() == found.runs(), "and has the same runs");
}

void command(std::string_view bytes) {
  if (names_a_file(bytes)) return;
  std::vector<std::string> words;
  std::istringstream lines{std::string(bytes)};
  for (std::string line; std::getline(lines, line);) words.push_back(line);
  Settings settings;
  const run::Declare declare = [&](run::Options& options, run::Preset) { settings.declare(options); };
  const run::CommandLine line = run::parse_command_line(words, declare);
  const run::Options options = run::resolve(line, {}, declare);
  const record::Object found = options.resolved();
  Settings other;
  const run::Declare again = [&](run::Options& table, run::Preset) { other.declare(table); };
  const record::Object file = run::read_toml(as_file(run::toml_text(found)).string());
  demand(run::resolve({}, file, again).resolved() == found, "a resolved configuration resolves to itself");
}

}  // namespace verigan::fuzz
