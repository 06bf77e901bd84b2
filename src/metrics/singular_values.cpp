// SPDX-License-Identifier: MIT
#include "metrics/singular_values.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <utility>

#include "core/check.hpp"

namespace verigan::metrics {

namespace {

constexpr double kUnit = 0x1p-53;

/// Element i belongs to chain i mod 8; the chains are added as a tree.
double dot(const double* __restrict x, const double* __restrict y, std::size_t n) {
  std::array<double, 8> chain{};
  std::size_t i = 0;
  for (; i + 8 <= n; i += 8)
    for (std::size_t k = 0; k < 8; ++k) chain[k] += x[i + k] * y[i + k];
  for (std::size_t k = 0; i + k < n; ++k) chain[k] += x[i + k] * y[i + k];
  return ((chain[0] + chain[4]) + (chain[2] + chain[6])) +
         ((chain[1] + chain[5]) + (chain[3] + chain[7]));
}

double squared_norm(const double* x, std::size_t n) { return dot(x, x, n); }

/// x ← c·x − s·y, y ← s·x + c·y.
void rotate(double* __restrict x, double* __restrict y, std::size_t n, double c, double s) {
  for (std::size_t i = 0; i < n; ++i) {
    const double a = x[i], b = y[i];
    x[i] = c * a - s * b;
    y[i] = s * a + c * b;
  }
}

/// Makes rows p and q of v orthogonal. False when they are already, to rounding, or when the square of one
/// is at most `nothing`: what is left of a row that was a multiple of another has no direction.
bool make_orthogonal(Matrix<double>& v, std::size_t p, std::size_t q, double nothing) {
  const std::size_t n = v.cols();
  double* x = v.row(p).data();
  double* y = v.row(q).data();
  const double xx = squared_norm(x, n), yy = squared_norm(y, n), xy = dot(x, y, n);
  const double level = static_cast<double>(n) * kUnit;
  if (std::min(xx, yy) <= nothing) return false;
  if (!(std::abs(xy) > level * (std::sqrt(xx) * std::sqrt(yy)))) return false;
  const double zeta = (yy - xx) / (2 * xy);
  const double t = (zeta < 0 ? -1 : 1) / (std::abs(zeta) + std::sqrt(1 + zeta * zeta));
  const double c = 1 / std::sqrt(1 + t * t);
  rotate(x, y, n, c, c * t);
  return true;
}

/// The rows of m, or its columns where these are fewer.
Matrix<double> shorter_side(const Matrix<double>& m) {
  if (m.rows() <= m.cols()) return m;
  Matrix<double> t(m.cols(), m.rows());
  for (std::size_t i = 0; i < m.rows(); ++i)
    for (std::size_t j = 0; j < m.cols(); ++j) t(j, i) = m(i, j);
  return t;
}

}  // namespace

SemidefiniteRoot semidefinite_root(const Matrix<double>& s) {
  const std::size_t d = s.rows();
  ensure(s.cols() == d, "a covariance matrix is square");
  std::vector<double> left(d);  // diagonal of S − RᵀR
  for (std::size_t j = 0; j < d; ++j) {
    left[j] = s(j, j);
    require(left[j] >= 0 && std::isfinite(left[j]), "variance ", left[j], " of feature ", j,
            ", expected a finite number of at least 0");
  }
  const double largest = d == 0 ? 0 : *std::ranges::max_element(left);
  const double level = 2 * static_cast<double>(d) * kUnit * largest;
  SemidefiniteRoot found{0, Matrix<double>(d, d)};
  Matrix<double>& r = found.root;
  for (; found.rank < d; ++found.rank) {
    const auto p = static_cast<std::size_t>(std::ranges::max_element(left) - left.begin());
    if (!(left[p] > level)) break;
    const std::size_t k = found.rank;
    const auto row = r.row(k);
    for (std::size_t j = 0; j < d; ++j) row[j] = s(p, j);
    for (std::size_t l = 0; l < k; ++l) {
      const double factor = r(l, p);
      for (std::size_t j = 0; j < d; ++j) row[j] -= factor * r(l, j);
    }
    const double pivot = std::sqrt(left[p]);
    for (std::size_t j = 0; j < d; ++j) {
      // Columns that have been pivots have nothing left but rounding.
      row[j] = left[j] > 0 ? row[j] / pivot : 0;
      left[j] = std::max(left[j] - row[j] * row[j], 0.0);
    }
    row[p] = pivot;
    left[p] = 0;
  }
  Matrix<double> root(found.rank, d);
  for (std::size_t k = 0; k < found.rank; ++k) std::ranges::copy(r.row(k), root.row(k).begin());
  r = std::move(root);
  return found;
}

Matrix<double> product_transposed(const Matrix<double>& a, const Matrix<double>& b) {
  ensure(a.cols() == b.cols(), "factors of one width");
  Matrix<double> out(a.rows(), b.rows());
  for (std::size_t i = 0; i < a.rows(); ++i)
    for (std::size_t j = 0; j < b.rows(); ++j)
      out(i, j) = dot(a.row(i).data(), b.row(j).data(), a.cols());
  return out;
}

std::vector<double> singular_values(const Matrix<double>& m) {
  Matrix<double> v = shorter_side(m);
  constexpr int kMostSweeps = 64;  // some ten are needed: the last ones converge quadratically
  double squares = 0;
  for (std::size_t p = 0; p < v.rows(); ++p) squares += squared_norm(v.row(p).data(), v.cols());
  const double nothing = kUnit * kUnit * squares;
  bool rotated = true;
  for (int sweep = 0; rotated; ++sweep) {
    ensure(sweep < kMostSweeps, "Jacobi rotations converge");
    rotated = false;
    for (std::size_t p = 0; p + 1 < v.rows(); ++p)
      for (std::size_t q = p + 1; q < v.rows(); ++q) rotated |= make_orthogonal(v, p, q, nothing);
  }
  std::vector<double> values;
  for (std::size_t p = 0; p < v.rows(); ++p)
    values.push_back(std::sqrt(squared_norm(v.row(p).data(), v.cols())));
  std::ranges::sort(values, std::greater<>());
  return values;
}

}  // namespace verigan::metrics
