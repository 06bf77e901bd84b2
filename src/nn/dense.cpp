// SPDX-License-Identifier: MIT
#include "nn/dense.hpp"

#include "simd/gemm.hpp"

namespace verigan::nn {

Dense::Dense(std::size_t inputs, std::size_t outputs, Activation f)
    : inputs_(inputs), outputs_(outputs), activation_(f) {
  require(inputs > 0 && outputs > 0, "dense layer of ", inputs, " inputs and ", outputs,
          " outputs, expected at least 1 of each");
  Tensor& weight = append(tensors_, "weight", Role::weight, inputs, outputs);
  weight.fan_in = inputs;
  weight.fan_out = outputs;
  weight.gain = f.gain();
  append(tensors_, "bias", Role::bias, 1, outputs);
}

void Dense::forward(std::span<const float> parameters, std::span<float>, MatrixView<const float> x,
                    MatrixView<float> y, std::span<float>, const Context&) const {
  simd::gemm_nn(x, tensors_[0].in(parameters), y);
  add_bias_activate(y, tensors_[1].in(parameters).row(0), activation_);
}

void Dense::backward(std::span<const float> parameters, MatrixView<const float> x,
                     MatrixView<const float> y, MatrixView<float> dy, MatrixView<float> dx,
                     std::span<float> gradients, bool add, std::span<float>) const {
  const bool wanted = !gradients.empty();
  activation_backward(y, dy, wanted ? tensors_[1].in(gradients).row(0) : std::span<float>{},
                      activation_, add);
  if (wanted) simd::gemm_tn(x, dy, tensors_[0].in(gradients), add);
  if (dx.data != nullptr) simd::gemm_nt(dy, tensors_[0].in(parameters), dx);
}

}  // namespace verigan::nn
