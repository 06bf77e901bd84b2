// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "nn/network.hpp"

namespace verigan::gan {

/// The units of a network's hidden layers that are 0 whatever it is given. Only a ReLU can be so; one
/// that is for all data has no gradient and stays so. Watched are the layers that have one bias a unit
/// (a channel of a convolution is one).
class SilentUnits {
 public:
  explicit SilentUnits(const nn::Network& network);

  /// "generator 1", "generator 2" for the layers watched of a player of that name.
  std::vector<std::string> names(const std::string& player) const;

  /// Appends, for each layer watched, the share of its units that no row woke in the `rows` rows that
  /// went through `pass` last.
  void add_shares(const nn::Workspace& pass, std::size_t rows, std::vector<double>& shares) const;

 private:
  struct Watched {
    std::size_t layer, units;
  };
  std::vector<Watched> layers_;
};

}  // namespace verigan::gan
