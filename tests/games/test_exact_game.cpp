// SPDX-License-Identifier: MIT
// Games whose payoffs are of unlike size: what rounding would hide, rational arithmetic shows.
#include "games/exact_game.hpp"

#include <boost/multiprecision/cpp_int.hpp>
#include <cmath>
#include <set>

#include "games/dominance.hpp"
#include "games/matrix_game.hpp"
#include "support/catch.hpp"
#include "support/draws.hpp"
#include "support/error_of.hpp"

using namespace verigan;
using namespace verigan::games;

namespace {

using Rational = boost::multiprecision::cpp_rational;
using Rows = std::vector<std::vector<double>>;
using Exact = std::vector<Rational>;

Matrix<double> matrix(const Rows& rows) {
  Matrix<double> a(rows.size(), rows.front().size());
  for (std::size_t i = 0; i < rows.size(); ++i)
    for (std::size_t j = 0; j < rows[i].size(); ++j) a(i, j) = rows[i][j];
  return a;
}

/// The same game seen by the column player.
Matrix<double> turned(const Matrix<double>& a) {
  Matrix<double> other(a.cols(), a.rows());
  for (std::size_t i = 0; i < a.rows(); ++i)
    for (std::size_t j = 0; j < a.cols(); ++j) other(j, i) = -a(i, j);
  return other;
}

// Shapley & Snow (1950): every extreme optimal strategy solves the equations of some square part. So
// small games can be solved by trying all of them, slowly and without any simplex.

/// The solution of a square system, empty if singular.
Exact solved(std::vector<Exact> system) {
  const std::size_t n = system.size();
  for (std::size_t k = 0; k < n; ++k) {
    std::size_t pivot = k;
    while (pivot < n && system[pivot][k] == 0) ++pivot;
    if (pivot == n) return {};
    std::swap(system[k], system[pivot]);
    for (std::size_t i = 0; i < n; ++i) {
      if (i == k) continue;
      const Rational factor = system[i][k] / system[k][k];
      for (std::size_t j = k; j <= n; ++j) system[i][j] -= factor * system[k][j];
    }
  }
  Exact x(n);
  for (std::size_t k = 0; k < n; ++k) x[k] = system[k][n] / system[k][k];
  return x;
}

struct Extremes {
  Rational value;
  std::set<Exact> rows;  // the row player's extreme optimal strategies
};

/// x with xᵀ(these columns) = (v, …, v), Σx = 1, x = 0 outside these rows.
Exact equalising(const Matrix<double>& a, unsigned rows, unsigned columns) {
  std::vector<std::size_t> is, js;
  for (std::size_t i = 0; i < a.rows(); ++i)
    if (rows >> i & 1) is.push_back(i);
  for (std::size_t j = 0; j < a.cols(); ++j)
    if (columns >> j & 1) js.push_back(j);
  if (is.size() != js.size()) return {};
  const std::size_t n = is.size();
  std::vector<Exact> system(n + 1, Exact(n + 2));
  for (std::size_t k = 0; k < n; ++k) {
    for (std::size_t i = 0; i < n; ++i) system[k][i] = Rational(a(is[i], js[k]));
    system[k][n] = -1;
    system[n][k] = 1;
  }
  system[n][n + 1] = 1;
  const Exact part = solved(system);
  if (part.empty()) return {};
  Exact x(a.rows());
  for (std::size_t i = 0; i < n; ++i) x[is[i]] = part[i];
  for (const Rational& p : x)
    if (p < 0) return {};
  return x;
}

Extremes all_extremes(const Matrix<double>& a) {
  Extremes found;
  bool first = true;
  for (unsigned rows = 1; rows < 1u << a.rows(); ++rows)
    for (unsigned columns = 1; columns < 1u << a.cols(); ++columns) {
      const Exact x = equalising(a, rows, columns);
      if (x.empty()) continue;
      Rational secured;
      for (std::size_t j = 0; j < a.cols(); ++j) {
        Rational sum;
        for (std::size_t i = 0; i < a.rows(); ++i) sum += x[i] * Rational(a(i, j));
        if (j == 0 || sum < secured) secured = sum;
      }
      if (first || secured > found.value) found = {secured, {}};
      if (secured == found.value) found.rows.insert(x);
      first = false;
    }
  return found;
}

/// Whether x is the double nearest to the number, by exact distances to its neighbours.
bool is_nearest(double x, const Rational& number) {
  const auto distance = [&](double y) { return Rational(abs(Rational(y) - number)); };
  return distance(x) <= distance(std::nextafter(x, INFINITY)) &&
         distance(x) <= distance(std::nextafter(x, -INFINITY));
}

bool is_rounded(const std::vector<double>& strategy, const std::set<Exact>& extremes) {
  return std::any_of(extremes.begin(), extremes.end(), [&](const Exact& x) {
    for (std::size_t i = 0; i < x.size(); ++i)
      if (!is_nearest(strategy[i], x[i])) return false;
    return true;
  });
}

void check_against_all_extremes(const Matrix<double>& a) {
  const MatrixEquilibrium found = solve_matrix_game(a);
  const Extremes rows = all_extremes(a), columns = all_extremes(turned(a));
  CAPTURE(a.rows(), a.cols(), found.value);
  CHECK(rows.value == -columns.value);
  CHECK(found.exact);
  CHECK(is_nearest(found.value, rows.value));
  CHECK(is_rounded(found.row, rows.rows));
  CHECK(is_rounded(found.column, columns.rows));
  CHECK(found.several_rows == (rows.rows.size() > 1));
  CHECK(found.several_columns == (columns.rows.size() > 1));
}

struct Known {
  Rows payoffs;
  double value;
  std::vector<double> row, column;
};

void check_known(const Known& known) {
  for (const bool other_side : {false, true}) {
    const Matrix<double> a = matrix(known.payoffs);
    const auto found = solve_matrix_game(other_side ? turned(a) : a);
    CHECK(found.value == (other_side ? -known.value : known.value));
    CHECK(found.row == (other_side ? known.column : known.row));
    CHECK(found.column == (other_side ? known.row : known.column));
    CHECK(found.exact);
    CHECK_FALSE(found.several());
  }
}

}  // namespace

TEST_CASE("an illegal move may cost anything") {
  for (int k = 1; k <= 308; k += k < 12 ? 1 : 37) {
    const double fine = -std::pow(10, k);
    CAPTURE(k);
    check_known({{{3, -1}, {-2, 4}, {fine, fine}}, 1, {.6, .4, 0}, {.5, .5}});
    // Variations: not dominated, for it pays where nobody goes; forbidden to both players.
    check_known({{{3, -1, 9}, {-2, 4, 9}, {fine, fine, 10}}, 1, {.6, .4, 0}, {.5, .5, 0}});
    check_known({{{3, -1, -fine}, {-2, 4, -fine}, {fine, fine, 0}}, 1, {.6, .4, 0}, {.5, .5, 0}});
  }
}

TEST_CASE("payoffs from the smallest double to the largest") {
  const double least = 5e-324, most = 1.7e308;
  check_known({{{1e9, 0}, {0, 1}},
               1e9 / (1e9 + 1),
               {1 / (1e9 + 1), 1e9 / (1e9 + 1)},
               {1 / (1e9 + 1), 1e9 / (1e9 + 1)}});
  check_known({{{4 * least, 0}, {0, 4 * least}}, 2 * least, {.5, .5}, {.5, .5}});
  // Half of the least double is as near to 0 as to itself; 0 is even.
  check_known({{{least, 0}, {0, least}}, 0, {.5, .5}, {.5, .5}});
  check_known({{{3 * least, 0}, {0, 3 * least}}, 2 * least, {.5, .5}, {.5, .5}});  // 1.5: to even
  check_known({{{most, -most}, {-most, most}}, 0, {.5, .5}, {.5, .5}});
  check_known({{{most, 0}, {0, most}}, most / 2, {.5, .5}, {.5, .5}});
  check_known({{{0x1p1000, 0}, {0, 1}}, 1, {0x1p-1000, 1}, {0x1p-1000, 1}});
  check_known({{{1e300, 0}, {0, 1e-300}}, 1e-300, {0, 1}, {0, 1}});
  // All payoffs the same but for one in the last place.
  check_known({{{1e9, 1e9 - 1}, {1e9 - 1, 1e9 + 1}}, 1e9 - 1.0 / 3, {2. / 3, 1. / 3}, {2. / 3, 1. / 3}});
}

TEST_CASE("a row worse by the last bit is not another optimum, one worse by nothing is") {
  for (const double less : {1e-3, 1e-9, 1e-12, 0x1p-53}) {
    CHECK_FALSE(solve_matrix_game(matrix({{1, -1}, {-1, 1}, {-1, 1 - less}})).several());
    CHECK_FALSE(solve_matrix_game(matrix({{1, -1}, {1 - less, -1}, {-1, 1}})).several());
    CHECK_FALSE(solve_matrix_game(matrix({{1, -1, 1 + 2 * less}, {-1, 1, -1}})).several());
  }
  CHECK(solve_matrix_game(matrix({{1, -1}, {-1, 1}, {-1, 1}})).several_rows);
  CHECK(solve_matrix_game(matrix({{1, -1, 1}, {-1, 1, -1}})).several_columns);
}

TEST_CASE("small games have the value, the strategies and the uniqueness that all kernels give") {
  Draws draw(7);
  int several = 0;
  for (int k = 0; k < 160; ++k) {
    const int most = k % 4 == 1 ? 3 : 4;  // fractions of 2000 digits take their time
    const auto size = [&] { return static_cast<std::size_t>(draw.whole(1, most)); };
    const std::size_t rows = size(), columns = size();
    Matrix<double> a(rows, columns);
    for (std::size_t i = 0; i < rows; ++i)
      for (double& x : a.row(i)) {
        if (k % 4 == 0) x = draw.normal();
        else if (k % 4 == 1) x = draw.normal() * std::pow(10, draw.whole(-300, 300));
        else x = draw.whole(-1, 1) * (k % 4 == 2 ? 1 : std::pow(2, draw.whole(-1, 1) * 100));
      }
    check_against_all_extremes(a);
    several += solve_matrix_game(a).several();
  }
  CHECK(several > 25);
}

TEST_CASE("ten thousand integer and degenerate games over 20 decades have what all kernels give") {
  Draws draw(8);
  int several = 0;
  for (int k = 0; k < 10000; ++k) {
    const auto size = [&] { return static_cast<std::size_t>(draw.whole(1, k % 50 == 0 ? 4 : 3)); };
    const std::size_t rows = size(), columns = size();
    Matrix<double> a(rows, columns);
    for (std::size_t i = 0; i < rows; ++i)
      for (double& x : a.row(i)) x = draw.whole(-2, 2) * (k % 3 == 0 ? 1 : std::pow(10, draw.whole(-10, 10)));
    if (k % 4 == 3 && rows > 1)  // a row that is another one
      for (std::size_t j = 0; j < columns; ++j) a(rows - 1, j) = a(0, j);
    check_against_all_extremes(a);
    several += solve_matrix_game(a).several();
  }
  CHECK(several > 2000);
}

TEST_CASE("any guess leads to the same exact answer") {
  Draws draw(9);
  Matrix<double> a(9, 8);
  for (std::size_t i = 0; i < a.rows(); ++i)
    for (double& x : a.row(i)) x = draw.normal();
  const auto from = [&a](std::vector<std::size_t> rows, std::vector<std::size_t> columns) {
    return detail::solve_exactly(a, std::move(rows), std::move(columns)).value();
  };
  const auto one = from({0}, {0}), other = from({8}, {7}),
             all = from({0, 1, 2, 3, 4, 5, 6, 7, 8}, {0, 1, 2, 3, 4, 5, 6, 7}),
             lopsided = from({5, 2}, {7, 1, 0, 4});
  for (const auto& found : {other, all, lopsided}) {
    CHECK(found.value == one.value);
    CHECK(found.row == one.row);
    CHECK(found.column == one.column);
    CHECK_FALSE(found.several_rows);
  }
  CHECK_FALSE(detail::solve_exactly(a, {0}, {0}, 1e-6).has_value());  // not in a microsecond
}

TEST_CASE("the exploitability of doubles is exact, however large the payoffs") {
  const Matrix<double> a = matrix({{1e300, 0}, {0, 1}});
  const std::vector<double> even{.5, .5}, uneven{.25, .25};  // weights need not sum to 1
  CHECK(detail::exact_exploitability(a, even, even) == 5e299);
  CHECK(detail::exact_exploitability(a, uneven, even) == 5e299);
  const std::vector<double> second{0, 1};
  CHECK(detail::exact_exploitability(a, second, second) == 1);
  CHECK(detail::exact_exploitability(matrix({{3, -2}, {-5, 4}}), even, even) == 1.5);
}

TEST_CASE("dominated actions go, over and over, and nothing else") {
  using Indices = std::vector<std::size_t>;
  // Column 3 falls to column 1; then row 3, strong there alone, to row 1; then nothing more.
  const auto left = detail::undominated(matrix({{3, -1, 5}, {-2, 4, 9}, {2, -2, 99}}));
  CHECK(left.rows == Indices{0, 1});
  CHECK(left.columns == Indices{0, 1});
  const auto ties = detail::undominated(matrix({{1, 0}, {1, 2}}));  // equal somewhere: both stay
  CHECK(ties.rows == Indices{0, 1});
  CHECK(ties.columns == Indices{0, 1});
  CHECK(detail::undominated(matrix({{0, 1, 2}, {1, 2, 3}, {2, 3, 4}})).rows == Indices{2});
}

TEST_CASE("a game too large for rational arithmetic says so and is certified in doubles") {
  Draws draw(4);
  Matrix<double> a(120, 120);
  for (std::size_t i = 0; i < a.rows(); ++i)
    for (double& x : a.row(i)) x = 1e6 + draw.normal();
  const auto found = solve_matrix_game(a);
  CHECK_FALSE(found.exact);
  CHECK_FALSE(found.several());
  CHECK(found.exploitability < 1e-8);
  const auto proof = certify(a, found.row, found.column);
  CHECK(proof.lower <= found.value);
  CHECK(found.value <= proof.upper);
}
