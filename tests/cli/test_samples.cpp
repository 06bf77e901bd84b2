// SPDX-License-Identifier: MIT
// `verigan theory` of samples, as a user meets it, and its p-value over many of them.
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/check.hpp"
#include "metrics/mmd.hpp"
#include "record/file.hpp"
#include "record/npy.hpp"
#include "support/command.hpp"
#include "support/draws.hpp"
#include "support/temporary_folder.hpp"
#include "theory/densities.hpp"
#include "theory/empirical.hpp"
#include "theory/transport.hpp"

using namespace verigan;

namespace {

Outcome run(const std::string& arguments) { return verigan_command("theory " + arguments); }

std::vector<float> normals(Draws& draws, std::size_t n, double mean, double sd = 1) {
  std::vector<float> values(n);
  for (float& x : values) x = static_cast<float>(mean + sd * draws.normal());
  return values;
}

Matrix<float> points(Draws& draws, std::size_t n, std::size_t d, double shift) {
  Matrix<float> made(n, d);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t c = 0; c < d; ++c) made(i, c) = static_cast<float>(draws.normal() + shift);
  return made;
}

bool holds(const nlohmann::json& estimate, double truth) {
  return estimate["interval"][0] <= truth && truth <= estimate["interval"][1];
}

}  // namespace

TEST_CASE("the permutation test's p-value is uniform at p = q, and small where they differ") {
  const std::vector<double> bandwidths{0.7, 1.4, 2.8};
  for (const std::size_t d : {1, 2, 5}) {
    CAPTURE(d);
    Draws draws(40 + d);
    std::vector<double> p_values;
    std::size_t seen = 0;
    constexpr std::size_t kTrials = 400, kPermutations = 199;
    for (std::uint64_t seed = 0; seed < kTrials; ++seed) {
      const random::Stream stream(seed, random::Purpose::evaluate);
      const Matrix<float> x = points(draws, 30, d, 0), y = points(draws, 25, d, 0);
      p_values.push_back(metrics::mmd_test(x, y, bandwidths, kPermutations, stream).p_value);
      if (seed < 50)
        seen += metrics::mmd_test(x, points(draws, 25, d, 1), bandwidths, kPermutations, stream).p_value <= 0.05;
    }
    // Kolmogorov and Smirnov: √n·D is above 1.95 once in 1,000 times; the p-values are multiples of 1/200.
    std::sort(p_values.begin(), p_values.end());
    double largest = 0;
    for (std::size_t i = 0; i < p_values.size(); ++i) {
      largest = std::max(largest, (static_cast<double>(i) + 1) / kTrials - p_values[i]);
      largest = std::max(largest, p_values[i] - 1.0 / (kPermutations + 1) - static_cast<double>(i) / kTrials);
    }
    CHECK(std::sqrt(static_cast<double>(kTrials)) * largest < 1.95);
    CHECK(seen >= 40);
  }
}

TEST_CASE("W1 of a sample to a density is that of its steps") {
  // To a sample of one number x, W₁ of any distribution is E|X − x|.
  const std::vector<double> one{0};
  CHECK(theory::wasserstein1_of_sample(one, *theory::normal(0, 1)).value ==
        Approx(std::sqrt(2 / 3.14159265358979323846)).epsilon(1e-9));
  // Far off it is the difference of the means.
  const std::vector<double> far{100, 104};
  CHECK(theory::wasserstein1_of_sample(far, *theory::exponential(1)).value == Approx(101).epsilon(1e-9));
  // Quantiles of a uniform distribution at (i + ½)/n: each covers 1/n on both sides, ¼n on average.
  std::vector<double> even;
  for (int i = 0; i < 50; ++i) even.push_back((i + 0.5) / 50);
  CHECK(theory::wasserstein1_of_sample(even, *theory::uniform(0, 1)).value ==
        Approx(0.25 / 50).epsilon(1e-8));
  CHECK_THROWS_AS(theory::wasserstein1_of_sample({}, *theory::uniform(0, 1)), Error);
}

TEST_CASE("two samples, and a sample against a density, get every estimate with an interval") {
  const TemporaryFolder folder;
  Draws draws(3);
  const std::size_t shape[] = {700}, column[] = {600, 1};
  record::write_npy(folder.path() / "x.npy", normals(draws, 700, 0), shape);
  record::write_npy(folder.path() / "y.npy", normals(draws, 600, 1), column);
  const std::string x = "samples:" + (folder.path() / "x.npy").string(),
                    y = "samples:" + (folder.path() / "y.npy").string();
  for (const std::string& q : {y, std::string("'normal(1,1)'")}) {
    const Outcome found = run("--p " + x + " --q " + q + " --json");
    REQUIRE(found.code == 0);
    const auto document = nlohmann::json::parse(found.text);
    CHECK(document["note"].get<std::string>().find("not proven bounds") != std::string::npos);
    CHECK_FALSE(document.contains("quantities"));
    CHECK(document["test"]["p_value"] == 0.001);
    const auto& estimates = document["estimates"];
    CHECK(estimates.size() == 9);
    CHECK(holds(estimates["w1"], 1));
    CHECK(holds(estimates["kl_pq_neighbours"], 0.5));
    CHECK(holds(estimates["kl_qp_neighbours"], 0.5));
    CHECK(holds(estimates["jsd_neighbours"], 0.1114214822));
    CHECK(estimates["jsd_classifier"]["interval"][0] <= 0.1114214822);
    CHECK(estimates["jsd_classifier"]["estimate"] > 0.08);
    for (const auto& row : estimates) {
      CHECK(row["interval"].size() == 2);
      CHECK(row["lower_bound"].is_boolean());
    }
  }
  const std::string both = "--p " + x + " --q " + y + " --most 100";
  const std::string text = run(both).text;
  CHECK(text == run(both).text);
  CHECK(text != run(both + " --seed 2").text);
  CHECK(text.find("100 points, chosen at random from 700") != std::string::npos);
  CHECK(text.find("ESTIMATES from samples") != std::string::npos);
}

TEST_CASE("a table of points is read as well, in any dimension; what is wrong is said in a line") {
  const TemporaryFolder folder;
  Draws draws(4);
  std::string text = "a,b\n";
  for (int i = 0; i < 100; ++i)
    text += std::to_string(draws.normal()) + "," + std::to_string(draws.normal()) + "\n";
  const auto file = [&](const char* name) { return (folder.path() / name).string(); };
  record::write_file(file("two.csv"), text);
  const std::string two = "samples:" + file("two.csv");
  const Outcome found = run("--p " + two + " --q " + two);
  CHECK(found.code == 0);
  CHECK(found.text.find("sliced W₁") != std::string::npos);
  std::string repeated;
  for (int i = 0; i < 100; ++i) repeated += std::to_string(i % 10) + "," + std::to_string(i % 7) + "\n";
  for (int i = 0; i < 8; ++i) repeated += "0,0\n";
  record::write_file(file("repeated.csv"), repeated);
  CHECK(run("--p samples:" + file("repeated.csv") + " --q " + two).text.find(
            "? repeated points: no density") != std::string::npos);

  record::write_file(file("nan.csv"), text + "nan,1\n");
  record::write_file(file("few.csv"), "1\n2\n3\n");
  std::string flat;
  for (int i = 0; i < 100; ++i) flat += std::to_string(draws.normal()) + "\n";
  record::write_file(file("flat.csv"), flat);
  const std::size_t shape[] = {100};
  record::write_npy(file("cut.npy"), normals(draws, 100, 0), shape);
  const std::string whole = record::read_file(file("cut.npy"));
  record::write_file(file("cut.npy"), whole.substr(0, whole.size() - 40));
  const std::string good = " --q samples:" + file("flat.csv");
  for (const auto& [arguments, word] : std::vector<std::pair<std::string, std::string>>{
           {"--p samples:" + file("nan.csv") + good, "nan"},
           {"--p samples:" + file("few.csv") + good, "3 points"},
           {"--p samples:" + file("cut.npy") + good, "cut"},
           {"--p samples:" + file("none.npy") + good, "none.npy"},
           {"--p samples:" + good, "file name"},
           {"--p " + two + good, "coordinates"},
           {"--p " + two + " --q 'normal(0,1)'", "coordinate"},
           {"--p samples:" + file("flat.csv") + " --q 'norml(0,1)'", "norml"},
           {"--p samples:" + file("flat.csv") + good + " --alpha 0.3", "--alpha"},
           {"--p samples:" + file("flat.csv") + good + " --f 'u*ln(u)'", "--f"},
           {"--p samples:" + file("flat.csv") + good + " --most 10", "--most"},
           {"--p 'normal(0,1)' --q 'normal(1,1)' --seed 3", "--seed"}}) {
    INFO(arguments);
    const Outcome refused = run(arguments);
    CHECK(refused.code == 2);
    CHECK(refused.one_line());
    CHECK(refused.text.find(word) != std::string::npos);
  }
}
