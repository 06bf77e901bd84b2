// SPDX-License-Identifier: MIT
#pragma once

#include <span>

#include "nn/model.hpp"

namespace verigan::gan {

/// A copy of a model that is looked at while another trains: a pass in training mode moves the running
/// statistics of the copy alone.
class BystandingModel {
 public:
  /// For at most `rows` samples at a time.
  BystandingModel(const nn::Network& network, const nn::Weights& weights, std::size_t rows)
      : model_(network, weights), workspace_(network, rows), gradients_(1, network.parameter_size()) {}

  std::size_t inputs() const { return model_.network.inputs(); }
  std::size_t outputs() const { return model_.network.outputs(); }
  const nn::Workspace& workspace() const { return workspace_; }

  void forward(MatrixView<const float> x, MatrixView<float> y, const nn::Context& context) {
    model_.network.forward(model_.weights, x, y, workspace_, context);
  }
  /// By running statistics, with nothing dropped.
  void infer(MatrixView<const float> x, MatrixView<float> y, std::span<const Label> labels = {}) {
    model_.network.infer(model_.weights, x, y, workspace_, labels);
  }
  /// Back through that pass: dx (n, inputs) from dy (n, outputs), which is overwritten.
  void input_gradient(MatrixView<const float> x, MatrixView<const float> y, MatrixView<float> dy,
                      MatrixView<float> dx) {
    model_.network.backward(model_.weights, x, y, dy, workspace_, {}, dx);
  }
  /// Back through that pass: the gradient over the parameters, flat as the network stores them.
  std::span<const float> gradient(MatrixView<const float> x, MatrixView<const float> y,
                                  MatrixView<float> dy) {
    model_.network.backward(model_.weights, x, y, dy, workspace_, gradients_.row(0));
    return gradients_.row(0);
  }

 private:
  nn::Model model_;
  nn::Workspace workspace_;
  Matrix<float> gradients_;
};

}  // namespace verigan::gan
