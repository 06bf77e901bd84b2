// SPDX-License-Identifier: MIT
#include "gan/verdict.hpp"

#include <numbers>

#include "gan/prefix.hpp"

namespace verigan::gan {
namespace {

struct Name {
  Outcome outcome;
  std::string_view name;
};
constexpr Name kNames[] = {
    {Outcome::learnt, "LEARNT"},         {Outcome::plausible, "NO FAILURE SEEN"},
    {Outcome::undecided, "UNDECIDED"},   {Outcome::too_short, "TOO SHORT"},
    {Outcome::not_learnt, "NOT LEARNT"}, {Outcome::collapsed, "COLLAPSED"},
    {Outcome::unstable, "UNSTABLE"},     {Outcome::broken, "BROKEN"},
};

// What to try, the first that was found.
struct Remedy {
  Failure trouble;
  const char* advice;
};
constexpr Remedy kRemedies[] = {
    {Failure::not_finite, "Try a tenth of the learning rates; if that does not help, look for a logarithm of 0 "
                          "in the loss."},
    {Failure::swings, "Try a tenth of both learning rates."},
    {Failure::no_progress, "Try ten times the learning rate, or many more steps: the generator hardly moved."},
    {Failure::rotation, "Try a smaller learning rate of the generator, or a discriminator that judges several "
                        "samples together (packing)."},
    {Failure::lost_modes, "Try a discriminator that judges several samples together (packing), more updates of it "
                          "a step, or noise of more dimensions."},
    {Failure::off_modes, "Try more steps, and more updates of the discriminator a step."},
    {Failure::vanished_gradient, "Try the non-saturating loss, a slower discriminator, or noise on its inputs."},
    {Failure::saturated_discriminator, "Try a slower discriminator, noise on its inputs, or label smoothing."},
    {Failure::told_apart, "Try a slower discriminator, noise on its inputs, or a wider generator."},
    {Failure::labels_ignored, "Try more steps or a larger learning rate; if that does not help, look whether the "
                              "labels reach both players."},
    {Failure::images_alike, "Look at the images. If they are alike, try a discriminator that judges several samples "
                            "together (packing) or a slower one; if not, --classifier usual judges better."},
    {Failure::images_worse, "Try a smaller learning rate, one that falls to 0, or stopping at the best step."},
    {Failure::blind_discriminator, "Try more updates of the discriminator a step, a faster or wider one, and noise "
                                   "of more dimensions (alpha_toy: --recipe equilibrium)."},
    {Failure::dead_units, "Try leaky activations, or a smaller learning rate."},
    {Failure::bare_stretches, "Try more steps, or a discriminator that judges several samples together (packing)."},
    {Failure::off_curve, "Try more steps, or wider networks."},
    {Failure::not_learnt, "Try more steps, wider networks, or more updates of the discriminator a step."},
};

const Finding* found(const std::vector<Finding>& findings, Failure trouble) {
  const auto it = std::ranges::find(findings, trouble, &Finding::trouble);
  return it == findings.end() ? nullptr : &*it;
}
bool present(const std::vector<Finding>& findings, Failure trouble) {
  const Finding* finding = found(findings, trouble);
  return finding != nullptr && finding->present;
}

/// Mean over the last tenth of the steps.
double tail(const std::vector<double>& values) {
  double sum = 0;
  const std::size_t n = std::max<std::size_t>(values.size() / 10, 1);
  for (std::size_t i = values.size() - n; i < values.size(); ++i) sum += values[i];
  return sum / static_cast<double>(n);
}

/// That losses stand at their equilibrium and prove nothing; empty where they do not stand there.
std::string idle_losses(const TrainingHistory& history) {
  const LossCurves& losses = history.losses;
  if (!losses.constant || losses.discriminator.empty()) return "";
  const double at = tail(losses.discriminator), balance = *losses.constant;
  if (std::abs(at - balance) > 0.05 * balance) return "";
  return "D's loss " + number(at) + " near " + number(balance) + ", its value at equilibrium, means nothing here";
}

/// The numbers that say how good the samples are; empty where nobody asked.
std::string quality(const TrainingHistory& history) {
  const Prefix past = whole_past(history);
  std::vector<std::string> parts;
  if (!past.divergences.empty()) {
    const DivergenceReading& now = most_precise(past.divergences);
    parts.push_back("JSD " + number(now.drawn) + " of at most " + formatted("%.2f", std::numbers::ln2) + " nats");
  }
  if (!past.modes.empty()) parts.push_back(modes_text(past) + " where real data have 98.9 %");
  if (!past.points.empty()) parts.push_back(near_text(past) + ", " + covered_text(past));
  if (!past.images.empty()) {
    std::string text = images_text(past);
    if (past.images.size() > 1 && !(past.images.front().frechet < past.images.back().frechet))
      text.insert(text.find(',') == text.npos ? text.size() : text.find(','),
                  " (" + number(past.images.front().frechet) + " at step " +
                      std::to_string(past.images.front().step) + ")");
    parts.push_back(text);
  }
  std::string all;
  for (const std::string& part : parts) all += (all.empty() ? "" : "; ") + part;
  return all;
}

std::string joined(const std::string& first, const std::string& second) {
  return first.empty() || second.empty() ? first + second : first + "; " + second;
}

std::string advice(const std::vector<Finding>& findings, bool passed_too) {
  for (const Remedy& remedy : kRemedies)
    if (const Finding* f = found(findings, remedy.trouble);
        f != nullptr && (f->present || (passed_too && remedy.trouble == Failure::swings)))
      return remedy.advice;
  return "";
}

/// The evidence of the first of these that is present, behind its name.
std::string named(const std::vector<Finding>& findings, std::initializer_list<Failure> troubles) {
  for (const Failure trouble : troubles)
    if (present(findings, trouble))
      return std::string(trouble_name(trouble)) + ": " + found(findings, trouble)->evidence;
  return "";
}

}  // namespace

std::string_view outcome_name(Outcome outcome) {
  return std::ranges::find(kNames, outcome, &Name::outcome)->name;
}

bool failed(Outcome outcome) { return outcome >= Outcome::not_learnt; }

std::string Verdict::headline() const {
  return std::string(outcome_name(outcome)) + (reason.empty() ? "" : ": " + reason);
}

Verdict judge(const TrainingHistory& history, const std::vector<Finding>& findings) {
  const auto is = [&](Failure trouble) { return present(findings, trouble); };
  const std::string samples = quality(history);
  if (is(Failure::not_finite))
    return {Outcome::broken, found(findings, Failure::not_finite)->evidence, advice(findings, true)};

  const bool short_of_modes = history.modes > 0 && history.mode_readings.size() < kLeastReadings;
  if (history.readings.size() < kLeastReadings || short_of_modes)
    return {Outcome::too_short, joined(message(history.readings.size(), " readings are too few to judge by"), samples),
            ""};

  const bool bad_samples = is(Failure::not_learnt) || is(Failure::off_modes) || is(Failure::off_curve) ||
                           is(Failure::bare_stretches) || is(Failure::images_worse) || is(Failure::images_alike);
  const bool stuck = is(Failure::vanished_gradient) || is(Failure::saturated_discriminator) ||
                     is(Failure::told_apart);
  const bool part = is(Failure::lost_modes);
  const Finding* swung = found(findings, Failure::swings);
  if (is(Failure::rotation) || (swung != nullptr && (bad_samples || part || stuck || swung->present)))
    return {Outcome::unstable, joined(samples, (is(Failure::rotation) ? *found(findings, Failure::rotation) : *swung).evidence),
            advice(findings, true)};
  if (part && !is(Failure::off_modes)) return {Outcome::collapsed, samples, advice(findings, true)};
  const bool judged_well = !history.divergences.empty() && !bad_samples && !part;
  if (bad_samples || part || is(Failure::labels_ignored) || (stuck && !judged_well)) {
    std::string why = is(Failure::labels_ignored)
                          ? "labels ignored: " + found(findings, Failure::labels_ignored)->evidence
                          : named(findings, {Failure::no_progress, Failure::images_worse, Failure::images_alike});
    if (samples.empty() || (stuck && !bad_samples && why.empty()))
      why = named(findings, {Failure::told_apart, Failure::vanished_gradient, Failure::saturated_discriminator});
    return {Outcome::not_learnt,
            joined(joined(why.empty() ? "" : why, samples), bad_samples ? idle_losses(history) : ""),
            advice(findings, true)};
  }
  if (!history.divergences.empty() || history.modes > 0) return {Outcome::learnt, samples, ""};
  if (!samples.empty())
    return {Outcome::plausible, samples + "; p is unknown, so nobody can say that it is learnt", advice(findings, false)};
  return {Outcome::undecided, "nothing measured says how far p_g is from p, and losses cannot tell",
          advice(findings, false)};
}

}  // namespace verigan::gan
