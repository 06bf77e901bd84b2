// SPDX-License-Identifier: MIT
#include "gan/diagnosis.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <optional>
#include <span>

#include "core/check.hpp"

namespace verigan::gan {
namespace {

constexpr double kVanished = 0.01, kAhead = 0.9, kDeadShare = 0.5, kLeads = 0.5, kMissing = 0.5,
                 kHit = 0.5, kBlind = 0.9;
constexpr double kSureLogit = 4.59511985013459;  // ln 99
constexpr std::size_t kSwitches = 3, kLeast = 3;

// What had been recorded when a certain number of steps was done.
struct Past {
  const TrainingHistory& whole;
  std::span<const Reading> readings;
  std::span<const ModeReading> modes;
  std::span<const DivergenceReading> divergences;
  std::span<const ImageReading> images;
  std::uint64_t step = 0;
};

template <class T>
std::span<const T> recent(std::span<const T> all) {
  return all.last(std::min(all.size(), std::max(kLeast, all.size() / 5)));
}

std::string number(double x) {
  char text[32];
  std::snprintf(text, sizeof text, "%.3g", x);
  return text;
}
std::string percent(double share) { return number(std::round(1000 * share) / 10) + " %"; }

double median(std::vector<double> values) {
  ensure(!values.empty(), "a median of something");
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::ranges::nth_element(values, middle);
  return *middle;
}

template <class Of>
double median(std::span<const Reading> readings, const Of& of) {
  std::vector<double> values;
  for (const Reading& reading : readings) values.push_back(of(reading));
  return median(std::move(values));
}

double gradient(const Reading& r) { return r.gradient_norm; }
double accuracy(const Reading& r) { return r.accuracy; }

bool finite(const Reading& r) {  // of what there is no discriminator for, the logits are 0
  return std::isfinite(r.gradient_norm) && std::isfinite(r.on_true.mean) &&
         std::isfinite(r.on_generated.mean);
}

/// The largest median of three successive readings.
double largest_gradient(std::span<const Reading> readings) {
  double largest = 0;
  for (std::size_t i = 0; i + 2 < readings.size(); ++i)
    largest = std::max(largest, median(readings.subspan(i, 3), gradient));
  return largest;
}

std::string logits_text(std::span<const Reading> some, Spread Reading::*side) {
  const auto at = [&](double Spread::*part) {
    return number(median(some, [&](const Reading& r) { return r.*side.*part; }));
  };
  return at(&Spread::median) + " [" + at(&Spread::low) + ", " + at(&Spread::high) + "]";
}

std::string both_logits(std::span<const Reading> some) {
  return "logits " + logits_text(some, &Reading::on_true) + " on true and " +
         logits_text(some, &Reading::on_generated) + " on generated samples (median [5 %, 95 %])";
}

using Evidence = std::optional<std::string>;

Evidence not_finite(const Past& past) {
  const auto bad = std::ranges::find_if_not(past.readings, finite);
  if (bad == past.readings.end()) return {};
  const std::string logits =
      past.whole.discriminator
          ? message(", mean logit ", number(bad->on_true.mean), " on true and ",
                    number(bad->on_generated.mean), " on generated samples")
          : "";
  return message("gradient ", number(bad->gradient_norm), logits, " at step ", bad->step);
}

template <class Member>
double mean(std::span<const ModeReading> some, Member member) {
  double sum = 0;
  for (const ModeReading& reading : some) sum += static_cast<double>(reading.*member);
  return sum / static_cast<double>(some.size());
}

std::string modes_text(const Past& past) {
  const auto some = recent(past.modes);
  return number(mean(some, &ModeReading::covered)) + " of " + std::to_string(past.whole.modes) +
         " modes covered, " + percent(mean(some, &ModeReading::high_quality_share)) +
         " of the points within three standard deviations of one";
}

bool early_for_modes(const Past& past) {
  return past.modes.size() < kLeast || 4 * past.step < past.whole.steps;
}

Evidence lost_modes(const Past& past) {
  const double covered = mean(recent(past.modes), &ModeReading::covered);
  const double wanted = static_cast<double>(past.whole.modes) - kMissing;
  if (early_for_modes(past) || covered > wanted) return {};
  const auto most = std::ranges::max_element(past.modes, {}, &ModeReading::covered);
  return message(modes_text(past), "; at most ", most->covered, ", first at step ", most->step);
}

Evidence off_modes(const Past& past) {
  const double hit = mean(recent(past.modes), &ModeReading::high_quality_share);
  if (early_for_modes(past) || hit >= kHit) return {};
  return modes_text(past) + ", of real data 98.9 %";
}

struct Switches {
  std::size_t count = 0;
  std::uint64_t last = 0;
};
Switches switches(std::span<const ModeReading> modes) {
  Switches found;
  for (std::size_t i = 1; i < modes.size(); ++i) {
    const ModeReading &before = modes[i - 1], &now = modes[i];
    if (before.dominant_share < kLeads || now.dominant_share < kLeads) continue;
    if (before.dominant != now.dominant) ++found.count, found.last = now.step;
  }
  return found;
}

Evidence rotation(const Past& past) {
  const Switches found = switches(past.modes);
  if (found.count < kSwitches) return {};
  return message("another mode took the lead, with at least half of the points, ", found.count,
                 " times up to step ", found.last);
}

bool saturated(const Past& past) {
  if (!past.whole.discriminator || past.whole.output != Output::probability ||
      !past.whole.equilibrium)
    return false;
  const double middle = *past.whole.equilibrium;
  const auto some = recent(past.readings);
  const auto sure = [&](Spread Reading::*side) {
    const double low = median(some, [&](const Reading& r) { return (r.*side).low; }),
                 high = median(some, [&](const Reading& r) { return (r.*side).high; });
    return low - middle > kSureLogit || high - middle < -kSureLogit;
  };
  return sure(&Reading::on_true) && sure(&Reading::on_generated);
}

Evidence vanished_gradient(const Past& past) {
  if (!past.whole.discriminator || !past.whole.equilibrium) return {};
  const auto some = recent(past.readings);
  const double now = median(some, gradient), largest = largest_gradient(past.readings),
               ahead = median(some, accuracy);
  if (now > kVanished * largest || (ahead < kAhead && !saturated(past))) return {};
  return message("the generator's gradient is ", number(now), ", was up to ", number(largest),
                 ", while the discriminator is right on ", percent(ahead), " of the samples, ",
                 both_logits(some));
}

Evidence saturated_discriminator(const Past& past) {
  if (!saturated(past)) return {};
  return both_logits(recent(past.readings)) + ", " + number(*past.whole.equilibrium) +
         " at equilibrium";
}

/// The layer with the largest share of silent units, and that share.
std::pair<std::size_t, double> most_silent(const Past& past) {
  std::pair<std::size_t, double> most{0, 0};
  for (std::size_t k = 0; k < past.whole.layers.size(); ++k) {
    const double share =
        median(recent(past.readings), [&](const Reading& r) { return r.silent[k]; });
    if (share > most.second) most = {k, share};
  }
  return most;
}

Evidence dead_units(const Past& past) {
  const auto [layer, share] = most_silent(past);
  if (share < kDeadShare) return {};
  return percent(share) + " of the units of hidden layer " + past.whole.layers[layer] +
         " are 0 for every sample";
}

/// The recent reading with the smallest error.
const DivergenceReading& most_precise(std::span<const DivergenceReading> all) {
  return *std::ranges::min_element(recent(all), {}, &DivergenceReading::drawn_error);
}

std::string with_error(double value, double error) { return number(value) + " ± " + number(error); }

std::string divergence_text(const DivergenceReading& r) {
  return "JSD(p, p_g) ≥ " + with_error(r.drawn, r.drawn_error) + " nats" +
         (std::isnan(r.blindness)
              ? ""
              : ", blindness of D " + with_error(r.blindness, r.blindness_error) +
                    " (0: D*, 1: D constant)");
}

bool at_the_end(const Past& past) { return 5 * past.step >= 4 * past.whole.steps; }

Evidence not_learnt(const Past& past) {
  const DivergenceReading& r = most_precise(past.divergences);
  // Not a number is not learnt either.
  if (!at_the_end(past) || learnt(r.drawn, r.drawn_error)) return {};
  return divergence_text(r) + ", learnt would be " + number(kLearnt);
}

Evidence blind_discriminator(const Past& past) {
  const DivergenceReading& r = most_precise(past.divergences);
  if (!at_the_end(past) || learnt(r.present, r.present_error) ||
      !(r.blindness - r.blindness_error > kBlind))
    return {};
  return message("D's loss is that of a constant answer (blindness ",
                 with_error(r.blindness, r.blindness_error),
                 "), although the generator at play is off by ",
                 with_error(r.present, r.present_error),
                 " nats: losses and means of D at their equilibrium values prove nothing");
}

double mean_agreement(const Past& past) {  // NaN: no classes were asked for
  const auto some = recent(past.images);
  double sum = 0;
  for (const ImageReading& reading : some) sum += reading.class_agreement;
  return sum / static_cast<double>(some.size());
}

std::string images_text(const Past& past) {
  std::string text = "Fréchet distance " + number(past.images.back().frechet);
  if (const double agreement = mean_agreement(past); std::isfinite(agreement))
    text += ", " + percent(agreement) + " of the images show the class asked for";
  return text;
}

Evidence labels_ignored(const Past& past) {
  const double agreement = mean_agreement(past);
  if (!at_the_end(past) || !(agreement < kObeyed)) return {};
  return message("a classifier takes ", percent(agreement), " of the images for the class asked for, expected ",
                 percent(kObeyed));
}

enum class From { networks, modes, divergences, images };  // which readings

struct Rule {
  Trouble trouble;
  std::string_view name;
  From from;
  Evidence (*find)(const Past&);
};
constexpr Rule kRules[] = {
    {Trouble::not_finite, "not finite", From::networks, not_finite},
    {Trouble::lost_modes, "lost modes", From::modes, lost_modes},
    {Trouble::off_modes, "points off the modes", From::modes, off_modes},
    {Trouble::rotation, "rotation", From::modes, rotation},
    {Trouble::vanished_gradient, "vanished gradient", From::networks, vanished_gradient},
    {Trouble::saturated_discriminator, "saturated discriminator", From::networks, saturated_discriminator},
    {Trouble::dead_units, "dead units", From::networks, dead_units},
    {Trouble::not_learnt, "not learnt", From::divergences, not_learnt},
    {Trouble::blind_discriminator, "blind discriminator", From::divergences, blind_discriminator},
    {Trouble::labels_ignored, "labels ignored", From::images, labels_ignored},
};

Evidence apply(const Rule& rule, const Past& past) {
  if (rule.from == From::modes) return past.modes.empty() ? Evidence{} : rule.find(past);
  if (rule.from == From::divergences)
    return past.divergences.empty() ? Evidence{} : rule.find(past);
  if (rule.from == From::images) return past.images.empty() ? Evidence{} : rule.find(past);
  if (past.readings.empty()) return {};
  if (rule.trouble == Trouble::not_finite) return rule.find(past);
  const bool early = past.readings.size() < kLeast || 10 * past.step < past.whole.steps;
  const bool broken = !std::ranges::all_of(past.readings, finite);
  return early || broken ? Evidence{} : rule.find(past);
}

/// What was known at each reading of a kind, one after another.
std::vector<Past> pasts(const TrainingHistory& history, From from) {
  std::vector<Past> all;
  const std::span<const Reading> readings = history.readings;
  const std::span<const ModeReading> modes = history.mode_readings;
  const std::span<const DivergenceReading> divergences = history.divergences;
  const std::span<const ImageReading> images = history.images;
  switch (from) {
    case From::networks:
      for (std::size_t n = 1; n <= readings.size(); ++n)
        all.push_back({history, readings.first(n), {}, {}, {}, readings[n - 1].step});
      break;
    case From::modes:
      for (std::size_t n = 1; n <= modes.size(); ++n)
        all.push_back({history, {}, modes.first(n), {}, {}, modes[n - 1].step});
      break;
    case From::divergences:
      for (std::size_t n = 1; n <= divergences.size(); ++n)
        all.push_back({history, {}, {}, divergences.first(n), {}, divergences[n - 1].step});
      break;
    case From::images:
      for (std::size_t n = 1; n <= images.size(); ++n)
        all.push_back({history, {}, {}, {}, images.first(n), images[n - 1].step});
  }
  return all;
}

std::string measured(const TrainingHistory& history) {
  const auto end = std::ranges::find_if_not(history.readings, finite);
  const auto whole = static_cast<std::size_t>(end - history.readings.begin());
  if (whole == 0) return "no finite reading";
  const Past past{history, std::span(history.readings).first(whole), history.mode_readings,
                  history.divergences, history.images, history.readings[whole - 1].step};
  const auto some = recent(past.readings);
  std::string text = "generator's gradient " + number(median(some, gradient)) + " (was up to " +
                     number(largest_gradient(past.readings)) + ")";
  if (history.discriminator)
    text += (history.equilibrium ? ", discriminator right on " + percent(median(some, accuracy)) +
                                       " of the samples, "
                                 : ", no logit tells real from generated, ") +
            both_logits(some);
  const auto [layer, share] = most_silent(past);
  if (!history.layers.empty())
    text += share > 0 ? ", dead units at most " + percent(share) + " (" + history.layers[layer] + ")"
                    : ", no dead units";
  if (!past.modes.empty())
    text += ", " + modes_text(past) + ", " + std::to_string(switches(past.modes).count) +
            " exchanges of the leading mode";
  if (!past.divergences.empty()) text += ", " + divergence_text(most_precise(past.divergences));
  if (!past.images.empty()) text += ", " + images_text(past);
  return text;
}

}  // namespace

std::string_view trouble_name(Trouble trouble) {
  return std::ranges::find(kRules, trouble, &Rule::trouble)->name;
}

Diagnosis diagnose(const TrainingHistory& history) {
  for (const Reading& reading : history.readings)
    require(reading.silent.size() == history.layers.size(), "a reading of ", reading.silent.size(),
            " layers, expected ", history.layers.size());
  Diagnosis diagnosis;
  for (const Rule& rule : kRules) {
    std::optional<Finding> finding;
    for (const Past& past : pasts(history, rule.from)) {
      const Evidence evidence = apply(rule, past);
      if (evidence && !finding) finding = Finding{rule.trouble, past.step, past.step, true, {}};
      if (evidence) finding->last = past.step, finding->evidence = *evidence;
      if (finding) finding->present = evidence.has_value();
    }
    if (finding) diagnosis.findings.push_back(std::move(*finding));
  }
  diagnosis.judged = history.readings.size() >= kLeast &&
                     (history.modes == 0 || history.mode_readings.size() >= kLeast);
  diagnosis.asked = !history.divergences.empty() || !history.images.empty() || history.modes > 0;
  diagnosis.measured = measured(history);
  return diagnosis;
}

std::vector<std::string> Diagnosis::text() const {
  std::vector<std::string> lines;
  const auto line = [](const Finding& f) {
    const std::string name(trouble_name(f.trouble));
    return f.present ? message("diagnosis: ", name, " since step ", f.since, ": ", f.evidence)
                     : message("diagnosis: in passing, steps ", f.since, " to ", f.last, ": ", name,
                               ": ", f.evidence);
  };
  for (const Finding& f : findings)
    if (f.present) lines.push_back(line(f));
  if (lines.empty())
    lines.push_back(
        (!judged ? "diagnosis: too few readings to judge: "
         : asked ? "diagnosis: nothing found: "
                 : "diagnosis: nothing found (how far p_g is from p was not asked): ") +
        measured);
  for (const Finding& f : findings)
    if (!f.present) lines.push_back(line(f));
  return lines;
}

}  // namespace verigan::gan
