// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "gan/matching_trainer.hpp"
#include "gan/probe.hpp"

namespace verigan::gan {

/// How a matching network stands at a moment of its training, seen from outside and without moving it,
/// as Probe sees two players. Of a Reading it fills step, gradient_norm and silent: there is no
/// discriminator to ask.
class MatchingProbe {
 public:
  /// Reads by as many samples of a kind as the trainer compares, at most 256.
  explicit MatchingProbe(const MatchingTrainer& trainer);

  /// The hidden layers whose units are watched: "generator 1", …
  std::vector<std::string> layers() const { return units_.names("generator"); }

  /// The trainer's present weights, under its own statistic, on fresh noise and the true samples of its
  /// next step.
  Reading read(MatchingTrainer& trainer);

 private:
  nn::Network generator_;
  SilentUnits units_;
  nn::Weights g_;
  nn::Workspace pass_;
  random::Stream draws_;
  Matrix<float> z_, x_, truth_, dx_, gradients_;
};

}  // namespace verigan::gan
