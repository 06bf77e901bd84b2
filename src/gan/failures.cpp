// SPDX-License-Identifier: MIT
#include "gan/failures.hpp"

#include <algorithm>
#include <optional>

#include "gan/rules.hpp"

namespace verigan::gan {
namespace {

enum class From { networks, modes, divergences, points, images };  // which readings

struct Rule {
  Failure trouble;
  std::string_view name;
  From from;
  Evidence (*find)(const Prefix&);
};
constexpr Rule kRules[] = {
    {Failure::not_finite, "not finite", From::networks, not_finite},
    {Failure::lost_modes, "lost modes", From::modes, lost_modes},
    {Failure::off_modes, "points off the modes", From::modes, off_modes},
    {Failure::rotation, "rotation", From::modes, rotation},
    {Failure::vanished_gradient, "vanished gradient", From::networks, vanished_gradient},
    {Failure::saturated_discriminator, "saturated discriminator", From::networks, saturated_discriminator},
    {Failure::dead_units, "dead units", From::networks, dead_units},
    {Failure::swings, "swings", From::networks, swings},
    {Failure::not_learnt, "not learnt", From::divergences, not_learnt},
    {Failure::no_progress, "no progress", From::divergences, no_progress},
    {Failure::off_curve, "points off the curve", From::points, off_curve},
    {Failure::bare_stretches, "bare stretches", From::points, bare_stretches},
    {Failure::blind_discriminator, "blind discriminator", From::divergences, blind_discriminator},
    {Failure::told_apart, "told apart", From::networks, told_apart},
    {Failure::labels_ignored, "labels ignored", From::images, labels_ignored},
    {Failure::images_alike, "images alike", From::images, images_alike},
    {Failure::images_worse, "images got worse", From::images, images_worse},
};

Evidence apply(const Rule& rule, const Prefix& past) {
  if (rule.from != From::networks || rule.trouble == Failure::not_finite) return rule.find(past);
  const bool early = past.readings.size() < kLeastReadings || 10 * past.step < past.whole.steps;
  const bool broken = !std::ranges::all_of(past.readings, finite);
  return early || broken ? Evidence{} : rule.find(past);
}

/// What was known at each reading of a kind, one after another. What rules of networks say may rest on
/// readings of the JSD too.
std::vector<Prefix> pasts(const TrainingHistory& history, From from) {
  std::vector<Prefix> all;
  const auto each = [&](const auto& readings, auto Prefix::*kind) {
    for (std::size_t n = 1; n <= readings.size(); ++n) {
      Prefix past{history, {}, {}, {}, {}, {}, readings[n - 1].step};
      past.*kind = std::span(readings).first(n);
      if (from == From::networks) past.divergences = history.divergences;
      all.push_back(past);
    }
  };
  switch (from) {
    case From::networks: each(history.readings, &Prefix::readings); break;
    case From::modes: each(history.mode_readings, &Prefix::modes); break;
    case From::divergences: each(history.divergences, &Prefix::divergences); break;
    case From::points: each(history.points, &Prefix::points); break;
    case From::images: each(history.images, &Prefix::images); break;
  }
  return all;
}

}  // namespace

std::string_view trouble_name(Failure trouble) {
  return std::ranges::find(kRules, trouble, &Rule::trouble)->name;
}

std::vector<Finding> find_troubles(const TrainingHistory& history) {
  std::vector<Finding> findings;
  for (const Rule& rule : kRules) {
    std::optional<Finding> finding;
    for (const Prefix& past : pasts(history, rule.from)) {
      const Evidence evidence = apply(rule, past);
      if (evidence && !finding) finding = Finding{rule.trouble, past.step, past.step, true, {}};
      if (evidence) finding->last = past.step, finding->evidence = *evidence;
      if (finding) finding->present = evidence.has_value();
    }
    if (finding) findings.push_back(std::move(*finding));
  }
  return findings;
}

}  // namespace verigan::gan
