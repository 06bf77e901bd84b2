// SPDX-License-Identifier: MIT
// classifier: a small convolutional network learns to name images; its features are what sets of images
// are compared in.
//
//   loss   −E[ln p(label | image)],   p = softmax of the last layer; ln K for a guess among K classes
// (Heusel et al. 2017 compare images in the features of a classifier trained on photographs; digits want
// one trained on digits.)
//
// Sample runs:
//   classifier --preset smoke
//   classifier --preset smoke --images 500 --epochs 2 --batch 50 --seed 3
#include <algorithm>
#include <cmath>

#include "core/check.hpp"
#include "data/cifar.hpp"
#include "judge/classifier_trainer.hpp"
#include "run/experiment.hpp"

namespace {

using namespace verigan;

constexpr const char* kScience =
    R"(Images are compared in the features of a classifier that was trained on images of their kind: the
64 numbers of its last layer but one. `verigan score` takes such a run by --classifier FOLDER, and without
one trains the same network by the preset quick, once, and keeps it.

Three convolutions for 28 × 28 grey images (MNIST, Fashion-MNIST), five for 32 × 32 in colour (CIFAR-10),
each batch-normalised and rectified; training images are moved by a few pixels, those in colour mirrored.
The same bits on every machine and with any number of threads, so `classifier_hash` in summary.json says
which classifier a score was taken by.

metrics.csv has a row for every step, test.csv the share of test images named rightly after each epoch;
mistakes.png shows some of those that are not. MNIST and CIFAR-10 are looked for in --data, in the folder
VERIGAN_DATA names and in ./data.
)";

const run::Schema kMetrics{"metrics.csv", {run::whole("step"), run::whole("epoch"), "loss", "accuracy"}};
const run::Schema kTest{"test.csv", {run::whole("step"), run::whole("epoch"), "accuracy"}};

class Checkpoint final : public run::Resumable {
 public:
  explicit Checkpoint(judge::ClassifierTrainer& trainer) : trainer_(trainer) {}
  record::Tensors save() const override { return trainer_.save(); }
  void restore(const record::Tensors& tensors) override { trainer_.restore(tensors); }

 private:
  judge::ClassifierTrainer& trainer_;
};

class ClassifierExperiment final : public run::Experiment {
 public:
  std::string name() const override { return "classifier"; }
  std::string title() const override { return "A classifier whose features images are compared in"; }
  std::string science() const override { return kScience; }
  std::string label() const override { return dataset_; }
  std::string dataset() const override { return dataset_; }

  void declare(run::Options& options, run::Preset preset) override {
    preset_ = preset;
    dataset_ = "mnist";
    epochs_ = 0;
    images_ = run::pick<std::uint64_t>(preset, 1000, 10000000, 10000000);
    batch_ = 100;
    options.text("dataset", dataset_,
                 "mnist or fashion-mnist, auto for which of them is found, cifar10 or cifar10-subset");
    options.whole("epochs", epochs_, 0, 100000, "passes over the images; 0: as many as are usual for them");
    options.whole("images", images_, 1, 10000000, "training images used, from the first one");
    options.whole("batch", batch_, 2, 100000, "images in a mini-batch");
    options.only_if("data", [] { return true; }, "");
  }

  std::vector<run::Planned> plan(run::Preset) override { return {{"mnist", {"--dataset", "auto"}, 6000}}; }

  std::vector<run::Schema> tables() const override { return {kMetrics, kTest, run::kDigests}; }

  void prepare(const run::Common& common) override {
    load(common);
    recipe_ = judge::recipe_for(train_->shape);
    if (epochs_ == 0) epochs_ = preset_ == run::Preset::smoke ? 1 : recipe_.epochs;
    images_ = std::min<std::uint64_t>(images_, train_->count());
    require(images_ >= batch_, "images = ", images_, ", expected at least one batch of ", batch_);
    recipe_.epochs = epochs_;
    recipe_.batch = batch_;
  }

  void run(run::Run& run, const run::Common& common) override {
    // 1. The images, and a network that knows nothing.
    auto images = std::make_shared<data::ImageSet>(*train_);
    images->labels.resize(images_);
    images->pixels.resize(images_ * images->dimension());
    judge::ClassifierTrainer trainer(recipe_, images, common.seed);
    Checkpoint checkpoint(trainer);

    // 2. Training, judged by the test images after every epoch.
    run::Series& metrics = run.table(kMetrics);
    run::Series& test = run.table(kTest);
    const std::uint64_t per_epoch = trainer.steps_per_epoch();
    run.loop(trainer.steps(), checkpoint, [&](std::uint64_t t) {
      const auto [loss, of_batch] = trainer.step();
      const std::uint64_t epoch = t / per_epoch;
      metrics.append(t + 1, epoch, loss, of_batch);
      if ((t + 1) % per_epoch == 0)
        test.append(t + 1, epoch + 1, trainer.classifier().accuracy(*test_));
      return message("epoch ", epoch + 1, ", loss ", record::rounded_text(loss, 3), ", accuracy ",
                     record::rounded_text(of_batch, 3));
    });

    // 3. What is left behind; the checkpoint is the classifier.
    const judge::Classifier& classifier = trainer.classifier();
    const std::vector<std::uint8_t> found = classifier.judge(*test_).classes();
    run.picture("mistakes.png", mistakes(found));
    std::int64_t wrong = 0;
    for (std::size_t i = 0; i < found.size(); ++i) wrong += found[i] != test_->labels[i];
    record::Object summary;
    summary["dataset"] = dataset_;
    summary["epochs"] = static_cast<std::int64_t>(epochs_);
    summary["images"] = static_cast<std::int64_t>(images_);
    summary["test_images"] = static_cast<std::int64_t>(found.size());
    summary["test_errors"] = wrong;
    summary["test_accuracy"] =
        record::rounded(1 - static_cast<double>(wrong) / static_cast<double>(found.size()), 6);
    summary["parameters"] = static_cast<std::int64_t>(classifier.network().parameter_count());
    summary["classifier_hash"] = classifier.hash();
    run.summary(summary);
    run.progress().note(message(found.size() - static_cast<std::size_t>(wrong), " of ", found.size(),
                                " test images named rightly; classifier ",
                                classifier.hash().substr(0, 12)));
  }

 private:
  void load(const run::Common& common) {
    if (train_ != nullptr) return;
    const auto both = [this](const auto& from) {
      train_ = std::make_shared<data::ImageSet>(from(data::Split::train));
      test_ = std::make_shared<data::ImageSet>(from(data::Split::test));
    };
    if (dataset_.starts_with("cifar10")) {
      both([&](data::Split split) { return data::load_cifar10(dataset_, split, common.data); });
      return;
    }
    both([&](data::Split split) { return data::load_images(split, common.data); });
    const std::string name = data::dataset_name(*train_);
    require(dataset_ == "auto" || dataset_ == name, "dataset = '", dataset_, "', but ",
            train_->folder.string(), " holds ", name);
    dataset_ = name;
  }

  /// The first 36 test images that are named wrongly.
  record::Picture mistakes(const std::vector<std::uint8_t>& found) const {
    Matrix<float> pixels(36, test_->dimension());
    std::size_t row = 0;
    for (std::size_t i = 0; i < found.size() && row < 36; ++i)
      if (found[i] != test_->labels[i]) data::scale_image(test_->image(i), 0, 1, pixels.row(row++));
    return record::image_grid(pixels, test_->shape, 6, 6);
  }

  run::Preset preset_ = run::Preset::quick;
  std::string dataset_;
  std::uint64_t epochs_ = 0, images_ = 0, batch_ = 0;
  judge::Recipe recipe_{};
  std::shared_ptr<data::ImageSet> train_, test_;
};

}  // namespace

int main(int argc, char** argv) {
  ClassifierExperiment experiment;
  return verigan::run::run_program(experiment, argc, argv);
}
