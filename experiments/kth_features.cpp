// SPDX-License-Identifier: MIT
// kth_features: what a feature of KTH's section 3.2 changes, one at a time.
//
//   base      noise normal, tanh output, D and G updated in turn
//   flip      a tenth of D's labels real and generated flipped
//   dropout   0.5 in D and 0.2 in G
//   uniform   noise uniform in (−1, 1)
//   uneven    two updates of D for one of G
//   sigmoid   output by a sigmoid, images in [0, 1]
// (KTH's overview of generative adversarial networks, sections 3.2 and 4.2.)
//
// Sample runs:
//   kth_features --preset smoke
//   kth_features --preset smoke --output sigmoid
//   kth_features --preset smoke --dropout-d 0.5 --dropout-g 0.2
#include "data/cifar.hpp"
#include "pictures/picture_gan.hpp"

namespace {

using namespace verigan;

constexpr const char* kScience =
    R"(Does a sigmoid output learn more slowly than tanh, and are its colours less saturated (C15)? Do flipped
labels, dropout, uniform noise and uneven updates make no difference (C16)? One model is trained as it is and
with one feature changed at a time, from the same seeds; scores.csv has the inception score and the Fréchet
distance by step.

The source changed its complete model on CIFAR-10's horses and took the inception score of 100 images. Here
that model has a quarter of its width in the preset paper, an eighth in shorter ones, and more images are scored.
A score of horses alone says how many other things a classifier takes them for; so digits are learnt, too.

(--model kth-intermediate normalises batches in D: real and generated ones are then given the same mean before
the last layer, and with dropout D sees nothing any more.)
)";

struct Feature {
  const char* name;
  std::vector<std::string> arguments;
  bool drawn = false;  // F20 shows horses by it
};

std::vector<Feature> features() {
  return {{"base", {}, true},
          {"flip", {"--flip", "0.1"}},
          {"dropout", {"--dropout-d", "0.5", "--dropout-g", "0.2"}},
          {"uniform", {"--noise", "uniform"}},
          {"uneven", {"--d-updates", "2"}},
          {"sigmoid", {"--output", "sigmoid"}, true}};
}

class KthFeatures final : public pictures::PictureGan {
 public:
  std::string name() const override { return "kth_features"; }
  std::string title() const override { return "One feature of a GAN of images changed at a time"; }
  std::string science() const override { return kScience; }
  std::string label() const override { return message(model(), ' ', dataset()); }

  std::vector<run::Planned> plan(run::Preset preset) override {
    const bool paper = preset == run::Preset::paper;
    const bool horses = preset != run::Preset::smoke;
    std::vector<run::Planned> runs;
    for (int seed = 1; seed <= (paper ? 10 : 1); ++seed)
      for (const std::string dataset : {"auto", "cifar10-horse"})
        for (const Feature& feature : features()) {
          // For a picture of horses by both outputs a short preset needs no classifier of colour images,
          // which takes longer to train than all else.
          const bool digits = dataset == "auto";
          if (!digits && (!horses || (!paper && !feature.drawn))) continue;
          run::Planned one{message(feature.name, digits ? "" : " cifar10-horse",
                                   paper ? " seed " + std::to_string(seed) : ""),
                           {"--dataset", dataset, "--seed", std::to_string(seed)},
                           (digits ? 60000U : 20000U) * training(preset, "kth-complete", dataset).epochs};
          one.arguments.insert(one.arguments.end(), feature.arguments.begin(), feature.arguments.end());
          if (!digits && !paper) one.arguments.insert(one.arguments.end(), {"--classifier", "none"});
          runs.push_back(one);
        }
    return runs;
  }

 protected:
  pictures::Values values(run::Preset preset) const override {
    pictures::Values v;
    v.model = "kth-complete";
    v.dataset = "auto";
    v.grid_every = run::pick<std::uint64_t>(preset, 1, 1, 10);
    v.images = run::pick<std::uint64_t>(preset, 640, 0, 0);
    v.samples = run::pick<std::uint64_t>(preset, 200, 2000, 10000);
    v.average = run::pick(preset, 0.99, 0.99, 0.999);
    v.classifier = run::pick(preset, "short", "usual", "usual");
    v.score_images = run::pick<std::uint64_t>(preset, 200, 2000, 5000);
    v.readings = run::pick<std::uint64_t>(preset, 4, 20, 50);
    return v;
  }
  pictures::Training training(run::Preset preset, const std::string&,
                              const std::string& dataset) const override {
    const bool colour = dataset.starts_with("cifar10");
    if (preset == run::Preset::smoke) return {1, 64, 0.125, 0};
    if (preset == run::Preset::paper) return {colour ? 100U : 10U, 128, 0.25, 0};
    return {colour ? 10U : 1U, 64, 0.125, 1e-3};
  }
  std::vector<std::string> models() const override {
    return {"kth-simple", "kth-intermediate", "kth-complete", "dcgan"};
  }
  const char* dataset_help() const override {
    return "mnist, fashion-mnist, cifar10 or one of its classes, as cifar10-horse; auto: the digits found";
  }
};

}  // namespace

int main(int argc, char** argv) {
  KthFeatures experiment;
  return verigan::run::run_program(experiment, argc, argv);
}
