// SPDX-License-Identifier: MIT
#include "cli/further_scores.hpp"

#include <algorithm>
#include <cmath>

#include "core/check.hpp"
#include "judge/cache.hpp"
#include "judge/labelled.hpp"
#include "metrics/class_quality.hpp"
#include "metrics/neighbours.hpp"
#include "record/npy.hpp"
#include "statistics/interval.hpp"

namespace verigan::cli {

namespace {

constexpr double kLevel = 0.01;  // of the distances of images that nobody copied

judge::Score share(std::size_t successes, std::size_t trials) {
  const statistics::Interval found = statistics::wilson_interval(successes, trials);
  return {found.value, found.low, found.high};
}

data::ImageSet labelled(const judge::Samples& images, const std::vector<std::uint8_t>& labels) {
  return {"samples", {}, images.shape, images.pixels, labels};
}

/// Of a classifier trained on these images.
judge::Score accuracy_after(const data::ImageSet& training, const data::ImageSet& reference,
                            const judge::Recipe& recipe) {
  const judge::Classifier trained = judge::train_classifier(recipe, training);
  const auto found = metrics::class_agreement(reference.labels, trained.judge(reference).classes(),
                                              recipe.classes);
  return share(found.right, found.samples);
}

judge::Score copies(const metrics::Nearest& samples, const metrics::Nearest& held_out) {
  const double rate = metrics::copy_rate(samples.distance, held_out.distance, kLevel);
  const auto n = samples.distance.size();
  judge::Score score = share(static_cast<std::size_t>(rate * static_cast<double>(n) + 0.5), n);
  score.floor = metrics::copy_rate(held_out.distance, held_out.distance, kLevel);
  return score;
}

}  // namespace

std::vector<std::uint8_t> read_labels(const std::string& file, std::size_t samples) {
  record::AnyArray array = record::read_any_npy(file);
  auto* labels = std::get_if<std::vector<std::uint8_t>>(&array.values);
  require(labels != nullptr && array.shape.size() == 1, file, ": expected labels, uint8 of shape (N)");
  require(labels->size() == samples, file, " has ", labels->size(), " labels, expected one for each of the ",
          samples, " samples");
  return std::move(*labels);
}

void check(const FurtherRequest& request, const Reference& reference) {
  require(!request.gan_train || !request.labels.empty(),
          "--gan-train trains a classifier on the samples, expected --labels FILE next to it");
  const bool data_set = !reference.labels.empty();
  require(!request.gan_train || data_set,
          "--gan-train needs the classes of real images, expected --against DATASET:test or the like");
  require(!request.neighbours || data_set, "--neighbours needs training and test images, expected --against "
                                           "DATASET:test or the like");
}

FurtherScores further_scores(const FurtherRequest& request, const JudgedImages& images,
                             const judge::Classifier& classifier,
                             const std::function<void(const std::string&)>& say) {
  const judge::Recipe& recipe = classifier.recipe();
  const Reference& reference = images.reference;
  FurtherScores found;
  if (!request.labels.empty()) {
    const std::vector<std::uint8_t> wanted = read_labels(request.labels, images.samples.count());
    const auto agreement = metrics::class_agreement(wanted, images.of_samples.classes(), recipe.classes);
    judge::Score of_all = share(agreement.right, agreement.samples);
    const bool floor = !images.floor.labels.empty();
    if (floor) {
      const auto real = metrics::class_agreement(images.floor.labels, images.of_floor.classes(),
                                                 recipe.classes);
      of_all.floor = static_cast<double>(real.right) / static_cast<double>(real.samples);
    }
    found.rows.push_back({"class_agreement", "class agreement", of_all});
    for (std::size_t y = 0; y < recipe.classes; ++y)
      found.agreement_by_class.push_back(static_cast<double>(agreement.right_of[y]) /
                                         static_cast<double>(agreement.samples_of[y]));
    if (!reference.labels.empty()) {
      const judge::Labelled real{images.of_floor, images.floor.labels};
      found.rows.push_back(
          {"within_class_variance", "variance within classes",
           judge::within_class_variance({images.of_samples, wanted}, {images.of_reference, reference.labels},
                                        floor ? &real : nullptr)});
    }
    if (request.gan_train) {
      say(message("training a classifier on the ", wanted.size(), " samples"));
      const data::ImageSet real = labelled(reference.images, reference.labels);
      judge::Score score = accuracy_after(labelled(images.samples, wanted), real, recipe);
      if (floor && images.floor.reference.pixels.empty()) {
        say(message("training a classifier on ", images.floor.labels.size(), " real images"));
        score.floor = accuracy_after(labelled(images.floor.real, images.floor.labels), real, recipe).value;
      }
      found.rows.push_back({"gan_train", "accuracy, trained on them", score});
    }
  }
  if (request.neighbours) {
    say("looking for the nearest training images");
    const judge::Samples& train = reference.others_were_learnt ? reference.others : reference.images;
    const judge::Samples& test = reference.others_were_learnt ? reference.images : reference.others;
    const std::size_t d = train.shape.size();
    const auto by_pixels = [&](const judge::Samples& x) { return metrics::nearest(x.pixels, train.pixels, d); };
    found.rows.push_back(
        {"copy_rate_pixels", "copies, by pixels", copies(by_pixels(images.samples), by_pixels(test))});
    const Matrix<float> among = classifier.judge(train.images()).features;
    const Matrix<float> of_test = classifier.judge(test.images()).features;
    found.rows.push_back({"copy_rate_features", "copies, by features",
                          copies(metrics::nearest(images.of_samples.features, among),
                                 metrics::nearest(of_test, among))});
  }
  return found;
}

}  // namespace verigan::cli
