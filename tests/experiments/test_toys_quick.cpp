// SPDX-License-Identifier: MIT
// The quick preset of the toys does what is claimed of it. With LC's recipe all losses and means of D end
// at their values at equilibrium, and that proves nothing: D is blind, and the generator far from p. With
// the recipe equilibrium the same losses belong to a generator that is near p.
#include <cmath>

#include "experiments/bench.hpp"
#include "record/manifest.hpp"
#include "support/catch.hpp"

namespace {

void check_losses(const Bench::Outcome& outcome) {
  const double a = outcome.summary("n_true") / outcome.summary("batch");
  const double entropy = -a * std::log(a) - (1 - a) * std::log(1 - a);
  CHECK(std::abs(outcome.summary("d_loss") - entropy) <= 0.01);
  CHECK(std::abs(outcome.summary("g_loss") + std::log(a)) <= 0.02);
  CHECK(std::abs(outcome.summary("d_real") - a) <= 0.02);
  CHECK(std::abs(outcome.summary("d_fake") - a) <= 0.02);
  // No discriminator is better than the best, whatever the histogram makes of p_g.
  CHECK(outcome.summary("gap") >= -outcome.summary("gap_error"));
  CHECK(outcome.summary("jsd_average_error") <= 0.005);
  // Nor does one that was taught longer see more than there is.
  CHECK(outcome.summary("fresh_jsd_bound") <=
        outcome.summary("jsd_average") + outcome.summary("jsd_average_error") + 0.01);
  CHECK(outcome.summary("coverage") >= 0.95);
}

bool diagnosed(const Bench::Outcome& outcome, const std::string& finding) {
  const auto diagnosis = verigan::record::read_manifest(outcome.folder()).diagnosis;
  REQUIRE(diagnosis);
  for (const auto& found : diagnosis->findings)
    if (found.name == finding && found.present) return true;
  return false;
}

}  // namespace

TEST_CASE("LC's toys end with losses as at equilibrium, a blind discriminator, and far from p") {
  const Bench bench;
  for (const auto& [dataset, alpha] : {std::pair{"line", "0.1"}, {"circle", "0.5"}, {"line", "0.7"}}) {
    const auto outcome =
        bench.run("alpha_toy", {"--preset", "quick", "--dataset", dataset, "--alpha", alpha});
    REQUIRE(outcome.code == 0);
    INFO(dataset << ", α = " << alpha);
    check_losses(outcome);
    CHECK(outcome.summary("near_share") >= 0.97);
    CHECK(std::abs(outcome.summary("blindness") - 1) < 0.1);
    CHECK(outcome.summary("jsd_average") > 0.03);
    CHECK(outcome.summary("jsd_average") <= 0.25);
    CHECK(outcome.summary("fresh_jsd_bound") > 0.03);  // a fresh discriminator sees what D does not
    CHECK(outcome.summary("distance_p_value") < 0.01);
    CHECK(outcome.summary("jsd_p_value") <= 0.01);
    CHECK(outcome.summary("learnt") == 0);
    CHECK(diagnosed(outcome, "not learnt"));
    CHECK(diagnosed(outcome, "blind discriminator"));
    CHECK(outcome.err.find("nothing found") == std::string::npos);
  }
}

TEST_CASE("with the recipe equilibrium the same losses belong to a generator near p") {
  const Bench bench;
  const auto outcome = bench.run(
      "alpha_toy", {"--preset", "quick", "--dataset", "circle", "--recipe", "equilibrium"});
  REQUIRE(outcome.code == 0);
  check_losses(outcome);
  CHECK(outcome.summary("jsd_average") <= 0.03);
  CHECK(outcome.summary("fresh_jsd_bound") <= 0.03);
}
