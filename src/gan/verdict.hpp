// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gan/failures.hpp"

// What came of a training, in plain words: the first thing said of it.
namespace verigan::gan {

enum class Outcome {
  learnt,      ///< the samples are those of the data, as far as was measured
  plausible,   ///< nothing speaks against it; what was measured cannot prove it
  undecided,   ///< nothing measured says what the samples are worth
  too_short,   ///< too little to judge by
  not_learnt,
  collapsed,   ///< the samples show a part of the data
  unstable,
  broken       ///< numbers that are none
};
/// "LEARNT", "NO FAILURE SEEN", "UNDECIDED", "TOO SHORT", "NOT LEARNT", "COLLAPSED", "UNSTABLE", "BROKEN".
std::string_view outcome_name(Outcome outcome);
/// Whether something went wrong.
bool failed(Outcome outcome);

struct Verdict {
  Outcome outcome = Outcome::undecided;
  std::string reason;  ///< the few numbers it rests on
  std::string advice;  ///< one sentence of what to try; empty where there is nothing to mend
  /// "NOT LEARNT: JSD 0.57 of at most 0.69 nats; …".
  std::string headline() const;
};

/// Of a history and what was found in it. A trouble that passed counts only where the end is no good.
Verdict judge(const TrainingHistory& history, const std::vector<Finding>& findings);

}  // namespace verigan::gan
