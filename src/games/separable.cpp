// SPDX-License-Identifier: MIT
#include "games/separable.hpp"

#include <Eigen/Dense>
#include <cmath>
#include <limits>

namespace verigan::games::detail {
namespace {

using Eigen::Index;
using Eigen::VectorXd;

constexpr double kFirstBarrier = 1e-2, kLastBarrier = 1e-13;
constexpr int kNewtonSteps = 100;
constexpr double kQuadratic = 1e-10;  // a decrement below which full Newton steps only get closer

}  // namespace

std::vector<double> minimise_separable(
    std::span<const double> columns, std::span<const double> constants,
    const std::function<Derivatives(std::size_t, double, double)>& derivatives) {
  const auto n = static_cast<Index>(constants.size()),
             dimensions = static_cast<Index>(columns.size()) / n;
  const Eigen::Map<const Eigen::MatrixXd> forms(columns.data(), n, dimensions);
  const Eigen::Map<const VectorXd> offsets(constants.data(), n);
  const auto terms = [&](Index i, double at, double barrier) {
    return derivatives(static_cast<std::size_t>(i), at, barrier);
  };
  VectorXd z = VectorXd::Zero(dimensions), u = offsets, slope(n), curvature(n);
  const auto value = [&](const VectorXd& at, double barrier) {
    double sum = 0;
    for (Index i = 0; i < n; ++i) sum += terms(i, at[i], barrier).value;
    return sum;
  };
  for (double barrier = kFirstBarrier; barrier >= kLastBarrier; barrier /= 10) {
    int last_steps = 2;  // below kQuadratic, where values are too coarse to judge a step
    for (int k = 0; k < kNewtonSteps && last_steps > 0; ++k) {
      for (Index i = 0; i < n; ++i) {
        const Derivatives at = terms(i, u[i], barrier);
        slope[i] = at.slope;
        curvature[i] = at.curvature;
      }
      const VectorXd gradient = forms.transpose() * slope;
      const Eigen::MatrixXd hessian = forms.transpose() * curvature.asDiagonal() * forms;
      const VectorXd step = hessian.ldlt().solve(-gradient);
      const double decrement = -gradient.dot(step);
      if (!(decrement > 0)) break;  // a NaN ends here too
      const VectorXd shift = forms * step;
      double length = 1;
      for (Index i = 0; i < n; ++i)
        if (shift[i] < 0) length = std::min(length, -0.99 * u[i] / shift[i]);
      if (decrement < kQuadratic) --last_steps;
      const double before = value(u, barrier);
      while (decrement >= kQuadratic && length > 1e-12 &&
             !(value(u + length * shift, barrier) <= before - 1e-4 * length * decrement))
        length /= 2;
      if (length <= 1e-12) break;  // rounding is all that is left
      z += length * step;
      u = forms * z + offsets;
    }
  }
  return {z.data(), z.data() + z.size()};
}

}  // namespace verigan::games::detail
