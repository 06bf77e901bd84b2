// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "gan/verdict.hpp"

// What came of a training and what is wrong with it, in words and with the evidence, from what was
// recorded on the way: the verdict (verdict.hpp), then each trouble (troubles.hpp), then the numbers.
namespace verigan::gan {

struct Diagnosis {
  Verdict verdict;
  std::vector<Finding> findings;
  std::string measured;  ///< measured(), whether or not anything was found
  /// One line each for people: "NOT LEARNT: …", "Try …", "diagnosis: lost modes since step 300: …", and the
  /// numbers where nothing was found.
  std::vector<std::string> text() const;
};

/// Throws verigan::Error when readings are of another number of layers than the history.
Diagnosis diagnose(const TrainingHistory& history);

}  // namespace verigan::gan
