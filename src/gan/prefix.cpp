// SPDX-License-Identifier: MIT
#include "gan/prefix.hpp"

namespace verigan::gan {
namespace {

std::string spread_text(const Quantiles& logits) {
  return number(logits.median) + " [" + number(logits.low) + ", " + number(logits.high) + "]";
}

}  // namespace

const Snapshot& typical(std::span<const Snapshot> all) {
  std::vector<const Snapshot*> some;
  for (const Snapshot& reading : recent(all)) some.push_back(&reading);
  ensure(!some.empty(), "a typical one of some readings");
  // Not a number, of a loss without a best discriminator, in none before another.
  std::ranges::stable_sort(some, {}, [](const Snapshot* r) { return std::isnan(r->accuracy) ? 0 : r->accuracy; });
  return *some[some.size() / 2];
}

std::string right_on_text(const Snapshot& r) {
  const std::string logits = "logits " + spread_text(r.on_true) + " on true and " + spread_text(r.on_generated) +
                             " on generated samples (median [5 %, 95 %])";
  if (std::isnan(r.accuracy)) return "no logit tells real from generated, " + logits;
  return "the discriminator is right on " + percent(r.accuracy) + " of the samples, " + logits;
}

std::string modes_text(const Prefix& past) {
  const auto some = recent(past.modes);
  return number(mean_of(some, &ModeReading::covered)) + " of " + std::to_string(past.whole.modes) +
         " modes covered, " + percent(mean_of(some, &ModeReading::high_quality_share)) +
         " of the points within three standard deviations of one";
}

std::string divergence_text(const DivergenceReading& r) {
  return "JSD(p, p_g) ≥ " + with_error(r.drawn, r.drawn_error) + " nats" +
         (std::isnan(r.blindness) ? ""
                                  : ", blindness of D " + with_error(r.blindness, r.blindness_error) +
                                        " (0: D*, 1: D constant)");
}

std::string near_text(const Prefix& past) {
  return percent(mean_of(recent(past.points), &PointReading::near_share)) +
         " of the points near the curve where real data have " + percent(true_near_share());
}

std::string covered_text(const Prefix& past) {
  return percent(mean_of(recent(past.points), &PointReading::coverage)) + " of the curve covered";
}

double mean_agreement(const Prefix& past) { return mean_of(recent(past.images), &ImageReading::class_agreement); }

std::string images_text(const Prefix& past) {
  const ImageReading& last = past.images.back();
  std::string text = "Fréchet distance " + number(last.frechet);
  if (std::isfinite(last.inception_score)) text += ", inception score " + number(last.inception_score);
  if (const double agreement = mean_agreement(past); std::isfinite(agreement))
    text += ", " + percent(agreement) + " of the images show the class asked for";
  return text;
}

double largest_gradient(std::span<const Snapshot> readings) {
  double largest = 0;
  for (std::size_t i = 0; i + 2 < readings.size(); ++i)
    largest = std::max(largest, median_of(readings.subspan(i, 3), [](const Snapshot& r) { return r.gradient_norm; }));
  return largest;
}

std::pair<std::size_t, double> most_silent(const Prefix& past) {
  std::pair<std::size_t, double> most{0, 0};
  for (std::size_t k = 0; k < past.whole.layers.size(); ++k) {
    const double share = median_of(recent(past.readings), [&](const Snapshot& r) { return r.silent[k]; });
    if (share > most.second) most = {k, share};
  }
  return most;
}

std::string measured(const TrainingHistory& history) {
  const auto end = std::ranges::find_if_not(history.readings, finite);
  const auto whole = static_cast<std::size_t>(end - history.readings.begin());
  if (whole == 0) return "no finite reading";
  Prefix past = whole_past(history);
  past.readings = past.readings.first(whole);
  const auto some = recent(past.readings);
  std::string text = "generator's gradient " + number(median_of(some, [](const Snapshot& r) { return r.gradient_norm; })) +
                     " (was up to " + number(largest_gradient(past.readings)) + ")";
  if (history.discriminator) {
    Snapshot shown = typical(past.readings);
    if (!history.equilibrium) shown.accuracy = kNotMeasured;
    text += ", " + right_on_text(shown);
  }
  const auto [layer, share] = most_silent(past);
  if (!history.layers.empty())
    text += share > 0 ? ", dead units at most " + percent(share) + " (" + history.layers[layer] + ")"
                      : ", no dead units";
  if (!past.modes.empty())
    text += message(", ", modes_text(past), ", ", mode_exchanges(past.modes), " exchanges of the leading mode");
  if (!past.divergences.empty()) text += ", " + divergence_text(most_precise(past.divergences));
  if (!past.points.empty())
    text += ", " + near_text(past) + ", " + covered_text(past) + ", MMD² " + number(past.points.back().mmd2);
  if (!past.images.empty()) text += ", " + images_text(past);
  return text;
}

}  // namespace verigan::gan
