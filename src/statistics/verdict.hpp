// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "statistics/rank.hpp"

// What experiments say of a claim, or why they say nothing.
namespace verigan::statistics {

enum class Outcome {
  supported,
  contradicted,
  inconclusive,    // the interval holds both, and the smallest effect it could have seen is said
  divided,         // the claim has several readings, and they differ
  too_few_seeds,   // fewer than the claim asks for
  not_tested,      // a premise failed, or the experiment does not exist
  undertrained,    // nothing was learnt that the claim could be about
  not_measurable,  // no reading qualifies
};

/// "supported", "contradicted", "inconclusive", "divided", "too few seeds", "not tested",
/// "undertrained", "not measurable".
std::string_view outcome_name(Outcome outcome);

/// A verdict needs at least as many, some claims more.
inline constexpr std::size_t kFewestSeeds = 5;

inline constexpr Interval kUnknown{NAN, NAN, NAN};

/// What is to be judged.
struct Question {
  std::string part;       // which of the claim's parts; empty if it has one
  std::string statistic;  // what was measured and in which unit
  std::size_t seeds = 0;
  std::size_t fewest = kFewestSeeds;  // with less there is no verdict
};

struct Verdict {
  std::string part, statistic;
  std::size_t seeds = 0;
  Interval effect = kUnknown;  // with its 95 % interval
  Outcome outcome = Outcome::not_tested;
  std::string reason;  // one sentence; of an inconclusive one, the smallest effect it could have seen
  std::vector<Verdict> parts;  // of a claim that has several

  bool is(Outcome other) const { return outcome == other; }
};

/// Where the effect lies if the claim is true. An infinite end is none.
struct Band {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
};
/// Above, or below, x.
inline Band above(double x) { return {x, std::numeric_limits<double>::infinity()}; }
inline Band below(double x) { return {-std::numeric_limits<double>::infinity(), x}; }

/// Supported if the whole interval lies in the band, contradicted if it lies outside, inconclusive
/// otherwise; too few seeds below question.fewest; not measurable if the effect is NaN. `detectable` is the
/// smallest distance from the band's edge that the test sees (power.hpp); without one an inconclusive
/// verdict names the interval's half-width, the least distance at which it would not have held both.
Verdict judge(const Question& question, const Interval& effect, const Band& band,
              std::optional<double> detectable = {});

/// The same by an exact test: supported if `p.greater` is at most 0.025, contradicted if `p.less` is;
/// `critical` is the smallest effect that could have been significant, NaN if none could.
Verdict judge(const Question& question, const Interval& effect, const PValues& p, double critical);

/// A verdict that says why there is none.
Verdict refuse(const Question& question, Outcome outcome, const std::string& reason);

/// A premise that is checked first: nothing if the whole interval lies in the band, else the verdict
/// "not tested", which says what was found: premise(q, "accuracy of the strong D", share, above(0.9)).
std::optional<Verdict> premise(const Question& question, const std::string& what,
                               const Interval& found, const Band& needed);

/// All parts are needed: contradicted if one is, supported if all are, else as the first that has no
/// such answer. Throws Error if there is none.
Verdict all_of(std::vector<Verdict> parts);

/// Each part is a reading of the claim of its own: their common outcome, or divided. Throws Error if there
/// is none.
Verdict each_of(std::vector<Verdict> parts);

}  // namespace verigan::statistics
