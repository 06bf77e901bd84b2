// SPDX-License-Identifier: MIT
// Troubles that the networks and their losses show.
#include <numbers>

#include "gan/rules.hpp"

namespace verigan::gan {
namespace {

constexpr double kVanished = 0.01, kAhead = 0.9, kDeadShare = 0.5, kApart = 0.95;
constexpr double kSureLogit = 4.59511985013459;  // ln 99
constexpr double kThrown = 2;                    // D's loss over that of a constant answer
constexpr double kRise = std::numbers::ln2 / 4;  // of JSD
constexpr std::size_t kPieces = 50;

bool saturated(const Prefix& past) {
  if (!past.whole.discriminator || past.whole.output != Output::probability || !past.whole.equilibrium)
    return false;
  const double middle = *past.whole.equilibrium;
  const auto some = recent(past.readings);
  const auto sure = [&](Quantiles Snapshot::*side) {
    const double low = median_of(some, [&](const Snapshot& r) { return (r.*side).low; }),
                 high = median_of(some, [&](const Snapshot& r) { return (r.*side).high; });
    return low - middle > kSureLogit || high - middle < -kSureLogit;
  };
  return sure(&Snapshot::on_true) && sure(&Snapshot::on_generated);
}

double gradient(const Snapshot& r) { return r.gradient_norm; }

/// A loss that is no number within the steps done.
std::optional<std::size_t> broken_loss(const LossCurves& losses, std::uint64_t steps) {
  for (const auto* curve : {&losses.discriminator, &losses.generator})
    for (std::size_t i = 0; i < std::min<std::size_t>(curve->size(), steps); ++i)
      if (!std::isfinite((*curve)[i])) return i;
  return {};
}

/// The largest mean of D's loss over a fiftieth of the steps, of the last fifth of them up to `step` but not
/// of the first tenth.
struct Peak {
  double mean = 0;
  std::size_t end = 0;
};
Peak largest_mean(const std::vector<double>& loss, std::uint64_t steps, std::uint64_t step) {
  const std::size_t piece = std::max<std::size_t>(steps / kPieces, 1);
  Peak peak;
  const std::size_t first = std::max<std::size_t>(steps / 10, step - std::min(step, steps / 5));
  for (std::size_t begin = first; begin + piece <= std::min<std::size_t>(loss.size(), step); begin += piece) {
    double sum = 0;
    for (std::size_t i = begin; i < begin + piece; ++i) sum += loss[i];
    if (const double mean = sum / static_cast<double>(piece); mean > peak.mean) peak = {mean, begin + piece};
  }
  return peak;
}

}  // namespace

Evidence not_finite(const Prefix& past) {
  if (const auto bad = broken_loss(past.whole.losses, past.step))
    return message("the loss of step ", *bad + 1, " is no number");
  const auto bad = std::ranges::find_if_not(past.readings, finite);
  if (bad == past.readings.end()) return {};
  const std::string logits = past.whole.discriminator
                                 ? message(", mean logit ", number(bad->on_true.mean), " on true and ",
                                           number(bad->on_generated.mean), " on generated samples")
                                 : "";
  return message("gradient ", number(bad->gradient_norm), logits, " at step ", bad->step);
}

Evidence vanished_gradient(const Prefix& past) {
  if (!past.whole.discriminator || !past.whole.equilibrium) return {};
  const auto some = recent(past.readings);
  const double now = median_of(some, gradient), largest = largest_gradient(past.readings),
               ahead = median_of(some, [](const Snapshot& r) { return r.accuracy; });
  if (now > kVanished * largest || (ahead < kAhead && !saturated(past))) return {};
  return message("the generator's gradient is ", number(now), ", was up to ", number(largest), ", while ",
                 right_on_text(typical(past.readings)));
}

Evidence saturated_discriminator(const Prefix& past) {
  if (!saturated(past)) return {};
  return right_on_text(typical(past.readings)) + ", " + number(*past.whole.equilibrium) + " at equilibrium";
}

Evidence dead_units(const Prefix& past) {
  const auto [layer, share] = most_silent(past);
  if (share < kDeadShare) return {};
  return percent(share) + " of the units of hidden layer " + past.whole.layers[layer] +
         " are 0 for every sample";
}

Evidence swings(const Prefix& past) {
  const LossCurves& losses = past.whole.losses;
  if (losses.constant) {
    const Peak peak = largest_mean(losses.discriminator, past.whole.steps, past.step);
    if (peak.mean > kThrown * *losses.constant)
      return message("D's loss was ", number(peak.mean), " on average up to step ", peak.end,
                     ", a constant answer's is ", number(*losses.constant));
  }
  const DivergenceReading *least = nullptr, *now = nullptr;
  for (const DivergenceReading& r : past.divergences) {
    if (r.step > past.step) break;
    if (10 * r.step < past.whole.steps) continue;
    if (least == nullptr || r.drawn < least->drawn) least = &r;
    now = &r;
  }
  if (now == nullptr || now->drawn - now->drawn_error <= least->drawn + least->drawn_error + kRise) return {};
  return message("JSD(p, p_g) rose from ", number(least->drawn), " at step ", least->step, " to ",
                 number(now->drawn), " nats at step ", now->step);
}

Evidence told_apart(const Prefix& past) {
  const TrainingHistory& all = past.whole;
  const bool judged = !all.divergences.empty() || !all.images.empty() || !all.points.empty() || all.modes > 0;
  if (judged || !all.discriminator || !all.equilibrium || !at_the_end(past)) return {};
  const Snapshot& now = typical(past.readings);
  if (!(now.accuracy >= kApart)) return {};
  return right_on_text(now) + ": total variation is about " + number(2 * now.accuracy - 1);
}

}  // namespace verigan::gan
