// SPDX-License-Identifier: MIT
// verigan solve: an equilibrium of a zero-sum matrix game, with its certificate.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "cli/command.hpp"
#include "core/check.hpp"
#include "core/matrix.hpp"
#include "core/number_table.hpp"
#include "core/text.hpp"
#include "games/matrix_game.hpp"

namespace verigan::cli {
namespace {

struct Options {
  std::string matrix, select = "any";
  bool json = false;
};

/// The payoffs in a file of numbers without a header (core/delimited.hpp says how it may look).
Matrix<double> read_payoffs(const std::string& file) {
  const NumberTable table = numbers_of(read_delimited(file), Header::none);
  require(!table.rows.empty(), file, ": no payoffs, expected rows of numbers separated by commas");
  const std::size_t columns = table.rows.front().numbers.size();
  Matrix<double> payoffs(table.rows.size(), columns);
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    const auto& [line, row] = table.rows[i];
    require(row.size() == columns, file, ":", line, ": ", row.size(), " payoffs, expected ",
            columns, " as in the first row");
    for (std::size_t j = 0; j < columns; ++j)
      require(std::isfinite(row[j]), file, ":", line, ": '", row[j], "' in column ", j + 1,
              ", expected a finite number");
    std::copy(row.begin(), row.end(), payoffs.row(i).begin());
  }
  print_warnings(table.warnings);
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

Action solve_command(Arguments& arguments) {
  auto options = std::make_shared<Options>();
  arguments.add("--matrix", options->matrix,
                 "File of rows of numbers (CSV), no header: payoffs to the row player, who "
                 "maximises; each is taken as the nearest double")
      .required();
  arguments.add("--select", options->select, "Which of several equilibria: any or max-entropy")
      .shows_default();
  arguments.flag("--json", options->json, "Print one JSON object");
  arguments.footer("Example: printf '0,-1,1\\n1,0,-1\\n-1,1,0\\n' > rps.csv; verigan solve --matrix rps.csv");
  return [options] { return run(*options); };
}

}  // namespace verigan::cli
