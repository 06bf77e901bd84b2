// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

#include "random/stream.hpp"

// Draws from a law given by its distribution function or its density: the inverse transform,
// rejection, Metropolis–Hastings. Every draw has an address (seed, purpose, run, step, index), so
// it does not depend on what was drawn before. None of them calls the C library: they are exact up
// to what the caller's own functions round.
namespace verigan::random {

using Function = std::function<double(double x)>;

/// Inverse transform: F⁻¹(U), U uniform in the open (0, 1), has distribution function F whatever F
/// is (Devroye 1986, thm II.2.1; T35). `quantile` is F⁻¹(u) = inf{x : F(x) ≥ u}.
double inverse_transform(const Stream& stream, std::uint64_t step, std::uint64_t index,
                         const Function& quantile);

/// inf{x : F(x) ≥ u} over the doubles of [lower, upper], by bisection on the doubles themselves (at
/// most 65 calls of F): exact, for continuous, discrete and mixed F alike. F must not decrease.
/// Throws Error unless 0 < u < 1, lower ≤ upper and F(upper) ≥ u.
double generalised_inverse(const Function& cdf, double u, double lower, double upper);

/// P(X = values[i]) = weights[i].
class DiscreteLaw {
 public:
  /// As many weights as values, at least one; values strictly increasing and finite, weights ≥ 0
  /// and summing to 1 within 1e-9 (then scaled to 1), else Error.
  DiscreteLaw(std::vector<double> values, const std::vector<double>& weights);

  double cdf(double x) const;       ///< P(X ≤ x)
  double cdf_left(double x) const;  ///< P(X < x)
  double quantile(double u) const;  ///< inf{x : F(x) ≥ u}, 0 < u < 1; never a value of weight 0

 private:
  std::vector<double> values_, cumulative_;  // cumulative_[i] = P(X ≤ values_[i])
};

/// With probability `weight` a continuous law, else one of a few atoms.
class MixedLaw {
 public:
  /// The continuous part by its distribution function and quantile function; `weight` in [0, 1] and
  /// the atoms' weights sum to 1 within 1e-9; atoms as in DiscreteLaw, else Error.
  MixedLaw(double weight, Function cdf, Function quantile, std::vector<double> atoms,
           std::vector<double> weights);

  double cdf(double x) const;
  double cdf_left(double x) const;
  double quantile(double u) const;

 private:
  double weight_;
  Function continuous_cdf_, continuous_quantile_;
  std::vector<double> atoms_, before_;  // before_[i]: weight of the atoms below atoms_[i]
  std::vector<double> below_, upto_;    // F(atom−) and F(atom)
};

/// Rejection: candidates from a proposal law, each kept with probability target/(M·proposal) at it
/// (von Neumann 1951; T36). With both densities normalised one in M is kept.
class Rejection {
 public:
  /// `quantile` of the proposal, and x ↦ target(x)/(M·proposal(x)), which lies in [0, 1].
  Rejection(Function quantile, Function keep)
      : quantile_(std::move(quantile)), keep_(std::move(keep)) {}

  struct Draw {
    double value;
    std::uint32_t tries;  // candidates it took, ≥ 1
  };
  /// Number `index` < 2⁴² of `step`. Throws Error where keep(x) is not in [0, 1] (M is too small,
  /// or the law is wrong), and after 2²⁰ candidates.
  Draw draw(const Stream& stream, std::uint64_t step, std::uint64_t index) const;

 private:
  Function quantile_, keep_;
};

/// Metropolis–Hastings: a chain whose law tends to that of a density known up to a factor (Hastings
/// 1970; T36). A candidate x′ is taken with probability min(1, p(x′)q(x|x′)/(p(x)q(x′|x))).
class MetropolisHastings {
 public:
  /// A candidate and q(x|x′)/q(x′|x), which is 1 for symmetric proposals.
  struct Candidate {
    double to;
    double ratio = 1;
  };
  /// From a state and a number uniform in (0, 1).
  using Proposal = std::function<Candidate(double from, double u)>;

  MetropolisHastings(Function density, Proposal proposal)
      : density_(std::move(density)), proposal_(std::move(proposal)) {}

  struct State {
    double x;
    double density;         // p(x), up to the factor
    bool accepted = false;  // whether the last move was taken
  };
  /// Throws Error unless p(x) is positive and finite.
  State start(double x) const;
  /// The state of chain number `chain` after its move at time `time`. Throws Error for a density or
  /// ratio that is negative or no number.
  State move(const State& from, const Stream& stream, std::uint64_t time,
             std::uint64_t chain = 0) const;

 private:
  Function density_;
  Proposal proposal_;
};

}  // namespace verigan::random
