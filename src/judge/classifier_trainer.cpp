// SPDX-License-Identifier: MIT
#include "judge/classifier_trainer.hpp"

#include <algorithm>
#include <utility>

#include "core/check.hpp"
#include "nn/initialise.hpp"
#include "nn/softmax.hpp"
#include "random/addresses.hpp"

namespace verigan::judge {

namespace {

constexpr const char* kSteps = "training.steps";

nn::OptimiserConfig adam(double learning_rate) {
  return {nn::OptimiserConfig::Kind::adam, learning_rate, nn::Schedule::linear, 0.9, 0.999};
}

}  // namespace

void move_image(std::span<const std::uint8_t> image, const Shape& shape, int down, int right, bool mirrored,
                std::span<std::uint8_t> out) {
  ensure(image.size() == shape.size() && out.size() == shape.size(), "images of one shape");
  const int height = static_cast<int>(shape.height), width = static_cast<int>(shape.width);
  const std::size_t channels = shape.channels;
  auto to = out.begin();
  for (int y = 0; y < height; ++y) {
    const auto row = static_cast<std::size_t>(std::clamp(y - down, 0, height - 1)) * shape.width;
    for (int x = 0; x < width; ++x) {
      const int from = std::clamp(x - right, 0, width - 1);
      const auto column = static_cast<std::size_t>(mirrored ? width - 1 - from : from);
      to = std::copy_n(image.begin() + static_cast<std::ptrdiff_t>((row + column) * channels), channels, to);
    }
  }
}

ClassifierTrainer::ClassifierTrainer(const Recipe& recipe, std::shared_ptr<const data::ImageSet> images,
                                     std::uint64_t seed)
    : classifier_(recipe),
      images_(std::move(images)),
      optimiser_(adam(recipe.learning_rate), classifier_.network().parameter_size()),
      order_stream_(random::draws::kClassifierOrder.stream(seed)),
      moves_(random::draws::kClassifierMoves.stream(seed)),
      dropout_(random::draws::kClassifierDropout.stream(seed)),
      pass_(classifier_.network(), recipe.batch),
      x_(recipe.batch, recipe.shape.size()),
      logits_(recipe.batch, recipe.classes),
      dlogits_(recipe.batch, recipe.classes),
      gradients_(1, classifier_.network().parameter_size()),
      labels_(recipe.batch),
      moved_(recipe.shape.size()) {
  require(images_->shape == recipe.shape, images_->folder.string(), " holds images of ",
          images_->shape.height, " x ", images_->shape.width, " x ", images_->shape.channels, ", expected ",
          recipe.shape.height, " x ", recipe.shape.width, " x ", recipe.shape.channels,
          " for the classifier ", recipe.name);
  require(images_->count() >= recipe.batch, images_->count(), " images, expected at least a batch of ",
          recipe.batch);
  const auto largest = std::ranges::max_element(images_->labels);
  require(*largest < recipe.classes, images_->folder.string(), " holds a label ", static_cast<int>(*largest),
          ", expected 0 to ", recipe.classes - 1);
  classifier_.set_dataset(data::dataset_name(*images_));
  nn::initialise(classifier_.network(), classifier_.weights(), {nn::Initialisation::Kind::he},
                 random::draws::kClassifierWeights.stream(seed));
  order_.resize(images_->count());
}

void ClassifierTrainer::fill(std::uint64_t t) {
  const Recipe& recipe = classifier_.recipe();
  if (const std::uint64_t epoch = t / steps_per_epoch(); epoch != epoch_) {
    epoch_ = epoch;
    order_stream_.permutation(epoch, order_);
  }
  const std::uint64_t first = t % steps_per_epoch() * recipe.batch;
  const std::uint32_t reach = 2 * recipe.shift + 1;
  const auto by = [&](std::uint64_t index) {
    return static_cast<int>(moves_.below(t, index, reach)) - static_cast<int>(recipe.shift);
  };
  for (std::size_t i = 0; i < recipe.batch; ++i) {
    const std::size_t which = order_[first + i];
    const bool mirrored = recipe.mirror && moves_.below(t, 3 * i + 2, 2) == 1;
    move_image(images_->image(which), recipe.shape, by(3 * i), by(3 * i + 1), mirrored, moved_);
    data::scale_image(moved_, recipe.low, recipe.high, x_.row(i));
    labels_[i] = images_->labels[which];
  }
}

ClassifierTrainer::Step ClassifierTrainer::step() {
  ensure(done_ < steps(), "a step of the training");
  fill(done_);
  nn::Weights& weights = classifier_.weights();
  const nn::Network& network = classifier_.network();
  network.forward(weights, x_, logits_, pass_, {nn::Mode::train, &dropout_, done_, 0});
  Step found;
  for (std::size_t i = 0; i < labels_.size(); ++i) {
    const auto row = logits_.row(i);
    found.accuracy += std::ranges::max_element(row) - row.begin() == labels_[i];
  }
  found.accuracy /= static_cast<double>(labels_.size());
  found.loss = nn::softmax_cross_entropy(logits_, labels_, dlogits_);
  const nn::ParameterUpdate descent = optimiser_.update(weights.parameters(), done_, steps());
  network.backward(weights, x_, logits_, dlogits_, pass_, gradients_.row(0), {}, false, &descent);
  ++done_;
  return found;
}

record::Tensors ClassifierTrainer::save() const {
  record::Tensors tensors = classifier_.save();
  for (const nn::Tensor& t : classifier_.network().parameters()) {
    tensors.arrays["classifier.adam_m." + t.name] = to_array(t, optimiser_.first_moment());
    tensors.arrays["classifier.adam_v." + t.name] = to_array(t, optimiser_.second_moment());
  }
  tensors.arrays[kSteps] = {{1}, {static_cast<float>(done_)}};
  return tensors;
}

void ClassifierTrainer::restore(const record::Tensors& tensors) {
  visit_tensors(classifier_.network(), classifier_.weights(),
                [&](const std::string& name, const nn::Tensor& tensor, std::span<float> flat) {
                  from_array(tensors, name, tensor, flat);
                });
  for (const nn::Tensor& t : classifier_.network().parameters()) {
    from_array(tensors, "classifier.adam_m." + t.name, t, optimiser_.first_moment());
    from_array(tensors, "classifier.adam_v." + t.name, t, optimiser_.second_moment());
  }
  const auto steps_found = tensors.arrays.find(kSteps);
  require(steps_found != tensors.arrays.end() && steps_found->second.values.size() == 1, "no tensor '", kSteps,
          "', expected that of a classifier's training");
  done_ = static_cast<std::uint64_t>(steps_found->second.values[0]);
}

}  // namespace verigan::judge
