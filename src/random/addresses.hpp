// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "core/check.hpp"
#include "random/stream.hpp"

// Who draws where. A draw's address is (seed, purpose, run, step, index); each user of chance has a row
// here, a stream of its own and its steps in it, so that no two draws of one program share a number. The
// test test_random holds the rows apart, and sees that src/gan, src/nn and src/run have no others.
namespace verigan::random {

struct Draws {
  const char* who;
  const char* program;   // what draws so: a GAN's training and its measurement, or something else
  Purpose purpose;
  std::uint32_t lanes;   // streams of this purpose that a run of a program has,
  std::uint32_t lane;    // and which of them this is
  std::uint64_t slots;   // separate draws within a step

  /// Number lanes·run + lane of its purpose; run < 2³²/lanes.
  Stream stream(std::uint64_t seed, std::uint32_t run = 0) const {
    require(run <= (0xffffffffU - lane) / lanes, "run ", run, ", expected at most ",
            (0xffffffffU - lane) / lanes);
    return {seed, purpose, lanes * run + lane};
  }
  /// The stream's step for draw number `slot` of step t.
  std::uint64_t step(std::uint64_t t, std::uint64_t slot = 0) const { return slots * t + slot; }
};

namespace draws {

inline constexpr const char* kGan = "GAN";

// ---- A training -------------------------------------------------------------------------------
inline constexpr Draws kGeneratorWeights{"first weights of G", kGan, Purpose::initialise, 2, 0, 1};
inline constexpr Draws kDiscriminatorWeights{"first weights of D", kGan, Purpose::initialise, 2, 1, 1};
inline constexpr Draws kNoise{"G's noise in training", kGan, Purpose::noise, 1, 0, 1};
/// A source of data (src/data) has its own steps within a step, at most four.
inline constexpr Draws kData{"real data", kGan, Purpose::data, 1, 0, 4};
inline constexpr Draws kShuffle{"order of a data set", kGan, Purpose::shuffle, 1, 0, 1};
inline constexpr Draws kInstanceNoise{"noise on D's input", kGan, Purpose::augment, 1, 0, 1};
/// Slot 0: the generator; 1: what judges it.
inline constexpr Draws kDropout{"dropout in training", kGan, Purpose::dropout, 1, 0, 2};
inline constexpr Draws kSamples{"samples of the trained G", kGan, Purpose::sample, 1, 0, 1};
inline constexpr std::uint32_t kLabelStreams = 8;
inline constexpr Draws kLabels{"labels of G's samples in training", kGan, Purpose::label, kLabelStreams,
                               0, 1};
inline constexpr Draws kSwitched{"real taken for generated and the reverse", kGan, Purpose::label,
                                 kLabelStreams, 1, 1};
inline constexpr Draws kOwnBatchDropout{"dropout on generated rows in a batch of their own", kGan,
                                        Purpose::label, kLabelStreams, 2, 1};
inline constexpr Draws kShare{"which rows of a batch are real", kGan, Purpose::label, kLabelStreams, 3, 1};

inline constexpr Draws kBetween{"places between real and generated rows", kGan, Purpose::label, kLabelStreams, 4,
                                1};
inline constexpr Draws kSingular{"first singular vectors", kGan, Purpose::label, kLabelStreams, 5, 1};

// ---- A discriminator trained alone ------------------------------------------------------------
inline constexpr Draws kLoneWeights{"first weights", "fixed pair", Purpose::initialise, 1, 0, 1};
inline constexpr Draws kFlips{"flipped labels", "fixed pair", Purpose::label, 1, 0, 1};
/// Its run, and its data's, where it is trained compared with a GAN of run 0 or 1, all of whose weights it
/// would
/// otherwise begin with; one more for what Fourier features it is given.
inline constexpr std::uint32_t kBesideGan = 4;

// ---- A classifier -----------------------------------------------------------------------------
inline constexpr const char* kClassifier = "classifier";
inline constexpr Draws kClassifierWeights{"first weights", kClassifier, Purpose::initialise, 1, 0, 1};
inline constexpr Draws kClassifierOrder{"order of its images", kClassifier, Purpose::shuffle, 1, 0, 1};
inline constexpr Draws kClassifierMoves{"how its images are moved", kClassifier, Purpose::augment, 1, 0, 1};
inline constexpr Draws kClassifierDropout{"dropout in training", kClassifier, Purpose::dropout, 1, 0, 1};

// ---- Scores of samples ------------------------------------------------------------------------
inline constexpr const char* kScore = "score";
inline constexpr Draws kResampling{"parts drawn again", kScore, Purpose::evaluate, 3, 0, 1};
inline constexpr Draws kThinning{"parts kept", kScore, Purpose::evaluate, 3, 1, 1};
inline constexpr Draws kMixing{"order of samples", kScore, Purpose::evaluate, 3, 2, 1};

// ---- Distributions known by samples -----------------------------------------------------------
inline constexpr const char* kSampled = "samples";
inline constexpr std::uint32_t kSampledStreams = 8;
/// Slots: the first sample, the second.
inline constexpr Draws kSampleResamples{"points drawn again", kSampled, Purpose::evaluate, kSampledStreams,
                                        0, 2};
inline constexpr Draws kSampleDirections{"directions", kSampled, Purpose::evaluate, kSampledStreams, 1, 1};
/// Slots: projections, phases.
inline constexpr Draws kSampleFeatures{"features of a classifier", kSampled, Purpose::evaluate,
                                       kSampledStreams, 2, 2};
inline constexpr Draws kSamplePermutations{"permutation test", kSampled, Purpose::evaluate, kSampledStreams,
                                           3, 1};
/// Slots: the first sample, the second.
inline constexpr Draws kSampleChoice{"which points are used, in which order", kSampled, Purpose::evaluate,
                                     kSampledStreams, 4, 2};
inline constexpr Draws kSampleOfLaw{"points of a known distribution", kSampled, Purpose::evaluate,
                                    kSampledStreams, 5, 2};

// ---- What is measured of it -------------------------------------------------------------------
inline constexpr std::uint32_t kEvaluations = 8;
inline constexpr Draws kFreshData{"real data to measure with", kGan, Purpose::evaluate, kEvaluations, 0, 4};
inline constexpr Draws kPermutations{"permutation test", kGan, Purpose::evaluate, kEvaluations, 1, 1};
inline constexpr Draws kHeldBack{"images held back", kGan, Purpose::evaluate, kEvaluations, 2, 1};
inline constexpr Draws kCellPermutations{"permutation test of counts", kGan, Purpose::evaluate,
                                         kEvaluations, 3, 1};
inline constexpr Draws kStanding{"noise of standing statistics", kGan, Purpose::evaluate, kEvaluations, 6,
                                 1};
/// Slots: points that pictures are drawn of, points of a walk, which of them are taken, directions.
inline constexpr Draws kLatent{"points and directions", "latent space", Purpose::evaluate, kEvaluations, 7, 4};
/// Slots: numbers of a range, choices.
inline constexpr Draws kTrialSettings{"settings drawn at random", "budget", Purpose::evaluate, kEvaluations, 7,
                                      2};
inline constexpr Draws kMiniBatches{"mini-batches of a pair at rest", kGan, Purpose::evaluate, kEvaluations, 7,
                                    4};
/// Slots: noise, dropout of G and of D, noise on D's input.
inline constexpr Draws kGradient{"gradient norm", kGan, Purpose::evaluate, kEvaluations, 4, 4};
inline constexpr Draws kProbe{"diagnosis", kGan, Purpose::evaluate, kEvaluations, 5, 4};

/// Every row, for the test.
inline constexpr Draws kAll[] = {
    kGeneratorWeights, kDiscriminatorWeights, kNoise,       kData,         kShuffle,  kInstanceNoise,
    kDropout,          kSamples,              kFreshData,   kPermutations, kHeldBack, kCellPermutations,
    kGradient,         kProbe,                kLoneWeights, kFlips,        kClassifierWeights, kClassifierOrder,
    kClassifierMoves,  kClassifierDropout,    kResampling,  kThinning,     kMixing,
    kLabels,           kSwitched,             kOwnBatchDropout, kStanding, kShare, kBetween, kSingular,
    kMiniBatches,      kLatent,               kTrialSettings,   kSampleResamples, kSampleDirections,
    kSampleFeatures,   kSamplePermutations,   kSampleChoice,    kSampleOfLaw};

}  // namespace draws

}  // namespace verigan::random
