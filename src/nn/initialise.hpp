// SPDX-License-Identifier: MIT
#pragma once

#include "nn/network.hpp"
#include "random/stream.hpp"

namespace verigan::nn {

/// How weights are drawn: normal with mean 0 and variance
///   he:     gain / fan_in, gain = 2/(1+slope²) before a (leaky) rectifier, else 1 (He et al. 2015)
///   glorot: 2 / (fan_in + fan_out) (Glorot & Bengio 2010)
///   normal: sd² (Radford et al. 2016 use sd = 0.02)
struct Initialisation {
  enum class Kind { he, glorot, normal } kind = Kind::he;
  double sd = 0.02;     // for normal only
  double scale_sd = 0;  // of batch normalisation's scales about 1 (Radford et al.'s code has 0.02)
};

/// Weights and scales drawn as stated, biases and running means 0, running variances 1, padding 0. Tensor
/// number t of the network takes draws (step t, index i·cols + j) of the stream.
void initialise(const Network& network, Weights& weights, const Initialisation& how,
                const random::Stream& stream);

}  // namespace verigan::nn
