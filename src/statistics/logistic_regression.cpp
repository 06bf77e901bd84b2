// SPDX-License-Identifier: MIT
#include "statistics/logistic_regression.hpp"

#include <algorithm>
#include <cmath>

#include "core/check.hpp"
#include "core/numeric.hpp"
#include "core/parallel.hpp"

namespace verigan::statistics {

namespace {

double dot(std::span<const double> a, std::span<const double> b) {
  double sum = 0;
  for (std::size_t k = 0; k < a.size(); ++k) sum += a[k] * b[k];
  return sum;
}

// Solves s·x = b for a symmetric positive definite s, which is overwritten by its Cholesky factor.
std::vector<double> solved(Matrix<double>& s, std::vector<double> b) {
  const std::size_t p = s.rows();
  for (std::size_t i = 0; i < p; ++i)
    for (std::size_t j = 0; j <= i; ++j) {
      const double rest = s(i, j) - dot(s.row(i).first(j), s.row(j).first(j));
      s(i, j) = i == j ? std::sqrt(std::max(rest, 1e-300)) : rest / s(j, j);
    }
  for (std::size_t i = 0; i < p; ++i)
    b[i] = (b[i] - dot(s.row(i).first(i), std::span(b).first(i))) / s(i, i);
  for (std::size_t i = p; i-- > 0;) {
    for (std::size_t k = i + 1; k < p; ++k) b[i] -= s(k, i) * b[k];
    b[i] /= s(i, i);
  }
  return b;
}

}  // namespace

std::vector<double> logistic_regression(MatrixView<const double> features,
                                        const std::vector<bool>& positive,
                                        std::span<const double> weights, double penalty) {
  const std::size_t n = features.rows, p = features.cols;
  require(positive.size() == n && weights.size() == n && n > 0 && p > 0, "regression of ", n, " rows on ",
          positive.size(), " labels, expected as many");
  require(penalty > 0, "penalty ", penalty, ", expected a positive number");
  std::vector<double> w(p, 0.0);
  const auto loss = [&](std::span<const double> at) {
    double sum = 0.5 * penalty * dot(at.subspan(1), at.subspan(1));
    for (std::size_t i = 0; i < n; ++i) {
      const double logit = dot(features.row(i), at);
      sum += weights[i] * softplus(positive[i] ? -logit : logit);
    }
    return sum;
  };
  double best = loss(w);
  constexpr int kSteps = 50;
  for (int step = 0; step < kSteps; ++step) {
    std::vector<double> slope(p, 0.0), bend(n);
    for (std::size_t i = 0; i < n; ++i) {
      const double share = sigmoid(dot(features.row(i), w));
      bend[i] = weights[i] * share * (1 - share);
      const double off = weights[i] * (share - (positive[i] ? 1 : 0));
      for (std::size_t k = 0; k < p; ++k) slope[k] += off * features(i, k);
    }
    Matrix<double> hessian(p, p);
    parallel_for(p, [&](std::size_t a) {
      for (std::size_t i = 0; i < n; ++i) {
        const double scaled = bend[i] * features(i, a);
        for (std::size_t b = 0; b <= a; ++b) hessian(a, b) += scaled * features(i, b);
      }
    });
    for (std::size_t k = 0; k < p; ++k) hessian(k, k) += k == 0 ? 1e-12 : penalty;
    for (std::size_t k = 1; k < p; ++k) slope[k] += penalty * w[k];
    const std::vector<double> move = solved(hessian, slope);
    const double expected = 0.5 * dot(move, slope);
    if (expected < 1e-10) break;
    double share = 1;
    std::vector<double> next(p);
    for (; share > 1e-6; share /= 2) {
      for (std::size_t k = 0; k < p; ++k) next[k] = w[k] - share * move[k];
      if (const double there = loss(next); there < best) {
        best = there;
        break;
      }
    }
    if (share <= 1e-6) break;
    w = next;
  }
  return w;
}

}  // namespace verigan::statistics
