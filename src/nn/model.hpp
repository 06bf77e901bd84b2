// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <span>
#include <utility>

#include "nn/network.hpp"

namespace verigan::nn {

/// A network with its numbers: all that is needed to run it.
struct Model {
  Network network;
  Weights weights;

  explicit Model(Network architecture) : network(std::move(architecture)), weights(network) {}
  Model(Network architecture, Weights numbers)
      : network(std::move(architecture)), weights(std::move(numbers)) {}

  /// y (n, outputs) from x (n, inputs), and labels (n) where the network takes them: any number of rows,
  /// in blocks that fit the workspace. Each row of y depends on that row alone.
  void infer(MatrixView<const float> x, MatrixView<float> y, Workspace& workspace,
             std::span<const Label> labels = {}) const {
    for (std::size_t done = 0; done < x.rows;) {
      const std::size_t n = std::min(x.rows - done, workspace.batch());
      network.infer(weights, x.block_rows(done, n), y.block_rows(done, n), workspace,
                    labels.empty() ? labels : labels.subspan(done, n));
      done += n;
    }
  }
};

}  // namespace verigan::nn
