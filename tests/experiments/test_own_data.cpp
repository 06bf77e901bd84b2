// SPDX-License-Identifier: MIT
// Trainings on data, densities and networks of a user's own, and going on from a finished run.
#include <cmath>
#include <fstream>

#include "experiments/bench.hpp"
#include "record/csv.hpp"
#include "record/file.hpp"
#include "record/npy.hpp"
#include "support/catch.hpp"
#include "support/text.hpp"

using namespace verigan;
namespace fs = std::filesystem;
using Words = std::vector<std::string>;
using tests::contains;

namespace {

// Points about (100, −3) in the plane, a right triangle's worth of correlation.
fs::path write_points(const Bench& bench, std::size_t n, const std::string& name = "points.csv") {
  std::ofstream file(bench.folder() / name);
  file << "x,y\n";
  std::uint32_t state = 12345;
  const auto uniform = [&state] {
    state = state * 1664525U + 1013904223U;
    return static_cast<double>(state >> 8) / 16777216.0;
  };
  for (std::size_t i = 0; i < n; ++i) {
    const double a = uniform() + uniform() + uniform(), b = uniform() + uniform();
    file << 100 + 20 * a << ',' << -3 + 0.1 * (a + b) << '\n';
  }
  return bench.folder() / name;
}

Words small(Words more) {
  const Words first{"--preset", "smoke", "--progress", "none", "--samples", "200", "--fresh-steps", "5"};
  more.insert(more.begin(), first.begin(), first.end());
  return more;
}

std::string config(const Bench::Outcome& run) { return record::read_file(run.folder() / "config.toml"); }

}  // namespace

TEST_CASE("own points are learnt in their units, judged by points held out, and the run is named by them") {
  const Bench bench;
  const fs::path file = write_points(bench, 500);
  const auto run = bench.run("alpha_toy", small({"--steps", "60", "--dataset", file.string()}));
  INFO(run.err);
  REQUIRE(run.code == 0);
  CHECK(run.summary("data_points") == 400);
  CHECK(run.summary("held_out") == 100);
  CHECK(run.summary("p_value") >= 1.0 / 200);
  CHECK(run.summary("coverage_true") == Approx(1 - 1.0 / 32));
  CHECK(fs::exists(run.folder() / "theory.csv"));
  const record::Array samples = record::read_npy(run.folder() / "samples.npy");
  REQUIRE(samples.shape == std::vector<std::size_t>{200, 2});
  double x = 0, y = 0;
  for (std::size_t i = 0; i < 200; ++i) x += samples.values[2 * i] / 200.0F, y += samples.values[2 * i + 1] / 200.0F;
  CHECK(std::abs(x - 130) < 60);  // and not near 0, where the networks work
  CHECK(std::abs(y + 2.7) < 1);
  CHECK(contains(config(run), "dataset-sha256 = \""));

  std::ofstream(file, std::ios::app) << "131,-2.8\n";
  const auto other = bench.run("alpha_toy", small({"--steps", "60", "--dataset", file.string()}));
  REQUIRE(other.code == 0);
  CHECK(other.folder() != run.folder());
  const auto again = bench.run("alpha_toy", {"--config", (run.folder() / "config.toml").string()});
  CHECK(again.code == 2);
  CHECK(contains(again.err, "contents of SHA-256 "));
}

TEST_CASE("points of more than two numbers leave no theory.csv, which says why") {
  const Bench bench;
  std::vector<float> values(300);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = std::sin(static_cast<float>(i * i));
  record::write_npy(bench.folder() / "p.npy", values, std::vector<std::size_t>{100, 3});
  const auto run = bench.run("alpha_toy", {"--preset", "smoke", "--steps", "20", "--samples", "50", "--fresh-steps", "5",
                                           "--progress", "plain", "--dataset", (bench.folder() / "p.npy").string()});
  INFO(run.err);
  REQUIRE(run.code == 0);
  CHECK_FALSE(fs::exists(run.folder() / "theory.csv"));
  CHECK(contains(run.err, "density estimate needs 1 or 2 coordinates"));
  CHECK(record::read_npy(run.folder() / "samples.npy").shape == std::vector<std::size_t>{50, 3});
}

TEST_CASE("any density of the line is learnt, a file's too") {
  const Bench bench;
  std::ofstream(bench.folder() / "tri.csv") << "0,0\n1,1\n2,0\n";
  const std::string file = "csv:" + (bench.folder() / "tri.csv").string();
  for (const std::string& density : {file, std::string("beta(2,5)"), std::string("0.5*normal(-2,1)+0.5*normal(2,0.5)")}) {
    const auto run = bench.run("alpha_toy", small({"--steps", "20", "--density", density}));
    INFO(density << run.err);
    REQUIRE(run.code == 0);
    CHECK(fs::exists(run.folder() / "theory.csv"));
    CHECK(contains(config(run), "density-sha256") == (density == file));
    CHECK(run.summary("jsd") > -0.1);
  }
  const auto both = bench.run("alpha_toy", small({"--density", "normal(0,1)", "--dataset", "line"}));
  CHECK(both.code == 2);
  CHECK(contains(both.err, "--dataset has no effect here: --density gives the points"));
}

TEST_CASE("an option that has no effect is refused, and data go where they are learnt") {
  const Bench bench;
  const auto data = bench.run("alpha_toy", {"--data", "pts.npy"});
  CHECK(data.code == 2);
  CHECK(contains(data.err, "--data has no effect here"));
  const auto name = bench.run("alpha_toy", {"--dataset", "circel"});
  CHECK(contains(name.err, "did you mean 'circle'?"));
  const auto model = bench.run("alpha_toy", {"--model", "dense 64 leeky 0.2 | dense 1"});
  CHECK(model.code == 2);
  CHECK(contains(model.err, "did you mean 'leaky'?"));
  const auto penalty = bench.run("alpha_toy", {"--model", "dense 8 relu | batch_norm relu | dense 1", "--r1", "1"});
  CHECK(penalty.code == 2);
  CHECK(contains(penalty.err, "layer 2 (batch_norm) has no second derivative here"));
}

TEST_CASE("choices of loss, penalty, noise and networks each make another run; left out they change nothing") {
  const Bench bench;
  const Words base = small({"--steps", "15"});
  const auto plain = bench.run("alpha_toy", base);
  REQUIRE(plain.code == 0);
  for (const char* option : {"loss", "r1", "density", "spectral-norm", "instance-noise", "from"})
    CHECK_FALSE(contains(config(plain), std::string("\n") + option + " = "));
  for (const Words& choice : {Words{"--loss", "hinge"}, Words{"--r1", "1"}, Words{"--r2", "1"},
                              Words{"--gradient-penalty", "10"}, Words{"--spectral-norm", "yes"},
                              Words{"--instance-noise", "0.3"}, Words{"--instance-noise-last", "0.3"},
                              Words{"--d-steps", "2"}, Words{"--model", "dense 8 leaky 0.2 | dense 1"}}) {
    Words all = base;
    all.insert(all.end(), choice.begin(), choice.end());
    const auto one = bench.run("alpha_toy", all);
    INFO(choice[0] << one.err);
    REQUIRE(one.code == 0);
    CHECK(one.hash() != plain.hash());
    CHECK(contains(config(one), "\n" + choice[0].substr(2) + " = "));
    CHECK(std::isfinite(one.summary("d_loss")));
    const Bench elsewhere;
    all.insert(all.end(), {"--threads", "2"});
    CHECK(elsewhere.run("alpha_toy", all).hash() == one.hash());
  }
}

TEST_CASE("a run continues from another one's end, named by its result") {
  const Bench bench;
  const auto first = bench.run("alpha_toy", small({"--steps", "40"}));
  REQUIRE(first.code == 0);
  const auto more = bench.run("alpha_toy", {"--from", first.folder().string(), "--steps", "+20", "--progress", "none"});
  INFO(more.err);
  REQUIRE(more.code == 0);
  CHECK(more.summary("steps") == 60);
  const std::string metrics = record::read_file(more.folder() / "metrics.csv");
  CHECK(contains(metrics, "\n41,"));
  CHECK_FALSE(contains(metrics, "\n40,"));
  CHECK(contains(config(more), first.hash()));
  const record::Manifest manifest = record::read_manifest(more.folder());
  CHECK(manifest.inputs.at("from").result_hash == first.hash());

  // A chain, and the same again from its configuration.
  const auto third = bench.run("alpha_toy", {"--from", more.folder().string(), "--steps", "+5", "--progress", "none"});
  REQUIRE(third.code == 0);
  CHECK(contains(config(third), more.hash()));
  const Bench elsewhere;
  const auto repeated = elsewhere.run("alpha_toy", {"--config", (more.folder() / "config.toml").string(), "--from",
                                                    first.folder().string(), "--progress", "none"});
  INFO(repeated.err);
  REQUIRE(repeated.code == 0);
  CHECK(repeated.hash() == more.hash());

  // At a constant rate it is the training that was never stopped.
  const auto refused = [&](const Words& words, const char* expected) {
    const auto outcome = bench.run("alpha_toy", words);
    CHECK(outcome.code == 2);
    INFO(outcome.err);
    CHECK(contains(outcome.err, expected));
  };
  const std::string folder = first.folder().string();
  refused({"--from", folder}, "--from needs to know how far to go on");
  refused({"--from", folder, "--steps", "40"}, "had 40, expected more of them");
  refused({"--from", folder, "--steps", "+many"}, "'+many', expected a number");
  refused({"--from", bench.folder().path().string(), "--steps", "+1"}, "holds no finished run");
  refused({"--config", (more.folder() / "config.toml").string()}, "--from is not given");
  std::ofstream(first.folder() / "samples.npy", std::ios::app) << "x";
  refused({"--from", folder, "--steps", "+1"}, "samples.npy has changed");
}
