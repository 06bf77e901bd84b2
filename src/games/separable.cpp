// SPDX-License-Identifier: MIT
#include "games/separable.hpp"

#include <Eigen/Cholesky>
#include <cmath>
#include <limits>

namespace verigan::games::detail {
namespace {

using Eigen::Index;
using Eigen::VectorXd;

constexpr double kFirstBarrier = 1e-2, kLastBarrier = 1e-13;
constexpr int kNewtonSteps = 100;

}  // namespace

VectorXd minimise_separable(const Eigen::MatrixXd& forms, const VectorXd& offsets, VectorXd z,
                            const std::function<Bend(Index, double, double)>& terms) {
  const Index n = forms.rows();
  VectorXd u = forms * z + offsets, slope(n), curvature(n);
  const auto value = [&](const VectorXd& at, double barrier) {
    double sum = 0;
    for (Index i = 0; i < n; ++i) sum += terms(i, at[i], barrier).value;
    return sum;
  };
  for (double barrier = kFirstBarrier; barrier >= kLastBarrier; barrier /= 10) {
    for (int k = 0; k < kNewtonSteps; ++k) {
      for (Index i = 0; i < n; ++i) {
        const Bend bend = terms(i, u[i], barrier);
        slope[i] = bend.slope;
        curvature[i] = bend.curvature;
      }
      const VectorXd gradient = forms.transpose() * slope;
      const Eigen::MatrixXd hessian = forms.transpose() * curvature.asDiagonal() * forms;
      const VectorXd step = hessian.ldlt().solve(-gradient);
      const double decrement = -gradient.dot(step);
      if (!(decrement > 1e-3 * kLastBarrier)) break;  // a NaN ends here too
      const VectorXd shift = forms * step;
      double length = 1;
      for (Index i = 0; i < n; ++i)
        if (shift[i] < 0) length = std::min(length, -0.99 * u[i] / shift[i]);
      const double before = value(u, barrier);
      while (length > 1e-12 &&
             !(value(u + length * shift, barrier) <= before - 1e-4 * length * decrement))
        length /= 2;
      if (length <= 1e-12) break;  // rounding is all that is left
      z += length * step;
      u = forms * z + offsets;
    }
  }
  return z;
}

}  // namespace verigan::games::detail
