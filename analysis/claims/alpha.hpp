// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "analysis/claims/evidence.hpp"

// The toys' runs as the claims about α see them: those of the paper's recipe.
namespace verigan::analysis {

class AlphaRuns {
 public:
  explicit AlphaRuns(const Evidence& evidence)
      : runs_(evidence.settings("alpha_toy", {"dataset", "alpha"}, {{"recipe", "lc"}})) {}

  /// By seed; empty if there are none.
  const BySeed& at(const std::string& dataset, const std::string& alpha) const {
    static const BySeed kNone;
    const auto found = runs_.find({dataset, alpha});
    return found == runs_.end() ? kNone : found->second;
  }

 private:
  Settings runs_;
};

}  // namespace verigan::analysis
