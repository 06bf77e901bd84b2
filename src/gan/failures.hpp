// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "gan/training_history.hpp"

// What is wrong with a training: one rule for each trouble, with the evidence it rests on.
//
// A rule speaks of the recent readings: the last fifth of them, at least three, by their median, so
// that one odd reading is no finding. None speaks before a tenth of the planned steps is done
// (modes: a quarter), for every training begins with a discriminator ahead and modes not found. The
// thresholds:
//
//   not finite               a gradient, a logit or a loss that is no number, at any time.
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
//   swings                   within the last fifth of the steps done,
//                            D's mean loss over a fiftieth of all steps is more than twice that of the best
//                            constant answer: it pays for being sure and wrong, which no answer that was
//                            learnt does for long. Or the JSD of the drawn samples lies more than a
//                            quarter of ln 2, beyond both errors, above its least so far. Not asked of
//                            the first tenth.
//   not learnt               where the data density is known, in the last fifth of the training: the
//                            JSD of the generator that draws the samples exceeds kLearnt = 0.01 nats
//                            by more than its error, in the most precise of the recent readings.
//   no progress              in the last fifth, not learnt, and the JSD is at least nine tenths of what
//                            it was at the first reading.
//   points off the curve     in the last fifth, on average over the recent readings: less than half of the
//                            points within three standard deviations of the noise, where real ones have
//                            erf(3/√2) = 99.7 %.
//   bare stretches           likewise, less than nine tenths of the curve near any point; by 1,000 points
//                            on 100 pieces, real ones leave none bare.
//   blind discriminator      in the last fifth, where the present generator is not at p: D's loss lies below
//                            that of the best constant answer by less than a tenth of what it might
//                            (blindness above 0.9 by more than its error), as if it saw nothing. Losses
//                            on their values at equilibrium prove nothing then (T63).
//   told apart               in the last fifth of a training whose samples nothing else judges: D is right
//                            on 95 % of the samples, so that total variation is about 0.9.
//   labels ignored           of a conditional generator, in the last fifth of the training: a classifier
//                            takes fewer than kObeyed = 90 % of the images for the class that was asked
//                            for, on average over the recent readings. A generator that does not know
//                            its label has 1/K.
//   images alike             in the last fifth: an inception score below 2, by the median of the recent readings:
//                            to the classifier they show fewer than two classes.
//   images got worse         in the last fifth: the Fréchet distance, as the median of the recent readings,
//                            is more than twice the least so far.
namespace verigan::gan {

/// Share of images that show the class asked for, from which on labels are not ignored.
inline constexpr double kObeyed = 0.9;

/// What a density is learnt to, in nats of JSD.
inline constexpr double kLearnt = 0.01;

/// Share of a curve that must be near some point.
inline constexpr double kCovered = 0.9;

/// Whether an estimated JSD is at most that, or not beyond it by more than its error.
inline bool learnt(double jsd, double error) { return jsd - error <= kLearnt; }

/// Share of real points within three standard deviations of the noise about a curve.
inline double true_near_share() { return std::erf(3 / std::sqrt(2.0)); }

enum class Failure {
  not_finite,
  lost_modes,
  off_modes,
  rotation,
  vanished_gradient,
  saturated_discriminator,
  dead_units,
  swings,
  not_learnt,
  no_progress,
  off_curve,
  bare_stretches,
  blind_discriminator,
  told_apart,
  labels_ignored,
  images_alike,
  images_worse
};
std::string_view trouble_name(Failure trouble);  ///< "lost modes" and so on

struct Finding {
  Failure trouble;
  std::uint64_t since = 0;  ///< the first reading at whose time it was found
  std::uint64_t last = 0;   ///< the last one
  bool present = true;      ///< still there at the end of the history
  std::string evidence;     ///< the numbers it rests on, as they stood at `last`
};

/// What the history shows: each trouble at most once, in the order of the list above.
std::vector<Finding> find_troubles(const TrainingHistory& history);

/// The numbers looked at, whether or not anything was found: "gradient 0.12 (largest 0.3), accuracy 0.53,
/// logits …". D's accuracy and its logits are those of one reading, the one of median accuracy among the
/// recent ones, so that they agree with each other.
std::string measured(const TrainingHistory& history);

}  // namespace verigan::gan
