// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "random/stream.hpp"
#include "theory/ball.hpp"

// The theorem catalogue: every row is one checkable statement, an object that draws random
// instances of itself and measures by how much the statement is missed. The same rows drive the
// tests, the table of `verigan verify` and the table of the report.
//
// A claim compares two sides that are computed along different ways, each a Ball: a value with a
// bound on its error, made of the quadrature's own error estimate and of rounding. The tolerance of
// a claim is the sum of the two bounds, so nobody chooses it; where a row must choose something (the
// chance δ of a claim about samples, a threshold), it says what (Theorem::chosen).
namespace verigan::theory {

/// The chance of one instance. Number k depends on (seed, theorem, instance, k) alone.
class RandomInstance {
 public:
  RandomInstance(const random::Stream& stream, std::uint64_t instance) : stream_(&stream), step_(instance) {}

  std::uint64_t instance() const { return step_; }
  /// Uniform in the open interval (0, 1).
  double uniform() { return stream_->uniform_double(step_, next_++); }
  /// Uniform between a and b.
  double uniform(double a, double b) { return a + (b - a) * uniform(); }
  /// e^u with u uniform between ln a and ln b; 0 < a, b.
  double log_uniform(double a, double b);
  /// True with the given probability.
  bool chance(double probability) { return uniform() < probability; }
  /// Uniform integer in [0, bound).
  std::uint32_t below(std::uint32_t bound);
  /// A share α in (0, 1): uniform, or (one in four) within 1e-6 … 0.1 of either end. A
  /// multiple of 2⁻⁵², so that 1 − α is exact.
  double share();

  /// What is drawn may be written down for a reader ("p = normal(0,1)"), where somebody wants to know:
  /// note() does nothing otherwise.
  void record(std::vector<std::string>* notes) { notes_ = notes; }
  bool recording() const { return notes_ != nullptr; }
  void note(const std::string& text) {
    if (notes_ != nullptr) notes_->push_back(text);
  }

 private:
  std::vector<std::string>* notes_ = nullptr;
  const random::Stream* stream_;
  std::uint64_t step_;
  std::uint64_t next_ = 0;
};

/// One comparison: how far the claim is missed, and how far rounding and quadrature can explain.
struct Residual {
  double value = 0;
  double tolerance = 0;
  const char* claim = "";

  /// value / tolerance, 0/0 = 0. +∞ for NaN, and for an infinite tolerance, which proves nothing.
  double ratio() const;
};

/// What one instance of a theorem showed. Sides larger than 1 are compared relative to their size.
class Evidence {
 public:
  /// lhs = rhs. Infinities are equal to themselves alone; a NaN fails.
  void equal(const char* claim, Ball lhs, Ball rhs);
  /// lhs = rhs, always relative to the larger side: for claims about very small numbers.
  void equal_relative(const char* claim, Ball lhs, Ball rhs);
  /// lhs ≤ rhs; the residual is max(0, lhs − rhs), and lhs/rhs counts for the tightness.
  void at_most(const char* claim, Ball lhs, Ball rhs);
  /// A plain yes or no: residual 0 or 1, tolerance 0.
  void holds(const char* claim, bool yes);

  const Residual& worst() const { return worst_; }      // largest ratio
  const Residual& largest() const { return largest_; }  // largest residual
  double largest_tolerance() const { return largest_tolerance_; }
  double tightness() const { return tightness_; }  // largest lhs/rhs of the inequalities; 0 if none
  /// The least that an inequality had to spare: (rhs − lhs + tolerance) relative to the larger side,
  /// or to 1 if that is larger. +∞ if there was none.
  double slack() const { return slack_; }
  int claims() const { return claims_; }

 private:
  void add(const Residual& residual);

  Residual worst_, largest_;
  double largest_tolerance_ = 0, tightness_ = 0;
  double slack_ = std::numeric_limits<double>::infinity();
  int claims_ = 0;
};

using Check = std::function<void(RandomInstance&, Evidence&)>;

/// The theorem with its formula made wrong on purpose; the same draws, so the same instances.
struct Mutant {
  std::string name;
  double share;  // the least share of instances in which it must be caught, (0, 1]
  Check check;
};

struct Theorem {
  std::string id;  // "T04"
  std::string title, statement, source;
  Check check;
  std::vector<Mutant> mutants;  // at least one
  /// A row whose instances are costly looks at one in so many of those asked for, at least one.
  long cost_divisor = 1;
  /// What of its tolerances is chosen, not worked out; empty: nothing is.
  std::string chosen = {};
  /// The code of other folders that its check calls, for the reader: "metrics::mmd2".
  std::string exercises = {};

  /// How many instances it looks at when so many are requested.
  long instances_checked(long instances) const { return std::max(1L, instances / cost_divisor); }
};

/// All rows, by id.
const std::vector<Theorem>& theorem_catalogue();

inline constexpr long kMostInstances = 10'000'000;

struct TheoremOptions {
  long instances = 1000;  // of each row, 1 to kMostInstances; of costly ones fewer (Theorem::cost_divisor)
  std::uint64_t seed = 1;
  long first = 0;  // number of the first instance
};

/// An instance that a row misses.
struct Counterexample {
  long instance = 0;
  std::vector<std::string> drawn;  // what it consists of, as far as the row says
  Residual worst;
};

struct Outcome {
  const Theorem* theorem = nullptr;
  long instances = 0;
  Residual largest;  // the largest residual, with its own tolerance and claim
  Residual worst;    // the claim with the largest ratio residual/tolerance
  double largest_tolerance = 0;
  double tightness = 0;  // largest lhs/rhs among the inequalities; 0: the row has none
  double slack = std::numeric_limits<double>::infinity();  // smallest Evidence::slack; +∞: none
  double seconds = 0;    // wall clock; the one field that is not reproducible
  long missed = 0;       // instances with a ratio above 1
  /// Of the first instances missed, at most 100, the one with the shortest description.
  std::optional<Counterexample> counterexample;

  bool holds() const { return missed == 0; }
};

/// Called now and then, from one thread at a time.
using TheoremProgress = std::function<void(long done, long total)>;

/// Checks the first instances of `theorem`, as many as it looks at, threaded over instances; the
/// outcome, seconds apart, does not depend on the number of threads. Throws Error for instances out
/// of range, and what a check throws, that of the smallest instance, prefixed with id and instance.
Outcome verify(const Theorem& theorem, const TheoremOptions& options,
               const TheoremProgress& progress = {});

/// The same for mutant `index` of the theorem; `missed` counts the instances that caught it.
Outcome check_mutant(const Theorem& theorem, std::size_t index, const TheoremOptions& options);

/// The rows with these ids, in catalogue order; all rows when `ids` is empty. Throws Error naming
/// an unknown id.
std::vector<const Theorem*> select_theorems(std::span<const Theorem> catalogue,
                                            std::span<const std::string> ids);

}  // namespace verigan::theory
