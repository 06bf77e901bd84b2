// SPDX-License-Identifier: MIT
// Troubles that the samples show: modes, densities, points about a curve, images.
#include "gan/rules.hpp"

namespace verigan::gan {
namespace {

constexpr double kLeads = 0.5, kMissing = 0.5, kHit = 0.5, kBlind = 0.9, kMoved = 0.9, kWorse = 2, kTwoClasses = 2;
constexpr std::size_t kSwitches = 3;

bool early_for_modes(const Prefix& past) {
  return past.modes.size() < kLeastReadings || 4 * past.step < past.whole.steps;
}

}  // namespace

std::size_t mode_exchanges(std::span<const ModeReading> modes, std::uint64_t* last) {
  std::size_t count = 0;
  for (std::size_t i = 1; i < modes.size(); ++i) {
    const ModeReading &before = modes[i - 1], &now = modes[i];
    if (before.dominant_share < kLeads || now.dominant_share < kLeads) continue;
    if (before.dominant == now.dominant) continue;
    ++count;
    if (last != nullptr) *last = now.step;
  }
  return count;
}

Evidence lost_modes(const Prefix& past) {
  const double covered = mean_of(recent(past.modes), &ModeReading::covered);
  const double wanted = static_cast<double>(past.whole.modes) - kMissing;
  if (early_for_modes(past) || covered > wanted) return {};
  const auto most = std::ranges::max_element(past.modes, {}, &ModeReading::covered);
  return message(modes_text(past), "; at most ", most->covered, ", first at step ", most->step);
}

Evidence off_modes(const Prefix& past) {
  const double hit = mean_of(recent(past.modes), &ModeReading::high_quality_share);
  if (early_for_modes(past) || hit >= kHit) return {};
  return modes_text(past) + ", of real data 98.9 %";
}

Evidence rotation(const Prefix& past) {
  std::uint64_t last = 0;
  const std::size_t count = mode_exchanges(past.modes, &last);
  if (count < kSwitches) return {};
  return message("another mode took the lead, with at least half of the points, ", count, " times up to step ",
                 last);
}

Evidence not_learnt(const Prefix& past) {
  const DivergenceReading& r = most_precise(past.divergences);
  // Not a number is not learnt either.
  if (!at_the_end(past) || learnt(r.drawn, r.drawn_error)) return {};
  return divergence_text(r) + ", learnt would be " + number(kLearnt);
}

Evidence no_progress(const Prefix& past) {
  const DivergenceReading &first = past.divergences.front(), &now = most_precise(past.divergences);
  const bool moved = now.drawn + now.drawn_error < kMoved * first.drawn;
  if (past.divergences.size() < kLeastReadings || !at_the_end(past) || moved ||
      learnt(now.drawn, now.drawn_error))
    return {};
  return message("JSD(p, p_g) was ", number(first.drawn), " nats at step ", first.step, " and is ",
                 number(now.drawn));
}

Evidence blind_discriminator(const Prefix& past) {
  const DivergenceReading& r = most_precise(past.divergences);
  if (!at_the_end(past) || learnt(r.present, r.present_error) || !(r.blindness - r.blindness_error > kBlind))
    return {};
  return message("D's loss is that of a constant answer (blindness ",
                 with_error(r.blindness, r.blindness_error), "), although the generator at play is off by ",
                 with_error(r.present, r.present_error),
                 " nats: losses and means of D at their equilibrium values prove nothing");
}

Evidence off_curve(const Prefix& past) {
  if (!at_the_end(past) || mean_of(recent(past.points), &PointReading::near_share) >= kHit) return {};
  return near_text(past);
}

Evidence bare_stretches(const Prefix& past) {
  if (!at_the_end(past) || mean_of(recent(past.points), &PointReading::coverage) >= kCovered) return {};
  return covered_text(past);
}

Evidence labels_ignored(const Prefix& past) {
  const double agreement = mean_agreement(past);
  if (!at_the_end(past) || !(agreement < kObeyed)) return {};
  return message("a classifier takes ", percent(agreement), " of the images for the class asked for, expected ",
                 percent(kObeyed));
}

Evidence images_alike(const Prefix& past) {
  const double score = median_of(recent(past.images), [](const ImageReading& r) { return r.inception_score; });
  if (!at_the_end(past) || !(score < kTwoClasses)) return {};
  return message("an inception score of ", number(score),
                 " says that to the classifier all images show one class: they do, or it is a poor judge");
}

Evidence images_worse(const Prefix& past) {
  const auto best = std::ranges::min_element(past.images, {}, &ImageReading::frechet);
  const double now = median_of(recent(past.images), [](const ImageReading& r) { return r.frechet; });
  if (past.images.size() < kLeastReadings || !at_the_end(past) || !(now > kWorse * best->frechet)) return {};
  return message("the Fréchet distance was ", number(best->frechet), " at step ", best->step, " and is ",
                 number(now));
}

}  // namespace verigan::gan
