// SPDX-License-Identifier: MIT
#include "metrics/frechet.hpp"

#include <algorithm>

#include "core/check.hpp"
#include "metrics/singular_values.hpp"

namespace verigan::metrics {

double frechet_distance(const Moments& a, const Moments& b) {
  const std::size_t d = a.mean.size();
  require(b.mean.size() == d, "Fréchet distance between samples of dimension ", d, " and ",
          b.mean.size(), ", expected one dimension");
  double sum = 0;
  for (std::size_t j = 0; j < d; ++j) {
    const double apart = a.mean[j] - b.mean[j];
    sum += apart * apart;
  }
  for (std::size_t j = 0; j < d; ++j) sum += a.covariance(j, j) + b.covariance(j, j);
  const SemidefiniteRoot of_a = semidefinite_root(a.covariance), of_b = semidefinite_root(b.covariance);
  double common = 0;
  for (const double value : singular_values(product_transposed(of_a.root, of_b.root))) common += value;
  return std::max(sum - 2 * common, 0.0);
}

std::size_t covariance_rank(const Moments& m) { return semidefinite_root(m.covariance).rank; }

}  // namespace verigan::metrics
