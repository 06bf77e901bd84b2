// SPDX-License-Identifier: MIT
#include "statistics/verdict.hpp"

#include <algorithm>
#include <cstdio>

#include "core/check.hpp"

namespace verigan::statistics {
namespace {

constexpr double kTail = 0.025;

std::string brief(double x) {
  char text[32];
  std::snprintf(text, sizeof text, "%.3g", x);
  return text;
}

std::string seen(const Interval& effect, const std::optional<double>& detectable) {
  if (detectable)
    return "the smallest effect it sees with probability 0.8 is " + brief(*detectable);
  const double half = (effect.high - effect.low) / 2;
  if (std::isinf(half)) return "so few seeds, or equal values, exclude no effect whatever";
  return "it could not have seen an effect below " + brief(half) + ", half of its interval";
}

Verdict of(const Question& question, const Interval& effect, Outcome outcome, std::string reason) {
  return {question.part, question.statistic, question.seeds, effect, outcome, std::move(reason), {}};
}

/// Why there can be no verdict, if so.
std::optional<Verdict> refusal(const Question& question, const Interval& effect) {
  if (question.seeds < question.fewest)
    return of(question, effect, Outcome::too_few_seeds,
              message(question.seeds, question.seeds == 1 ? " seed" : " seeds",
                      ", expected at least ", question.fewest));
  if (std::isnan(effect.value) || std::isnan(effect.low) || std::isnan(effect.high))
    return of(question, effect, Outcome::not_measurable, "the effect is not a number");
  return std::nullopt;
}

/// "drops modes: supported; rotates: not measurable (…)".
std::string joined(const std::vector<Verdict>& parts) {
  std::string text;
  for (const Verdict& part : parts)
    text += (text.empty() ? "" : "; ") + part.part + ": " + std::string(outcome_name(part.outcome));
  return text;
}

/// One verdict that holds the parts; its numbers are those of `leading`.
Verdict together(std::vector<Verdict> parts, const Verdict& leading, Outcome outcome) {
  Verdict whole = leading;
  whole.outcome = outcome;
  if (parts.size() > 1) {
    whole.part.clear();
    whole.parts.clear();
    for (const Verdict& part : parts) whole.seeds = std::min(whole.seeds, part.seeds);
    whole.reason = joined(parts) + (leading.reason.empty() ? "" : ". " + leading.part + ": " + leading.reason);
    whole.parts = std::move(parts);
  }
  return whole;
}

}  // namespace

std::string_view outcome_name(Outcome outcome) {
  constexpr std::string_view kNames[] = {"supported",     "contradicted", "inconclusive",
                                         "divided",       "too few seeds", "not tested",
                                         "undertrained",  "not measurable"};
  return kNames[static_cast<std::size_t>(outcome)];
}

Verdict judge(const Question& question, const Interval& effect, const Band& band,
              std::optional<double> detectable) {
  if (auto none = refusal(question, effect)) return *none;
  if (effect.low >= band.low && effect.high <= band.high)
    return of(question, effect, Outcome::supported, "");
  if (effect.high < band.low || effect.low > band.high)
    return of(question, effect, Outcome::contradicted, "");
  return of(question, effect, Outcome::inconclusive, seen(effect, detectable));
}

Verdict judge(const Question& question, const Interval& effect, const PValues& p, double critical) {
  if (auto none = refusal(question, effect)) return *none;
  if (p.greater <= kTail) return of(question, effect, Outcome::supported, "");
  if (p.less <= kTail) return of(question, effect, Outcome::contradicted, "");
  return of(question, effect, Outcome::inconclusive,
            message("p = ", brief(p.two_sided), ", ",
                    std::isnan(critical) ? "and no effect could have been significant"
                                         : "it could not have seen an effect below " + brief(critical)));
}

Verdict refuse(const Question& question, Outcome outcome, const std::string& reason) {
  return of(question, kUnknown, outcome, reason);
}

std::optional<Verdict> premise(const Question& question, const std::string& what,
                               const Interval& found, const Band& needed) {
  if (found.low >= needed.low && found.high <= needed.high) return std::nullopt;
  const std::string range = std::isinf(needed.high)  ? "above " + brief(needed.low)
                            : std::isinf(needed.low) ? "below " + brief(needed.high)
                                                     : "in [" + brief(needed.low) + ", " + brief(needed.high) + "]";
  return refuse(question, Outcome::not_tested,
                message("premise failed: ", what, " is ", brief(found.value), " [", brief(found.low), ", ",
                        brief(found.high), "], expected ", range));
}

Verdict all_of(std::vector<Verdict> parts) {
  require(!parts.empty(), "verdict on no parts, expected at least one");
  const auto find = [&](auto&& wanted) { return std::ranges::find_if(parts, wanted); };
  auto leading = find([](const Verdict& v) { return v.is(Outcome::contradicted); });
  if (leading == parts.end())
    leading = find([](const Verdict& v) { return !v.is(Outcome::supported); });
  if (leading == parts.end()) leading = parts.begin();
  const Verdict chosen = *leading;
  return together(std::move(parts), chosen, chosen.outcome);
}

Verdict each_of(std::vector<Verdict> parts) {
  require(!parts.empty(), "verdict on no parts, expected at least one");
  const Verdict first = parts.front();
  const bool alike =
      std::ranges::all_of(parts, [&](const Verdict& v) { return v.is(first.outcome); });
  return together(std::move(parts), first, alike ? first.outcome : Outcome::divided);
}

}  // namespace verigan::statistics
