// SPDX-License-Identifier: MIT
// Golden parts of distances between samples, which take no function of the C library but the root.
#include <cstddef>
#include <vector>

#include "golden/golden.hpp"
#include "golden/inputs.hpp"
#include "metrics/frechet.hpp"

namespace verigan::golden {
namespace {

/// Of full and of lower rank, directly and from parts of a sample.
void frechet(Digest& digest) {
  for (const std::size_t d : {1U, 7U, 64U}) {
    const auto x = matrix(40, 200, d), y = matrix(41, 33, d);
    const metrics::Moments of_x = metrics::moments(x), of_y = metrics::moments(y);
    for (const double mean : of_x.mean) digest.add(mean);
    for (std::size_t i = 0; i < d; ++i)
      for (const double value : of_y.covariance.row(i)) digest.add(value);
    digest.add(metrics::frechet_distance(of_x, of_y));
    const std::vector<std::size_t> times{0, 2, 1, 0, 3};
    digest.add(metrics::frechet_distance(of_x, metrics::BlockMoments(x, 5).take(times)));
  }
}

const Part kParts[] = {{"frechet", frechet}};

}  // namespace

std::span<const Part> metric_parts() { return kParts; }

}  // namespace verigan::golden
