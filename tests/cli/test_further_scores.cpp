// SPDX-License-Identifier: MIT
// Scores of labels and of copies, where the answer is known.
#include "cli/further_scores.hpp"

#include <algorithm>
#include <memory>

#include "judge/classifier_trainer.hpp"
#include "judge/made_up_images.hpp"
#include "record/npy.hpp"
#include "support/catch.hpp"
#include "support/error_of.hpp"
#include "support/temporary_folder.hpp"

using namespace verigan;
using cli::FurtherScores;

namespace {

struct Bench {
  TemporaryFolder folder;
  data::ImageSet train = made_up::strokes(2000, 1), test = made_up::strokes(300, 2);
  judge::Classifier classifier = [this] {
    judge::Recipe recipe = judge::recipe_named("mnist");
    recipe.epochs = 8;
    judge::ClassifierTrainer trainer(recipe, std::make_shared<data::ImageSet>(train), 1);
    while (trainer.steps_done() < trainer.steps()) trainer.step();
    return trainer.classifier();
  }();

  static judge::Samples samples(const data::ImageSet& set) {
    return {set.shape, set.pixels, judge::Range::bytes};
  }
  FurtherScores scores(const data::ImageSet& images, cli::FurtherRequest request, bool file = false) {
    record::write_npy(folder / "labels.npy", images.labels, std::vector<std::size_t>{images.labels.size()});
    request.labels = (folder / "labels.npy").string();
    cli::Reference reference{samples(test), samples(train), test.labels, train.labels, true};
    if (file) reference = {samples(test), {}, {}, {}, false};
    const cli::FloorImages floor = cli::floor_images(reference, images.count());
    const judge::Samples x = samples(images);
    const judge::Judgement of_samples = classifier.judge(images), of_reference = classifier.judge(test),
                           of_floor = classifier.judge(floor.real.images());
    cli::check(request, reference);
    return cli::further_scores(request, {x, reference, floor, of_samples, of_reference, of_floor}, classifier,
                               [](const std::string&) {});
  }
};

const judge::Score& row(const FurtherScores& scores, const std::string& key) {
  const auto found = std::ranges::find(scores.rows, key, &cli::FurtherScore::key);
  REQUIRE(found != scores.rows.end());
  return found->score;
}

}  // namespace

TEST_CASE("further scores: of real images with their classes they are the floors") {
  Bench bench;
  const data::ImageSet fresh = made_up::strokes(1000, 3);
  const FurtherScores found = bench.scores(fresh, {.gan_train = true, .neighbours = true});
  const judge::Score& agreement = row(found, "class_agreement");
  CHECK(agreement.value == Approx(bench.classifier.accuracy(fresh)));
  CHECK(agreement.low < agreement.value);
  CHECK(agreement.floor > 0.8);
  CHECK(found.agreement_by_class.size() == 10);
  const judge::Score& variance = row(found, "within_class_variance");
  CHECK(variance.value == Approx(1).margin(0.25));
  CHECK(variance.low < variance.value);
  CHECK(variance.value < variance.high);
  CHECK(variance.floor == Approx(1).margin(0.25));
  CHECK(row(found, "gan_train").value == Approx(row(found, "gan_train").floor).margin(0.2));
  for (const char* key : {"copy_rate_pixels", "copy_rate_features"}) {
    CHECK(row(found, key).value < 0.06);
    CHECK(row(found, key).floor == Approx(0.01).margin(1e-9));
  }
}

TEST_CASE("further scores: wrong classes, one image a class, and copies are seen") {
  Bench bench;
  data::ImageSet shifted = made_up::strokes(1000, 3);
  for (std::uint8_t& y : shifted.labels) y = static_cast<std::uint8_t>((y + 1) % 10);
  const FurtherScores wrong = bench.scores(shifted, {.gan_train = true});
  CHECK(row(wrong, "class_agreement").high < 0.2);
  CHECK(row(wrong, "gan_train").high < 0.3);
  CHECK(row(wrong, "gan_train").floor > 0.6);

  data::ImageSet same = bench.train;
  for (std::size_t i = 0; i < same.count(); ++i) {
    const auto first = static_cast<std::size_t>(
        std::ranges::find(bench.train.labels, same.labels[i]) - bench.train.labels.begin());
    std::ranges::copy(bench.train.image(first), same.pixels.begin() + static_cast<std::ptrdiff_t>(i * 784));
  }
  const FurtherScores repeated = bench.scores(same, {.neighbours = true});
  CHECK(row(repeated, "within_class_variance").value == Approx(0).margin(1e-9));
  CHECK(row(repeated, "copy_rate_pixels").value == 1);
  CHECK(row(repeated, "copy_rate_features").value == 1);
}

TEST_CASE("further scores: of a file's images only what needs no classes; mistakes are named") {
  Bench bench;
  const data::ImageSet fresh = made_up::strokes(120, 3);
  const FurtherScores found = bench.scores(fresh, {}, true);
  REQUIRE(found.rows.size() == 1);
  CHECK(found.rows[0].key == "class_agreement");
  CHECK_FALSE(found.rows[0].score.floor >= 0);  // not known
  const auto said = [](const auto& action) { return error_of(action); };
  CHECK(said([&] { bench.scores(fresh, {.gan_train = true}, true); }).find("expected --against DATASET:test") !=
        std::string::npos);
  CHECK(said([&] { bench.scores(fresh, {.neighbours = true}, true); }).find("--neighbours needs training") == 0);
  CHECK(said([&] { cli::check({.gan_train = true}, {}); }).find("expected --labels FILE next to it") !=
        std::string::npos);
  const std::string file = (bench.folder / "labels.npy").string();
  CHECK(said([&] { cli::read_labels(file, 121); }).find("has 120 labels, expected one for each of the 121") !=
        std::string::npos);
  record::write_npy(file, std::vector<float>(120, 0), std::vector<std::size_t>{120});
  CHECK(said([&] { cli::read_labels(file, 120); }).find("expected labels, uint8 of shape (N)") !=
        std::string::npos);
}
