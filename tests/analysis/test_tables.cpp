// SPDX-License-Identifier: MIT
// The table programs on made-up runs of known answer.
#include <cmath>
#include <filesystem>

#include "analysis/runs.hpp"
#include "core/check.hpp"
#include "drive/child.hpp"
#include "record/csv.hpp"
#include "record/file.hpp"
#include "support/catch.hpp"
#include "support/made_up_results.hpp"
#include "support/temporary_folder.hpp"

using namespace verigan;
using namespace verigan::tests;
namespace fs = std::filesystem;

namespace {

drive::Capture run(const char* program, const fs::path& results) {
  return drive::run_and_capture(
      {program, {"--results", results.string(), "--out", (results / "tables").string()}});
}

double entropy(double a) { return -(a * std::log(a) + (1 - a) * std::log(1 - a)); }

}  // namespace

TEST_CASE("the toys' table has the gaps that were made up") {
  const TemporaryFolder folder;
  make_up_results(folder.path(), {.rows = 200, .samples = 20});
  REQUIRE(run(TABLE_ALPHA_TOY, folder.path()).status == 0);
  const record::Table table = record::read_csv(folder.path() / "tables/alpha_toy.csv");
  REQUIRE(table.rows() == 11);
  CHECK(table.texts("dataset").front() == "circle");
  CHECK(table.texts("dataset")[9] == "line");
  // The last row is the other recipe's: as good a loss, and another generator.
  CHECK(table.texts("recipe")[9] == "lc");
  CHECK(table.texts("recipe")[10] == "equilibrium");
  CHECK(table.numbers("d_gap")[10] == Approx(kDiscriminatorGap).margin(1e-6));
  CHECK(table.numbers("jsd_average")[10] == Approx(kAveragedJsd / 10));
  CHECK(table.numbers("blindness")[10] == Approx(kBlindness / 10));
  CHECK(table.numbers("learnt")[10] == 1);
  const double true_points[] = {26, 77, 128, 179, 230};  // of 256, α rounded to whole points
  for (std::size_t i = 0; i < 10; ++i) {
    const double alpha = true_points[i % 5] / 256;
    const auto cell = [&](const char* name) { return table.numbers(name)[i]; };
    CHECK(cell("alpha_effective") == Approx(alpha).epsilon(1e-5));
    CHECK(cell("entropy_alpha") == Approx(entropy(alpha)).epsilon(1e-5));
    CHECK(cell("minus_log_alpha") == Approx(-std::log(alpha)).epsilon(1e-5));
    CHECK(cell("d_gap") == Approx(kDiscriminatorGap).margin(1e-6));
    CHECK(cell("g_gap") == Approx(kGeneratorGap).margin(1e-6));
    CHECK(cell("d_loss") == Approx(entropy(alpha) + kDiscriminatorGap).margin(1e-5));
    CHECK(cell("g_loss") == Approx(-std::log(alpha) + kGeneratorGap).margin(1e-5));
    CHECK(cell("d_real") == Approx(alpha).margin(1e-5));
    CHECK(cell("d_fake") == Approx(alpha - kOutputGap).margin(1e-5));
    CHECK(cell("mmd2") == kMmd2);
    CHECK(cell("near_share") == Approx(kNearShare - cell("alpha") / 100));
    CHECK(cell("coverage") == kCoverage);
    CHECK(cell("jsd") == kJsd);
    CHECK(cell("jsd_average") == kAveragedJsd);
    CHECK(cell("blindness") == kBlindness);
    CHECK(cell("distance_sd") == kScatter);
    CHECK(cell("distance_sd_true") == 0.05);
    CHECK(cell("fresh_jsd_bound") == Approx(0.8 * kAveragedJsd));
    CHECK(cell("learnt") == 0);
  }
}

TEST_CASE("the MNIST table has one row for each α") {
  const TemporaryFolder folder;
  make_up_results(folder.path(), {.rows = 100, .samples = 20, .epochs = 1});
  REQUIRE(run(TABLE_ALPHA_MNIST, folder.path()).status == 0);
  const record::Table table = record::read_csv(folder.path() / "tables/alpha_mnist.csv");
  CHECK(table.numbers("alpha") == std::vector<double>{0.1, 0.3, 0.5, 0.7, 0.9});
  CHECK(table.numbers("alpha_effective")[0] == 6.0 / 64);
  for (const double gap : table.numbers("d_gap"))
    CHECK(gap == Approx(kDiscriminatorGap).margin(1e-6));
}

TEST_CASE("the bilinear table has the decades that were made up, least and most over seeds") {
  const TemporaryFolder folder;
  make_up_results(folder.path(), {.rows = 20, .samples = 20, .epochs = 1});
  REQUIRE(run(TABLE_BILINEAR_GAME, folder.path()).status == 0);
  const record::Table table = record::read_csv(folder.path() / "tables/bilinear_game.csv");
  REQUIRE(table.rows() == 6);
  CHECK(table.texts("method").front() == "simultaneous");
  CHECK(table.numbers("seeds")[0] == 2);
  const auto decades = table.numbers("decades");
  CHECK(decades[0] == Approx(kSimultaneousDecades));
  CHECK(std::abs(decades[1]) < 1e-6);
  CHECK(decades[5] == Approx(-300));
  CHECK(table.numbers("least")[1] == Approx(-0.001));
  CHECK(table.numbers("most")[1] == Approx(0.001));
  CHECK(table.numbers("band")[1] == Approx(0.5 * std::log10(2.1 / 1.9)).epsilon(1e-5));
}

TEST_CASE("the table of direct and adversarial roads: losses and trainings apart") {
  const TemporaryFolder folder;
  make_up_results(folder.path(), {.rows = 20, .samples = 20, .epochs = 1});
  REQUIRE(run(TABLE_DIRECT_VS_INDIRECT, folder.path()).status == 0);
  const record::Table table = record::read_csv(folder.path() / "tables/direct_vs_indirect.csv");
  CHECK(table.texts("route") == std::vector<std::string>{"moments", "mmd", "adversarial", "moments",
                                                         "mmd", "adversarial"});
  CHECK(table.numbers("tv")[1] == Approx(0.25));
  CHECK(table.numbers("largest")[1] == 0.5);
  CHECK(table.numbers("within_0.01") == std::vector<double>{2, 1, 0, 0, 0, 0});
  CHECK(table.numbers("within_0.05") == std::vector<double>{2, 1, 0, 2, 1, 0});
}

TEST_CASE("the table of learnt discriminators: what was reached, by the rule of T62") {
  const TemporaryFolder folder;
  make_up_results(folder.path(), {.rows = 20, .samples = 20, .epochs = 1});
  REQUIRE(run(TABLE_LEARNT_DISCRIMINATOR, folder.path()).status == 0);
  const record::Table table = record::read_csv(folder.path() / "tables/learnt_discriminator.csv");
  REQUIRE(table.rows() == 8);
  const auto alpha = table.numbers("alpha"), labels = table.numbers("labels");
  const auto verdict = table.texts("T62");
  for (std::size_t i = 0; i < alpha.size(); ++i)
    CHECK(verdict[i] == (alpha[i] == 0.9 ? "not reached" : "reached"));
  CHECK(std::count(labels.begin(), labels.end(), 2) == 1);
}

TEST_CASE("published numbers are shown next to the floor of an exact sampler") {
  const TemporaryFolder folder;
  make_up_results(folder.path(), {.rows = 20, .samples = 20, .epochs = 1});
  REQUIRE(run(TABLE_PUBLISHED, folder.path()).status == 0);
  const record::Table table = record::read_csv(folder.path() / "tables/published.csv");
  const auto task = table.texts("task"), measure = table.texts("measure"), model = table.texts("model");
  const auto floor = table.texts("floor"), ours = table.texts("ours"), published = table.texts("published");
  std::size_t packed = 0;
  for (std::size_t i = 0; i < task.size(); ++i) {
    INFO(model[i] << ' ' << task[i] << ' ' << measure[i]);
    if (measure[i] == "high quality %") CHECK(std::stod(floor[i]) == Approx(98.8891).epsilon(1e-5));
    // Means over simulated multinomials: 0.01933 ± 0.00004, 0.001401 ± 0.000002.
    if (task[i] == "stacked MNIST") CHECK(std::stod(floor[i]) == Approx(0.01933).margin(1.2e-4));
    if (task[i] == "ring of 8" && measure[i] == "reverse KL")
        CHECK(std::stod(floor[i]) == Approx(0.001401).margin(6e-6));
    if (task[i] == "grid of 25" && measure[i] == "modes") CHECK(std::stod(floor[i]) == 25);
    if (table.texts("protocol")[i] == "closed form")
      CHECK(std::stod(ours[i]) == Approx(std::stod(published[i])).margin(1e-9));
    packed += static_cast<std::size_t>(model[i].starts_with("PacGAN"));
  }
  CHECK(packed == 2 * 3 * 3);
  CHECK(std::count(model.begin(), model.end(), "ALI") == 6);
}

TEST_CASE("the table of random shares: a row a composition, and its variance over theory's") {
  const TemporaryFolder folder;
  make_up_results(folder.path(), {.rows = 20, .samples = 20, .epochs = 1});
  REQUIRE(run(TABLE_RANDOM_ALPHA, folder.path()).status == 0);
  const record::Table table = record::read_csv(folder.path() / "tables/random_alpha.csv");
  CHECK(table.texts("composition") == std::vector<std::string>{"fixed", "random"});
  CHECK(table.numbers("runs") == std::vector<double>{2, 2});
  CHECK(table.numbers("mmd2")[0] == Approx(0.003));
  CHECK(table.numbers("variance") == std::vector<double>{1e-5, 2.2e-4});
  CHECK(table.numbers("variance_over_theory")[0] == 1);
  CHECK(table.numbers("variance_over_theory")[1] == Approx(1.1));
}

TEST_CASE("the table of arrivals: medians, those that never arrive, and the log-rank test") {
  const TemporaryFolder folder;
  make_up_results(folder.path(), {.rows = 20, .samples = 20, .epochs = 1});
  REQUIRE(run(TABLE_SATURATING_GRADIENT, folder.path()).status == 0);
  const record::Table table = record::read_csv(folder.path() / "tables/saturating_gradient.csv");
  REQUIRE(table.rows() == 2);
  CHECK(table.numbers("d-lr-ratio") == std::vector<double>{1, 5});
  CHECK(table.numbers("seeds_saturating") == std::vector<double>{2, 2});
  CHECK(table.numbers("gradient_ratio")[0] == Approx(0.25));
  CHECK(table.numbers("median_saturating")[1] == Approx(303));
  CHECK(table.numbers("median_other")[1] == 100);
  CHECK(table.numbers("log_rank_p")[1] == Approx(1.0 / 3).epsilon(1e-3));  // of two and two, the most extreme of six

  // Nobody reaches the target by step 500: no median, and nobody is first.
  for (const auto& one : analysis::load_runs(folder.path(), "saturating_gradient"))
    record::write_file(one.folder / "summary.json",
                       record::json_text({{"arrival_step", 500.0}, {"reached", false}}));
  REQUIRE(run(TABLE_SATURATING_GRADIENT, folder.path()).status == 0);
  const record::Table none = record::read_csv(folder.path() / "tables/saturating_gradient.csv");
  CHECK(none.texts("median_other") == std::vector<std::string>(2, "inf"));
  CHECK(none.numbers("never_saturating") == std::vector<double>{2, 2});
  CHECK(none.numbers("log_rank_p") == std::vector<double>{1, 1});
}

TEST_CASE("the table of discriminators' strength: a row a setting, and the frozen generator's") {
  const TemporaryFolder folder;
  make_up_results(folder.path(), {.rows = 20, .samples = 20, .epochs = 1});
  REQUIRE(run(TABLE_DISCRIMINATOR_STRENGTH, folder.path()).status == 0);
  const record::Table table = record::read_csv(folder.path() / "tables/discriminator_strength.csv");
  REQUIRE(table.rows() == 17 + 3);
  CHECK(table.texts("part")[16] == "training");
  CHECK(table.texts("part")[17] == "frozen generator");
  CHECK(table.texts("updates")[19] == "16");
  CHECK(table.texts("accuracy")[19] == "0.97");
  CHECK(table.texts("norm_saturating")[17] == "4");
  CHECK(table.texts("norm_non_saturating")[19] == "2");
  CHECK(table.texts("seeds")[19] == "2");
}

TEST_CASE("the table of modes: covered, good, exchanged, collapsed with the exact interval") {
  const TemporaryFolder folder;
  make_up_results(folder.path(), {.rows = 20, .samples = 20, .epochs = 1});
  REQUIRE(run(TABLE_MODE_COLLAPSE, folder.path()).status == 0);
  const record::Table table = record::read_csv(folder.path() / "tables/mode_collapse.csv");
  REQUIRE(table.rows() == 8);
  const auto mixture = table.texts("mixture"), loss = table.texts("loss"),
             changes = table.texts("leader_changes"), rest = table.texts("rest_changes");
  for (std::size_t i = 0; i < 8; ++i) {
    const bool lost = loss[i] == "minimax";
    const double modes = mixture[i] == "ring" ? 8 : 25;
    CHECK(table.numbers("seeds")[i] == 2);
    CHECK(table.numbers("covered")[i] == Approx(lost ? 1 : modes - 0.015).epsilon(1e-3));
    CHECK(table.numbers("most")[i] == Approx(lost ? 1 : modes - 0.01).epsilon(1e-3));
    CHECK(changes[i] == (lost ? "0.07692" : ""));  // 3 of 39; no leader at all
    CHECK(rest[i] == (lost ? "0" : ""));
    CHECK(table.numbers("collapsed")[i] == (lost ? 2 : 0));
    // Clopper–Pearson of 0 in 2: [0, 0.842], of 2 in 2: [0.158, 1].
    CHECK(table.numbers("collapsed_low")[i] == Approx(lost ? 0.1581 : 0).margin(1e-4));
    CHECK(table.numbers("collapsed_high")[i] == Approx(lost ? 1 : 0.8419).epsilon(1e-3));
  }
}

TEST_CASE("the table next to PacGAN's: agreement where the interval of the difference holds 0") {
  const TemporaryFolder folder;
  make_up_results(folder.path(), {.rows = 20, .samples = 20, .epochs = 1});
  REQUIRE(run(TABLE_MODE_PROTOCOLS, folder.path()).status == 0);
  const record::Table table = record::read_csv(folder.path() / "tables/mode_protocols.csv");
  REQUIRE(table.rows() == 32);  // two mixtures, four packings, four measures
  const auto mixture = table.texts("mixture"), measure = table.texts("measure"),
             verdict = table.texts("verdict"), protocol = table.texts("protocol");
  const auto packing = table.numbers("packing"), mean = table.numbers("mean"),
             difference = table.numbers("difference");
  CHECK(table.numbers("trials") == std::vector<double>(32, 2));
  for (std::size_t i = 0; i < 32; ++i) {
    CAPTURE(i);
    CHECK(mixture[i] == (i < 16 ? "ring" : "grid"));
    CHECK(packing[i] == static_cast<double>(i / 4 % 4 + 1));
    CHECK(measure[i] == std::vector<std::string>{"modes", "high quality %", "reverse KL",
                                                 "reverse KL of high quality"}[i % 4]);
    CHECK(protocol[i] == (i < 16 ? "as published"
                                 : "shortened: epochs 10 for 400, schedule linear for constant"));
    if (i >= 16) CHECK(verdict[i] == "shortened");
  }
  // Plain, ring: 6 and 7 modes for 6.3 ± 0.5; 50 % for 98.2 ± 0.2; ln 8 for 0.45; 0.07 for 0.45.
  CHECK(mean[0] == 6.5);
  CHECK(table.numbers("standard_error")[0] == 0.5);
  CHECK(table.numbers("high")[0] <= 8);  // there are no more modes; Student's would be 12.9
  CHECK(difference[0] == Approx(0.2));
  CHECK(difference[1] == Approx(-48.2));
  CHECK(std::vector<std::string>(verdict.begin(), verdict.begin() + 4) ==
        std::vector<std::string>{"agrees", "below", "above", "below"});
  // Packing 2: 8 and 8 modes for 7.9 ± 0.1 are no certainty; 0.07 for 0.07. Packing 3: 8 for 7.8, too.
  CHECK(verdict[4] == "equal trials");
  CHECK(verdict[6] == "agrees");
  CHECK(verdict[8] == "equal trials");
  CHECK(difference[6] == Approx(0).margin(1e-12));

  // One trial says nothing, nor does what was not published.
  const auto runs = analysis::load_runs(folder.path(), "mode_protocols");
  for (const auto& one : runs)
    if (one.number("seed") == 2) fs::remove_all(one.folder);
  fs::remove(folder.path() / "plan.json");
  REQUIRE(run(TABLE_MODE_PROTOCOLS, folder.path()).status == 0);
  const record::Table single = record::read_csv(folder.path() / "tables/mode_protocols.csv");
  CHECK(single.texts("verdict")[0] == "one trial");
  CHECK(single.texts("difference_low")[0] == "-inf");
}

TEST_CASE("the table of direct matching: what was matched, compared with the GAN") {
  const TemporaryFolder folder;
  make_up_results(folder.path(), {.rows = 20, .samples = 20, .epochs = 1});
  REQUIRE(run(TABLE_GMMN, folder.path()).status == 0);
  const record::Table table = record::read_csv(folder.path() / "tables/gmmn.csv");
  const auto target = table.texts("target"), way = table.texts("way"),
             verdict = table.texts("verdict"), told = table.texts("told_apart"),
             tv = table.texts("tv"), jsd = table.texts("jsd"), mmd2 = table.texts("mmd2");
  REQUIRE(table.rows() == 2 + 3 + 3 + 2);
  for (std::size_t i = 0; i < table.rows(); ++i) {
    const bool gan = way[i] == "GAN",
               there = target[i] == "normal" || (target[i] != "images" && way[i] == "mmd");
    CHECK(verdict[i] == (there ? "matched" : "not matched"));
    CHECK(told[i] == (gan ? "" : there ? "0" : "1"));  // the GAN's JSD is above what is learnt
    CHECK(tv[i] == (target[i] == "normal" ? "0.002" : ""));
    CHECK(jsd[i].empty() == (target[i] == "normal" || target[i] == "images"));
    if (target[i] == "line" && way[i] == "mmd") CHECK(mmd2[i] == "0.0023");
    if (target[i] == "circle" && way[i] == "moments") CHECK(jsd[i] == "0.4");
  }
}

TEST_CASE("only planned runs are read; without a plan all finished ones") {
  const TemporaryFolder folder;
  make_up_results(folder.path(), {.rows = 20, .samples = 20, .epochs = 1});
  const auto runs = analysis::load_runs(folder.path(), "alpha_mnist");
  REQUIRE(runs.size() == 5);
  CHECK(runs.front().number("alpha") == 0.1);
  const std::string first = runs.front().folder.filename().string();
  record::write_file(folder.path() / "plan.json",
                     R"({"alpha_mnist": {"preset": "quick", "folders": ["alpha_mnist/)" + first +
                         R"(", "alpha_mnist/gone"], "labels": ["one", "two"]}})");
  CHECK(analysis::load_runs(folder.path(), "alpha_mnist").size() == 1);
  CHECK_THROWS_AS(analysis::load_runs(folder.path(), "alpha_toy"), Error);
  fs::remove(folder.path() / "plan.json");
  fs::rename(runs.front().folder, runs.front().folder.string() + ".partial");
  CHECK(analysis::load_runs(folder.path(), "alpha_mnist").size() == 4);
}

TEST_CASE("a damaged or missing result is one line and exit code 2") {
  const TemporaryFolder folder;
  const auto complaint = [&] {
    const auto capture = run(TABLE_ALPHA_TOY, folder.path());
    CHECK(capture.status == 2);
    REQUIRE(capture.last_errors.size() == 1);
    return capture.last_errors.front();
  };
  CHECK(complaint().find("no finished run of alpha_toy") != std::string::npos);
  make_up_results(folder.path(), {.rows = 20, .samples = 20, .epochs = 1});
  const auto runs = analysis::load_runs(folder.path(), "alpha_toy");
  record::write_file(runs[0].folder / "summary.json", R"({"alpha_effective": 0.1})");
  CHECK(complaint().find("'mmd2'") != std::string::npos);
  record::write_file(runs[0].folder / "metrics.csv",
                     "step,epoch,d_loss,g_loss,d_real,d_fake\n10,1,abc,1,1,1\n");
  CHECK(complaint().find("abc") != std::string::npos);
  fs::remove(runs[0].folder / "metrics.csv");
  CHECK(complaint().find("metrics.csv") != std::string::npos);
  record::write_file(runs[0].folder / "manifest.json", "{");
  CHECK(complaint().find("manifest") != std::string::npos);
}
