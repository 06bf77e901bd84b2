// SPDX-License-Identifier: MIT
// kth_models: three models of growing size on digits and on horses, and the DCGAN they come from.
//
//   discriminator   −½ E_p[ln D] − ½ E_g[ln(1 − D)]
//   generator       −E_g[ln D]
// (KTH's overview of generative adversarial networks, sections 3 and 4; Radford et al. 2016.)
//
// Sample runs:
//   kth_models --preset smoke
//   kth_models --preset smoke --model kth-simple --output sigmoid --noise uniform
//   kth_models --preset smoke --model kth-complete --dropout-d 0.5 --dropout-g 0.2 --flip 0.1
//   kth_models --preset smoke --model dcgan --batches one --d-updates 2
#include "data/cifar.hpp"
#include "pictures/picture_gan.hpp"

namespace {

using namespace verigan;

constexpr const char* kScience =
    R"(Is the largest model the best, and does it converge sooner (C13), per epoch and per second (C14)? Every
model learns by its source's own optimiser and first weights:

  kth-simple        one hidden layer of 128 in each player       Adam 1e-3, β₁ 0.9
  kth-intermediate  two convolutions 5x5 and a dense layer       Adam 2e-3, β₁ 0.5
  kth-complete      four convolutions 5x5                        Adam 2e-4, β₁ 0.5
  dcgan             strided convolutions 4x4, all normalised     Adam 2e-4, β₁ 0.5

--output, --noise, --dropout-g, --dropout-d, --flip and --d-updates are the features of KTH's section 3.2.
--width multiplies the hidden layers: kth-complete at 1 costs a core about 0.3 TFLOP a step on digits. The preset
quick makes it an eighth as wide, kth-intermediate a quarter, dcgan half, so models are compared at one --width.
grid_<epoch>.png shows 36 images, samples.npy has more of them in [0, 1]; scores.csv has the Fréchet distance and
the inception score by step, timing.csv what the steps took; verigan score judges samples with intervals.

Where D is batch-normalised (kth-intermediate, dcgan) it judges batches: its answer is no function of x, and
neither D* = α nor a loss of H(α) is a statement about it. Samples are drawn by standing statistics: an image
does not depend on what is drawn with it.
)";

class KthModels final : public pictures::PictureGan {
 public:
  std::string name() const override { return "kth_models"; }
  std::string title() const override { return "Three models of growing size, and a DCGAN"; }
  std::string science() const override { return kScience; }
  std::string label() const override { return message(model(), ' ', dataset()); }

  std::vector<run::Planned> plan(run::Preset preset) override {
    const bool paper = preset == run::Preset::paper, smoke = preset == run::Preset::smoke;
    struct Row {
      const char *model, *dataset;
      std::uint64_t cost;  // of an image at full width
    };
    constexpr Row kDigits[] = {{"kth-simple", "auto", 1},
                               {"kth-intermediate", "auto", 30},
                               {"kth-complete", "auto", 400},
                               {"dcgan", "auto", 20}};
    // The intermediate model draws nothing but stripes in the few epochs of a short preset.
    const Row horses_by[] = {{paper ? "kth-intermediate" : "dcgan", "cifar10-horse", 60},
                             {"kth-complete", "cifar10-horse", paper ? 500U : 100U}};
    std::vector<run::Planned> runs;
    for (int seed = 1; seed <= (paper ? 5 : 1); ++seed) {
      const auto add = [&](const Row& row) {
        const std::string number = std::to_string(seed), dataset = row.dataset;
        const pictures::Training own = training(preset, row.model, dataset);
        run::Planned one{message(row.model, dataset == "auto" ? "" : message(" ", dataset),
                                 paper ? " seed " + number : ""),
                         {"--model", row.model, "--dataset", dataset, "--seed", number},
                         row.cost * own.epochs * (dataset == "auto" ? 60000 : 5000)};
        // The classifier of colour images takes longer to train than all else.
        if (dataset != "auto" && !paper)
          one.arguments.insert(one.arguments.end(), {"--classifier", "none"});
        runs.push_back(one);
      };
      for (const Row& row : kDigits) add(row);
      for (const Row& row : horses_by)
        if (!smoke) add(row);
    }
    return runs;
  }

 protected:
  pictures::Values values(run::Preset preset) const override {
    pictures::Values v;
    v.model = "kth-intermediate";
    v.dataset = "auto";
    v.grid_every = run::pick<std::uint64_t>(preset, 1, 1, 10);
    v.images = run::pick<std::uint64_t>(preset, 640, 0, 0);
    v.samples = run::pick<std::uint64_t>(preset, 200, 2000, 10000);
    v.average = run::pick(preset, 0.99, 0.999, 0.999);
    v.schedule = run::pick(preset, "constant", "fall", "constant");
    v.classifier = run::pick(preset, "short", "usual", "usual");
    v.score_images = run::pick<std::uint64_t>(preset, 200, 2000, 10000);
    v.readings = run::pick<std::uint64_t>(preset, 2, 10, 25);
    return v;
  }
  pictures::Training training(run::Preset preset, const std::string& model,
                              const std::string& dataset) const override {
    if (preset == run::Preset::smoke) return {1, 128, 0.125, 0};
    if (preset == run::Preset::paper) return {100, 128, 1, 0};
    if (dataset.starts_with("cifar10"))
      return {10, 64, model == "kth-complete" ? 0.125 : 0.25, model == "kth-intermediate" ? 0 : 1e-3};
    if (model == "kth-simple") return {30, 128, 1, 0};
    if (model == "kth-complete") return {2, 64, 0.125, 1e-3};
    if (model == "dcgan") return {2, 64, 0.5, 1e-3};
    return {4, 32, 0.25, 0};
  }
  std::vector<std::string> models() const override {
    return {"kth-simple", "kth-intermediate", "kth-complete", "dcgan"};
  }
  const char* dataset_help() const override {
    return "mnist, fashion-mnist, cifar10 or one of its classes such as cifar10-horse; auto: the digits found";
  }
};

}  // namespace

int main(int argc, char** argv) {
  KthModels experiment;
  return verigan::run::run_program(experiment, argc, argv);
}
