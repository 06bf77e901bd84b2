// SPDX-License-Identifier: MIT
#include <algorithm>
#include <memory>
#include <numeric>
#include <vector>

#include "core/parallel.hpp"
#include "judge/cache.hpp"
#include "judge/classifier_trainer.hpp"
#include "judge/made_up_images.hpp"
#include "record/file.hpp"
#include "support/catch.hpp"
#include "support/error_of.hpp"
#include "support/temporary_folder.hpp"

using namespace verigan;

namespace {

judge::Recipe small_recipe(std::uint64_t epochs = 3) {
  judge::Recipe recipe = judge::recipe_named("mnist");
  recipe.epochs = epochs;
  recipe.batch = 50;
  return recipe;
}

std::shared_ptr<data::ImageSet> images(std::size_t count, std::uint64_t seed) {
  return std::make_shared<data::ImageSet>(made_up::strokes(count, seed));
}

}  // namespace

TEST_CASE("moving an image: by hand, its border going on outside, and mirrored") {
  const Shape shape{2, 3, 1};
  const std::vector<std::uint8_t> image{1, 2, 3, 4, 5, 6};
  std::vector<std::uint8_t> out(6);
  const auto moved = [&](int down, int right, bool mirrored) {
    judge::move_image(image, shape, down, right, mirrored, out);
    return out;
  };
  CHECK(moved(0, 0, false) == image);
  CHECK(moved(1, 0, false) == std::vector<std::uint8_t>{1, 2, 3, 1, 2, 3});
  CHECK(moved(0, 1, false) == std::vector<std::uint8_t>{1, 1, 2, 4, 4, 5});
  CHECK(moved(0, -2, false) == std::vector<std::uint8_t>{3, 3, 3, 6, 6, 6});
  CHECK(moved(0, 0, true) == std::vector<std::uint8_t>{3, 2, 1, 6, 5, 4});
  const std::vector<std::uint8_t> colours{1, 2, 3, 4, 5, 6};
  judge::move_image(colours, {1, 2, 3}, 0, 0, true, out);
  CHECK(out == std::vector<std::uint8_t>{4, 5, 6, 1, 2, 3});
}

TEST_CASE("classifier: learns, to the same bits on any number of threads and after a restart") {
  const auto train = images(1000, 1);
  const data::ImageSet test = made_up::strokes(500, 2);
  judge::ClassifierTrainer trainer(small_recipe(), train, 5);
  CHECK(trainer.steps() == 60);
  CHECK(trainer.classifier().accuracy(test) < 0.3);
  while (trainer.steps_done() < trainer.steps()) trainer.step();
  CHECK(trainer.classifier().accuracy(test) > 0.8);

  set_threads(3);
  judge::ClassifierTrainer again(small_recipe(), train, 5);
  while (again.steps_done() < 25) again.step();
  judge::ClassifierTrainer resumed(small_recipe(), train, 5);
  resumed.restore(again.save());
  set_threads(1);
  CHECK(resumed.steps_done() == 25);
  while (resumed.steps_done() < resumed.steps()) resumed.step();
  CHECK(resumed.classifier().hash() == trainer.classifier().hash());
  judge::ClassifierTrainer other(small_recipe(), train, 6);
  while (other.steps_done() < other.steps()) other.step();
  CHECK(other.classifier().hash() != trainer.classifier().hash());
}

TEST_CASE("classifier: judges an image as it would be alone, whatever its neighbours") {
  judge::ClassifierTrainer trainer(small_recipe(1), images(500, 1), 5);
  while (trainer.steps_done() < trainer.steps()) trainer.step();
  const data::ImageSet test = made_up::strokes(237, 3);
  const judge::Judgement all = trainer.classifier().judge(test);
  for (const std::size_t i : {0u, 99u, 100u, 236u}) {
    const judge::Judgement alone = trainer.classifier().judge(judge::Images(test).part(i, 1));
    CHECK(std::ranges::equal(alone.features.row(0), all.features.row(i)));
    CHECK(std::ranges::equal(alone.probabilities.row(0), all.probabilities.row(i)));
  }
  for (std::size_t i = 0; i < 237; ++i) {
    const auto row = all.probabilities.row(i);
    CHECK(std::accumulate(row.begin(), row.end(), 0.0) == Approx(1).epsilon(1e-6));
  }
}

TEST_CASE("classifier: kept and found again; a file that is none is refused") {
  const TemporaryFolder folder;
  const data::ImageSet set = made_up::strokes(200, 1);
  const auto obtain = [&](const judge::Recipe& recipe) {
    return judge::obtain_classifier(recipe, set, folder / "cache");
  };
  const judge::Obtained first = obtain(small_recipe(1)), second = obtain(small_recipe(1));
  CHECK(first.trained);
  CHECK_FALSE(second.trained);
  CHECK(second.file == first.file);
  CHECK(second.classifier.hash() == first.classifier.hash());
  CHECK(second.classifier.dataset() == data::dataset_name(set));
  CHECK(obtain(small_recipe(2)).trained);
  CHECK(judge::cached_name(small_recipe(1), made_up::strokes(200, 2)) != judge::cached_name(small_recipe(1), set));
  const judge::Obtained homeless = judge::obtain_classifier(small_recipe(1), set, {});
  CHECK(homeless.file.empty());
  CHECK_FALSE(homeless.not_kept.empty());

  record::Tensors tensors = first.classifier.save();
  tensors.arrays.erase(tensors.arrays.begin());
  record::write_safetensors(folder / "less.safetensors", tensors);
  CHECK(error_of([&] { judge::load_classifier(folder / "less.safetensors"); }).find("no tensor 'classifier.") !=
        std::string::npos);
  record::write_safetensors(folder / "other.safetensors", {});
  CHECK(error_of([&] { judge::load_classifier(folder / "other.safetensors"); }).find("holds no classifier") !=
        std::string::npos);
  CHECK(error_of([&] { judge::load_classifier(folder.path()); }).find("no checkpoint.safetensors") !=
        std::string::npos);
}

TEST_CASE("classifier: images that do not fit are named") {
  const judge::Recipe colour = judge::recipe_named("cifar10");
  CHECK(error_of([&] { judge::ClassifierTrainer(colour, images(200, 1), 1); })
            .find("28 x 28 x 1, expected 32 x 32 x 3") != std::string::npos);
  CHECK(error_of([&] { judge::ClassifierTrainer(small_recipe(), images(20, 1), 1); }) ==
        "20 images, expected at least a batch of 50");
  auto wrong = images(100, 1);
  wrong->labels[7] = 10;
  CHECK(error_of([&] { judge::ClassifierTrainer(small_recipe(), wrong, 1); }).find("a label 10, expected 0 to 9") !=
        std::string::npos);
  CHECK(error_of([] { judge::recipe_named("minst"); }).find("did you mean 'mnist'?") != std::string::npos);
  CHECK(error_of([] { judge::recipe_for({64, 64, 3}); }).find("images of 64 x 64 x 3") == 0);
}
