// SPDX-License-Identifier: MIT
#include "nn/dense.hpp"

#include "nn/optimiser.hpp"
#include "simd/gemm.hpp"

namespace verigan::nn {

Dense::Dense(std::size_t inputs, const Shape& output, Activation f)
    : inputs_(inputs), output_(output), activation_(f) {
  const std::size_t outputs = output.size();
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
  simd::gemm_nn_activate(x, tensors_[0].in(parameters), y, tensors_[1].in(parameters).row(0),
                         activation_.kind, activation_.slope);
}

void Dense::backward(std::span<const float> parameters, MatrixView<const float> x,
                     MatrixView<const float> y, MatrixView<float> dy, MatrixView<float> dx,
                     const Gradients& gradients, std::span<float>) const {
  const Tensor &weight = tensors_[0], &bias = tensors_[1];
  const auto& [values, add, update, is_preactivation_gradient, input_activation] = gradients;
  if (!is_preactivation_gradient) activation_backward(y, dy, activation_);
  if (dx.data != nullptr)
    simd::gemm_nt_backward(dy, weight.in(parameters), dx, x, input_activation.kind,
                           input_activation.slope);
  if (values.empty()) return;
  const std::span<float> db = bias.in(values).row(0);
  if (update != nullptr) {
    update->slice(weight.offset, weight.size()).apply_product(x, dy, weight.in(values), add, db);
    update->slice(bias.offset, bias.size()).apply(values.subspan(bias.offset, bias.size()));
  } else {
    simd::gemm_tn(x, dy, weight.in(values), add, db);
  }
}

}  // namespace verigan::nn
