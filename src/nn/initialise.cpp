// SPDX-License-Identifier: MIT
#include "nn/initialise.hpp"

#include <algorithm>
#include <cmath>

namespace verigan::nn {

namespace {

double standard_deviation(const Tensor& tensor, const Initialisation& how) {
  const double in = static_cast<double>(tensor.fan_in), out = static_cast<double>(tensor.fan_out);
  switch (how.kind) {
    case Initialisation::Kind::he: return std::sqrt(tensor.gain / in);
    case Initialisation::Kind::glorot: return std::sqrt(2 / (in + out));
    case Initialisation::Kind::normal: break;
  }
  return how.sd;
}

void fill(MatrixView<float> values, float value) {
  for (std::size_t i = 0; i < values.rows; ++i) std::ranges::fill(values.row(i), value);
}

}  // namespace

void initialise(const Network& network, Weights& weights, const Initialisation& how,
                const random::Stream& stream) {
  require(how.sd > 0 && std::isfinite(how.sd), "initial standard deviation ", how.sd,
          ", expected a positive number");
  require(how.scale_sd >= 0 && std::isfinite(how.scale_sd), "standard deviation of initial scales ",
          how.scale_sd, ", expected a number >= 0");
  std::ranges::fill(weights.parameters(), 0.0F);
  for (std::size_t t = 0; t < network.parameters().size(); ++t) {
    const Tensor& tensor = network.parameters()[t];
    const MatrixView<float> values = tensor.in(weights.parameters());
    const bool scale = tensor.role == Role::scale;
    if (scale && how.scale_sd == 0) fill(values, 1.0F);
    if (tensor.role != Role::weight && !(scale && how.scale_sd > 0)) continue;
    const float sd = static_cast<float>(scale ? how.scale_sd : standard_deviation(tensor, how));
    for (std::size_t i = 0; i < values.rows; ++i) {
      stream.normals(t, values.row(i), i * values.cols);
      for (float& w : values.row(i)) w = scale ? 1 + sd * w : w * sd;
    }
  }
  std::ranges::fill(weights.state(), 0.0F);
  for (const Tensor& tensor : network.state())
    if (tensor.role == Role::running_variance) fill(tensor.in(weights.state()), 1.0F);
}

}  // namespace verigan::nn
