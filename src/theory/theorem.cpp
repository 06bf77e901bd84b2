// SPDX-License-Identifier: MIT
#include "theory/theorem.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <exception>

#include "core/check.hpp"
#include "core/constants.hpp"
#include "core/names.hpp"

namespace verigan::theory {
namespace {

/// Both sides as doubles of one size: divided by the larger side, or by 1 if that is larger.
Residual compare(const char* claim, double difference, Ball lhs, Ball rhs, double scale) {
  return {difference / scale, (lhs.error + rhs.error) / scale, claim};
}

double larger_side(Ball lhs, Ball rhs) {
  return std::max(std::abs(lhs.value), std::abs(rhs.value));
}

/// True if the pair was settled without arithmetic: an infinite side, or a NaN.
bool settled(Ball lhs, Ball rhs) { return !std::isfinite(lhs.value) || !std::isfinite(rhs.value); }

}  // namespace

double RandomInstance::log_uniform(double a, double b) { return std::exp(uniform(std::log(a), std::log(b))); }

std::uint32_t RandomInstance::below(std::uint32_t bound) {
  return std::min(bound - 1, static_cast<std::uint32_t>(uniform() * bound));
}

double RandomInstance::share() {
  double share = uniform();
  if (chance(0.25)) {
    share = log_uniform(1e-6, 0.1);
    if (chance(0.5)) share = 1 - share;
  }
  return std::clamp(std::round(share * 0x1p52), 1.0, 0x1p52 - 1) * 0x1p-52;
}

double Residual::ratio() const {
  if (std::isnan(value) || !(tolerance < kInfinity)) return kInfinity;
  if (value == 0) return 0;
  return tolerance > 0 ? value / tolerance : kInfinity;
}

void Evidence::add(const Residual& residual) {
  if (claims_ == 0 || residual.ratio() > worst_.ratio()) worst_ = residual;
  if (claims_ == 0 || residual.value > largest_.value || std::isnan(residual.value))
    largest_ = residual;
  if (!(residual.tolerance <= largest_tolerance_)) largest_tolerance_ = residual.tolerance;
  ++claims_;
}

void Evidence::equal(const char* claim, Ball lhs, Ball rhs) {
  if (settled(lhs, rhs)) return holds(claim, lhs.value == rhs.value);
  const double scale = std::max(1.0, larger_side(lhs, rhs));
  add(compare(claim, std::abs(lhs.value - rhs.value), lhs, rhs, scale));
}

void Evidence::equal_relative(const char* claim, Ball lhs, Ball rhs) {
  const double scale = larger_side(lhs, rhs);
  if (settled(lhs, rhs) || scale == 0) return holds(claim, lhs.value == rhs.value);
  add(compare(claim, std::abs(lhs.value - rhs.value), lhs, rhs, scale));
}

void Evidence::at_most(const char* claim, Ball lhs, Ball rhs) {
  if (settled(lhs, rhs)) return holds(claim, lhs.value <= rhs.value);
  if (rhs.value > 100 * (lhs.error + rhs.error))
    tightness_ = std::max(tightness_, lhs.value / rhs.value);
  const double scale = std::max(1.0, larger_side(lhs, rhs));
  slack_ = std::min(slack_, (rhs.value - lhs.value + lhs.error + rhs.error) / scale);
  add(compare(claim, std::max(0.0, lhs.value - rhs.value), lhs, rhs, scale));
}

void Evidence::holds(const char* claim, bool yes) { add({yes ? 0.0 : 1.0, 0.0, claim}); }

namespace {

/// The stream of a row: its number is the run, so that no two rows share an instance.
random::Stream stream_of(const Theorem& theorem, std::uint64_t seed) {
  std::uint32_t number = 0;
  for (const char c : theorem.id) number = number * 31 + static_cast<unsigned char>(c);
  return {seed, random::Purpose::theory, number};
}

/// Every instance's evidence, in order of instance.
std::vector<Evidence> evaluate(const Theorem& theorem, const Check& check, long instances,
                               const TheoremOptions& options, const TheoremProgress& progress) {
  const std::uint64_t seed = options.seed;
  const random::Stream stream = stream_of(theorem, seed);
  std::vector<Evidence> evidence(static_cast<std::size_t>(instances));
  long done = 0;
  long failed_at = instances;
  std::string failure;
#pragma omp parallel for schedule(dynamic, 4)
  for (long i = 0; i < instances; ++i) {
    try {
      RandomInstance draw(stream, static_cast<std::uint64_t>(options.first + i));
      check(draw, evidence[static_cast<std::size_t>(i)]);
    } catch (const std::exception& error) {
#pragma omp critical(verigan_theorem)
      if (i < failed_at) {
        failed_at = i;
        failure = error.what();
      }
    }
    if (progress) {
#pragma omp critical(verigan_theorem)
      progress(++done, instances);
    }
  }
  require(failed_at == instances, theorem.id, ", instance ", options.first + failed_at, " of seed ", seed, ": ",
          failure);
  return evidence;
}

bool misses(const Evidence& one) { return one.worst().ratio() > 1 || one.claims() == 0; }

Outcome summarise(const Theorem& theorem, const std::vector<Evidence>& evidence) {
  Outcome outcome;
  outcome.theorem = &theorem;
  outcome.instances = static_cast<long>(evidence.size());
  for (const Evidence& one : evidence) {
    const bool first = &one == &evidence.front();
    if (misses(one)) ++outcome.missed;
    if (first || one.worst().ratio() > outcome.worst.ratio()) outcome.worst = one.worst();
    if (first || one.largest().value > outcome.largest.value || std::isnan(one.largest().value)) {
      outcome.largest = one.largest();
    }
    if (!(one.largest_tolerance() <= outcome.largest_tolerance)) {
      outcome.largest_tolerance = one.largest_tolerance();
    }
    outcome.tightness = std::max(outcome.tightness, one.tightness());
    outcome.slack = std::min(outcome.slack, one.slack());
  }
  return outcome;
}

std::optional<Counterexample> smallest_counterexample(const Theorem& theorem, const Check& check,
                                                      const std::vector<Evidence>& evidence,
                                                      const TheoremOptions& options) {
  constexpr int kMost = 100;
  const random::Stream stream = stream_of(theorem, options.seed);
  std::optional<Counterexample> smallest;
  std::size_t least = 0;
  int instances_checked = 0;
  for (std::size_t i = 0; i < evidence.size() && instances_checked < kMost; ++i) {
    if (!misses(evidence[i])) continue;
    ++instances_checked;
    Counterexample here{options.first + static_cast<long>(i), {}, evidence[i].worst()};
    RandomInstance draw(stream, static_cast<std::uint64_t>(here.instance));
    draw.record(&here.drawn);
    Evidence again;
    check(draw, again);
    std::size_t length = 0;
    for (const std::string& line : here.drawn) length += line.size();
    if (smallest && length >= least) continue;
    least = length;
    smallest = std::move(here);
  }
  return smallest;
}

Outcome run(const Theorem& theorem, const Check& check, const TheoremOptions& options,
            const TheoremProgress& progress) {
  require(options.instances >= 1 && options.instances <= kMostInstances,
          "instances = ", options.instances, ", expected 1 to ", kMostInstances);
  const auto start = std::chrono::steady_clock::now();
  require(options.first >= 0 && options.first <= kMostInstances, "instance ", options.first, ", expected 0 to ",
          kMostInstances);
  const long instances = theorem.instances_checked(options.instances);
  const std::vector<Evidence> evidence = evaluate(theorem, check, instances, options, progress);
  Outcome outcome = summarise(theorem, evidence);
  outcome.counterexample = smallest_counterexample(theorem, check, evidence, options);
  outcome.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return outcome;
}

}  // namespace

Outcome verify(const Theorem& theorem, const TheoremOptions& options,
               const TheoremProgress& progress) {
  return run(theorem, theorem.check, options, progress);
}

Outcome check_mutant(const Theorem& theorem, std::size_t index, const TheoremOptions& options) {
  ensure(index < theorem.mutants.size(), "the theorem has that mutant");
  return run(theorem, theorem.mutants[index].check, options, {});
}

std::vector<const Theorem*> select_theorems(std::span<const Theorem> catalogue,
                                            std::span<const std::string> ids) {
  std::vector<std::string> known;
  for (const Theorem& theorem : catalogue) known.push_back(theorem.id);
  for (const std::string& id : ids) {
    require(std::find(known.begin(), known.end(), id) != known.end(), "unknown theorem '", id, "'",
            expected_names(id, known));
  }
  std::vector<const Theorem*> rows;
  for (const Theorem& theorem : catalogue) {
    const bool chosen = std::find(ids.begin(), ids.end(), theorem.id) != ids.end();
    if (ids.empty() || chosen) rows.push_back(&theorem);
  }
  return rows;
}

}  // namespace verigan::theory
