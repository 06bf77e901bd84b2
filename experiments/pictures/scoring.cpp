// SPDX-License-Identifier: MIT
#include "pictures/scoring.hpp"

#include <algorithm>
#include <ctime>
#include <limits>

#include "core/check.hpp"
#include "data/cifar.hpp"
#include "data/locate.hpp"
#include "judge/cache.hpp"
#include "judge/training_images.hpp"

namespace verigan::pictures {

namespace {

constexpr std::size_t kShort = 1000;  // images of a short classifier and of what it is held against

void keep_first(data::ImageSet& images, std::size_t count) {
  count = std::min(count, images.count());
  images.labels.resize(count);
  images.pixels.resize(count * images.dimension());
}

data::ImageSet test_images(const std::string& dataset, const run::Common& common) {
  try {
    if (dataset.starts_with("cifar10")) return data::load_cifar10(dataset, data::Split::test, common.data);
    return data::load_images(data::Split::test, common.data);
  } catch (const Error& error) {
    throw Error(message("no images to score generated ones against: ", error.what(),
                        "; --classifier none does without"));
  }
}

/// What the classifier learns: for digits the images that the generator learns from, too.
data::ImageSet images_to_classify(const judge::Recipe& recipe, const data::ImageSet& training_set,
                                  const run::Common& common) {
  if (recipe.shape.channels == 1) return training_set;
  try {
    return judge::training_images(recipe, common.data);
  } catch (const Error& error) {
    throw Error(message(error.what(), "; --classifier none does without"));
  }
}

}  // namespace

const run::Schema kScores{"scores.csv",
                          {run::whole("step"), run::whole("epoch"), "frechet", "inception_score",
                           "class_agreement", "saturation"}};
const run::Schema kTiming{"timing.csv",
                          {run::whole("step"), run::whole("epoch"), run::whole("steps"), "seconds"}};

std::vector<std::string> classifiers() { return {"usual", "short", "none"}; }

Scoring::Scoring(const std::string& classifier, const data::ImageSet& training_set,
                 const std::string& dataset, const run::Common& common, run::Progress& progress)
    : shape_(training_set.shape) {
  if (classifier == "none") return;
  judge::Recipe recipe = judge::recipe_for(shape_);
  data::ImageSet to_learn = images_to_classify(recipe, training_set, common);
  data::ImageSet reference = test_images(dataset, common);
  if (classifier == "short") {
    recipe.epochs = 1;
    keep_first(to_learn, kShort);
    keep_first(reference, kShort);
  }
  judge::Obtained obtained = judge::obtain_classifier(
      recipe, to_learn, judge::cache_folder(), [&](std::uint64_t done, std::uint64_t total) {
        if (done == 1) progress.begin(0, total);
        progress.update(done, "training the classifier");
      });
  evaluator_.emplace(std::move(obtained.classifier), reference);
}

Scoring::Found Scoring::of(MatrixView<const float> images, std::span<const std::uint8_t> wanted) const {
  const std::vector<std::uint8_t> pixels = judge::to_bytes(images);
  const judge::Images seen(shape_, pixels);
  return {evaluator_ ? evaluator_->evaluate(seen, wanted) : judge::ImageScores{},
          judge::mean_saturation(seen)};
}

void Scoring::summarise(const Found& found, std::size_t samples, record::Object& summary) const {
  if (!evaluator_) return;
  summary["samples"] = static_cast<std::int64_t>(samples);
  summary["frechet"] = record::rounded(found.scores.frechet);
  summary["inception_score"] = record::rounded(found.scores.inception_score);
  summary["scored_against"] = static_cast<std::int64_t>(evaluator_->reference_count());
  summary["classifier_hash"] = evaluator_->classifier().hash();
  summary["classifier_accuracy"] = record::rounded(evaluator_->accuracy());
}

void Scoring::add(run::Series& table, std::uint64_t step, std::uint64_t epoch, const Found& found) {
  table.append(step, epoch, found.scores.frechet, found.scores.inception_score,
               found.scores.class_agreement, found.saturation);
}

double Pace::now() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

void Pace::stop() {
  spent_ += now() - since_;
  ++steps_;
}

void Pace::note(std::uint64_t step, std::uint64_t epoch) {
  if (steps_ > 0) table_.append(step, epoch, steps_, spent_);
  steps_ = 0;
  spent_ = 0;
}

double Pace::seconds_per_step() const {
  double steps = 0, seconds = 0;
  for (const double n : table_.column<double>("steps")) steps += n;
  for (const double s : table_.column<double>("seconds")) seconds += s;
  return steps > 0 ? seconds / steps : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace verigan::pictures
