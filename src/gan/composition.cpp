// SPDX-License-Identifier: MIT
#include "gan/composition.hpp"

#include <cmath>

#include "core/check.hpp"

namespace verigan::gan {

Composition fixed_share(double alpha, std::size_t batch) {
  require(alpha > 0 && alpha < 1, "alpha ", alpha, ", expected a number strictly between 0 and 1");
  require(batch >= 2, "batch size ", batch, ", expected at least 2: one true and one generated sample");
  const auto n_true = static_cast<std::size_t>(std::floor(alpha * static_cast<double>(batch) + 0.5));
  require(n_true > 0 && n_true < batch, "alpha ", alpha, " in a batch of ", batch, " gives ", n_true,
          " true and ", batch - n_true, " generated samples, expected at least one of each");
  return {batch, n_true};
}

}  // namespace verigan::gan
