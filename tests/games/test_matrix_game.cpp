// SPDX-License-Identifier: MIT
#include "games/matrix_game.hpp"

#include <algorithm>
#include <cmath>

#include "games/linear_program.hpp"
#include "support/catch.hpp"
#include "support/draws.hpp"
#include "support/error_of.hpp"

using namespace verigan;
using namespace verigan::games;

namespace {

Matrix<double> matrix(const std::vector<std::vector<double>>& rows) {
  Matrix<double> a(rows.size(), rows.front().size());
  for (std::size_t i = 0; i < rows.size(); ++i)
    for (std::size_t j = 0; j < rows[i].size(); ++j) a(i, j) = rows[i][j];
  return a;
}

/// Exploitability by the definition, in long double.
long double gap(const Matrix<double>& a, const MatrixEquilibrium& e) {
  long double best_row = -INFINITY, best_column = INFINITY;
  for (std::size_t i = 0; i < a.rows(); ++i) {
    long double sum = 0;
    for (std::size_t j = 0; j < a.cols(); ++j) sum += static_cast<long double>(a(i, j)) * e.column[j];
    best_row = std::max(best_row, sum);
  }
  for (std::size_t j = 0; j < a.cols(); ++j) {
    long double sum = 0;
    for (std::size_t i = 0; i < a.rows(); ++i) sum += static_cast<long double>(a(i, j)) * e.row[i];
    best_column = std::min(best_column, sum);
  }
  return best_row - best_column;
}

void check_equilibrium(const Matrix<double>& a, Selection selection) {
  const MatrixEquilibrium e = solve_matrix_game(a, selection);
  double size = 0;
  for (std::size_t i = 0; i < a.rows(); ++i)
    for (const double x : a.row(i)) size = std::max(size, std::abs(x));
  for (const auto& strategy : {e.row, e.column}) {
    double sum = 0;
    for (const double x : strategy) {
      CHECK(x >= 0);
      sum += x;
    }
    CHECK(std::abs(sum - 1) < 1e-14);
  }
  CHECK(gap(a, e) <= 1e-9L * size);
  CHECK(std::abs(static_cast<double>(gap(a, e)) - e.exploitability) <= 1e-13 * size);
  CHECK(e.exact);
  // The transposed, negated game is the same game seen from the other side.
  Matrix<double> turned(a.cols(), a.rows());
  for (std::size_t i = 0; i < a.rows(); ++i)
    for (std::size_t j = 0; j < a.cols(); ++j) turned(j, i) = -a(i, j);
  CHECK(std::abs(solve_matrix_game(turned, selection).value + e.value) <= 1e-9 * size);
}

double entropy(const std::vector<double>& x) {
  double sum = 0;
  for (const double p : x) sum -= p > 0 ? p * std::log(p) : 0;
  return sum;
}

}  // namespace

TEST_CASE("games everybody knows") {
  const auto pennies = solve_matrix_game(matrix({{1, -1}, {-1, 1}}));
  CHECK(std::abs(pennies.value) < 1e-15);
  CHECK(pennies.row[0] == Approx(0.5));
  CHECK(pennies.column[1] == Approx(0.5));
  CHECK_FALSE(pennies.several());
  const auto scissors = solve_matrix_game(matrix({{0, -1, 1}, {1, 0, -1}, {-1, 1, 0}}));
  CHECK(std::abs(scissors.value) < 1e-15);
  for (const double p : scissors.row) CHECK(p == Approx(1.0 / 3).epsilon(1e-14));
  CHECK_FALSE(scissors.several());
  // 2 × 2 without a saddle point: (ad − bc)/(a + d − b − c).
  const auto mixed = solve_matrix_game(matrix({{3, -2}, {-5, 4}}));
  CHECK(mixed.value == Approx(2.0 / 14).epsilon(1e-14));
  CHECK(mixed.row[0] == Approx(9.0 / 14).epsilon(1e-14));
  CHECK(mixed.column[0] == Approx(6.0 / 14).epsilon(1e-14));
  // A saddle point: row 2, column 1.
  const auto saddle = solve_matrix_game(matrix({{1, 5}, {2, 9}, {0, 7}}));
  CHECK(saddle.value == Approx(2));
  CHECK(saddle.row[1] == 1);
  CHECK(saddle.column[0] == 1);
  // Diagonal d: the value is 1/Σ 1/d.
  const auto diagonal = solve_matrix_game(matrix({{2, 0, 0}, {0, 3, 0}, {0, 0, 6}}));
  CHECK(diagonal.value == Approx(1).epsilon(1e-14));
  CHECK(diagonal.row[0] == Approx(0.5).epsilon(1e-14));
}

TEST_CASE("random, integer, rectangular and badly scaled games are certified") {
  Draws draw(11);
  const auto size = [&] { return static_cast<std::size_t>(draw.whole(1, 14)); };
  for (int k = 0; k < 150; ++k) {
    const std::size_t rows = size(), columns = size();
    Matrix<double> a(rows, columns);
    const double scale = std::pow(10.0, 4 * draw.normal()), shift = k % 5 == 0 ? 100 * scale : 0;
    for (std::size_t i = 0; i < a.rows(); ++i)
      for (double& x : a.row(i))
        x = k % 2 == 0 ? scale * draw.normal() + shift : draw.whole(-2, 2);
    CAPTURE(k, a.rows(), a.cols());
    check_equilibrium(a, k % 3 == 0 ? Selection::max_entropy : Selection::any);
  }
  for (const double huge : {1e308, 1e-308, 1e-320}) {
    const Matrix<double> a = matrix({{huge, -huge}, {-huge, huge}});
    CHECK(solve_matrix_game(a).row[0] == Approx(0.5).epsilon(1e-9));
  }
}

TEST_CASE("several equilibria are noticed, one is not taken for several") {
  CHECK(solve_matrix_game(matrix({{7}})).several() == false);
  const auto constant = solve_matrix_game(matrix({{4, 4}, {4, 4}}));
  CHECK(constant.value == 4);
  CHECK(constant.several_rows);
  CHECK(constant.several_columns);
  // A row played twice: the row player can share the weight as it likes.
  const auto doubled = solve_matrix_game(matrix({{1, -1}, {1, -1}, {-1, 1}}));
  CHECK(doubled.several_rows);
  CHECK_FALSE(doubled.several_columns);
  // Columns 1 and 2 tie only where row 1 is played for sure.
  const auto weak = solve_matrix_game(matrix({{0, 0}, {-1, -2}}));
  CHECK_FALSE(weak.several_rows);
  CHECK(weak.several_columns);
  // Optimal are all x with ¼ ≤ x₁ ≤ ¾: no vertex has a probability 0, slacks alone can tell.
  CHECK(solve_matrix_game(matrix({{0, 3, -1}, {0, -1, 3}})).several_rows);
  Draws draw(5);
  for (int k = 0; k < 40; ++k) {  // generic games have one
    Matrix<double> a(9, 7);
    for (std::size_t i = 0; i < 9; ++i)
      for (double& x : a.row(i)) x = draw.normal();
    CHECK_FALSE(solve_matrix_game(a).several());
  }
}

TEST_CASE("the equilibrium of largest entropy") {
  const auto widest = [](const Matrix<double>& a) {
    return solve_matrix_game(a, Selection::max_entropy);
  };
  const auto constant = widest(matrix({{4, 4, 4}, {4, 4, 4}}));
  for (const double p : constant.row) CHECK(p == Approx(0.5).epsilon(1e-10));
  for (const double p : constant.column) CHECK(p == Approx(1.0 / 3).epsilon(1e-10));
  const auto doubled = widest(matrix({{1, -1}, {1, -1}, {-1, 1}}));
  CHECK(doubled.row[0] == Approx(0.25).epsilon(1e-9));
  CHECK(doubled.row[1] == Approx(0.25).epsilon(1e-9));
  // Optimal: all x with x₁ ≥ 3(x₂ + x₃), so the uniform one is cut off: (¾, ⅛, ⅛).
  const auto cut = widest(matrix({{0, 1}, {0, -3}, {0, -3}}));
  CHECK(cut.value == 0);
  CHECK(cut.row[0] == Approx(0.75).epsilon(1e-8));
  CHECK(cut.row[1] == Approx(0.125).epsilon(1e-8));
  CHECK(cut.exploitability <= 3e-9);
  // Optimal: 3x₁ = x₂. Largest entropy: x ∝ e^{λ(3, −1, 0)} with 3e^{3λ} = e^{−λ}.
  const auto tilted = widest(matrix({{3, -3}, {-1, 1}, {0, 0}}));
  const double low = std::pow(3, -0.75), high = std::pow(3, 0.25);
  CHECK(tilted.row[0] == Approx(low / (low + high + 1)).epsilon(1e-9));
  CHECK(tilted.row[1] == Approx(high / (low + high + 1)).epsilon(1e-9));
  // Row 3 can never be played; between rows 1 and 2 any share.
  const auto forced = widest(matrix({{1, 1}, {1, 1}, {0, 0}}));
  CHECK(forced.row[0] == Approx(0.5).epsilon(1e-10));
  CHECK(forced.row[2] == 0);
  // Never less entropy than the vertex, on degenerate integer games.
  Draws draw(3);
  const auto size = [&] { return static_cast<std::size_t>(draw.whole(2, 9)); };
  int several = 0;
  for (int k = 0; k < 150; ++k) {
    const std::size_t rows = size(), columns = size();
    Matrix<double> a(rows, columns);
    for (std::size_t i = 0; i < a.rows(); ++i)
      for (double& x : a.row(i)) x = draw.whole(-1, 1);
    const auto any = solve_matrix_game(a), wide = widest(a);
    several += any.several();
    CHECK(std::abs(any.value - wide.value) < 1e-9);
    CHECK(entropy(wide.row) >= entropy(any.row) - 1e-9);
    CHECK(entropy(wide.column) >= entropy(any.column) - 1e-9);
    // It does not depend on the order of the actions.
    Matrix<double> reversed(a.rows(), a.cols());
    for (std::size_t i = 0; i < a.rows(); ++i)
      for (std::size_t j = 0; j < a.cols(); ++j)
        reversed(i, j) = a(a.rows() - 1 - i, a.cols() - 1 - j);
    const auto back = widest(reversed);
    for (std::size_t i = 0; i < a.rows(); ++i)
      CHECK(std::abs(back.row[a.rows() - 1 - i] - wide.row[i]) < 1e-6);
  }
  CHECK(several > 50);
}

TEST_CASE("a tiny probability belongs to the strategy of largest entropy, or none is said to be it") {
  // Optimal: x₁ = ε(x₂ + x₃) and x₄ = x₅. Without row 1 they secure the value to 1e-9 of the payoffs, and
  // are not it.
  for (const double e : {1e-2, 1e-5, 1e-7, 1e-9, 1e-10, 1e-11, 1e-12, 1e-13, 1e-15}) {
    INFO("ε = " << e);
    const auto found = solve_matrix_game(matrix({{1, -1, 0, 0}, {-e, e, 0, 0}, {-e, e, 0, 0}, {0, 0, 1, -1}, {0, 0, -1, 1}}),
                                         Selection::max_entropy);
    if (e >= 1e-7) REQUIRE(found.selected == Selection::max_entropy);
    if (found.selected == Selection::any) continue;
    CHECK(std::abs(found.row[0] - e * (found.row[1] + found.row[2])) <= 1e-6 * e + 1e-12);
    CHECK(found.row[1] == Approx(found.row[2]).epsilon(1e-6));
  }
}

TEST_CASE("mistakes in matrix games are one line") {
  CHECK(is_one_line(error_of([] { solve_matrix_game(Matrix<double>()); })));
  CHECK(error_of([] { solve_matrix_game(matrix({{1, NAN}})); }).find("column 2") !=
        std::string::npos);
  CHECK(is_one_line(error_of([] { solve_matrix_game(matrix({{INFINITY}})); })));
  CHECK(is_one_line(error_of([] { solve_matrix_game(Matrix<double>(5001, 1)); })));
  CHECK(is_one_line(error_of([] { certify(matrix({{1, 2}}), std::vector<double>{1},
                                          std::vector<double>{1}); })));
  CHECK(selection_of("Max_Entropy") == Selection::max_entropy);
  CHECK(error_of([] { selection_of("maxent"); }).find("'max-entropy'?") != std::string::npos);
}

TEST_CASE("linear programs: optimum, duals, no solution, no bound") {
  // max 3x + 2y, x + y ≤ 4, x + 3y ≤ 9, x ≤ 3: x = 3, y = 1, duals 2 and 0.
  LinearProgram program;
  const auto x = program.variable(3, 0, 3), y = program.variable(2);
  const auto first = program.row(-kInfinity, 4);
  const auto second = program.row(-kInfinity, 9);
  program.set(first, x, 1), program.set(first, y, 1);
  program.set(second, x, 1), program.set(second, y, 3);
  const auto solution = program.solve();
  CHECK(solution.value == Approx(11));
  CHECK(solution.x[x] == Approx(3));
  CHECK(solution.x[y] == Approx(1));
  CHECK(solution.duals[first] == Approx(2));
  CHECK(std::abs(solution.duals[second]) < 1e-12);
  LinearProgram unbounded;
  unbounded.variable(1);
  unbounded.set(unbounded.row(0, kInfinity), 0, 1);
  CHECK(error_of([&] { unbounded.solve(); }).find("unbounded") != std::string::npos);
  LinearProgram empty;
  empty.variable(1);
  empty.set(empty.row(-2, -1), 0, 1);
  CHECK(error_of([&] { empty.solve(); }).find("no solution") != std::string::npos);
}
