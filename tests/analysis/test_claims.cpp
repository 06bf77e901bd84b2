// SPDX-License-Identifier: MIT
// The register of claims, and its verdicts on made-up runs of known answer.
#include <cmath>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "analysis/best_of.hpp"
#include "analysis/claims/claim.hpp"
#include "core/check.hpp"
#include "record/csv.hpp"
#include "record/file.hpp"
#include "record/hash.hpp"
#include "record/manifest.hpp"
#include "support/catch.hpp"
#include "support/made_up_run.hpp"
#include "support/temporary_folder.hpp"

using namespace verigan;
using namespace verigan::analysis;
using statistics::Outcome;
using verigan::tests::TemporaryFolder, verigan::tests::claim, verigan::tests::make_run;
namespace fs = std::filesystem;

namespace {

constexpr double kAlphas[] = {0.1, 0.3, 0.5, 0.7, 0.9};

/// A metrics.csv whose D loss is constant and whose G loss comes to −ln α at step `settles` of 200.
std::string metrics(double d_loss, double alpha, int settles) {
  record::CsvWriter table{"step", "epoch", "d_loss", "g_loss", "d_real", "d_fake"};
  for (int t = 1; t <= 200; ++t)
    table.row(t, t, d_loss, -std::log(alpha) + (t < settles ? 1.0 : 0.0), alpha, alpha);
  return table.text();
}

/// alpha_toy at five α, for which D's loss is given, its G settling later the higher α.
template <class Loss>
void make_toys(const fs::path& results, int first, int seeds, Loss&& loss) {
  for (int seed = first; seed < first + seeds; ++seed)
    for (const char* dataset : {"circle", "line"})
      for (const double alpha : kAlphas)
        make_run(results, "alpha_toy", seed,
                 {{"dataset", std::string(dataset)}, {"alpha", alpha}, {"recipe", std::string("lc")}},
                 {{"alpha_effective", alpha}},
                 {{"metrics.csv", metrics(loss(alpha, seed), alpha, int(20 + 150 * alpha) + seed % 3)}});
}

double entropy_and_noise(double alpha, int seed) {
  return -alpha * std::log(alpha) - (1 - alpha) * std::log(1 - alpha) + 0.001 * (seed * 7 % 5);
}

}  // namespace

TEST_CASE("all 24 claims are there, in order, each with a rule, and a judge or a reason for none") {
  REQUIRE(claims().size() == 24);
  std::set<std::string> amended;
  for (std::size_t i = 0; i < claims().size(); ++i) {
    const Claim& one = claims()[i];
    CAPTURE(one.id);
    CHECK(one.id == (i < 9 ? "C0" : "C") + std::to_string(i + 1));
    for (const std::string& text : {one.claim, one.source, one.rule}) CHECK_FALSE(text.empty());
    CHECK(one.judge != nullptr);
    CHECK_FALSE(one.experiments.empty());
    CHECK((one.judge == nullptr || !one.experiments.empty()));
    if (!one.amended.empty()) amended.insert(one.id);
  }
  for (const char* id : {"C02", "C10", "C11", "C12"}) CHECK(amended.contains(id));
}

TEST_CASE("of an empty folder no claim has a verdict, and each says why") {
  const TemporaryFolder folder;
  for (const Claim& one : claims()) {
    const Judged judged = judge(one, folder.path());
    CAPTURE(one.id);
    CHECK(judged.verdict.is(Outcome::not_tested));
    CHECK_FALSE(judged.verdict.reason.empty());
    CHECK(judged.runs.empty());
  }
  CHECK(judge(claim("C23"), folder.path()).verdict.reason == "there is no finished run of budget");
  CHECK(judge(claim("C01"), folder.path()).verdict.reason == "there is no finished run of alpha_toy");
}

TEST_CASE("C20: smooth ways and sums that work support it; a jump, or sums like random ones, contradict it") {
  const auto judged = [](double largest, double change, std::int64_t shown, const std::string& model = "dcgan") {
    const TemporaryFolder results;
    for (int seed = 1; seed <= 5; ++seed) {
      const double s = 0.001 * seed;
      make_run(results.path(), "latent_space", seed,
               {{"model", model}, {"halvings", std::int64_t{5}},
                {"generator-run", "kth_models/" + std::to_string(seed)}},
               {{"linear_largest", 0.1 + s}, {"spherical_largest", largest + s}, {"thick_change", 2 + s},
                {"thick_random", 0.3}, {"slanted_change", change + s}, {"slanted_random", 0.2},
                {"classes", std::int64_t{10}}, {"classes_shown", shown}},
               {}, "mnist");
    }
    return judge(claim("C20"), results.path()).verdict;
  };
  CHECK(judged(0.1, 1.0, 9).is(Outcome::supported));
  CHECK(judged(0.1, 1.0, 9).parts.size() == 4);
  CHECK(judged(0.1, 1.0, 9).seeds == 5);
  CHECK(judged(0.6, 1.0, 9).is(Outcome::contradicted));
  CHECK(judged(0.1, 0.4, 9).is(Outcome::contradicted));
  CHECK(judged(0.1, 1.0, 4).is(Outcome::undertrained));
  CHECK(judged(0.1, 1.0, 9, "cdcgan").is(Outcome::not_tested));
}

TEST_CASE("C21: images as far from the training images as test images support it, copies contradict it") {
  const auto judged = [](double pixel, double feature) {
    const TemporaryFolder results;
    for (int seed = 1; seed <= 5; ++seed)
      for (const std::string model : {"dcgan", "cdcgan"})
        make_run(results.path(), "nearest_neighbours", seed,
                 {{"model", model}, {"level", 0.01}, {"generator-run", model + std::to_string(seed)}},
                 {{"pixel_ratio", pixel + 0.01 * seed},
                  {"feature_ratio", (model == "dcgan" ? 1.0 : feature) + 0.01 * seed}},
                 {}, "mnist");
    return judge(claim("C21"), results.path()).verdict;
  };
  CHECK(judged(1.0, 1.2).is(Outcome::supported));
  CHECK(judged(0.1, 1.2).is(Outcome::contradicted));
  CHECK(judged(1.0, 0.0).is(Outcome::divided));
}

TEST_CASE("C01: the loss at equilibrium supports it, a peak elsewhere contradicts it") {
  const TemporaryFolder folder;
  make_toys(folder.path(), 1, 5, entropy_and_noise);
  const Judged judged = judge(claim("C01"), folder.path());
  CHECK(judged.verdict.is(Outcome::supported));
  CHECK(judged.verdict.parts.size() == 10);
  CHECK(judged.verdict.seeds == 5);
  CHECK(judged.runs.size() == 50);
  CHECK(judged.presets == std::vector<std::string>{"paper"});

  const TemporaryFolder far;
  make_toys(far.path(), 1, 5, [](double alpha, int seed) {
    return entropy_and_noise(alpha, seed) + (alpha == 0.3 ? 0.2 : 0);
  });
  const auto verdict = judge(claim("C01"), far.path()).verdict;
  CHECK(verdict.is(Outcome::contradicted));
  CHECK(verdict.parts[1].is(Outcome::contradicted));
  CHECK(verdict.parts[0].is(Outcome::supported));

  const TemporaryFolder low;  // the peak is at 0.5, but not at ln 2
  make_toys(low.path(), 1, 5, [](double a, int seed) { return 0.5 * entropy_and_noise(a, seed); });
  CHECK(judge(claim("C01"), low.path()).verdict.parts[4].is(Outcome::contradicted));
}

TEST_CASE("fewer than five seeds give no verdict, and runs of other options are not mixed in") {
  const TemporaryFolder folder;
  make_toys(folder.path(), 1, 4, entropy_and_noise);
  CHECK(judge(claim("C01"), folder.path()).verdict.is(Outcome::too_few_seeds));
  // A fifth seed, trained otherwise.
  for (const char* dataset : {"circle", "line"})
    for (const double alpha : kAlphas)
      make_run(folder.path(), "alpha_toy", 5,
               {{"dataset", std::string(dataset)}, {"alpha", alpha}, {"recipe", std::string("lc")},
                {"steps", std::int64_t{10}}},
               {{"alpha_effective", alpha}}, {{"metrics.csv", metrics(0.1, alpha, 20)}});
  const Judged judged = judge(claim("C01"), folder.path());
  CHECK(judged.verdict.is(Outcome::too_few_seeds));
  CHECK(judged.runs.size() == 40);
}

TEST_CASE("C01 says when the discriminator whose loss is right is blind") {
  const TemporaryFolder folder;
  make_toys(folder.path(), 1, 5, entropy_and_noise);
  for (const double blind : {0.99, 0.2}) {
    for (const auto& run : fs::directory_iterator(folder.path() / "alpha_toy"))
      record::write_file(run.path() / "summary.json",
                         record::json_text({{"alpha_effective", 0.5}, {"blindness", blind}}));
    const auto verdict = judge(claim("C01"), folder.path()).verdict;
    CHECK(verdict.is(Outcome::supported));
    CHECK((verdict.reason.find("blindness") != std::string::npos) == (blind > 0.5));
  }
}

TEST_CASE("C02: the bare curve is not good, real samples are, and one bad seed of five decides nothing") {
  struct Made {
    double p_value, odd_p_value;  // of all seeds but one, and of that
    double outer;                 // JSD at 0.1 and 0.9
    Outcome outcome, good;
  };
  for (const Made& made : {Made{0.4, 0.4, 0.2, Outcome::supported, Outcome::supported},
                           Made{0.001, 0.001, 0.2, Outcome::contradicted, Outcome::contradicted},
                           Made{0.4, 0.001, 0.2, Outcome::inconclusive, Outcome::inconclusive},
                           Made{0.4, 0.4, 0.02, Outcome::contradicted, Outcome::supported}}) {
    const TemporaryFolder folder;
    for (int seed = 101; seed <= 105; ++seed)
      for (const char* dataset : {"circle", "line"})
        for (const double alpha : kAlphas) {
          const double p = seed == 103 ? made.odd_p_value : made.p_value;
          const double jsd = (alpha == 0.1 || alpha == 0.9 ? made.outer : 0.1) + 0.001 * (seed % 5);
          make_run(folder.path(), "alpha_toy", seed,
                   {{"dataset", std::string(dataset)}, {"alpha", alpha}, {"recipe", std::string("lc")}},
                   {{"jsd_average", jsd}, {"jsd_p_value", 0.5}, {"p_value", 0.6},
                    {"distance_p_value", p}});
        }
    const auto verdict = judge(claim("C02"), folder.path()).verdict;
    CAPTURE(made.p_value, made.odd_p_value, made.outer);
    CHECK(verdict.is(made.outcome));
    REQUIRE(verdict.parts.size() == 8);
    CHECK(verdict.parts[0].is(made.good));
    CHECK(verdict.parts[0].reason.find("a JSD of 0.1") != std::string::npos);
  }
}

TEST_CASE("C03: two readings, each by order and by rank") {
  const TemporaryFolder folder;
  make_toys(folder.path(), 1, 5, entropy_and_noise);
  const auto verdict = judge(claim("C03"), folder.path()).verdict;
  CHECK(verdict.is(Outcome::supported));
  REQUIRE(verdict.parts.size() == 2);
  REQUIRE(verdict.parts[0].parts.size() == 4);
  CHECK(verdict.parts[0].parts[0].effect.value == Approx(-60).margin(4));  // 150·(0.1 − 0.5)
  CHECK(verdict.parts[0].parts[1].effect.value > 0.95);
}

TEST_CASE("C04: amended, so seeds below 101 do not count, nor do other images") {
  const auto make = [](const fs::path& results, int first, const std::string& images, double level) {
    for (int seed = first; seed < first + 5; ++seed)
      for (const double alpha : kAlphas)
        make_run(results, "alpha_mnist", seed, {{"alpha", alpha}, {"model", std::string("lc-mnist-wide")}},
                 {{"alpha_effective", alpha}},
                 {{"metrics.csv", metrics(level * (alpha < 0.2 || alpha > 0.8 ? 0.5 : 1) +
                                              0.002 * (seed * 7 % 5) + 0.001 * (seed % 3) * alpha,
                                          alpha, 20)}},
                 images);
  };
  const TemporaryFolder old, fresh, fashion, high;
  make(old.path(), 1, "mnist", 0.5);
  const auto none = judge(claim("C04"), old.path());
  CHECK(none.verdict.is(Outcome::too_few_seeds));
  CHECK(none.verdict.reason.find("101") != std::string::npos);
  CHECK(none.runs.empty());
  make(fresh.path(), 101, "mnist", 0.5);
  CHECK(judge(claim("C04"), fresh.path()).verdict.is(Outcome::supported));
  make(fashion.path(), 101, "fashion-mnist", 0.5);
  CHECK(judge(claim("C04"), fashion.path()).verdict.is(Outcome::not_tested));
  make(high.path(), 101, "mnist", 0.6);
  CHECK(judge(claim("C04"), high.path()).verdict.is(Outcome::contradicted));
}

/// alpha_mnist whose images come to the distance `last` in ten epochs, as e^(−rate·epoch) falls to it.
void make_digits(const fs::path& results, int seed, record::Object config, double rate, double last,
                 const std::string& images = "mnist") {
  record::CsvWriter scores{"step", "epoch", "frechet"};
  for (int epoch = 1; epoch <= 10; ++epoch) scores.row(100 * epoch, epoch, last * (1 + 9 * std::exp(-rate * epoch)));
  make_run(results, "alpha_mnist", seed, std::move(config), {{"frechet", last}}, {{"scores.csv", scores.text()}},
           images);
}

TEST_CASE("C05: sooner is by epochs to where balanced batches end") {
  const auto make = [](const fs::path& results, double rate_of_low) {
    for (int seed = 1; seed <= 8; ++seed)
      for (const double alpha : {0.1, 0.3, 0.5})
        make_digits(results, seed, {{"alpha", alpha}, {"model", std::string("lc-mnist-wide")}},
                    alpha < 0.4 ? rate_of_low : 0.6 + 0.01 * seed, 5 + 0.01 * seed);
  };
  const TemporaryFolder sooner, later;
  make(sooner.path(), 3);
  CHECK(judge(claim("C05"), sooner.path()).verdict.is(Outcome::supported));
  make(later.path(), 0.45);
  CHECK(judge(claim("C05"), later.path()).verdict.is(Outcome::contradicted));
}

TEST_CASE("C06, C24: as well is no worse by 10 %, and of MNIST alone") {
  const struct {
    const char *id, *option, *model;
    record::Value few, many;
  } kinds[] = {{"C06", "alpha", "lc-mnist-wide", 0.3, 0.5},
               {"C24", "noise-dim", "lc-mnist-batch-norm", std::int64_t{2}, std::int64_t{100}}};
  for (const auto& kind : kinds) {
    INFO(kind.id);
    const auto make = [&](const fs::path& results, double factor, const std::string& images) {
      for (int seed = 1; seed <= 6; ++seed)
        for (const bool few : {true, false})
          make_digits(results, seed,
                      {{kind.option, few ? kind.few : kind.many}, {"model", std::string(kind.model)}}, 1,
                      few ? factor * 5 + 0.02 * (seed % 3) : 5 + 0.01 * seed, images);
    };
    const TemporaryFolder well, worse, fashion;
    make(well.path(), 1.02, "mnist");
    CHECK(judge(claim(kind.id), well.path()).verdict.is(Outcome::supported));
    make(worse.path(), 1.3, "mnist");
    CHECK(judge(claim(kind.id), worse.path()).verdict.is(Outcome::contradicted));
    make(fashion.path(), 1.02, "fashion-mnist");
    CHECK(judge(claim(kind.id), fashion.path()).verdict.is(Outcome::not_tested));
  }
}

TEST_CASE("C07: compositions alike within 5 % support it, a shift or another variance contradicts it") {
  const auto make = [](const fs::path& results, double shift, double variance) {
    for (int seed = 1; seed <= 6; ++seed)
      for (const char* composition : {"fixed", "random"}) {
        const double by = std::string(composition) == "random" ? 1 + shift + 0.001 * (seed % 3) : 1;
        make_run(results, "random_alpha", seed,
                 {{"dataset", std::string("circle")}, {"alpha", 0.3}, {"composition",
                     std::string(composition)}},
                 {{"mmd2", 0.002 * by},
                  {"variance_random", 2e-4 * (variance + 0.001 * (seed % 2))},
                  {"variance_random_theory", 2e-4}},
                 {{"metrics.csv", metrics(0.61 * by, 0.3 * by, 1)}});
      }
  };
  const TemporaryFolder alike, shifted, wild, few;
  make(alike.path(), 0, 1);
  CHECK(judge(claim("C07"), alike.path()).verdict.is(Outcome::supported));
  make(shifted.path(), 0.08, 1);
  const auto apart = judge(claim("C07"), shifted.path()).verdict;
  CHECK(apart.is(Outcome::contradicted));
  CHECK(apart.parts[0].is(Outcome::contradicted));
  CHECK(apart.parts[3].is(Outcome::supported));
  make(wild.path(), 0, 1.2);
  CHECK(judge(claim("C07"), wild.path()).verdict.parts[3].is(Outcome::contradicted));
  make_run(few.path(), "random_alpha", 1,
           {{"dataset", std::string("circle")}, {"alpha", 0.3}, {"composition", std::string("fixed")}}, {},
           {{"metrics.csv", metrics(0.6, 0.3, 1)}});
  CHECK(judge(claim("C07"), few.path()).verdict.is(Outcome::too_few_seeds));
}

TEST_CASE("C08: runs that never arrive are later than all others, and of nothing but such nothing is said") {
  const auto make = [](const fs::path& results, double slow, double fast) {
    for (int seed = 1; seed <= 6; ++seed)
      for (const char* loss : {"minimax", "non-saturating"}) {
        const double step = std::string(loss) == "minimax" ? slow : fast;
        make_run(results, "saturating_gradient", seed, {{"loss", std::string(loss)}, {"d-lr-ratio", 5.0}},
                 {{"reached", step <= 500}, {"arrival_step", step > 500 ? 500.0 : step + seed}});
      }
  };
  const TemporaryFolder slower, never, faster;
  make(slower.path(), 900, 100);
  CHECK(judge(claim("C08"), slower.path()).verdict.is(Outcome::supported));
  make(never.path(), 900, 900);
  CHECK(judge(claim("C08"), never.path()).verdict.is(Outcome::not_measurable));
  make(faster.path(), 100, 300);
  CHECK(judge(claim("C08"), faster.path()).verdict.is(Outcome::contradicted));
}

TEST_CASE("C09: what orbits is told from what grows, wherever on its ellipse the last step is") {
  const auto make = [](const fs::path& results, double decades) {
    for (int seed = 101; seed <= 106; ++seed) {
      record::CsvWriter radius{"step", "simultaneous"};
      for (int t = 0; t <= 200; ++t)  // a radius that wobbles by a tenth
        radius.row(50 * t, std::pow(10, decades * t / 200) * (1 + 0.1 * std::sin(0.7 * t + seed)));
      make_run(results, "bilinear_game", seed, {{"eta", 0.3}}, {{"eta", 0.3}},
               {{"radius.csv", radius.text()}});
    }
  };
  const TemporaryFolder grows, orbits, shrinks;
  make(grows.path(), 3);
  const auto diverges = judge(claim("C09"), grows.path()).verdict;
  CHECK(diverges.is(Outcome::contradicted));  // it does not orbit
  CHECK(diverges.parts[0].is(Outcome::supported));
  make(orbits.path(), 0);
  CHECK(judge(claim("C09"), orbits.path()).verdict.is(Outcome::supported));
  make(shrinks.path(), -3);
  CHECK(judge(claim("C09"), shrinks.path()).verdict.parts[0].is(Outcome::contradicted));

  // From every start the same radii, as a linear method has them: that is knowledge, not a lack of spread.
  const TemporaryFolder equal;
  for (int seed = 101; seed <= 105; ++seed) {
    record::CsvWriter radius{"step", "simultaneous"};
    for (int t = 0; t <= 200; ++t) radius.row(50 * t, std::pow(10, 0.01 * t));
    make_run(equal.path(), "bilinear_game", seed, {{"eta", 0.3}}, {{"eta", 0.3}}, {{"radius.csv", radius.text()}});
  }
  CHECK(judge(claim("C09"), equal.path()).verdict.is(Outcome::contradicted));
}

TEST_CASE("C10: dropped and exchanged modes, what was not learnt, and where nobody leads") {
  struct Modes {
    double covered, good;
    int pairs, changes, rest_changes;
  };
  const auto make = [](const fs::path& results, const Modes& m, int seeds = 6) {
    for (int seed = 101; seed < 101 + seeds; ++seed)
      make_run(results, "mode_collapse", seed,
               {{"mixture", std::string("grid")}, {"loss", std::string("minimax")},
                {"normalise", std::string("none")}},
               {{"modes", std::int64_t{25}}, {"covered_late", m.covered}, {"good_share_late", m.good},
                {"leader_pairs", std::int64_t{m.pairs}}, {"leader_changes", std::int64_t{m.changes}},
                {"rest_pairs", std::int64_t{m.pairs}}, {"rest_changes", std::int64_t{m.rest_changes}}});
  };
  const auto parts = [&](const Modes& m, int seeds = 6) {
    const TemporaryFolder folder;
    make(folder.path(), m, seeds);
    const auto verdict = judge(claim("C10"), folder.path()).verdict;
    REQUIRE(verdict.parts.size() == 2);
    return std::pair(verdict.parts[0].outcome, verdict.parts[1].outcome);
  };
  // A leader that rotates over 25 modes at share 0.2: every pair of readings a change, none at rest.
  CHECK(parts({12, 0.9, 99, 99, 0}) == std::pair(Outcome::supported, Outcome::supported));
  CHECK(parts({24.8, 0.9, 99, 0, 0}) == std::pair(Outcome::contradicted, Outcome::contradicted));
  // As often as between two samples at rest.
  CHECK(parts({12, 0.9, 99, 40, 38}).second == Outcome::contradicted);
  // 3 % good points cover 7 of 25 by chance or none: neither shows that modes were dropped.
  CHECK(parts({7.05, 0.03, 0, 0, 0}) == std::pair(Outcome::undertrained, Outcome::not_measurable));
  CHECK(parts({25, 0.49, 0, 0, 0}).first == Outcome::undertrained);
  CHECK(parts({12, 0.9, 99, 99, 0}, 4).first == Outcome::too_few_seeds);
}

TEST_CASE("C11: a strong D of accuracy ½ tests nothing, one that knows all decides") {
  // The saturating norm falls by `down` a fourfold of updates, the other grows by `up`.
  const auto make = [](const fs::path& results, double accuracy, double down, double up,
                       double strong_accuracy) {
    const auto config = [](const char* loss, int updates, int width, int frozen) {
      return record::Object{{"loss", std::string(loss)}, {"d-steps", std::int64_t{updates}},
                            {"d-width", std::int64_t{width}}, {"g-width", std::int64_t{32}},
                            {"frozen", std::int64_t{frozen}}};
    };
    for (int seed = 101; seed <= 106; ++seed) {
      record::CsvWriter frozen{"updates", "accuracy", "norm_saturating", "norm_non_saturating"};
      for (int k = 0; k <= 5; ++k)
        frozen.row(1 << (2 * k), accuracy - 0.001 * (seed % 3), std::pow(down, k) * (1 + 0.01 * seed),
                   std::pow(up, k));
      make_run(results, "discriminator_strength", seed, config("non-saturating", 1, 32, 1024), {},
               {{"frozen.csv", frozen.text()}});
      const auto run = [&](const char* loss, int updates, int width, double mmd2) {
        make_run(results, "discriminator_strength", seed, config(loss, updates, width, 0),
                 {{"accuracy", updates == 16 || width == 128 ? strong_accuracy : 0.5},
                  {"mmd2", mmd2 * (1 + 0.05 * (seed % 4))}});
      };
      for (const char* loss : {"minimax", "non-saturating"})
        run(loss, 1, 32, 0.01), run(loss, 16, 32, 0.05 * (1 + 0.1 * (seed % 2)));
      run("non-saturating", 1, 128, 0.05 * (1 + 0.1 * (seed % 2)));
    }
  };
  const auto outcomes = [&](double accuracy, double down, double up, double strong_accuracy) {
    const TemporaryFolder folder;
    make(folder.path(), accuracy, down, up, strong_accuracy);
    std::vector<Outcome> found;
    for (const auto& part : judge(claim("C11"), folder.path()).verdict.parts)
      found.push_back(part.outcome);
    return found;
  };
  const auto yes = Outcome::supported, no = Outcome::contradicted, none = Outcome::not_tested;
  CHECK(outcomes(0.97, 0.5, 0.6, 0.97) == std::vector<Outcome>(5, yes));
  CHECK(outcomes(0.97, 0.5, 2, 0.97) == std::vector<Outcome>{yes, no, yes, yes, yes});
  CHECK(outcomes(0.97, 0.5, 0.6, 0.5) == std::vector<Outcome>{yes, yes, none, none, none});
  CHECK(outcomes(0.5, 0.5, 0.6, 0.5) == std::vector<Outcome>(5, none));
}

TEST_CASE("C12: accepting is near ½ while JSD is large, and the best is judged on other seeds") {
  // Accuracy and JSD of a weak D, and JSD where both are fair; elsewhere it is twice that.
  const auto outcomes = [&](double accuracy, double poor, double fair, double elsewhere) {
    const TemporaryFolder folder;
    for (int seed = 101; seed <= 112; ++seed)
      for (const int d : {2, 32})
        for (const int g : {2, 32}) {
          const double noise = 1 + 0.01 * (seed % 5), jsd = d == 2    ? poor * noise
                                                            : g == 32 ? fair * noise
                                                                      : elsewhere * noise * noise;
          make_run(folder.path(), "discriminator_strength", seed,
                   {{"loss", std::string("non-saturating")}, {"d-steps", std::int64_t{1}},
                    {"d-width", std::int64_t{d}}, {"g-width", std::int64_t{g}},
                    {"frozen", std::int64_t{0}}},
                   {{"accuracy", d == 2 ? accuracy * noise : 0.5 * noise}, {"jsd", jsd},
                    {"jsd_half", jsd * (1 + 0.01 * (seed % 3))}});
        }
    std::vector<Outcome> found;
    for (const auto& part : judge(claim("C12"), folder.path()).verdict.parts)
      found.push_back(part.outcome);
    return found;
  };
  const auto yes = Outcome::supported, no = Outcome::contradicted;
  CHECK(outcomes(0.5, 0.4, 0.02, 0.3) == std::vector<Outcome>(7, yes));
  CHECK(outcomes(0.8, 0.4, 0.02, 0.3)[0] == no);  // it is not fooled
  CHECK(outcomes(0.5, 0.05, 0.02, 0.3)[1] == no);  // the samples are good
  // Another setting is a coin toss over good samples as well.
  const auto both = outcomes(0.5, 0.4, 0.02, 0.05);
  REQUIRE(both.size() == 8);
  CHECK(both.back() == no);
}

TEST_CASE("C22: losses and trainings are judged apart") {
  const auto make = [](const fs::path& results, double exact, double trained, double apart) {
    for (int seed = 101; seed <= 110; ++seed) {
      record::Object summary;
      for (const char* route : {"moments", "mmd", "adversarial"}) {
        const double off = std::string(route) == "adversarial" ? apart : 0, noise = 0.001 * (seed % 4);
        summary[std::string("tv_") + route] = exact;
        summary[std::string("trained_tv_") + route] = trained + off + noise * (1 + off);
        summary[std::string("trained_mean_") + route] = off + noise * (off + 0.5);
        summary[std::string("trained_sd_") + route] = 1 - off - noise * (off + 0.1);
        if (off == 0 && std::string(route) == "adversarial")  // noise of its own
          for (const char* what : {"tv", "mean", "sd"})
            std::get<double>(summary[message("trained_", what, "_", route)]) += 0.002 * (seed % 3);
      }
      make_run(results, "direct_vs_indirect", seed, {}, summary);
    }
  };
  const auto outcomes = [&](double exact, double trained, double apart) {
    const TemporaryFolder folder;
    make(folder.path(), exact, trained, apart);
    const auto verdict = judge(claim("C22"), folder.path()).verdict;
    REQUIRE(verdict.parts.size() == 2);
    return std::pair(verdict.parts[0].outcome, verdict.parts[1].outcome);
  };
  CHECK(outcomes(0, 0.01, 0) == std::pair(Outcome::supported, Outcome::supported));
  CHECK(outcomes(0, 0.01, 0.3) == std::pair(Outcome::supported, Outcome::contradicted));
  CHECK(outcomes(0.4, 0.01, 0) == std::pair(Outcome::contradicted, Outcome::supported));
}

TEST_CASE("C18: at three seeds nothing is said, at twenty Boschloo's test decides") {
  const auto make = [](const fs::path& results, int seeds, int without, int with) {
    for (int seed = 1; seed <= seeds; ++seed)
      for (const char* normalise : {"none", "generator"}) {
        const int collapsed = std::string(normalise) == "none" ? without : with;
        make_run(results, "mode_collapse", seed,
                 {{"mixture", std::string("ring")}, {"loss", std::string("minimax")},
                  {"normalise", std::string(normalise)}},
                 {{"collapsed_measurements", std::int64_t{seed <= collapsed ? 3 : 0}}});
      }
  };
  const TemporaryFolder few, clear, open, reverse;
  make(few.path(), 3, 3, 0);
  CHECK(judge(claim("C18"), few.path()).verdict.is(Outcome::too_few_seeds));
  make(clear.path(), 20, 8, 0);
  CHECK(judge(claim("C18"), clear.path()).verdict.is(Outcome::supported));
  make(open.path(), 20, 2, 0);
  const auto verdict = judge(claim("C18"), open.path()).verdict;
  CHECK(verdict.is(Outcome::inconclusive));
  CHECK(verdict.effect.value == Approx(0.1));
  CHECK(verdict.reason.find("below") != std::string::npos);
  make(reverse.path(), 20, 0, 8);
  CHECK(judge(claim("C18"), reverse.path()).verdict.is(Outcome::contradicted));
}

TEST_CASE("C17: slow is a thousand images more than 1 % short, and splits are judged apart") {
  const auto make = [](const fs::path& results, int first, double whole, double splits) {
    for (int seed = first; seed < first + 5; ++seed)
      make_run(results, "inception_score_bias", seed, {{"dataset", std::string("mnist")}},
               {{"limit", 9.8},
                {"score_of_1000", 9.8 * std::exp(-whole - 1e-4 * (seed % 3))},
                {"split_mean_of_1000", 9.8 * std::exp(-splits - 1e-4 * (seed % 3))}});
  };
  const TemporaryFolder seen, slow, divided;
  make(seen.path(), 1, 0.02, 0.05);
  CHECK(judge(claim("C17"), seen.path()).verdict.is(Outcome::too_few_seeds));
  make(slow.path(), 101, 0.02, 0.05);
  CHECK(judge(claim("C17"), slow.path()).verdict.is(Outcome::supported));
  make(divided.path(), 101, 0.005, 0.05);
  const auto verdict = judge(claim("C17"), divided.path()).verdict;
  REQUIRE(verdict.parts.size() == 2);
  CHECK(verdict.parts[0].is(Outcome::contradicted));
  CHECK(verdict.parts[1].is(Outcome::supported));
}

TEST_CASE("C23: a loss that varies more is overtaken or overtakes, by many trials alone") {
  // hinge is the same at every setting; minimax is mostly far, and now and then nearer than that.
  const auto make = [](const fs::path& results, int trials, double rare) {
    for (int trial = 1; trial <= trials; ++trial)
      for (const char* loss : {"hinge", "minimax"})
        make_run(results, "budget", 1, {{"loss", std::string(loss)}, {"trial", std::int64_t{trial}}},
                 {{"frechet", std::string(loss) == "hinge" ? 10 + 0.01 * (trial % 7)
                                                           : trial % 5 == 0 ? rare : 40.0 + trial % 3}});
  };
  const TemporaryFolder few, overtaken, never;
  make(few.path(), 20, 4);
  CHECK(judge(claim("C23"), few.path()).verdict.is(Outcome::too_few_seeds));
  make(overtaken.path(), 40, 4);
  CHECK(judge(claim("C23"), overtaken.path()).verdict.is(Outcome::supported));
  make(never.path(), 40, 30);
  CHECK(judge(claim("C23"), never.path()).verdict.is(Outcome::contradicted));
}

TEST_CASE("the best of n trials is an exact expectation") {
  const BestOf best({3, 1, 2});
  CHECK(best.mean(1) == Approx(2));
  CHECK(best.mean(2) == Approx((1 * 5 + 2 * 3 + 3 * 1) / 9.0));  // of nine pairs
  CHECK(best.quantile(1, 0.5) == 2);
  CHECK(best.quantile(2, 0.5) == 1);  // P(min <= 1) = 5/9
  CHECK(best.quantile(2, 0.6) == 2);
  CHECK_THROWS_AS(BestOf({}), Error);
}

TEST_CASE("a damaged run takes its claim's verdict and no other's") {
  const TemporaryFolder folder;
  make_toys(folder.path(), 1, 5, entropy_and_noise);
  for (const auto& run : fs::directory_iterator(folder.path() / "alpha_toy")) {
    record::write_file(run.path() / "metrics.csv", "step,epoch,d_loss\n1,1,abc\n");
    break;
  }
  const auto verdict = judge(claim("C01"), folder.path()).verdict;
  CHECK(verdict.is(Outcome::not_measurable));
  CHECK(verdict.reason.find("metrics.csv") != std::string::npos);
  CHECK(judge(claim("C13"), folder.path()).verdict.is(Outcome::not_tested));
}
