// SPDX-License-Identifier: MIT
#include "gan/silent_units.hpp"

#include <algorithm>

namespace verigan::gan {
namespace {

// A unit is every units-th column.
double silent_share(MatrixView<const float> y, std::size_t units) {
  std::vector<bool> awake(units, false);
  for (std::size_t i = 0; i < y.rows; ++i)
    for (std::size_t j = 0; j < y.cols; ++j)
      if (y(i, j) != 0.0F) awake[j % units] = true;
  const auto silent = static_cast<double>(std::ranges::count(awake, false));
  return silent / static_cast<double>(units);
}

}  // namespace

SilentUnits::SilentUnits(const nn::Network& network) {
  for (std::size_t l = 0; l + 1 < network.layers().size(); ++l) {
    const nn::Layer& layer = *network.layers()[l];
    for (const nn::Tensor& tensor : layer.parameters())
      if (tensor.role == nn::Role::bias && layer.outputs() % tensor.cols == 0)
        layers_.push_back({l, tensor.cols});
  }
}

std::vector<std::string> SilentUnits::names(const std::string& player) const {
  std::vector<std::string> names;
  for (std::size_t k = 0; k < layers_.size(); ++k)
    names.push_back(player + ' ' + std::to_string(k + 1));
  return names;
}

void SilentUnits::add_shares(const nn::Workspace& pass, std::size_t rows,
                             std::vector<double>& shares) const {
  for (const Watched& w : layers_) shares.push_back(silent_share(pass.output(w.layer, rows), w.units));
}

}  // namespace verigan::gan
