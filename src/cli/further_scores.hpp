// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "cli/reference.hpp"
#include "judge/classifier.hpp"
#include "judge/score.hpp"

// What `verigan score` says beyond judge::score() where that is requested: of labels, and of copies.
namespace verigan::cli {

struct FurtherRequest {
  std::string labels = {};  // file of the class that each sample was asked to show; empty: none
  bool gan_train = false, neighbours = false;
};

/// A further row: "class_agreement", "class agreement".
struct FurtherScore {
  std::string key, title;
  judge::Score score;
};

struct FurtherScores {
  std::vector<FurtherScore> rows;
  std::vector<double> agreement_by_class;  // NaN of a class that nobody asked for; empty without labels
};

/// What is judged, by the classifier.
struct JudgedImages {
  const judge::Samples& samples;
  const Reference& reference;
  const FloorImages& floor;
  const judge::Judgement &of_samples, &of_reference, &of_floor;
};

/// The class asked for of each sample. Throws Error for what is no uint8 (N), N the number of samples.
std::vector<std::uint8_t> read_labels(const std::string& file, std::size_t samples);

/// Throws Error for what goes not together: --gan-train without labels, labels of other numbers or classes,
/// and what needs a data set where a file is compared with.
void check(const FurtherRequest& request, const Reference& reference);

/// class_agreement: the share of samples that the classifier puts into the class asked for (the GAN-test
/// accuracy of Shmelkov et al. 2018), Wilson's interval; floor: of real images.
/// within_class_variance: judge::within_class_variance(), of a data set alone.
/// gan_train: the share of reference images named rightly by a classifier trained on the samples; floor: on as
/// many real images of the other split.
/// copy_rate_pixels, copy_rate_features: metrics::copy_rate() at 1 %, the training images being those of the
/// data set's training split and the held-out ones its test images.
FurtherScores further_scores(const FurtherRequest& request, const JudgedImages& images,
                             const judge::Classifier& classifier,
                             const std::function<void(const std::string&)>& say);

}  // namespace verigan::cli
