// SPDX-License-Identifier: MIT
// The first thing said of a training: histories made up for each outcome.
#include <cmath>
#include <numbers>

#include "gan/diagnosis.hpp"
#include "support/catch.hpp"
#include "support/text.hpp"

using namespace verigan;
using namespace verigan::gan;
using tests::contains;

namespace {

constexpr double kLn2 = std::numbers::ln2;

/// Fifty readings of 1000 steps, of which nothing but the losses at their equilibrium is known.
TrainingHistory bare() {
  TrainingHistory history;
  history.steps = 1000;
  history.layers = {"generator 1"};
  history.losses.constant = kLn2;
  for (std::uint64_t step = 20; step <= 1000; step += 20) {
    Snapshot r;
    r.step = step;
    r.gradient_norm = 1;
    r.accuracy = 0.52;
    r.on_true = {0.1, -0.5, 0.1, 0.6};
    r.on_generated = {-0.1, -0.6, -0.1, 0.5};
    r.silent = {0};
    history.readings.push_back(r);
  }
  history.losses.discriminator.assign(1000, 0.7);
  history.losses.generator.assign(1000, 0.7);
  return history;
}

/// JSD(share of the training done), at every fiftieth step.
template <class Jsd>
TrainingHistory with_jsd(const Jsd& jsd) {
  TrainingHistory history = bare();
  for (std::uint64_t step = 50; step <= 1000; step += 50) {
    const double now = jsd(static_cast<double>(step) / 1000);
    history.divergences.push_back({step, now, 0.002, now, 0.002, 0.5, 0.01});
  }
  return history;
}

void add_points(TrainingHistory& history, double near, double covered) {
  for (std::uint64_t step = 50; step <= 1000; step += 50) history.points.push_back({step, near, covered, 0.01});
}

bool found(const Diagnosis& diagnosis, Failure trouble) {
  return std::ranges::any_of(diagnosis.findings, [&](const Finding& f) { return f.trouble == trouble; });
}

}  // namespace

TEST_CASE("verdict: not learnt is said with the samples' numbers, and what the losses are worth") {
  TrainingHistory history = with_jsd([](double) { return 0.57; });
  add_points(history, 0.16, 0.3);
  const Diagnosis diagnosis = diagnose(history);
  const Verdict& verdict = diagnosis.verdict;
  INFO(verdict.headline());
  CHECK(verdict.outcome == Outcome::not_learnt);
  CHECK(verdict.headline().starts_with("NOT LEARNT: "));
  for (const char* part : {"JSD 0.57 of at most 0.69 nats",
                           "16 % of the points near the curve where real data have 99.7 %", "30 % of the curve covered",
                           "D's loss 0.7 near 0.693, its value at equilibrium, means nothing here"})
    CHECK(contains(verdict.reason, part));
  // It never moved, and that is what to mend first.
  CHECK(found(diagnosis, Failure::no_progress));
  CHECK(contains(verdict.advice, "ten times the learning rate"));
  history.losses.discriminator.assign(1000, 0.4);  // away from it, nothing is said of it
  CHECK_FALSE(contains(diagnose(history).verdict.reason, "means nothing"));
}

TEST_CASE("verdict: learnt, unless points or stretches of the curve are missing") {
  const auto falling = [](double t) { return 0.5 * std::exp(-8 * t) + 0.002; };
  TrainingHistory history = with_jsd(falling);
  add_points(history, 0.99, 1);
  CHECK(diagnose(history).verdict.outcome == Outcome::learnt);
  CHECK(diagnose(history).verdict.advice.empty());
  TrainingHistory part = with_jsd(falling);
  add_points(part, 0.99, 0.6);
  CHECK(diagnose(part).verdict.outcome == Outcome::not_learnt);
  CHECK(found(diagnose(part), Failure::bare_stretches));
  TrainingHistory off = with_jsd(falling);
  add_points(off, 0.4, 1);
  CHECK(diagnose(off).verdict.outcome == Outcome::not_learnt);
  CHECK(found(diagnose(off), Failure::off_curve));
}

TEST_CASE("verdict: unstable, by JSD that rises again or by a loss far beyond a constant answer's") {
  // Down, up by 0.25, and down to 0.09: the end is no good, and the way says why.
  const auto swinging = [](double t) { return t < 0.3 ? 0.35 : t < 0.5 ? 0.6 : 0.09; };
  const Verdict verdict = diagnose(with_jsd(swinging)).verdict;
  CHECK(verdict.outcome == Outcome::unstable);
  CHECK(contains(verdict.reason, "rose from 0.35 at step 100 to 0.6 nats"));
  CHECK(contains(verdict.advice, "tenth of both learning rates"));
  // The same way to a good end is no failure, but is told.
  const Diagnosis settled =
      diagnose(with_jsd([](double t) { return t < 0.3 ? 0.35 : t < 0.5 ? 0.6 : 0.004; }));
  CHECK(settled.verdict.outcome == Outcome::learnt);
  CHECK(found(settled, Failure::swings));
  // A rise that is within a quarter of ln 2 is none.
  CHECK_FALSE(found(diagnose(with_jsd([](double t) { return t < 0.3 ? 0.35 : t < 0.5 ? 0.51 : 0.09; })),
                    Failure::swings));
  TrainingHistory thrown = with_jsd([](double) { return 0.3; });
  for (std::size_t i = 400; i < 500; ++i) thrown.losses.discriminator[i] = 1.5;
  CHECK(diagnose(thrown).verdict.outcome == Outcome::unstable);
  for (std::size_t i = 400; i < 500; ++i) thrown.losses.discriminator[i] = 1.3;  // below 2 ln 2
  CHECK(diagnose(thrown).verdict.outcome == Outcome::not_learnt);
  for (std::size_t i = 0; i < 90; ++i) thrown.losses.discriminator[i] = 5;  // everybody begins somewhere
  CHECK(diagnose(thrown).verdict.outcome == Outcome::not_learnt);
}

TEST_CASE("verdict: collapsed, where modes are lost that the rest hits well") {
  TrainingHistory history = bare();
  history.modes = 8;
  for (std::uint64_t step = 20; step <= 1000; step += 20) history.mode_readings.push_back({step, 1, 3, 0.97, 0.99});
  const Verdict verdict = diagnose(history).verdict;
  CHECK(verdict.outcome == Outcome::collapsed);
  CHECK(contains(verdict.headline(), "COLLAPSED: 1 of 8 modes covered"));
  CHECK(contains(verdict.advice, "packing"));
  for (ModeReading& r : history.mode_readings) r.high_quality_share = 0.1;  // it hits none
  CHECK(diagnose(history).verdict.outcome == Outcome::not_learnt);
}

TEST_CASE("verdict: of images nobody can say learnt; labels ignored and a late fall are named") {
  const auto images = [](auto frechet, double agreement) {
    TrainingHistory history = bare();
    for (std::uint64_t step = 100; step <= 1000; step += 100)
      history.images.push_back({step, frechet(static_cast<double>(step)), agreement, 8.5});
    return diagnose(history);
  };
  const auto falls = [](double step) { return 2000 / step; };
  const Verdict sound = images(falls, NAN).verdict;
  CHECK(sound.outcome == Outcome::plausible);
  CHECK(contains(sound.headline(), "NO FAILURE SEEN: Fréchet distance 2 (20 at step 100), inception score 8.5"));
  CHECK(images(falls, 0.97).verdict.outcome == Outcome::plausible);
  const Verdict ignored = images(falls, 0.1).verdict;
  CHECK(ignored.outcome == Outcome::not_learnt);
  CHECK(contains(ignored.headline(), "NOT LEARNT: labels ignored: a classifier takes 10 % of the images"));
  CHECK(contains(ignored.advice, "labels reach both players"));
  TrainingHistory alike = bare();
  for (std::uint64_t step = 100; step <= 1000; step += 100)
    alike.images.push_back({step, falls(static_cast<double>(step)), NAN, 1.2});
  CHECK(diagnose(alike).verdict.outcome == Outcome::not_learnt);
  CHECK(contains(diagnose(alike).verdict.headline(), "images alike: an inception score of 1.2"));
  for (ImageReading& r : alike.images) r.inception_score = 2.1;
  CHECK(diagnose(alike).verdict.outcome == Outcome::plausible);
  const Diagnosis late = images([](double step) { return step < 700 ? 2000 / step : 20.0; }, NAN);
  CHECK(late.verdict.outcome == Outcome::not_learnt);
  CHECK(contains(late.verdict.headline(), "the Fréchet distance was 3.33 at step 600 and is 20"));
}

TEST_CASE("verdict: where nothing judges the samples, only a discriminator that is always right decides") {
  CHECK(diagnose(bare()).verdict.outcome == Outcome::undecided);
  TrainingHistory apart = bare();
  for (Snapshot& r : apart.readings) r.accuracy = 0.96;
  const Diagnosis diagnosis = diagnose(apart);
  CHECK(diagnosis.verdict.outcome == Outcome::not_learnt);
  CHECK(contains(diagnosis.verdict.reason, "total variation is about 0.92"));
  for (Snapshot& r : apart.readings) r.accuracy = 0.94;
  CHECK(diagnose(apart).verdict.outcome == Outcome::undecided);
}

TEST_CASE("verdict: a loss that is no number is found though no reading shows it") {
  TrainingHistory history = with_jsd([](double) { return 0.001; });
  history.losses.generator[700] = NAN;
  const Verdict verdict = diagnose(history).verdict;
  CHECK(verdict.outcome == Outcome::broken);
  CHECK(verdict.headline() == "BROKEN: the loss of step 701 is no number");
  CHECK_FALSE(verdict.advice.empty());
}

TEST_CASE("measured: accuracy and logits are those of one reading, so they cannot contradict each other") {
  // Readings of two kinds, in turn: half right with logits apart to one side, or always right. Medians taken
  // apart said "right on 50 %, logits 3.6 on true and −0.4 on generated samples", which no reading is.
  TrainingHistory history = bare();
  for (std::size_t i = 0; i < history.readings.size(); ++i) {
    Snapshot& r = history.readings[i];
    const bool high = i % 3 == 0;
    r.accuracy = high ? 0.95 : 0.5;
    r.on_true = high ? Quantiles{3.6, 3, 3.6, 4} : Quantiles{i % 3 == 1 ? 3.6 : -0.4, -1, i % 3 == 1 ? 3.6 : -0.4, 4};
    r.on_generated = high ? Quantiles{-0.4, -1, -0.4, 0} : r.on_true;
  }
  const std::string text = measured(history);
  INFO(text);
  CHECK(contains(text, "right on 50 % of the samples"));
  const bool both_high = contains(text, "3.6 [-1, 4] on true and 3.6 [-1, 4] on generated"),
             both_low = contains(text, "-0.4 [-1, 4] on true and -0.4 [-1, 4] on generated");
  CHECK((both_high || both_low));
}
