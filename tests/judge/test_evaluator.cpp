// SPDX-License-Identifier: MIT
// Scores of generated images in the course of a training.
#include <cmath>

#include "judge/evaluator.hpp"
#include "judge/made_up_images.hpp"
#include "judge/training_images.hpp"
#include "judge/classifier_trainer.hpp"
#include "metrics/frechet.hpp"
#include "support/catch.hpp"
#include "support/temporary_folder.hpp"

using namespace verigan;

namespace {

const judge::Evaluator& evaluator() {
  static const judge::Evaluator kOne = [] {
    judge::Recipe recipe = judge::recipe_named("mnist");
    recipe.epochs = 6;
    judge::ClassifierTrainer trainer(recipe, std::make_shared<data::ImageSet>(made_up::strokes(2000, 1)), 1);
    while (trainer.steps_done() < trainer.steps()) trainer.step();
    return judge::Evaluator(trainer.classifier(), made_up::strokes(400, 3));
  }();
  return kOne;
}

}  // namespace

TEST_CASE("evaluator: real images, the same ones and others, with their own classes and wrong ones") {
  const data::ImageSet reference = made_up::strokes(400, 3), fresh = made_up::strokes(400, 2);
  const judge::ImageScores itself = evaluator().evaluate(reference, reference.labels);
  CHECK(itself.frechet < 1e-6);
  CHECK(itself.class_frechet < 1e-6);
  CHECK(itself.within_class_variance == Approx(1));
  CHECK(itself.class_agreement == evaluator().accuracy());
  CHECK(evaluator().accuracy() > 0.9);
  CHECK(evaluator().accuracy() == evaluator().classifier().accuracy(reference));
  CHECK(evaluator().reference_count() == 400);

  const judge::ImageScores right = evaluator().evaluate(fresh, fresh.labels);
  CHECK(right.frechet > 0.01);
  CHECK(right.inception_score > 5);
  std::vector<std::uint8_t> wrong = fresh.labels;
  for (std::uint8_t& label : wrong) label = static_cast<std::uint8_t>((label + 5) % 10);
  const judge::ImageScores astray = evaluator().evaluate(fresh, wrong);
  CHECK(astray.frechet == right.frechet);  // labels are nothing to it
  CHECK(astray.class_agreement < 0.1);
  CHECK(right.class_agreement > 0.9);
  CHECK(astray.class_frechet > 3 * right.class_frechet);

  const judge::ImageScores none = evaluator().evaluate(fresh, {});
  CHECK(none.frechet == right.frechet);
  CHECK(std::isnan(none.class_agreement));
  CHECK(std::isnan(none.class_frechet));
  CHECK_THROWS_AS(evaluator().evaluate(fresh, std::span(wrong).first(399)), Error);
}

TEST_CASE("evaluator: the distance within classes is the mean over them of what moments say") {
  const data::ImageSet reference = made_up::strokes(400, 3), fresh = made_up::strokes(200, 2);
  double sum = 0;
  for (std::uint8_t y = 0; y < 10; ++y) {
    const auto of = [&](const data::ImageSet& all) {
      data::ImageSet some;
      some.shape = all.shape;
      for (std::size_t i = y; i < all.count(); i += 10) {  // labels are in turn
        some.pixels.insert(some.pixels.end(), all.image(i).begin(), all.image(i).end());
        some.labels.push_back(y);
      }
      return metrics::moments(evaluator().classifier().judge(some).features);
    };
    sum += metrics::frechet_distance(of(fresh), of(reference)) / 10;
  }
  CHECK(evaluator().evaluate(fresh, fresh.labels).class_frechet == Approx(sum).epsilon(1e-12));
}

TEST_CASE("saturation: of pure colours 1, of grey and black 0, in between what hue leaves") {
  const auto of = [](std::vector<std::uint8_t> pixels) {
    return judge::mean_saturation({{1, pixels.size() / 3, 3}, pixels});
  };
  CHECK(of({255, 0, 0, 0, 9, 0}) == 1);
  CHECK(of({70, 70, 70, 0, 0, 0, 255, 255, 255}) == 0);
  CHECK(of({200, 150, 100}) == 0.5);
  CHECK(of({200, 150, 100, 0, 0, 255}) == 0.75);
  const std::vector<std::uint8_t> grey{1, 2, 3, 4};
  CHECK(std::isnan(judge::mean_saturation({{2, 2, 1}, grey})));
}

TEST_CASE("bytes: the nearest of 256, cut off at both ends, row after row") {
  Matrix<float> x(2, 2);
  x(0, 0) = -0.5F, x(0, 1) = 0.5F / 255, x(1, 0) = 0.49F / 255, x(1, 1) = 2;
  CHECK(judge::to_bytes(x) == std::vector<std::uint8_t>{0, 1, 0, 255});
}

TEST_CASE("a classifier without images to learn from is one line") {
  const tests::TemporaryFolder empty;
  for (const char* name : {"mnist", "cifar10"})
    CHECK_THROWS_WITH(judge::training_images(judge::recipe_named(name), empty.path()),
                      Catch::Matchers::StartsWith("no images to train a classifier on: "));
}
