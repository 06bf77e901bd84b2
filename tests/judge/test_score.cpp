// SPDX-License-Identifier: MIT
#include <cmath>
#include <string>

#include "core/parallel.hpp"
#include "judge/classifier_trainer.hpp"
#include "judge/made_up_images.hpp"
#include "judge/score.hpp"
#include "metrics/frechet.hpp"
#include "metrics/kernel_distance.hpp"
#include "support/catch.hpp"
#include "support/error_of.hpp"

using namespace verigan;
using judge::Quantity;

namespace {

const judge::Classifier& trained() {
  static const judge::Classifier classifier = [] {
    judge::Recipe recipe = judge::recipe_named("mnist");
    recipe.epochs = 2;
    judge::ClassifierTrainer trainer(recipe, std::make_shared<data::ImageSet>(made_up::strokes(2000, 1)), 1);
    while (trainer.steps_done() < trainer.steps()) trainer.step();
    return trainer.classifier();
  }();
  return classifier;
}

judge::Judgement judged(const data::ImageSet& images) { return trained().judge(images); }

}  // namespace

TEST_CASE("distances of features rise with each of six corruptions") {
  const data::ImageSet clean = made_up::strokes(400, 2);
  const judge::Judgement reference = judged(made_up::strokes(400, 3));
  const metrics::Moments of_reference = metrics::moments(reference.features);
  for (const made_up::Corruption& corruption : made_up::corruptions()) {
    double frechet = -1, kernel = -1;
    for (const double level : {0.0, 0.35, 0.7, 1.0}) {
      const judge::Judgement found = judged(made_up::corrupted(clean, corruption, level, 9));
      const double next = metrics::frechet_distance(metrics::moments(found.features), of_reference);
      const double next_kernel = metrics::kernel_distance(found.features, reference.features);
      CAPTURE(corruption.name, level, next, frechet, next_kernel, kernel);
      CHECK(next > frechet);
      CHECK(next_kernel > kernel);
      frechet = next;
      kernel = next_kernel;
    }
  }
}

TEST_CASE("scores: real images score like the floor, spoilt ones worse, on any number of threads") {
  const data::ImageSet clean = made_up::strokes(600, 4);
  const judge::Judgement reference = judged(made_up::strokes(700, 5)), real = judged(made_up::strokes(600, 6));
  const judge::Judgement good = judged(clean),
                         bad = judged(made_up::corrupted(clean, made_up::corruptions()[4], 0.8, 9));
  const judge::ScoreOptions options{.resamples = 60};
  const judge::Scores of_good = judge::score(good, reference, {&real, &reference}, options);
  set_threads(3);
  const judge::Scores again = judge::score(good, reference, {&real, &reference}, options);
  set_threads(1);
  const judge::Scores of_bad = judge::score(bad, reference, {}, options);
  for (std::size_t q = 0; q < judge::kQuantities; ++q) {
    const judge::Score& score = of_good.of[q];
    CAPTURE(judge::kQuantityNames[q], score.value, score.low, score.high, score.floor, of_bad.of[q].value);
    CHECK(score.low <= score.value);
    CHECK(score.value <= score.high);
    CHECK(score.low < score.high);
    CHECK(std::isnan(of_bad.of[q].floor));
    CHECK(again.of[q].value == score.value);
    CHECK(again.of[q].low == score.low);
    // Two samples of one distribution: within both their intervals' lengths.
    CHECK(std::abs(score.floor - score.value) < 1.5 * (score.high - score.low));
  }
  CHECK(of_bad[Quantity::frechet].low > of_good[Quantity::frechet].high);
  CHECK(of_bad[Quantity::kid].low > of_good[Quantity::kid].high);
  CHECK(of_bad[Quantity::frechet_infinity].low > of_good[Quantity::frechet_infinity].high);
  CHECK(of_bad[Quantity::coverage].high < of_good[Quantity::coverage].low);
  // Endless samples of one distribution have no distance.
  CHECK(of_good[Quantity::frechet_infinity].low < 0);
  CHECK(of_good[Quantity::frechet_infinity].high > 0);
  CHECK(of_good[Quantity::frechet_infinity].value < of_good[Quantity::frechet].value);
  CHECK(of_good.rank > 0);
  CHECK(of_good.rank <= judge::kFeatures);
}

TEST_CASE("scores: too few samples are refused") {
  const judge::Judgement few = judged(made_up::strokes(99, 1)), many = judged(made_up::strokes(100, 1));
  CHECK(error_of([&] { judge::score(few, many); }) == "99 samples, expected at least 100");
  CHECK(error_of([&] { judge::score(many, few); }) == "99 images to compare with, expected at least 100");
}
