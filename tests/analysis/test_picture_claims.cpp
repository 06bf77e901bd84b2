// SPDX-License-Identifier: MIT
// Verdicts on models of images, of made-up runs of known answer.
#include <cmath>
#include <functional>

#include "analysis/features.hpp"
#include "record/csv.hpp"
#include "support/catch.hpp"
#include "support/made_up_run.hpp"
#include "support/temporary_folder.hpp"

using namespace verigan;
using namespace verigan::analysis;
using statistics::Outcome;
using verigan::tests::claim, verigan::tests::make_run, verigan::tests::TemporaryFolder;
namespace fs = std::filesystem;

namespace {

std::vector<Outcome> outcomes(const statistics::Verdict& verdict) {
  std::vector<Outcome> found;
  for (const auto& part : verdict.parts) found.push_back(part.outcome);
  return found;
}

double noise(int seed) { return 1 + 0.01 * (seed * 7 % 5); }

constexpr auto yes = Outcome::supported, no = Outcome::contradicted, none = Outcome::not_tested,
               open = Outcome::inconclusive, few = Outcome::too_few_seeds;

/// A model whose distance falls as `final`·(1 + late/step) and whose steps take so many seconds.
struct Model {
  double final, late, seconds;
};
void make_model(const fs::path& results, const std::string& name, const Model& model, int seeds,
                const std::string& dataset = "mnist", double width = 0.25) {
  const auto own = static_cast<int>(name.size());  // so that the chance of no two models is the same
  for (int seed = 1; seed <= seeds; ++seed) {
    record::CsvWriter scores{"step", "epoch", "frechet", "inception_score", "class_agreement", "saturation"},
        timing{"step", "epoch", "steps", "seconds"};
    for (int step = 10; step <= 1000; step += 10) {
      scores.row(step, step / 100, model.final * noise(seed + own) * (1 + model.late / step), 9, NAN, NAN);
      timing.row(step, step / 100, 10, 10 * model.seconds * noise(seed + own));
    }
    make_run(results, "kth_models", seed,
             {{"model", name}, {"dataset", dataset}, {"width", width}, {"epochs", std::int64_t{10}}},
             {{"frechet", model.final * noise(seed + own)},
              {"inception_score", 10 - 0.1 * model.final * noise(seed + own)}},
             {{"scores.csv", scores.text()}, {"timing.csv", timing.text()}}, dataset);
  }
}

}  // namespace

TEST_CASE("C13: better and sooner by epoch, and by time if a step is not too cost_divisor") {
  const auto judged = [](const Model& complete, int seeds = 6) {
    const TemporaryFolder folder;
    make_model(folder.path(), "kth-simple", {20, 400, 0.001}, seeds);
    make_model(folder.path(), "kth-intermediate", {10, 300, 0.01}, seeds);
    make_model(folder.path(), "kth-complete", complete, seeds);
    return judge(claim("C13"), folder.path()).verdict;
  };
  const auto best = judged({3, 100, 0.01});  // by time the simple one, ten times as fast, is 20 times later
  CHECK(best.is(Outcome::divided) == false);
  CHECK(outcomes(best) == std::vector{yes, yes});
  REQUIRE(best.parts[0].parts.size() == 6);
  const auto cost_divisor = judged({3, 100, 10});
  CHECK(outcomes(cost_divisor) == std::vector{yes, no});
  CHECK(cost_divisor.is(Outcome::divided));
  const auto worse = judged({15, 100, 0.01});  // than the intermediate one
  CHECK(outcomes(worse) == std::vector{no, no});
  CHECK(outcomes(worse.parts[0])[0] == yes);   // nearer than the simple one,
  CHECK(outcomes(worse.parts[0])[2] == no);    // not than the intermediate
  CHECK(judged({3, 100, 0.01}, 3).is(few));
  // Two widths: that at which all three were run.
  const TemporaryFolder widths;
  make_model(widths.path(), "kth-simple", {20, 400, 0.001}, 6);
  make_model(widths.path(), "kth-intermediate", {10, 300, 0.01}, 6);
  make_model(widths.path(), "kth-complete", {3, 100, 0.01}, 6);
  make_model(widths.path(), "kth-complete", {30, 100, 0.01}, 9, "mnist", 1);
  CHECK(judge(claim("C13"), widths.path()).verdict.is(yes));
}

TEST_CASE("C14: the ratio of the times of a step, on each data set") {
  const auto judged = [](double mnist, double horses, int seeds = 6) {
    const TemporaryFolder folder;
    for (const auto& [dataset, ratio] : {std::pair{"mnist", mnist}, {"cifar10-horse", horses}}) {
      if (ratio == 0) continue;
      make_model(folder.path(), "kth-intermediate", {1, 1, 0.01}, seeds, dataset);
      make_model(folder.path(), "kth-complete", {1, 1, 0.01 * ratio}, seeds, dataset);
    }
    return judge(claim("C14"), folder.path()).verdict;
  };
  const auto three = judged(0, 2.9);
  CHECK(three.is(yes));
  CHECK(three.effect.value == Approx(std::log(2.9)).margin(0.01));
  CHECK(judged(17, 0).is(no));
  CHECK(outcomes(judged(17, 3)) == std::vector{yes, no});
  CHECK(judged(17, 3).is(Outcome::divided));
  CHECK(judged(2.5, 0).is(open));
  CHECK(judged(3, 0, 3).is(few));
  const TemporaryFolder apart;
  make_model(apart.path(), "kth-intermediate", {1, 1, 0.01}, 6, "mnist", 0.5);
  make_model(apart.path(), "kth-complete", {1, 1, 0.03}, 6, "mnist", 0.25);
  CHECK(judge(claim("C14"), apart.path()).verdict.is(none));  // never at one width
}

namespace {

/// kth_features with features whose scores are as `of` says: final score and distance, the share of the last
/// step at which the score is there, saturation.
struct Look {
  double score, frechet, when, saturation;
};
void make_features(const fs::path& results, const std::string& dataset, int seeds,
                   const std::function<Look(const std::string&, int)>& of) {
  for (const std::string& name : feature_names()) {
    record::Object config{{"dataset", dataset}, {"g-updates", std::int64_t{1}}};
    const auto& values = feature_values(name);
    for (std::size_t i = 0; i < values.size(); ++i) {
      const std::string& option = feature_options()[i];
      if (option == "noise" || option == "output") config[option] = values[i];
      else if (option == "d-updates") config[option] = std::int64_t{std::stoi(values[i])};
      else config[option] = std::stod(values[i]);
    }
    for (int seed = 1; seed <= seeds; ++seed) {
      const Look look = of(name, seed);
      record::CsvWriter scores{"step", "epoch", "frechet", "inception_score", "class_agreement", "saturation"};
      for (int step = 10; step <= 1000; step += 10)
        scores.row(step, 1, look.frechet, 1 + (look.score - 1) * std::min(1.0, step / (1000 * look.when)), NAN, NAN);
      record::Object summary{{"inception_score", look.score}, {"frechet", look.frechet}};
      if (dataset == "cifar10-horse") summary["saturation"] = look.saturation;
      make_run(results, "kth_features", seed, config, summary, {{"scores.csv", scores.text()}}, dataset);
    }
  }
}

}  // namespace

TEST_CASE("features are recognised by their options, and by nothing less") {
  CHECK(feature_names().size() == 6);
  for (const std::string& name : feature_names()) CHECK(feature_values(name).size() == feature_options().size());
  CHECK_THROWS_AS(feature_values("flop"), Error);
}

TEST_CASE("C15: sooner by tanh on every data set, and paler by sigmoid on horses") {
  const auto judged = [](double sigmoid_when, double sigmoid_saturation, bool horses = true, int seeds = 6) {
    const TemporaryFolder folder;
    const auto look = [&](const std::string& name, int seed) {
      const bool sigmoid = name == "sigmoid";
      return Look{5 * noise(seed), 20, (sigmoid ? sigmoid_when : 0.4) + 0.02 * (seed * (sigmoid ? 3 : 5) % 4),
                  (sigmoid ? sigmoid_saturation : 0.3) * noise(seed * (sigmoid ? 2 : 1))};
    };
    make_features(folder.path(), "mnist", seeds, look);
    if (horses) make_features(folder.path(), "cifar10-horse", seeds, look);
    return judge(claim("C15"), folder.path()).verdict;
  };
  CHECK(outcomes(judged(0.8, 0.2)) == std::vector{yes, yes, yes});
  CHECK(judged(0.8, 0.2).is(yes));
  CHECK(outcomes(judged(0.2, 0.2)) == std::vector{no, no, yes});
  CHECK(outcomes(judged(0.8, 0.4)) == std::vector{yes, yes, no});
  const auto digits = judged(0.8, 0.2, false);
  CHECK(outcomes(digits) == std::vector{yes, few});
  CHECK(digits.is(few));  // nothing is known of colours
  CHECK(judged(0.8, 0.2, true, 4).is(few));
}

TEST_CASE("C16: equivalent, different, and too varied to say; ten seeds are needed") {
  const auto judged = [](double ratio, double spread, int seeds = 12) {
    const TemporaryFolder folder;
    make_features(folder.path(), "mnist", seeds, [&](const std::string& name, int seed) {
      const bool base = name == "base";
      const double chance = 1 + spread * std::cos(2.0 * seed + (base ? 0 : static_cast<double>(name.size())));
      return Look{8 * (base ? 1 : std::sqrt(std::sqrt(ratio))) * (1 + (chance - 1) / 8), 20 * (base ? 1 : ratio) * chance,
                  0.5, 0};
    });
    return judge(claim("C16"), folder.path()).verdict;
  };
  const auto same = judged(1, 0.02);
  CHECK(same.is(yes));
  CHECK(judged(1.6, 0.02).is(no));
  CHECK(judged(1, 0.5).is(open));
  CHECK(judged(1, 0.02, 9).is(few));
  CHECK(claim("C16").fewest_seeds == 10);
}

TEST_CASE("C19: labels are shown by both, and the convolutional one is nearer class by class") {
  const auto judged = [](double dense, double convolutional, double ratio, int seeds = 6) {
    const TemporaryFolder folder;
    for (int seed = 1; seed <= seeds; ++seed) {
      const auto run = [&](const char* model, double agreement, double frechet) {
        make_run(folder.path(), "conditional", seed, {{"model", std::string(model)}},
                 {{"samples", std::int64_t{10000}}, {"class_agreement", agreement - 0.001 * (seed % 3)},
                  {"class_frechet", frechet * noise(seed * (model[1] == 'g' ? 1 : 2))}});
      };
      run("cgan", dense, 20);
      run("cdcgan", convolutional, 20 * ratio);
    }
    return judge(claim("C19"), folder.path()).verdict;
  };
  CHECK(outcomes(judged(0.95, 0.99, 0.3)) == std::vector{yes, yes, yes});
  CHECK(outcomes(judged(0.6, 0.99, 0.3)) == std::vector{no, yes, yes});
  CHECK(outcomes(judged(0.95, 0.3, 2)) == std::vector{yes, no, no});
  CHECK(judged(0.95, 0.3, 2).is(no));
  CHECK(judged(0.95, 0.99, 0.3, 4).is(few));
  CHECK(judged(0.95, 1.0, 0.3).parts[1].effect.value > 5);  // finite, though all of 10,000 may be right
}
