// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "gan/probe.hpp"

// All that was measured of a training on its way: what a diagnosis is made from. Every list is in the order
// of its steps, and empty where nobody measured it.
namespace verigan::gan {

inline constexpr double kNotMeasured = std::numeric_limits<double>::quiet_NaN();

/// Of the points a generator draws from a mixture (metrics::ModeQuality).
struct ModeReading {
  std::uint64_t step = 0;
  std::size_t covered = 0, dominant = 0;
  double high_quality_share = 0, dominant_share = 0;
};

/// How far the generated density is from the data's, where that is known, in nats
/// (metrics::TheorySnapshot): of the generator that draws the samples and of the present one; and what of
/// the latter D does not see, NaN where there is no D or nothing to see.
struct DivergenceReading {
  std::uint64_t step = 0;
  double drawn = 0, drawn_error = 0, present = 0, present_error = 0;
  double blindness = kNotMeasured, blindness_error = 0;
};

/// How points lie about the curve that they are to lie on (metrics::CurveQuality), and their MMD².
struct PointReading {
  std::uint64_t step = 0;
  double near_share = 0, coverage = 0, mmd2 = 0;
};

/// What a classifier says of generated images.
struct ImageReading {
  std::uint64_t step = 0;
  double frechet = 0;                    ///< Fréchet distance to real ones
  double class_agreement = kNotMeasured;  ///< NaN: no classes were asked for
  double inception_score = kNotMeasured;
};

/// The losses of every step, and what theory says of them at the training's α.
struct LossCurves {
  std::vector<double> discriminator, generator;
  std::optional<double> constant;  ///< D's loss where its answer is the same everywhere, and at equilibrium
  std::optional<double> generator_equilibrium;
};

struct TrainingHistory {
  std::uint64_t steps = 0;              ///< of the whole training, as planned
  bool discriminator = true;            ///< there is one; without, nothing that speaks of it is found
  Output output = Output::probability;  ///< what logits mean
  /// equilibrium_logit(); none: readings have no accuracy, and nothing that
  /// rests on it is found.
  std::optional<double> equilibrium = 0;
  std::vector<std::string> layers;  ///< watched_layers()
  std::vector<Snapshot> readings;
  std::size_t modes = 0;            ///< of the mixture; 0: the data are none
  std::vector<ModeReading> mode_readings;
  std::vector<DivergenceReading> divergences;
  std::vector<PointReading> points;
  std::vector<ImageReading> images;
  LossCurves losses;
};

}  // namespace verigan::gan
