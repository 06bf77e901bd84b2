// SPDX-License-Identifier: MIT
// verigan solve: an equilibrium of a zero-sum matrix game, with its certificate.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "cli/command.hpp"
#include "cli/text.hpp"
#include "core/check.hpp"
#include "core/matrix.hpp"
#include "games/matrix_game.hpp"
#include "record/csv.hpp"
#include "record/file.hpp"

namespace verigan::cli {
namespace {

struct Options {
  std::string matrix, select = "any";
  bool json = false;
};

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(" \t\r");
  if (first == std::string::npos) return "";
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

/// One row of payoffs; `place` is "FILE:LINE".
std::vector<double> payoffs_of(const std::string& line, const std::string& place) {
  std::vector<double> row;
  std::string rest = line + ',';
  for (std::size_t comma; (comma = rest.find(',')) != std::string::npos; rest.erase(0, comma + 1)) {
    const std::string cell = trimmed(rest.substr(0, comma));
    double payoff = 0;
    require(record::parse_number(cell, payoff) && std::isfinite(payoff), place, ": '",
            cell.substr(0, 40), "' in column ", row.size() + 1, ", expected a finite number");
    row.push_back(payoff);
  }
  return row;
}

/// Rows of numbers separated by commas; blank lines and lines that start with # are left out.
Matrix<double> read_payoffs(const std::string& file) {
  std::istringstream text(record::read_file(file));
  std::vector<std::vector<double>> rows;
  std::size_t number = 0;
  for (std::string line; std::getline(text, line);) {
    ++number;
    line = trimmed(line);
    if (line.empty() || line.front() == '#') continue;
    const std::string place = message(file, ":", number);
    rows.push_back(payoffs_of(line, place));
    require(rows.back().size() == rows.front().size(), place, ": ", rows.back().size(),
            " payoffs, expected ", rows.front().size(), " as in the first row");
  }
  require(!rows.empty(), file, ": no payoffs, expected rows of numbers separated by commas");
  Matrix<double> payoffs(rows.size(), rows.front().size());
  for (std::size_t i = 0; i < rows.size(); ++i)
    std::copy(rows[i].begin(), rows[i].end(), payoffs.row(i).begin());
  return payoffs;
}

const char* name_of(games::Selection selection) {
  return selection == games::Selection::any ? "any" : "max-entropy";
}

std::string as_json(const games::MatrixEquilibrium& found) {
  nlohmann::ordered_json document;
  document["value"] = found.value;
  document["row_strategy"] = found.row;
  document["column_strategy"] = found.column;
  document["exploitability"] = found.exploitability;
  document["exact"] = found.exact;
  if (found.exact) document["several_equilibria"] = found.several();
  else document["several_equilibria"] = nullptr;  // not known
  document["select"] = name_of(found.selected);
  return document.dump(2);
}

void print_strategy(const char* player, const std::vector<double>& strategy) {
  constexpr std::size_t kShown = 40;
  std::printf("\n%s\n", player);
  std::size_t shown = 0, played = 0;
  for (std::size_t i = 0; i < strategy.size(); ++i) {
    if (strategy[i] <= 0) continue;
    if (++played > kShown) continue;
    ++shown;
    std::string bar;
    for (long k = std::lround(40 * strategy[i]); k > 0; --k) bar += "█";
    std::printf("  %s%s%s\n", padded(message(i + 1), 7).c_str(),
                padded(formatted("%.12g", strategy[i]), 20).c_str(), bar.c_str());
  }
  if (played > shown) std::printf("  (and %zu more)\n", played - shown);
  if (played < strategy.size())
    std::printf("  never: %zu of %zu\n", strategy.size() - played, strategy.size());
}

void print_uniqueness(const games::MatrixEquilibrium& found, games::Selection wanted) {
  if (!found.exact) {
    std::puts("\nWhether there are other equilibria is not known.");
    return;
  }
  if (!found.several()) {
    std::puts("\nThere is no other equilibrium.");
    return;
  }
  const char* whose = found.several_rows && found.several_columns ? "Both players have"
                      : found.several_rows                        ? "The row player has"
                                                                  : "The column player has";
  const char* which = found.selected == games::Selection::max_entropy
                          ? "This is the most even one, of largest entropy."
                      : wanted == games::Selection::max_entropy
                          ? "This is one of them; the most even one was not found to 1e-9."
                          : "This is one of them; --select max-entropy picks the most even one.";
  std::printf("\n%s other optimal strategies; the value is the same for all.\n%s\n", whose, which);
}

void print(const games::MatrixEquilibrium& found, games::Selection wanted) {
  std::printf("value           %.15g to the row player%s\n", found.value,
              found.exact ? ", exact" : formatted(" ± %.1e", found.exploitability / 2).c_str());
  std::printf("exploitability  %.1e: no player gains more by any other strategy\n",
              found.exploitability);
  const bool rounded = found.exact && (!found.several() || found.selected == games::Selection::any);
  std::printf("proved          %s\n",
              !found.exact ? "in doubles; too many actions in play for rational arithmetic"
              : rounded    ? "in rational arithmetic; printed are its numbers, rounded"
                           : "in rational arithmetic, but for the choice of the most even strategies");
  print_strategy("Row player (maximises)", found.row);
  print_strategy("Column player (minimises)", found.column);
  print_uniqueness(found, wanted);
}

int run(const Options& options) {
  const games::Selection selection = games::selection_of(options.select);
  const Matrix<double> payoffs = read_payoffs(options.matrix);
  const games::MatrixEquilibrium found = games::solve_matrix_game(payoffs, selection);
  if (options.json) {
    std::puts(as_json(found).c_str());
  } else {
    print(found, selection);
  }
  return 0;
}

}  // namespace

Action solve_command(CLI::App& app) {
  auto options = std::make_shared<Options>();
  app.add_option("--matrix", options->matrix,
                 "CSV file without a header: payoffs to the row player, who maximises; "
                 "each is taken as the nearest double")
      ->required();
  app.add_option("--select", options->select, "Which of several equilibria: any or max-entropy")
      ->capture_default_str();
  app.add_flag("--json", options->json, "Print one JSON object");
  app.footer("Example: printf '0,-1,1\\n1,0,-1\\n-1,1,0\\n' > rps.csv; verigan solve --matrix rps.csv");
  return [options] { return run(*options); };
}

}  // namespace verigan::cli
