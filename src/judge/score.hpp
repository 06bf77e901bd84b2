// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <vector>

#include "judge/classifier.hpp"

// How near samples are to real images, by what a classifier makes of both.
namespace verigan::judge {

/// A score, how far another sample of the same size would lead it astray, and what real images score.
struct Score {
  double value = 0;
  double low = 0, high = 0;  // 95 %
  double floor = std::numeric_limits<double>::quiet_NaN();  // NaN: there are too few real images for it
};

enum class Quantity {
  frechet, frechet_infinity, kid, inception_score, precision, recall, density, coverage
};
inline constexpr std::size_t kQuantities = 8;
/// As they are called in JSON, in the order of Quantity.
inline constexpr std::array<const char*, kQuantities> kQuantityNames = {
    "frechet", "frechet_infinity", "kid", "inception_score", "precision", "recall", "density", "coverage"};

struct ScoreOptions {
  std::size_t resamples = 200;  // of the bootstrap
  std::size_t neighbours = 5;
  std::uint64_t seed = 1;       // of the order of samples and of what is drawn again
};

/// Fewest samples, of either kind, that can be scored.
inline constexpr std::size_t kFewestSamples = 100;
/// Sizes that the Fréchet distance is extrapolated from.
inline constexpr std::size_t kSizes = 15;

struct Scores {
  std::array<Score, kQuantities> of;  // by Quantity
  std::size_t rank = 0, reference_rank = 0;  // dimensions that features vary in
  double split_mean = 1, split_sd = 0;       // inception score of ten splits
  const Score& operator[](Quantity quantity) const { return of[static_cast<std::size_t>(quantity)]; }
};

/// Called with what is being done, and how much of all there is to do is done.
using ScoreProgress = std::function<void(const char* what, std::size_t done, std::size_t total)>;

/// Real images to be scored against others of their kind: as many as there are samples, where there are.
struct Floor {
  const Judgement* real = nullptr;
  const Judgement* reference = nullptr;
};

/// A value with the interval of the 2.5 % and 97.5 % quantiles of what drawing again gave, about its own mean,
/// within [least, most].
Score about(double value, double floor, std::vector<double> again, double least, double most);

/// Scores of `samples` against `reference`, and of real images against real ones; NaN without them.
///
/// frechet: metrics::frechet_distance of the features. It falls with the number of samples like 1/N on
/// average (T71), so compare values of one N alone, or
/// frechet_infinity: the distance at 1/N = 0 of a line through those of 15 sizes, from a tenth of the
/// samples, or 128 where a tenth is fewer, up to all (Chong & Forsyth 2020), of the smaller sizes the mean of
/// up to four sets; here samples and reference are thinned alike, so that the reference's own share of the
/// bias goes too. It may be below 0.
/// kid, precision, recall, density, coverage: of metrics; inception_score: of all samples together.
///
/// Intervals: both sets are cut at random into at most 100 parts, which are drawn again with replacement;
/// the interval is the value plus the 2.5 % and 97.5 % quantiles of what that gives about its mean. (Its
/// mean is not the value: of a set drawn again, as of a smaller one, the Fréchet distance is larger.) For
/// precision and the like the balls stay as they are. The same numbers on every machine up to the C
/// library's logarithm, in inception_score alone.
/// Throws verigan::Error for fewer than kFewestSamples of either.
Scores score(const Judgement& samples, const Judgement& reference, const Floor& floor = {},
             const ScoreOptions& options = {}, const ScoreProgress& progress = {});

}  // namespace verigan::judge
