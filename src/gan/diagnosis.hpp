// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gan/probe.hpp"

// What is wrong with a training, in words and with its evidence, from what was recorded on the way.
//
// A rule speaks of the recent readings: the last fifth of them, at least three, by their median, so
// that one odd reading is no finding. None speaks before a tenth of the planned steps is done
// (modes: a quarter), for every training begins with a discriminator ahead and modes not found. The
// thresholds:
//
//   not finite               a gradient or a logit that is no number, at any time.
//   lost modes               on average at least half a mode below the number of modes: less can be
//                            a single reading. Of 2000 points, a mode that has its share of 25 is
//                            missed with probability 0.96^2000 < 1e-35.
//   points off the modes     less than half of the points, on average, within three standard
//                            deviations of a mode, where real data have 98.9 %: a generator that
//                            scatters its points hits every mode with a few of them and covers
//                            none.
//   rotation                 at least three exchanges of the leading mode in the whole training,
//                            each between successive readings in which the leader has half of the
//                            points. A generator that settles makes one or two, from where it
//                            starts to where it stays.
//   vanished gradient        below a hundredth of the largest median of three successive readings
//                            so far, while the discriminator's accuracy is at least 0.9 or it is
//                            saturated. The gradient of a generator that is right vanishes too, but
//                            there accuracy is about ½; one of 0.9 says that total variation is at
//                            least 0.8. A hundredth, for what the optimiser does follows the
//                            gradient, with Adam after a delay.
//   saturated discriminator  on true and on generated samples alike, 95 % of the logits lie more
//                            than ln 99 to one side of their value at equilibrium: at α = ½, D is
//                            above 0.99 or below 0.01. There the saturating loss keeps less than a
//                            hundredth of its slope (T17), the discriminator's own loss on what it
//                            is right about too, and the absolute error on everything. Asked only
//                            where the logit stands for a probability.
//   dead units               at least half of a layer's units give 0 for every sample. Fewer are
//                            common and do no harm; with half, a layer does the work of one half as
//                            wide.
//   not learnt               where the data density is known, in the last fifth of the training: the
//                            JSD of the generator that draws the samples exceeds kLearnt = 0.01 nats
//                            by more than its error, in the most precise of the recent readings.
//   blind discriminator      likewise, where the present generator is not at p: D's loss lies below that
//                            of the best constant answer by less than a tenth of what it might
//                            (blindness above 0.9 by more than its error), as if it saw nothing. Losses
//                            on their values at equilibrium prove nothing then (T63).
//   labels ignored           of a conditional generator, in the last fifth of the training: a classifier
//                            takes fewer than kObeyed = 90 % of the images for the class that was asked
//                            for, on average over the recent readings. A generator that does not know
//                            its label has 1/K.
namespace verigan::gan {

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
  double blindness = std::numeric_limits<double>::quiet_NaN(), blindness_error = 0;
};

/// What a classifier says of generated images.
struct ImageReading {
  std::uint64_t step = 0;
  double frechet = 0;          ///< Fréchet distance to real ones
  double class_agreement = std::numeric_limits<double>::quiet_NaN();  ///< NaN: no classes were asked for
};

/// Share of images that show the class asked for, from which on labels are not ignored.
inline constexpr double kObeyed = 0.9;

/// What a density is learnt to, in nats of JSD.
inline constexpr double kLearnt = 0.01;

/// Whether an estimated JSD is at most that, or not beyond it by more than its error.
inline bool learnt(double jsd, double error) { return jsd - error <= kLearnt; }

struct TrainingHistory {
  std::uint64_t steps = 0;            ///< of the whole training, as planned
  bool discriminator = true;          ///< there is one; without, nothing that speaks of it is found
  Output output = Output::probability;  ///< what logits mean
  /// equilibrium_logit(); none: readings have no accuracy, and nothing that
  /// rests on it is found.
  std::optional<double> equilibrium = 0;
  std::vector<std::string> layers;    ///< watched_layers()
  std::vector<Reading> readings;      ///< in the order of their steps
  std::size_t modes = 0;              ///< of the mixture; 0: the data are none
  std::vector<ModeReading> mode_readings;
  std::vector<DivergenceReading> divergences;  ///< empty: the data density is unknown, or was not used
  std::vector<ImageReading> images;  ///< empty: the data are no images, or no classifier was asked
};

enum class Trouble {
  not_finite,
  lost_modes,
  off_modes,
  rotation,
  vanished_gradient,
  saturated_discriminator,
  dead_units,
  not_learnt,
  blind_discriminator,
  labels_ignored
};
std::string_view trouble_name(Trouble trouble);  ///< "lost modes" and so on

struct Finding {
  Trouble trouble;
  std::uint64_t since = 0;  ///< the first reading at whose time it was found
  std::uint64_t last = 0;   ///< the last one
  bool present = true;      ///< still there at the end of the history
  std::string evidence;     ///< the numbers it rests on, as they stood at `last`
};

/// What the history shows: each trouble at most once, in the order of the list above.
struct Diagnosis {
  std::vector<Finding> findings;
  bool judged = false;  ///< there were three readings, of a mixture's modes too
  bool asked = false;   ///< there were readings of how far generated data are from real ones
  /// The numbers looked at, medians of the recent readings, whether or not anything was found:
  /// "gradient 0.12 (largest 0.3), accuracy 0.53, logits …".
  std::string measured;
  /// One line each for people: "diagnosis: lost modes since step 300: …", or one line that nothing
  /// was found, or that there was too little to judge by, with the numbers.
  std::vector<std::string> text() const;
};

/// Throws verigan::Error when readings are of another number of layers than the history.
Diagnosis diagnose(const TrainingHistory& history);

}  // namespace verigan::gan
