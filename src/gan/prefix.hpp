// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <span>
#include <string>
#include <vector>

#include "core/check.hpp"
#include "core/text.hpp"
#include "gan/failures.hpp"

// What the rules of a diagnosis share: what had been recorded at a moment, the recent part of it, and how
// numbers are written.
namespace verigan::gan {

/// What had been recorded when a certain number of steps was done.
struct Prefix {
  const TrainingHistory& whole;
  std::span<const Snapshot> readings;
  std::span<const ModeReading> modes;
  std::span<const DivergenceReading> divergences;
  std::span<const PointReading> points;
  std::span<const ImageReading> images;
  std::uint64_t step = 0;
};

/// All that a history holds.
inline Prefix whole_past(const TrainingHistory& h) {
  return {h, h.readings, h.mode_readings, h.divergences, h.points, h.images, h.steps};
}

inline constexpr std::size_t kLeastReadings = 3;

template <class T>
std::span<const T> recent(std::span<const T> all) {
  return all.last(std::min(all.size(), std::max(kLeastReadings, all.size() / 5)));
}

inline std::string number(double x) { return formatted("%.3g", x); }
inline std::string percent(double share) { return number(std::round(1000 * share) / 10) + " %"; }
inline std::string with_error(double value, double error) { return number(value) + " ± " + number(error); }

inline double median(std::vector<double> values) {
  ensure(!values.empty(), "a median of something");
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::ranges::nth_element(values, middle);
  return *middle;
}
template <class T, class Of>
double median_of(std::span<const T> some, const Of& of) {
  std::vector<double> values;
  for (const T& reading : some) values.push_back(of(reading));
  return median(std::move(values));
}
template <class T, class Member>
double mean_of(std::span<const T> some, Member member) {
  double sum = 0;
  for (const T& reading : some) sum += static_cast<double>(reading.*member);
  return sum / static_cast<double>(some.size());
}

/// In the last fifth of the training.
inline bool at_the_end(const Prefix& past) { return 5 * past.step >= 4 * past.whole.steps; }

inline bool finite(const Snapshot& r) {  // of what there is no discriminator for, the logits are 0
  return std::isfinite(r.gradient_norm) && std::isfinite(r.on_true.mean) && std::isfinite(r.on_generated.mean);
}

/// The recent reading with the smallest error; there must be one.
inline const DivergenceReading& most_precise(std::span<const DivergenceReading> all) {
  return *std::ranges::min_element(recent(all), {}, &DivergenceReading::drawn_error);
}

/// The recent reading of median accuracy: what it says of D is said of one moment.
const Snapshot& typical(std::span<const Snapshot> all);

// What the numbers of a kind say; the verdict says them too.
std::string modes_text(const Prefix& past);
std::string divergence_text(const DivergenceReading& reading);
std::string near_text(const Prefix& past);     ///< "16 % of the points near the curve where real data have 99.7 %"
std::string covered_text(const Prefix& past);  ///< "33 % of the curve covered"
std::string images_text(const Prefix& past);
std::string right_on_text(const Snapshot& reading);  ///< "the discriminator right on 53 % of the samples, logits …"
double mean_agreement(const Prefix& past);            ///< NaN: no classes were asked for
std::size_t mode_exchanges(std::span<const ModeReading> modes, std::uint64_t* last = nullptr);
/// The largest median of three successive readings.
double largest_gradient(std::span<const Snapshot> readings);
/// The layer with the largest share of silent units, and that share.
std::pair<std::size_t, double> most_silent(const Prefix& past);

}  // namespace verigan::gan
