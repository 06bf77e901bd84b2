// SPDX-License-Identifier: MIT
// The quick preset of the toys does what is claimed of it: both players at equilibrium, and points that
// lie on the whole curve. Bounds are those the project states; runs end far inside them.
#include <cmath>

#include "experiments/bench.hpp"
#include "support/catch.hpp"

TEST_CASE("every toy ends at equilibrium, near its curve and all over it") {
  const Bench bench;
  for (const char* dataset : {"line", "circle"}) {
    for (const char* alpha : {"0.1", "0.3", "0.5", "0.7", "0.9"}) {
      const auto outcome = bench.run(
          "alpha_toy", {"--preset", "quick", "--dataset", dataset, "--alpha", alpha});
      REQUIRE(outcome.code == 0);
      INFO(dataset << ", α = " << alpha);
      const double a = outcome.summary("n_true") / outcome.summary("batch");
      const double entropy = -a * std::log(a) - (1 - a) * std::log(1 - a);
      CHECK(std::abs(outcome.summary("d_loss") - entropy) <= 0.01);
      CHECK(std::abs(outcome.summary("g_loss") + std::log(a)) <= 0.02);
      CHECK(std::abs(outcome.summary("d_real") - a) <= 0.02);
      CHECK(std::abs(outcome.summary("d_fake") - a) <= 0.02);
      CHECK(outcome.summary("mmd2") <= 0.006);
      // No discriminator is better than the best, whatever the histogram makes of p_g.
      CHECK(outcome.summary("gap") >= -outcome.summary("gap_error"));
      CHECK(outcome.summary("jsd") <= 0.25);
      CHECK(outcome.summary("jsd_error") <= 0.02);
      CHECK(outcome.summary("jsd_average") <= 0.25);
      CHECK(outcome.summary("jsd_average_error") <= 0.02);
      CHECK(outcome.summary("near_share") >= 0.97);
      CHECK(outcome.summary("coverage") >= 0.95);
    }
  }
}
