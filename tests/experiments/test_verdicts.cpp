// SPDX-License-Identifier: MIT
// What real trainings that fail are said to be, on the terminal and in the manifest.
#include <sstream>

#include "core/text.hpp"
#include "experiments/bench.hpp"
#include "support/catch.hpp"

using namespace verigan;
using tests::contains;

namespace {

/// alpha_toy with one thing wrong.
Bench::Outcome toy(const Bench& bench, const std::vector<std::string>& options) {
  std::vector<std::string> words{"--steps", "600", "--fresh-steps", "20", "--samples", "500"};
  words.insert(words.end(), options.begin(), options.end());
  return bench.run("alpha_toy", words);
}

record::RecordedDiagnosis diagnosis_of(const Bench::Outcome& outcome) {
  const auto found = record::read_manifest(outcome.folder()).diagnosis;
  REQUIRE(found);
  return *found;
}

}  // namespace

TEST_CASE("verdicts: a learning rate that teaches nothing") {
  const Bench bench;
  for (const char* recipe : {"lc", "equilibrium"}) {
    const auto outcome = toy(bench, {"--learning-rate", "1e-6", "--recipe", recipe});
    INFO(outcome.err);
    REQUIRE(outcome.code == 0);
    const auto diagnosis = diagnosis_of(outcome);
    CHECK(diagnosis.verdict == "NOT LEARNT");
    CHECK(contains(diagnosis.reason, "no progress: "));
    CHECK(contains(diagnosis.reason, " of at most 0.69 nats"));
    CHECK(contains(diagnosis.reason, " near the curve where real data have 99.7 %"));
    CHECK(contains(outcome.err, ": NOT LEARNT: " + diagnosis.reason));
    CHECK(contains(outcome.err, ": " + diagnosis.advice));
    CHECK(contains(diagnosis.advice, "Try ten times the learning rate"));
    CHECK_FALSE(contains(outcome.err, "nothing found"));
  }
}

TEST_CASE("verdicts: a learning rate that throws both players about") {
  const Bench bench;
  for (const char* recipe : {"lc", "equilibrium"}) {
    const auto outcome = bench.run("alpha_toy", {"--learning-rate", "0.03", "--recipe", recipe, "--steps", "1500",
                                                 "--fresh-steps", "20", "--samples", "500"});
    INFO(outcome.err);
    REQUIRE(outcome.code == 0);
    CHECK(diagnosis_of(outcome).verdict == "UNSTABLE");
    CHECK(contains(outcome.err, ": UNSTABLE: JSD "));
    CHECK(contains(outcome.err, "Try a tenth of both learning rates."));
  }
}

TEST_CASE("verdicts: one that learns, at a rate between") {
  const Bench bench;
  const auto outcome = bench.run("alpha_toy", {"--recipe", "equilibrium", "--fresh-steps", "20"});
  INFO(outcome.err);
  CHECK(diagnosis_of(outcome).verdict == "LEARNT");
  CHECK(contains(outcome.err, ": LEARNT: JSD "));
}

TEST_CASE("verdicts: what is printed fits 80 columns and is broken at words") {
  const Bench bench;
  Process process(bench.command("alpha_toy", {"--steps", "200", "--fresh-steps", "20", "--progress", "plain"}),
                  bench.folder().path());
  REQUIRE(process.wait() == 0);
  std::istringstream lines(process.err());
  int broken = 0;
  for (std::string line; std::getline(lines, line);) {
    INFO(line);
    CHECK(width(line) <= 80);
    CHECK_FALSE(line.starts_with("  %"));
    broken += line.starts_with("  ");
  }
  CHECK(broken > 0);
}
