// SPDX-License-Identifier: MIT
// What the theory experiments write, against closed forms worked out here.
#include <algorithm>
#include <cmath>

#include "experiments/bench.hpp"
#include "record/csv.hpp"
#include "record/file.hpp"
#include "record/hash.hpp"
#include "support/catch.hpp"

using namespace verigan;

namespace {

double normal_pdf(double x, double mean, double sd) {
  const double z = (x - mean) / sd;
  return std::exp(-0.5 * z * z) / (sd * std::sqrt(2 * 3.14159265358979323846));
}

double entropy(double a) { return -a * std::log(a) - (1 - a) * std::log(1 - a); }

}  // namespace

TEST_CASE("the curves are αp/(αp + (1 − α)q)") {
  const Bench bench;
  const auto outcome = bench.run("optimal_discriminator", {"--preset", "smoke"});
  REQUIRE(outcome.code == 0);
  const record::Table table = record::read_csv(outcome.folder() / "curves.csv");
  REQUIRE(table.rows() == 101);
  const auto x = table.numbers("x"), p = table.numbers("p"), q = table.numbers("q");
  for (const char* alpha : {"0.1", "0.3", "0.5", "0.7", "0.9"}) {
    const auto d = table.numbers(std::string("d_") + alpha);
    const double a = std::stod(alpha);
    for (std::size_t i = 0; i < x.size(); ++i) {
      const double true_p = normal_pdf(x[i], 0, 1), true_q = normal_pdf(x[i], 1.5, 1.4);
      CHECK(std::abs(p[i] - true_p) <= 1e-9 * true_p);
      CHECK(std::abs(q[i] - true_q) <= 1e-9 * true_q);
      CHECK(std::abs(d[i] - a * true_p / (a * true_p + (1 - a) * true_q)) <= 1e-9);
    }
  }
}

TEST_CASE("a run is named by what is in its csv:FILE, not by the file's name alone") {
  const Bench bench;
  const auto file = (bench.folder() / "p.csv").string();
  const auto run = [&](std::vector<std::string> more = {}) {
    more.insert(more.begin(), {"--preset", "smoke", "--p", "csv:" + file});
    return bench.run("optimal_discriminator", more);
  };
  record::write_file(file, "x,density\n-1,0\n0,1\n1,0\n");
  const auto one = run();
  REQUIRE(one.code == 0);
  const std::string config = record::read_file(one.folder() / "config.toml");
  const std::string line = "p-sha256 = \"" + record::sha256_file(file) + "\"\n";
  CHECK(config.find(line) != std::string::npos);
  CHECK(config.find("q-sha256") == std::string::npos);
  // Its own config.toml repeats it as long as the file is what it was.
  record::write_file(bench.folder() / "my.toml", config);
  const std::vector<std::string> repeat{"--config", (bench.folder() / "my.toml").string()};
  const auto again = bench.run("optimal_discriminator", repeat);
  CHECK(again.out == one.out);
  CHECK(again.err.find("nothing to do") != std::string::npos);
  record::write_file(file, "x,density\n-1,0\n0.5,1\n1,0\n");
  const auto other = run();
  REQUIRE(other.code == 0);
  CHECK(other.folder() != one.folder());
  const auto changed = bench.run("optimal_discriminator", repeat);
  CHECK(changed.code == 2);
  CHECK(changed.err.find("p.csv: contents of SHA-256 " + record::sha256_file(file) + ", expected ") !=
        std::string::npos);
  CHECK(std::count(changed.err.begin(), changed.err.end(), '\n') == 1);
  const auto idle = bench.run("optimal_discriminator", {"--preset", "smoke", "--p-sha256", "00"});
  CHECK(idle.code == 2);
  CHECK(idle.err.find("--p-sha256 has no effect here: --p names no csv:FILE") != std::string::npos);
}

TEST_CASE("the value of the game is −ln 4 + 2 JSD all the way, and −ln 4 at the end") {
  const Bench bench;
  const auto outcome = bench.run("optimal_discriminator", {"--preset", "smoke", "--alpha", "0.2"});
  REQUIRE(outcome.code == 0);
  const record::Table table = record::read_csv(outcome.folder() / "values.csv");
  const auto jsd = table.numbers("jsd"), value = table.numbers("value");
  const auto js_alpha = table.numbers("js_alpha"), value_alpha = table.numbers("value_alpha");
  REQUIRE(jsd.size() == 17);
  for (std::size_t i = 0; i < jsd.size(); ++i) {
    CHECK(std::abs(value[i] - (2 * jsd[i] - std::log(4.0))) < 1e-9);
    CHECK(std::abs(value_alpha[i] - (js_alpha[i] - entropy(0.2))) < 1e-9);
    if (i > 0) CHECK(jsd[i] < jsd[i - 1]);
  }
  CHECK(std::log(2.0) - jsd.front() < 2e-4);  // eight standard deviations apart
  CHECK(jsd.back() == 0.0);
  CHECK(std::abs(value.back() + std::log(4.0)) < 1e-9);
}

TEST_CASE("losses at equilibrium are H(α) and −ln α; C_α lies between −H(α) and 0") {
  const Bench bench;
  const auto outcome = bench.run("alpha_equilibrium", {"--preset", "smoke"});
  REQUIRE(outcome.code == 0);
  const record::Table table = record::read_csv(outcome.folder() / "equilibrium.csv");
  const auto alpha = table.numbers("alpha");
  REQUIRE(alpha.size() == 19);
  for (std::size_t i = 0; i < alpha.size(); ++i) {
    const double h = entropy(alpha[i]);
    CHECK(std::abs(alpha[i] - 0.05 * static_cast<double>(i + 1)) < 1e-12);
    CHECK(std::abs(table.numbers("entropy_alpha")[i] - h) < 1e-9);
    CHECK(std::abs(table.numbers("d_loss")[i] - h) < 1e-9);
    CHECK(std::abs(table.numbers("g_loss")[i] + std::log(alpha[i])) < 1e-8);
    const double near = table.numbers("c_alpha_near")[i], apart = table.numbers("c_alpha_apart")[i];
    CHECK(-h < near);
    CHECK(near < apart);
    CHECK(apart < 0);
    CHECK(table.numbers("c_alpha_disjoint")[i] == 0.0);
  }
}

TEST_CASE("inverse_transform: the quantile function, its histogram, and distances within the bound") {
  const Bench bench;
  const auto outcome = bench.run("inverse_transform", {"--preset", "smoke", "--law", "exponential(2)"});
  REQUIRE(outcome.code == 0);
  const record::Table map = record::read_csv(outcome.folder() / "transform.csv");
  const auto u = map.numbers("u"), x = map.numbers("x");
  REQUIRE(u.size() == 201);
  for (std::size_t i = 0; i < u.size(); ++i)
    CHECK(std::abs(x[i] + std::log1p(-u[i]) / 2) <= 1e-8 * (1 + x[i]));
  const record::Table bars = record::read_csv(outcome.folder() / "histograms.csv");
  const auto at = bars.numbers("x"), density = bars.numbers("density"),
             found = bars.numbers("x_density");
  double mass = 0;
  for (std::size_t k = 0; k < at.size(); ++k) {
    CHECK(std::abs(density[k] - 2 * std::exp(-2 * at[k])) < 1e-8);
    mass += found[k] * (at[1] - at[0]);
  }
  CHECK(std::abs(mass - 1) < 0.01);  // but for a thousandth of the law
  const record::Table table = record::read_csv(outcome.folder() / "distance.csv");
  const auto n = table.numbers("n"), distance = table.numbers("distance");
  for (std::size_t i = 0; i < n.size(); ++i) {
    CHECK(std::abs(table.numbers("bound")[i] - std::sqrt(std::log(200) / (2 * n[i]))) < 1e-9);
    CHECK(distance[i] < std::sqrt(std::log(2e9) / (2 * n[i])));  // a chance of 1e-9
  }
  CHECK(outcome.summary("distance_die") == distance[2 * n.size() / 4 - 1]);
}

TEST_CASE("direct_matching: both routes reach the data; losses are the closed forms") {
  const Bench bench;
  const auto outcome = bench.run("direct_matching", {"--preset", "smoke", "--steps", "600"});
  REQUIRE(outcome.code == 0);
  const record::Table path = record::read_csv(outcome.folder() / "path.csv");
  const auto route = path.texts("route");
  const auto mean = path.numbers("mean"), sd = path.numbers("sd"), loss = path.numbers("loss"),
             tv = path.numbers("tv");
  REQUIRE(route.size() == 2 * 601);
  for (std::size_t i = 0; i < route.size(); ++i) {
    double expected = 0;
    if (route[i] == "moments") {
      const double second = mean[i] * mean[i] + sd[i] * sd[i] - 1;
      expected = (mean[i] * mean[i] + second * second) / 2;
    } else {
      for (const double s : {1.0, 2.0, 4.0}) {  // E k = s/√(s²+v)·exp(−Δ²/2(s²+v))
        const auto k = [s](double v, double delta) {
          return s / std::sqrt(s * s + v) * std::exp(-delta * delta / (2 * (s * s + v)));
        };
        const double v = sd[i] * sd[i];
        expected += (k(2, 0) + k(2 * v, 0) - 2 * k(1 + v, mean[i])) / 3;
      }
    }
    CHECK(std::abs(loss[i] - expected) < 1e-7);
  }
  for (const std::size_t last : {std::size_t{600}, std::size_t{1201}}) CHECK(tv[last] < 1e-3);
  // Sds 1 and 0.6, 3 apart; mpmath: the differences of the cdfs at both crossings.
  CHECK(tv[0] == Approx(0.94145878263620441).epsilon(1e-9));
  CHECK(bench.run("direct_matching", {"--preset", "smoke", "--moment-rate", "3"}).code == 2);
}

TEST_CASE("direct_vs_indirect: three roads to one place from nearby, not from far away") {
  const Bench bench;
  for (const char* seed : {"1", "2"}) {
    const auto near = bench.run("direct_vs_indirect", {"--preset", "smoke", "--seed", seed});
    REQUIRE(near.code == 0);
    for (const char* route : {"moments", "mmd", "adversarial"}) {
      INFO(route);
      CHECK(near.summary(std::string("tv_") + route) < 1e-4);
      CHECK(std::abs(near.summary(std::string("mean_") + route)) < 1e-3);
      CHECK(near.summary(std::string("sd_") + route) == Approx(1).epsilon(1e-3));
    }
  }
  const auto far = bench.run("direct_vs_indirect", {"--preset", "smoke", "--reach", "100"});
  REQUIRE(far.code == 0);
  CHECK(std::abs(far.summary("mean_start")) > 20);
  CHECK(far.summary("tv_moments") < 1e-3);
  CHECK(far.summary("tv_adversarial") > 0.99);  // no gradient out there
}

TEST_CASE("adversarial_intuition: the generator reaches the data, and D's confidence falls to ½") {
  const Bench bench;
  const auto outcome = bench.run("adversarial_intuition", {"--preset", "smoke"});
  REQUIRE(outcome.code == 0);
  const record::Table path = record::read_csv(outcome.folder() / "stages.csv");
  const auto mean = path.numbers("mean"), sd = path.numbers("sd"), jsd = path.numbers("two_jsd");
  CHECK(mean.front() == 3);
  CHECK(std::abs(mean.back()) < 1e-4);
  CHECK(std::abs(sd.back() - 1) < 1e-4);
  for (std::size_t t = 1; t < jsd.size(); ++t) CHECK(jsd[t] <= jsd[t - 1] + 1e-9);
  const record::Table curves = record::read_csv(outcome.folder() / "curves.csv");
  const auto x = curves.numbers("x"), p = curves.numbers("p"), q = curves.numbers("q"),
             sure = curves.numbers("confidence"), step = curves.numbers("step");
  for (std::size_t i = 0; i < x.size(); ++i) {
    const auto t = static_cast<std::size_t>(step[i]);
    const double expected_q = normal_pdf(x[i], mean[t], sd[t]);
    CHECK(std::abs(p[i] - normal_pdf(x[i], 0, 1)) < 1e-8);
    CHECK(std::abs(q[i] - expected_q) < 1e-8);
    CHECK(sure[i] >= 0.5);
    if (p[i] + q[i] > 1e-3) CHECK(std::abs(sure[i] - std::max(p[i], q[i]) / (p[i] + q[i])) < 1e-5);
  }
  CHECK(std::abs(sure.back() - 0.5) < 0.01);
}

TEST_CASE("densities and α that make no sense are one line and exit code 2") {
  const Bench bench;
  for (const std::vector<std::string>& options :
       {std::vector<std::string>{"--p", "normal(0,-1)"}, {"--q", "gauss(0,1)"}, {"--q", ""},
        {"--alpha", "1"}, {"--alpha", "nan"}, {"--steps", "1"}}) {
    const auto outcome = bench.run("optimal_discriminator", options);
    INFO(outcome.err);
    CHECK(outcome.code == 2);
    CHECK(std::count(outcome.err.begin(), outcome.err.end(), '\n') == 1);
  }
  CHECK_FALSE(std::filesystem::exists(bench.folder() / "results"));
}
