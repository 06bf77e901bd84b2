// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "theory/expression.hpp"
#include "theory/quantity.hpp"

// Statements of one's own about two densities and α, tried on random instances.
namespace verigan::theory {

/// What a claim turns out to be for one pair of densities. Undecided: the sides differ by less than their errors,
/// or one of them has no value (∞ − ∞).
enum class Standing { holds, fails, undecided };

struct ClaimSides {
  Ball left, right;
};

/// Two expressions of quantities (quantity.hpp; Rényi's as renyi:3) and alpha with <=, <, >=, > or ==
/// between them: "jsd <= jeffreys/8".
class Claim {
 public:
  /// Throws Error with one line naming what was wrong.
  explicit Claim(const std::string& text);

  const std::string& text() const { return text_; }
  /// The keys of the quantities it mentions.
  std::vector<std::string> keys() const;
  ClaimSides sides(const Density& p, const Density& q, const Exact& alpha) const;
  /// For ≤ and <, and for ≥ and >, alike: a claim fails when the sides differ the wrong way by more than
  /// their errors together.
  Standing standing(const ClaimSides& sides) const;

 private:
  std::string text_, comparison_;
  std::vector<Quantity> quantities_;  // those it mentions, in the order of the variables after alpha
  Expression left_, right_;
};

struct ClaimInstance {
  std::string p, q;
  Exact alpha;
};

struct ClaimOptions {
  long instances = 1000;
  std::uint64_t seed = 1;
  std::vector<std::string> families = {};  // names as in a density; empty: all
};

struct ClaimOutcome {
  long instances = 0, failed = 0, undecided = 0;
  /// Of the instances that fail, the first one, shrunk: components left out and numbers rounded as long
  /// as it continues to fail.
  std::optional<ClaimInstance> counterexample;
  ClaimSides sides;  // of the counterexample
};

/// Tries the claim on random pairs: of any families or of those chosen, mixtures of them too, some close to
/// each other and some with disjoint supports. The outcome depends on the options alone. Throws Error for a
/// family that does not exist and instances outside [1, 10⁷].
ClaimOutcome check_claim(const Claim& claim, const ClaimOptions& options,
                         const std::function<void(long done, long total)>& progress = {});

}  // namespace verigan::theory
