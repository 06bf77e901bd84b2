// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "gan/player.hpp"
#include "nn/network.hpp"
#include "random/stream.hpp"

namespace verigan::gan {

/// Spectral normalisation (Miyato et al. 2018): every weight W of a network, a matrix as it is stored, is used
/// as W/σ(W), σ its largest singular value by one step of power iteration after each update, which continues from
/// the step before. What is trained is W, with u and v taken for constant: ∂/∂W = (G − ⟨G, W/σ⟩·u vᵀ)/σ, G the
/// gradient in W/σ.
class SpectralNorm {
 public:
  /// Takes over `weights` and normalises them; u begins as normals of step k of `stream` for weight number k and
  /// is iterated twenty times.
  SpectralNorm(const nn::Network& network, nn::Weights& weights, const random::Stream& stream);

  /// What an optimiser moves.
  std::span<float> trained() { return trained_.row(0); }
  /// Makes the gradients in the normalised weights those in trained().
  void to_trained(const nn::Weights& weights, std::span<float> gradients) const;
  /// After an update: one step of power iteration, and `weights` from trained().
  void renew(nn::Weights& weights);

  /// Appends tensors <name>.trained.<tensor> and <name>.singular.<tensor> (u, v, σ).
  void save(const std::string& name, TrainerState& state) const;
  void restore(const std::string& name, TensorReader& reader);

 private:
  struct One {
    nn::Tensor tensor;
    std::vector<double> left, right;  // u and v, floats: rows, cols
    double sigma = 1;
  };
  void iterate(One& one) const;
  void write(nn::Weights& weights) const;

  std::vector<One> ones_;
  std::vector<nn::Tensor> all_;
  Matrix<float> trained_;
};

}  // namespace verigan::gan
