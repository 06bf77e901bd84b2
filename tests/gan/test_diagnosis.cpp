// SPDX-License-Identifier: MIT
// Histories made up so that one thing is wrong with them, or nothing; and the edges of every rule.
#include <algorithm>
#include <limits>

#include "gan/diagnosis.hpp"
#include "support/catch.hpp"
#include "support/error_of.hpp"

using namespace verigan;
using namespace verigan::gan;

namespace {

Snapshot sound(std::uint64_t step) {
  Snapshot r;
  r.step = step;
  r.gradient_norm = 1;
  r.on_true = {0.1, -0.5, 0.1, 0.6};
  r.on_generated = {-0.1, -0.6, -0.1, 0.5};
  r.accuracy = 0.53;
  r.silent = {0.1, 0.2};
  return r;
}

// Fifty readings of 1000 steps, of a ring of eight that is covered.
TrainingHistory sound() {
  TrainingHistory history;
  history.steps = 1000;
  history.layers = {"generator 1", "discriminator 1"};
  history.modes = 8;
  for (std::uint64_t step = 20; step <= 1000; step += 20) {
    history.readings.push_back(sound(step));
    history.mode_readings.push_back({step, 8, step / 20 % 8, 0.95, 0.2});
  }
  return history;
}

template <class Change>
TrainingHistory changed(std::uint64_t from, const Change& change) {
  TrainingHistory history = sound();
  for (std::size_t i = 0; i < history.readings.size(); ++i)
    if (history.readings[i].step >= from) change(history.readings[i], history.mode_readings[i]);
  return history;
}

// The only finding there is. (The readings of a run are 20 steps apart here.)
Finding only(const TrainingHistory& history, Failure expected) {
  const Diagnosis diagnosis = diagnose(history);
  REQUIRE(diagnosis.findings.size() == 1);
  CHECK(diagnosis.findings[0].trouble == expected);
  // The verdict, what to try if anything, the finding, and the numbers.
  CHECK(diagnosis.text().size() == 3 + (diagnosis.verdict.advice.empty() ? 0U : 1U));
  CHECK(diagnosis.text()[0] == diagnosis.verdict.headline());
  for (const std::string& line : diagnosis.text()) CHECK(is_one_line(line));
  return diagnosis.findings[0];
}

bool nothing(const TrainingHistory& history) { return diagnose(history).findings.empty(); }

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("diagnosis: a sound training is said to be so, with its numbers") {
  const Diagnosis diagnosis = diagnose(sound());
  CHECK(diagnosis.findings.empty());
  REQUIRE(diagnosis.text().size() == 2);
  CHECK(diagnosis.text()[0].starts_with("LEARNT: 8 of 8 modes covered, 95 % of the points"));
  const std::string line = diagnosis.text()[1];
  INFO(line);
  CHECK(line.starts_with("measured: "));
  for (const char* number : {"gradient 1 (was up to 1)", "right on 53 % of", "0.1 [-0.5, 0.6] on true",
                             "-0.1 [-0.6, 0.5] on generated", "at most 20 % (discriminator 1)",
                             "8 of 8 modes covered", "95 % of the points", "0 exchanges"})
    CHECK(has(line, number));
}

TEST_CASE("diagnosis: without modes, and without any reading, nothing is said of them") {
  TrainingHistory history = sound();
  history.modes = 0;
  history.mode_readings.clear();
  CHECK(nothing(history));
  for (const std::string& line : diagnose(history).text()) CHECK_FALSE(has(line, "modes"));
  const auto outcome = [&] { return diagnose(history).verdict.outcome; };
  history.readings.clear();
  CHECK(diagnose(history).text() ==
        std::vector<std::string>{"TOO SHORT: 0 readings are too few to judge by", "measured: no finite reading"});
  history.readings = {sound(20), sound(40)};
  CHECK(outcome() == Outcome::too_short);
  history.readings.push_back(sound(60));
  CHECK(outcome() == Outcome::undecided);
  history.modes = 8;
  history.mode_readings = {{20, 8, 0, 0.95, 0.2}, {40, 8, 0, 0.95, 0.2}};
  CHECK(outcome() == Outcome::too_short);
}

TEST_CASE("diagnosis: lost modes") {
  const auto lost = changed(600, [](Snapshot&, ModeReading& m) { m.covered = 3; });
  const Finding f = only(lost, Failure::lost_modes);
  CHECK(f.present);
  // Of the n/5 last readings at step 20n, at n = 30 the first of six says 3 of 8, which is 7.17 on
  // average.
  CHECK(f.since == 600);
  CHECK(has(f.evidence, "3 of 8 modes covered"));
  CHECK(has(f.evidence, "at most 8, first at step 20"));
  // One odd reading in ten is none, and what is lost in the first quarter only is none.
  CHECK(nothing(changed(1000, [](Snapshot&, ModeReading& m) { m.covered = 7; })));
  CHECK(nothing(changed(0, [](Snapshot&, ModeReading& m) { m.covered = m.step < 200 ? 0 : 8; })));
  const Finding passed = only(
      changed(0, [](Snapshot&, ModeReading& m) { m.covered = m.step < 400 ? 4 : 8; }),
      Failure::lost_modes);
  CHECK_FALSE(passed.present);
  CHECK(passed.since == 260);  // the first reading after a quarter of the steps
  CHECK(passed.last < 500);
}

TEST_CASE("diagnosis: points off the modes") {
  const Finding f = only(
      changed(0, [](Snapshot&, ModeReading& m) { m.high_quality_share = 0.02; }), Failure::off_modes);
  CHECK(has(f.evidence, "2 % of the points"));
  CHECK(nothing(changed(0, [](Snapshot&, ModeReading& m) { m.high_quality_share = 0.51; })));
}

TEST_CASE("diagnosis: rotation") {
  const auto led_by = [](double share, std::uint64_t apart) {
    return changed(0, [=](Snapshot&, ModeReading& m) {
      m.dominant_share = share;
      m.dominant = m.step / apart % 3;
    });
  };
  const Finding f = only(led_by(0.6, 300), Failure::rotation);  // at 300, 600 and 900
  CHECK(f.since == 900);
  CHECK(has(f.evidence, "3 times up to step 900"));
  CHECK(nothing(led_by(0.6, 400)));  // at 400 and 800
  CHECK(nothing(led_by(0.45, 300)));
}

TEST_CASE("diagnosis: vanished gradient") {
  const auto fallen = [](double norm, double accuracy) {
    return changed(500, [=](Snapshot& r, ModeReading&) {
      r.gradient_norm = norm;
      r.accuracy = accuracy;
    });
  };
  const Finding f = only(fallen(0.009, 0.95), Failure::vanished_gradient);
  CHECK(has(f.evidence, "is 0.009, was up to 1"));
  CHECK(has(f.evidence, "95 %"));
  CHECK(nothing(fallen(0.011, 0.95)));
  CHECK(nothing(fallen(0.0, 0.55)));  // nothing left to learn
  // A single large gradient on the way is no measure.
  auto spike = changed(200, [](Snapshot& r, ModeReading&) { r.accuracy = 1; });
  spike.readings[20].gradient_norm = 1e6;
  CHECK(nothing(spike));
  only(changed(0, [](Snapshot& r, ModeReading&) { r.gradient_norm = 0, r.accuracy = 1; }),
       Failure::vanished_gradient);
}

TEST_CASE("diagnosis: saturated discriminator, on either side of its equilibrium") {
  const auto sure = [](double true_low, double generated_high) {
    return changed(300, [=](Snapshot& r, ModeReading&) {
      r.on_true = {true_low + 1, true_low, true_low + 1, true_low + 2};
      r.on_generated = {generated_high - 1, generated_high - 2, generated_high - 1, generated_high};
    });
  };
  const Finding f = only(sure(4.6, -4.6), Failure::saturated_discriminator);
  CHECK(has(f.evidence, "on true and"));
  CHECK(nothing(sure(4.59, -4.6)));
  CHECK(nothing(sure(4.6, -4.59)));
  only(sure(-40, -30), Failure::saturated_discriminator);  // the same answer to everything
  // With a tenth of a per cent of real data D = α lies at −6.9, and is as it should be.
  TrainingHistory rare = changed(0, [](Snapshot& r, ModeReading&) {
    r.on_true = r.on_generated = {-6.8, -7.9, -6.8, -5.9};
  });
  only(rare, Failure::saturated_discriminator);
  rare.equilibrium = -6.9;
  CHECK(nothing(rare));
  TrainingHistory linear = sure(5, -5);  // D itself, not its logit
  linear.output = Output::linear;
  CHECK(nothing(linear));
  // And a gradient that has gone with it is found whatever the accuracy.
  auto both = sure(-40, -30);
  for (Snapshot& r : both.readings)
    if (r.step >= 300) r.gradient_norm = 1e-9;
  const Diagnosis diagnosis = diagnose(both);
  REQUIRE(diagnosis.findings.size() == 2);
  CHECK(diagnosis.findings[0].trouble == Failure::vanished_gradient);
  CHECK(diagnosis.text().size() == 5);
}

TEST_CASE("diagnosis: a loss whose logits tell nothing apart is judged by what is left") {
  TrainingHistory critic = changed(0, [](Snapshot& r, ModeReading&) {
    r.gradient_norm = 0, r.accuracy = std::nan("");
  });
  critic.output = Output::linear;
  critic.equilibrium.reset();
  CHECK(nothing(critic));
  const std::string measured = diagnose(critic).measured;
  CHECK(has(measured, "no logit tells real from generated"));
  CHECK_FALSE(has(measured, "nan"));
  for (Snapshot& r : critic.readings) r.silent[1] = 0.5;
  only(critic, Failure::dead_units);
}

TEST_CASE("diagnosis: dead units") {
  const Finding f =
      only(changed(700, [](Snapshot& r, ModeReading&) { r.silent[1] = 0.5; }), Failure::dead_units);
  CHECK(has(f.evidence, "50 % of the units of hidden layer discriminator 1"));
  CHECK(f.since > 700);  // once the median of the recent readings says so
  CHECK(nothing(changed(700, [](Snapshot& r, ModeReading&) { r.silent[1] = 0.49; })));
  // Nothing is judged before a tenth of the steps is done.
  CHECK(nothing(changed(0, [](Snapshot& r, ModeReading&) {
    if (r.step < 60) r.silent[0] = 1;
  })));
}

TEST_CASE("diagnosis: a number that is none is found at once, and stops the other rules") {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const Finding f = only(changed(60, [&](Snapshot& r, ModeReading&) {
                           r.gradient_norm = nan;
                           r.accuracy = 1;
                           r.silent = {1, 1};
                         }),
                         Failure::not_finite);
  CHECK(f.since == 60);
  CHECK(has(f.evidence, "step 60"));
  CHECK(diagnose(changed(0, [&](Snapshot& r, ModeReading&) { r.on_true.mean = nan; })).measured ==
        "no finite reading");
}

TEST_CASE("diagnosis: where there is no discriminator, nothing is said of it") {
  const auto alone = [](const auto& change) {
    TrainingHistory history;
    history.steps = 1000;
    history.discriminator = false;
    history.layers = {"generator 1"};
    for (std::uint64_t step = 20; step <= 1000; step += 20) {
      Snapshot r;
      r.step = step;
      r.gradient_norm = step < 500 ? 1 : 1e-4;  // it may vanish: nobody is ahead
      r.silent = {0.25};
      change(r);
      history.readings.push_back(r);
    }
    return history;
  };
  CHECK(diagnose(alone([](Snapshot&) {})).text() ==
        std::vector<std::string>{"UNDECIDED: nothing measured says how far p_g is from p, and losses cannot tell",
                                 "measured: generator's gradient 0.0001 (was up to 1), dead units at most 25 % "
                                 "(generator 1)"});
  CHECK(only(alone([](Snapshot& r) { r.silent = {0.5}; }), Failure::dead_units).evidence ==
        "50 % of the units of hidden layer generator 1 are 0 for every sample");
  CHECK(only(alone([](Snapshot& r) { r.gradient_norm /= r.step < 40 ? 1 : 0; }),
             Failure::not_finite).evidence == "gradient inf at step 40");
}

TEST_CASE("diagnosis: readings of other layers than the history's are refused") {
  TrainingHistory history = sound();
  history.readings[3].silent.pop_back();
  CHECK(error_of([&] { diagnose(history); }) == "a reading of 1 layers, expected 2");
}

namespace {

// A history whose samples' JSD ends at `drawn`, and whose D has that blindness at the end.
TrainingHistory diverging(double drawn, double blindness, double error = 0.002) {
  TrainingHistory history = sound();
  for (std::uint64_t step = 50; step <= 1000; step += 50) {
    const double jsd = step == 50 ? 0.4 : step < 1000 ? 0.2 : drawn, off = step < 1000 ? 0.01 : error;
    history.divergences.push_back({step, jsd, off, jsd, off, blindness, 0.01});
  }
  return history;
}

bool found(const Diagnosis& diagnosis, Failure trouble) {
  return std::ranges::any_of(diagnosis.findings,
                             [&](const Finding& f) { return f.trouble == trouble && f.present; });
}

}  // namespace

TEST_CASE("diagnosis: not learnt, beyond 0.01 nats by more than the error of the last, closest look") {
  const Diagnosis far = diagnose(diverging(0.117, 0.5));
  CHECK(found(far, Failure::not_learnt));
  CHECK_FALSE(found(far, Failure::blind_discriminator));
  CHECK(far.verdict.outcome == Outcome::not_learnt);
  REQUIRE(far.findings.size() == 1);
  CHECK(far.findings[0].since == 800);  // nothing is reported before the last fifth
  CHECK(has(far.findings[0].evidence, "JSD(p, p_g) ≥ 0.117 ± 0.002 nats"));
  CHECK(has(far.findings[0].evidence, "learnt would be 0.01"));
  CHECK(found(diagnose(diverging(0.0121, 0.5)), Failure::not_learnt));
  CHECK_FALSE(found(diagnose(diverging(0.0119, 0.5)), Failure::not_learnt));
  CHECK(found(diagnose(diverging(NAN, NAN)), Failure::not_learnt));

  const Diagnosis near = diagnose(diverging(0.003, NAN));
  CHECK_FALSE(found(near, Failure::not_learnt));
  CHECK(near.verdict.outcome == Outcome::learnt);
  CHECK(has(near.measured, "JSD(p, p_g) ≥ 0.003 ± 0.002 nats"));
  CHECK_FALSE(has(near.measured, "blindness"));

  TrainingHistory unknown = sound();  // of data whose density nobody knows
  unknown.modes = 0;
  unknown.mode_readings.clear();
  CHECK(diagnose(unknown).verdict.outcome == Outcome::undecided);
}

TEST_CASE("diagnosis: a blind discriminator, where there is something to see") {
  const Diagnosis blind = diagnose(diverging(0.117, 0.997));
  CHECK(found(blind, Failure::not_learnt));
  REQUIRE(found(blind, Failure::blind_discriminator));
  CHECK(has(blind.findings[1].evidence, "blindness 0.997 ± 0.01"));
  CHECK(has(blind.findings[1].evidence, "off by 0.117 ± 0.002 nats"));
  CHECK(found(diagnose(diverging(0.117, 0.92)), Failure::blind_discriminator));
  CHECK_FALSE(found(diagnose(diverging(0.117, 0.9)), Failure::blind_discriminator));
  CHECK_FALSE(found(diagnose(diverging(0.005, 0.997)), Failure::blind_discriminator));  // at p
  CHECK_FALSE(found(diagnose(diverging(0.117, NAN)), Failure::blind_discriminator));    // no D
  for (const Failure trouble : {Failure::not_learnt, Failure::blind_discriminator})
    CHECK_FALSE(trouble_name(trouble).empty());
}

TEST_CASE("diagnosis: labels that images do not show, in the last fifth, where classes were asked for") {
  const auto showing = [](double agreement) {
    TrainingHistory history = sound();
    for (std::uint64_t step = 100; step <= 1000; step += 100)
      history.images.push_back({step, 5000.0 / static_cast<double>(step), agreement});
    return history;
  };
  const Finding ignored = only(showing(0.52), Failure::labels_ignored);
  CHECK(ignored.since == 800);
  CHECK(ignored.present);
  CHECK(has(ignored.evidence, "52 % of the images for the class asked for, expected 90 %"));
  CHECK(trouble_name(ignored.trouble) == "labels ignored");
  CHECK(nothing(showing(0.9)));
  CHECK_FALSE(nothing(showing(0.899)));
  CHECK(nothing(showing(NAN)));  // nobody asked for a class
  TrainingHistory learns = showing(0.5);  // what counts is the end: the last three of ten readings
  for (std::size_t i = 7; i < 10; ++i) learns.images[i].class_agreement = 0.95;
  CHECK_FALSE(diagnose(learns).findings.at(0).present);
  const Diagnosis diagnosis = diagnose(showing(0.97));
  CHECK(diagnosis.verdict.outcome == Outcome::learnt);  // modes are covered, labels obeyed
  CHECK(has(diagnosis.measured, "Fréchet distance 5, 97 % of the images show the class asked for"));
  CHECK_FALSE(has(diagnose(showing(NAN)).measured, "asked for"));
}
