// SPDX-License-Identifier: MIT
#include "games/spectrum.hpp"

#include <Eigen/Eigenvalues>
#include <algorithm>

#include "core/check.hpp"
#include "core/constants.hpp"

namespace verigan::games {
namespace {

// Between these the fourth powers that the formulas hold neither overflow nor vanish.
constexpr double kSmallest = 1e-35, kLargest = 1e35;

/// A set of coordinates that the rest does not touch; the first player's come first.
struct Block {
  Eigen::MatrixXd j;
  Eigen::Index first = 0;
  Eigen::Index size() const { return j.rows(); }
};

std::vector<Block> blocks_of(const Linearisation& linear) {
  const Matrix<double>& j = linear.jacobian;
  const std::size_t n = j.rows();
  require(n > 0 && j.cols() == n, "a Jacobian of ", n, " rows and ", j.cols(),
          " columns, expected a square one");
  std::vector<std::size_t> block(n);
  for (std::size_t i = 0; i < n; ++i) block[i] = i;
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t k = 0; k < n; ++k) {
      require(std::isfinite(j(i, k)), "the Jacobian's entry ", j(i, k), " at row ", i, ", column ",
              k, ", expected a finite number");
      require(j(i, k) == 0 || (std::abs(j(i, k)) >= kSmallest && std::abs(j(i, k)) <= kLargest),
              "the Jacobian's entry ", j(i, k), " at row ", i, ", column ", k,
              ", expected 0 or a size from ", kSmallest, " to ", kLargest);
      if (j(i, k) == 0 || block[i] == block[k]) continue;
      const std::size_t joined = std::min(block[i], block[k]), other = std::max(block[i], block[k]);
      std::replace(block.begin(), block.end(), other, joined);
    }
  std::vector<Block> blocks;
  for (std::size_t b = 0; b < n; ++b) {
    std::vector<std::size_t> members;
    for (std::size_t i = 0; i < n; ++i)
      if (block[i] == b) members.push_back(i);
    if (members.empty()) continue;
    const auto size = static_cast<Eigen::Index>(members.size());
    Block found{Eigen::MatrixXd(size, size), 0};
    for (Eigen::Index i = 0; i < size; ++i) {
      const std::size_t from = members[static_cast<std::size_t>(i)];
      if (from < linear.first) ++found.first;
      for (Eigen::Index k = 0; k < size; ++k)
        found.j(i, k) = j(from, members[static_cast<std::size_t>(k)]);
    }
    blocks.push_back(std::move(found));
  }
  return blocks;
}

/// a·b + c·d with one rounding of the sum's parts (Kahan; Jeannerod, Louvet & Muller 2013).
double sum_of_products(double a, double b, double c, double d) {
  const double product = c * d;
  const double lost = std::fma(c, d, -product);
  return std::fma(a, b, product) + lost;
}

/// The roots of λ² − 2mλ + det, from m, disc = m² − det and det; each to full relative accuracy.
std::array<Complex, 2> roots(double m, double disc, double det) {
  if (disc < 0) return {Complex{m, -std::sqrt(-disc)}, Complex{m, std::sqrt(-disc)}};
  const double larger = m + std::copysign(std::sqrt(disc), m);  // in size
  const double other = larger == 0 ? 0 : det / larger;
  return {Complex{larger, 0}, Complex{other, 0}};
}

std::vector<Complex> eigenvalues_of(const Eigen::MatrixXd& a) {
  if (a.rows() == 1) return {{a(0, 0), 0}};
  if (a.rows() == 2) {
    const double half = (a(0, 0) - a(1, 1)) / 2;
    const auto pair =
        roots((a(0, 0) + a(1, 1)) / 2, sum_of_products(half, half, a(0, 1), a(1, 0)),
              sum_of_products(a(0, 0), a(1, 1), -a(0, 1), a(1, 0)));
    return {pair[0], pair[1]};
  }
  const Eigen::EigenSolver<Eigen::MatrixXd> solver(a, false);
  const auto& found = solver.eigenvalues();
  return {found.data(), found.data() + found.size()};
}

double spectral_radius(const Eigen::MatrixXd& a) {
  double largest = 0;
  for (const Complex& value : eigenvalues_of(a)) largest = std::max(largest, std::abs(value));
  return largest;
}

/// J − c·JᵀJ, the Jacobian of the consensus field at an equilibrium.
Eigen::MatrixXd consensus_jacobian(const Eigen::MatrixXd& j, double strength) {
  return j - strength * (j.transpose() * j);
}

Eigen::MatrixXd alternating_matrix(const Block& block, const StepRule& rule) {
  const Eigen::Index n = block.size();
  const auto identity = Eigen::MatrixXd::Identity(n, n);
  Eigen::MatrixXd x = identity, y = identity, all = identity;
  x.topRows(block.first) += rule.step * block.j.topRows(block.first);
  y.bottomRows(n - block.first) += rule.step * block.j.bottomRows(n - block.first);
  for (int k = 0; k < rule.first_updates; ++k) all = x * all;
  for (int k = 0; k < rule.second_updates; ++k) all = y * all;
  return all;
}

bool is_plain_pair(const Block& block, const StepRule& rule) {
  return block.size() == 2 && block.first == 1 && rule.first_updates == 1 &&
         rule.second_updates == 1;
}

/// The largest modulus of the roots of r² − (1 + 2z)r + z: an optimistic step along one eigenvector,
/// z = hλ.
double optimistic_modulus(Complex z) {
  const Complex sum = 1.0 + 2.0 * z, root = std::sqrt(1.0 + 4.0 * z * z);
  return std::max(std::abs(sum + root), std::abs(sum - root)) / 2;
}

double modulus(Method method, Complex z) {
  switch (method) {
    case Method::extragradient: return std::abs(1.0 + z + z * z);
    case Method::optimistic: return optimistic_modulus(z);
    case Method::proximal: return 1 / std::abs(1.0 - z);
    default: return std::abs(1.0 + z);
  }
}

/// Alternating steps of two coupled numbers: eigenvalues from trace and determinant.
double pair_modulus(const Eigen::MatrixXd& j, double h) {
  const double trace = 2 + h * (j(0, 0) + j(1, 1)) + h * h * (j(0, 1) * j(1, 0));
  const double det = (1 + h * j(0, 0)) * (1 + h * j(1, 1));
  const double disc = sum_of_products(trace / 2, trace / 2, -1, det);
  if (disc < 0) return std::sqrt(det);
  return std::abs(trace) / 2 + std::sqrt(disc);
}

double contraction_of(const Block& block, const StepRule& rule) {
  if (rule.method == Method::alternating) {
    if (is_plain_pair(block, rule)) return pair_modulus(block.j, rule.step);
    return spectral_radius(alternating_matrix(block, rule));
  }
  const bool consensus = rule.method == Method::consensus;
  double largest = 0;
  for (const Complex& value :
       eigenvalues_of(consensus ? consensus_jacobian(block.j, rule.consensus) : block.j))
    largest = std::max(largest, modulus(rule.method, rule.step * value));
  return largest;
}

/// The root of an increasing sign change of f in (0, end): f < 0 left of it.
template <class F>
double sign_change(const F& f, double end) {
  double low = 0, high = end;
  for (;;) {
    const double middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) return high;
    (f(middle) < 0 ? low : high) = middle;
  }
}

/// The largest stable step of a method whose factor depends on hλ alone: where |factor| reaches 1 on
/// the ray of λ, c its cosine with the real axis.
double stable_step(Method method, Complex value) {
  const double size = std::abs(value);
  if (size == 0) return kInfinity;
  // A real part that rounding alone can have made is none.
  const double c = std::abs(value.real()) <= 1e-14 * size ? 0 : value.real() / size;
  if (c > 0) return 0;
  switch (method) {
    case Method::proximal: return kInfinity;
    case Method::extragradient:
      // |1+z+z²|² − 1 = r·(r³ + 2cr² + (4c²−1)r + 2c) with r = h|λ|; one positive root.
      if (c == 0) return 1 / size;
      return sign_change(
                 [c](double r) { return ((r + 2 * c) * r + (4 * c * c - 1)) * r + 2 * c; }, 3) /
             size;
    case Method::optimistic:
      // Schur–Cohn for r² − (1+2z)r + z: 3r³ − 4cr² − r + 2c ≤ 0; one positive root (Descartes).
      if (c == 0) return 1 / (std::sqrt(3.0) * size);
      return sign_change([c](double r) { return ((3 * r - 4 * c) * r - 1) * r + 2 * c; }, 1) / size;
    default: return -2 * c / size;
  }
}

/// The smallest positive root of c0 + c1·h + c2·h², c0 > 0; +∞ if there is none.
double first_root(double c0, double c1, double c2) {
  if (c2 == 0) return c1 < 0 ? -c0 / c1 : kInfinity;
  const double disc = sum_of_products(c1, c1, -4 * c2, c0);
  if (disc < 0) return kInfinity;
  const double q = -(c1 + std::copysign(std::sqrt(disc), c1)) / 2;
  double first = kInfinity;
  for (const double root : {q / c2, q == 0 ? kInfinity : c0 / q})
    if (root > 0) first = std::min(first, root);
  return first;
}

/// Alternating steps of one number each: Jury's conditions on r² − trace·r + det as polynomials in
/// h.
double pair_stable_step(const Eigen::MatrixXd& j) {
  const double a = j(0, 0), d = j(1, 1), product = j(0, 1) * j(1, 0), sum = a + d;
  const double size = std::abs(a) + std::abs(d);
  const double trace = std::abs(sum) <= 1e-15 * size ? 0 : sum;
  if (trace > 0 || a * d - product < 0) return 0;
  double step = first_root(4, 2 * trace, a * d + product);  // 1 + trace + det ≥ 0
  step = std::min(step, first_root(2, trace, a * d));       // det ≥ −1
  if (trace < 0 && a * d > 0) step = std::min(step, -trace / (a * d));  // det ≤ 1
  return step;
}

double scanned_stable_step(const Block& block, StepRule rule) {
  const double size = block.j.norm();
  if (size == 0) return kInfinity;
  const auto stable = [&](double step) {
    rule.step = step;
    return contraction_of(block, rule) <= 1 + 2e-14 + 1e-10 * std::min(1.0, step * size);
  };
  constexpr int kDecade = 400, kDecades = 12;
  double before = 0;
  for (int k = 0; k <= kDecade * kDecades; ++k) {
    const double step = std::pow(10, static_cast<double>(k) / kDecade - 6) / size;
    if (!stable(step)) {
      if (before == 0) return 0;
      double low = before, high = step;
      for (int i = 0; i < 60; ++i) {
        const double middle = (low + high) / 2;
        (stable(middle) ? low : high) = middle;
      }
      return low;
    }
    before = step;
  }
  return kInfinity;
}

/// A pair with the eigenvalue 0 twice that is not the zero matrix: no method keeps it bounded.
bool drifts(const Eigen::MatrixXd& j) {
  return j.rows() == 2 && j.trace() == 0 && j(0, 0) * j(1, 1) == j(0, 1) * j(1, 0) && !j.isZero(0);
}

double stable_step_of(const Block& block, const StepRule& rule) {
  if (drifts(block.j)) return 0;
  if (rule.method == Method::alternating && block.first > 0 && block.first < block.size())
    return is_plain_pair(block, rule) ? pair_stable_step(block.j)
                                       : scanned_stable_step(block, rule);
  // A player alone plays simultaneously, its updates one after the other.
  const bool consensus = rule.method == Method::consensus;
  double least = kInfinity;
  for (const Complex& value :
       eigenvalues_of(consensus ? consensus_jacobian(block.j, rule.consensus) : block.j))
    least = std::min(least, stable_step(rule.method, value));
  return least;
}

}  // namespace

std::vector<Complex> eigenvalues(const Linearisation& linear) {
  std::vector<Complex> all;
  for (const Block& block : blocks_of(linear))
    for (const Complex& value : eigenvalues_of(block.j)) all.push_back(value);
  std::sort(all.begin(), all.end(), [](const Complex& a, const Complex& b) {
    return a.real() != b.real() ? a.real() < b.real() : a.imag() < b.imag();
  });
  return all;
}

double rotation_frequency(const Linearisation& linear) {
  double largest = 0;
  for (const Complex& value : eigenvalues(linear)) largest = std::max(largest, std::abs(value.imag()));
  return largest;
}

double contraction_per_step(const Linearisation& linear, const StepRule& rule) {
  rule.check();
  require(rule.step <= kLargest && rule.consensus <= kLargest, "step ", rule.step,
          " and consensus strength ", rule.consensus, ", expected at most ", kLargest);
  double largest = 0;
  for (const Block& block : blocks_of(linear))
    largest = std::max(largest, contraction_of(block, rule));
  return largest;
}

double largest_stable_step(const Linearisation& linear, const StepRule& rule) {
  rule.check();
  double least = kInfinity;
  for (const Block& block : blocks_of(linear))
    least = std::min(least, stable_step_of(block, rule));
  return least + 0.0;  // no step at all is 0, not −0
}

Matrix<double> step_matrix(const Linearisation& linear, const StepRule& rule) {
  rule.check();
  (void)blocks_of(linear);  // checks the matrix
  const auto n = static_cast<Eigen::Index>(linear.jacobian.rows());
  Block whole{Eigen::MatrixXd(n, n), static_cast<Eigen::Index>(linear.first)};
  for (Eigen::Index i = 0; i < n; ++i)
    for (Eigen::Index k = 0; k < n; ++k)
      whole.j(i, k) = linear.jacobian(static_cast<std::size_t>(i), static_cast<std::size_t>(k));
  const Eigen::MatrixXd identity = Eigen::MatrixXd::Identity(n, n), z = rule.step * whole.j;
  Eigen::MatrixXd step;
  switch (rule.method) {
    case Method::simultaneous: step = identity + z; break;
    case Method::alternating: step = alternating_matrix(whole, rule); break;
    case Method::extragradient: step = identity + z + z * z; break;
    case Method::proximal: step = (identity - z).inverse(); break;
    case Method::consensus:
      step = identity + rule.step * consensus_jacobian(whole.j, rule.consensus);
      break;
    case Method::optimistic:
      step = Eigen::MatrixXd::Zero(2 * n, 2 * n);
      step << identity + 2 * z, -z, identity, Eigen::MatrixXd::Zero(n, n);
      break;
  }
  Matrix<double> out(static_cast<std::size_t>(step.rows()), static_cast<std::size_t>(step.cols()));
  for (Eigen::Index i = 0; i < step.rows(); ++i)
    for (Eigen::Index k = 0; k < step.cols(); ++k)
      out(static_cast<std::size_t>(i), static_cast<std::size_t>(k)) = step(i, k);
  return out;
}

StabilityReport stability(const Linearisation& linear, const StepRule& rule) {
  return {eigenvalues(linear), rotation_frequency(linear), contraction_per_step(linear, rule),
          largest_stable_step(linear, rule)};
}

}  // namespace verigan::games
