// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <vector>

#include "data/mixture.hpp"

namespace verigan::metrics {

/// What became of the modes of a mixture, by the points a generator draws. A point belongs to the
/// nearest centre, and is of high quality within three standard deviations of it (Lin et al. 2018,
/// section 4.1; Srivastava et al. 2017).
struct ModeQuality {
  std::vector<std::size_t> points;  // that belong to each mode
  std::vector<std::size_t> good;    // of these, of high quality
  std::size_t covered = 0;          // modes with at least one point of high quality
  double high_quality_share = 0;    // of all points; real data: 1 − e^(−9/2) ≈ 0.989
  double reverse_kl = 0;            // Σ h ln(h·K) in nats, h the shares of the K modes
  double reverse_kl_good = 0;       // the same, h their shares of the points of high quality
  std::size_t dominant = 0;         // the mode with the most points, the first of several
  double dominant_share = 0;        // of all points
};

/// The logarithms of both reverse_kl are the C library's: round before hashing. A point that is not
/// finite is of no mode and of low quality; without a point of high quality, reverse_kl_good is NaN.
/// Throws verigan::Error for no points.
ModeQuality mode_quality(const data::Mixture& mixture, MatrixView<const float> points);

/// Whether points have collapsed: the share of the pairs (i, i + N/2) that lie within `distance` of
/// each other. Of a generator that has collapsed to a point it is 1.
double coincident_share(MatrixView<const float> points, double distance);

/// Points of high quality in each mode at one moment: of one sample, and of another of the same size
/// from the same generator, which says how much chance alone moves them.
struct ModeSamples {
  std::vector<std::size_t> good, again;
  std::size_t points = 0;  // drawn in either
};

/// Modes whose share of all points, counting those of high quality, is at least a quarter of 1/K.
std::size_t covered_modes(const std::vector<std::size_t>& good, std::size_t points);

/// How a generator's modes change from one reading to the next, and how they seem to where it is at
/// rest, that is between the two samples of one reading. The leader is the mode with the most points of
/// high quality, if they are at least 2/K of all points; a pair counts where both of its samples have
/// one.
struct ModeTurnover {
  std::size_t pairs = 0, changes = 0;            // of leaders, from a reading to the next
  std::size_t rest_pairs = 0, rest_changes = 0;  // within a reading
  double set_change = 0, rest_set_change = 0;    // mean number of modes covered in one of two alone
};
/// Of a single reading nothing changes. Throws verigan::Error for none, or for different numbers of modes.
ModeTurnover mode_turnover(const std::vector<ModeSamples>& readings);

}  // namespace verigan::metrics
