// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "gan/models.hpp"

namespace verigan::gan {

/// True for a text that describes networks, not one that names a row of models(): it has a blank in it.
bool describes_networks(const std::string& text);

/// Networks written in one line, layers from the input to the output divided by '|':
///   dense N [ACTIVATION]      N outputs
///   maxout N P                each of N outputs the largest of P linear functions
///   batch_norm [ACTIVATION]
///   dropout RATE
/// ACTIVATION is relu, leaky SLOPE, tanh or sigmoid; none: the identity.
///   "G: dense 64 relu | dense 2; D: dense 64 leaky 0.2 | dense 1" are both players. Without "G:" and "D:" it is
/// the discriminator, which ends in "dense 1", and the generator has the same hidden layers and ends in as many
/// outputs as a sample has numbers. Throws verigan::Error in one line naming the layer, the word and what was
/// expected.
NetworkPair described_networks(const std::string& text, std::size_t noise, std::size_t dimension);

}  // namespace verigan::gan
