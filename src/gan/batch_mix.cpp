// SPDX-License-Identifier: MIT
#include "gan/batch_mix.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/check.hpp"

namespace verigan::gan {

BatchMix fixed_share(double alpha, std::size_t batch) {
  require(alpha > 0 && alpha < 1, "alpha ", alpha, ", expected a number strictly between 0 and 1");
  require(batch >= 2, "batch size ", batch, ", expected at least 2: one true and one generated sample");
  const auto n_real = static_cast<std::size_t>(std::floor(alpha * static_cast<double>(batch) + 0.5));
  require(n_real > 0 && n_real < batch, "alpha ", alpha, " in a batch of ", batch, " gives ", n_real,
          " true and ", batch - n_real, " generated samples, expected at least one of each");
  return {batch, n_real};
}

void require_random_share(const BatchMix& composition) {
  const double alpha = composition.alpha(), n = static_cast<double>(composition.batch);
  const double none = std::pow(alpha, n) + std::pow(1 - alpha, n);
  require(none <= 1e-9, "batch size ", composition.batch, " with a random share of ", alpha,
          ", expected so many that one in 10⁹ batches lacks real or generated samples, not one in ",
          std::ceil(1 / none));
}

std::size_t random_real_rows(const BatchMix& composition, const random::Stream& stream,
                             std::uint64_t step) {
  const double alpha = composition.alpha();
  std::size_t n_real = 0;
  for (std::size_t i = 0; i < composition.batch; i += 2) {
    const std::array<double, 2> u = stream.uniform_doubles(step, i / 2);
    n_real += static_cast<std::size_t>(u[0] < alpha);
    if (i + 1 < composition.batch) n_real += static_cast<std::size_t>(u[1] < alpha);
  }
  return std::clamp<std::size_t>(n_real, 1, composition.batch - 1);
}

}  // namespace verigan::gan
