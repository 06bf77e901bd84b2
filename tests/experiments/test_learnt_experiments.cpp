// SPDX-License-Identifier: MIT
// Trained networks next to what theory says they become.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <thread>

#include "experiments/bench.hpp"
#include "record/csv.hpp"
#include "support/catch.hpp"

using namespace verigan;
using Words = std::vector<std::string>;

namespace {

double normal_pdf(double x, double mean, double sd) {
  const double z = (x - mean) / sd;
  return std::exp(-0.5 * z * z) / (sd * std::sqrt(2 * 3.14159265358979323846));
}

}  // namespace

TEST_CASE("a discriminator reaches D*_α for every α, and never beats it on the way (T62, T19)") {
  const Bench bench;
  for (const char* alpha : {"0.1", "0.3", "0.5", "0.7", "0.9"}) {
    const auto outcome = bench.run("learnt_discriminator", {"--alpha", alpha, "--steps", "2500"});
    REQUIRE(outcome.code == 0);
    INFO("α = " << alpha);
    CHECK(outcome.summary("rms") <= 0.01);
    CHECK(outcome.summary("gap") <= 0.001);
    CHECK(outcome.summary("gap") >= 0);
    CHECK(outcome.summary("excess") == Approx(outcome.summary("gap")).margin(1e-6));
    const record::Table quality = record::read_csv(outcome.folder() / "quality.csv");
    const auto gap = quality.numbers("gap"), excess = quality.numbers("excess"),
               rms = quality.numbers("rms"), error = quality.numbers("error");
    REQUIRE(gap.size() >= 25);
    CHECK(gap.front() > 0.01);
    for (std::size_t i = 0; i < gap.size(); ++i) {
      CHECK(gap[i] >= -error[i]);
      CHECK(std::abs(gap[i] - excess[i]) <= 2 * error[i] + 2e-6);
      CHECK(excess[i] >= 2 * rms[i] * rms[i] * (1 - 1e-4));  // Pinsker
    }
    const record::Table curves = record::read_csv(outcome.folder() / "curves.csv");
    const auto x = curves.numbers("x"), optimal = curves.numbers("optimal"),
               step = curves.numbers("step"), d = curves.numbers("d");
    const double a = std::stod(alpha);
    for (std::size_t i = 0; i < x.size(); ++i) {
      const double p = (normal_pdf(x[i], -1.5, 0.6) + normal_pdf(x[i], 1.5, 0.6)) / 2,
                   q = normal_pdf(x[i], 0.5, 1.4), m = a * p + (1 - a) * q;
      CHECK(std::abs(optimal[i] - a * p / m) < 1e-5);
      if (step[i] == 2500 && m > 0.05) CHECK(std::abs(d[i] - a * p / m) < 0.1);
    }
  }
}

TEST_CASE("flipped labels, labels next to x and the absolute error have their own optima (T64)") {
  const Bench bench;
  const Words options{"--steps", "1500"};
  const auto run = [&](Words more) {
    more.insert(more.end(), options.begin(), options.end());
    return bench.run("learnt_discriminator", more);
  };
  const auto flipped = run({"--flip", "0.2", "--alpha", "0.3"});
  REQUIRE(flipped.code == 0);
  CHECK(flipped.summary("gap") <= 0.001);
  const record::Table curves = record::read_csv(flipped.folder() / "curves.csv");
  for (const double optimal : curves.numbers("optimal")) {
    CHECK(optimal >= 0.2 - 1e-9);
    CHECK(optimal <= 0.8 + 1e-9);
  }
  const auto labelled = run({"--p", "0.6: normal(-1,0.7) | 0.4: laplace(1,0.5)", "--q",
                             "0.3: normal(0,1.2) | 0.7: normal(1.5,0.8)"});
  REQUIRE(labelled.code == 0);
  CHECK(labelled.summary("gap") <= 0.001);
  CHECK(labelled.summary("rms") <= 0.012);
  // Far apart: one crossing, which is found. E* = ½ ∫ min(p, q) = Φ(−1).
  const auto absolute = run({"--loss", "absolute-error", "--p", "normal(0,1)", "--q", "normal(2,1)",
                             "--learning-rate", "5e-4"});
  REQUIRE(absolute.code == 0);
  CHECK(absolute.summary("loss_optimal") == Approx(0.158655).margin(2e-6));
  CHECK(absolute.summary("gap") <= 0.003);
  CHECK(absolute.summary("gap") == Approx(absolute.summary("excess")).margin(1e-6));
}

TEST_CASE("a trained discriminator's run is the same at 2 threads, another with another seed") {
  const Bench one, two;
  const Words options{"--preset", "smoke"}, threads{"--preset", "smoke", "--threads", "2"},
      seed{"--preset", "smoke", "--seed", "2"};
  const auto first = one.run("learnt_discriminator", options);
  REQUIRE(first.code == 0);
  CHECK(two.run("learnt_discriminator", threads).hash() == first.hash());
  CHECK(one.run("learnt_discriminator", seed).hash() != first.hash());
}

TEST_CASE("a GAN on the line comes to its data while theory looks on, and its errors shrink") {
  const Bench bench;
  const auto outcome = bench.run("learning_process", {"--steps", "4000", "--samples", "20000"});
  REQUIRE(outcome.code == 0);
  CHECK(outcome.err.find("H(α) = 0.6931; G loss") != std::string::npos);
  const record::Table table = record::read_csv(outcome.folder() / "theory.csv");
  const auto jsd = table.numbers("jsd"), loss = table.numbers("loss"),
             optimum = table.numbers("optimum"), gap = table.numbers("gap"),
             error = table.numbers("gap_error");
  CHECK(jsd.front() > 0.1);
  CHECK(jsd.back() < 0.03);
  for (std::size_t i = 0; i < jsd.size(); ++i) {
    CHECK(gap[i] >= -error[i]);  // T19, within what the counts allow
    CHECK(std::abs(loss[i] - optimum[i] - gap[i]) < 2e-6);
    CHECK(std::abs(optimum[i] - (std::log(2) - jsd[i])) < 2e-6);  // H(½) − JSD
  }
  CHECK(std::abs(loss.back() - std::log(2)) < 0.02);
  const record::Table curves = record::read_csv(outcome.folder() / "curves.csv");
  const auto step = curves.numbers("step"), p = curves.numbers("p"),
             generated = curves.numbers("generated"), optimal = curves.numbers("optimal");
  double mass = 0;
  for (std::size_t i = 0; i < step.size(); ++i) {
    if (p[i] + generated[i] > 0.01)
      CHECK(optimal[i] == Approx(p[i] / (p[i] + generated[i])).epsilon(1e-4));
    if (step[i] == step.back()) mass += generated[i];
  }
  CHECK(mass * 8 * std::sqrt(0.37 + 1.5625) / 100 == Approx(1).epsilon(1e-4));  // 4 sd either side
}

TEST_CASE("the absolute error leaves the generator where D became sure of itself") {
  const Bench bench;
  const auto outcome = bench.run("learning_process", {"--steps", "3000", "--samples", "20000",
                                                      "--loss", "absolute-error"});
  REQUIRE(outcome.code == 0);
  const record::Table table = record::read_csv(outcome.folder() / "theory.csv");
  for (std::size_t i = 0; i < table.rows(); ++i)
    CHECK(table.numbers("gap")[i] >= -table.numbers("gap_error")[i]);
  CHECK(outcome.summary("jsd") > 0.1);
}

TEST_CASE("a learning process killed in the middle continues to the same bytes") {
  const Words options{"--steps", "2000", "--samples", "1000"};
  const Bench whole, bench;
  const std::string expected = whole.run("learning_process", options).hash();
  Words slow = options;
  slow.insert(slow.end(), {"--checkpoint-every", "0"});
  Process process(bench.command("learning_process", slow), bench.folder().path());
  const auto runs = bench.folder() / "results" / "learning_process";
  const auto begun = [&] {
    if (!std::filesystem::exists(runs)) return false;
    for (const auto& run : std::filesystem::directory_iterator(runs))
      if (std::filesystem::exists(run.path() / "checkpoint.safetensors")) return true;
    return false;
  };
  while (process.running() && !begun()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  process.send(SIGKILL);
  process.wait();
  const auto rest = bench.run("learning_process", options);
  CHECK(rest.err.find("continues") != std::string::npos);
  CHECK(rest.hash() == expected);
}

TEST_CASE("the absolute error's pull dies and leaves the generator; the usual one arrives") {
  const Bench bench;
  const auto hard = bench.run("absolute_error_gan", {"--d-lr-ratio", "10"});
  const auto usual = bench.run("absolute_error_gan", {"--d-lr-ratio", "10", "--loss", "non-saturating"});
  REQUIRE(hard.code == 0);
  REQUIRE(usual.code == 0);
  CHECK(hard.summary("final_tv") > 0.03);
  CHECK(hard.summary("final_gradient_norm") < 1e-6);
  CHECK(usual.summary("final_tv") < 0.02);
  CHECK(usual.summary("final_gradient_norm") > 1e-4);
  const record::Table path = record::read_csv(hard.folder() / "path.csv");
  const auto mean = path.numbers("mean"), sd = path.numbers("sd"), tv = path.numbers("tv"),
             loss = path.numbers("loss"), least = path.numbers("least");
  for (std::size_t i = 0; i < mean.size(); ++i) {
    double overlap = 0;  // by the trapezoidal rule
    for (int k = 0; k <= 24000; ++k) {
      const double x = -10 + 0.001 * k;
      overlap += 0.001 * std::min(normal_pdf(x, 2, 1), normal_pdf(x, mean[i], sd[i]));
    }
    CHECK(std::abs(tv[i] - (1 - overlap)) < 1e-5);
    CHECK(std::abs(least[i] - overlap / 2) < 1e-5);
    CHECK(loss[i] >= least[i] - 1e-6);
  }
}

TEST_CASE("pairs that make no sense are one line and exit code 2") {
  const Bench bench;
  for (const Words& options : {Words{"--flip", "0.5"}, {"--alpha", "1"}, {"--loss", "absolute"},
                               {"--p", "normal(0,1)|normal(1,1)"}, {"--p", "poisson(3)"}, {"--q", "cauchy(0,1)"},
                               {"--q", "0.5: normal(0,1) | 0.6: normal(1,1)"}, {"--q", "normal(0,-1)"},
                               {"--steps", "0"}, {"--alpha", "0.001", "--batch", "100"}}) {
    const auto outcome = bench.run("learnt_discriminator", options);
    INFO(outcome.err);
    CHECK(outcome.code == 2);
    CHECK(std::count(outcome.err.begin(), outcome.err.end(), '\n') == 1);
  }
  for (const Words& options : {Words{"--data-density", "poisson(2)"}, {"--data-density", "cauchy(0,1)"}, {"--loss", "cubes"},
                               {"--data-density", "normal(0,1) | normal(1,1)"}, {"--samples", "10"}})
    CHECK(bench.run("learning_process", options).code == 2);
  CHECK_FALSE(std::filesystem::exists(bench.folder() / "results"));
}
