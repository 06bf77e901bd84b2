// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>

#include "judge/score.hpp"

// Scores of samples that were each asked to show a class.
namespace verigan::judge {

/// Images that a classifier has judged, and the class of each.
struct Labelled {
  const Judgement& judged;
  std::span<const std::uint8_t> labels;
};

/// metrics::within_class_variance_ratio() of the features, its interval by drawing both sets again with
/// replacement (score() says how intervals are made); floor: of `real`, if it is not null, over `reference`.
/// NaN where no class is in both. Throws verigan::Error for other numbers of labels than of images.
Score within_class_variance(const Labelled& samples, const Labelled& reference, const Labelled* real,
                            const ScoreOptions& options = {});

}  // namespace verigan::judge
