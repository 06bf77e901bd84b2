// SPDX-License-Identifier: MIT
// conditional: a generator that is given the digit to draw, and a discriminator that is given the one one it
// sees.
//
//   V(D, G) = E_{(x,y) ~ p}[ln D(x, y)] + E_{z, y}[ln(1 − D(G(z, y), y))]
// (Mirza & Osindero 2014; the report on conditional GANs, sections 2.2 and 2.3: cGAN of dense layers, cDCGAN
// of convolutions.) At equilibrium p_g(x | y) = p(x | y) for each label of positive probability.
//
// Sample runs:
//   conditional --preset smoke
//   conditional --preset smoke --model cgan --conditioning embedding --noise uniform
//   conditional --preset smoke --conditioning projection --embedding 1 --batch-norm generator
#include "pictures/picture_gan.hpp"

namespace {

using namespace verigan;

constexpr const char* kScience =
    R"(A conditional generator is given noise and a label, its discriminator an image and a label. cgan: dense
layers, the label behind the noise and behind the pixels. cdcgan: convolutions, the label behind the noise
and as channels next to the image. Labels of generated images are drawn evenly, apart from all other chance.

Does an image show the label that was asked for (C19)? Look at grid_<epoch>.png: one row for each label, the
same ten noises in every row. samples.npy has images in [0, 1], labels.npy the label each was asked to show,
0 to 9 in turn; scores.csv has the share of images that show it, by step, as a classifier sees them.

Where D is batch-normalised it judges batches: its answer is no function of x, and neither D* = α nor a loss
of H(α) is a statement about it. Samples are drawn by standing statistics: an image does not depend on what is
drawn with it.
)";

class Conditional final : public pictures::PictureGan {
 public:
  std::string name() const override { return "conditional"; }
  std::string title() const override { return "Conditional GANs: digits on request"; }
  std::string science() const override { return kScience; }

  std::vector<run::Planned> plan(run::Preset preset) override {
    const bool paper = preset == run::Preset::paper;
    std::vector<run::Planned> runs;
    for (int seed = 1; seed <= (paper ? 5 : 1); ++seed)
      for (const std::string model : {"cgan", "cdcgan"}) {
        const std::string number = std::to_string(seed);
        const std::uint64_t cost = model == "cdcgan" ? (paper ? 8 : 2) : 1;
        runs.push_back({message(model, paper ? " seed " + number : ""),
                        {"--model", model, "--seed", number},
                        60000 * cost * training(preset, model, "").epochs});
      }
    return runs;
  }

 protected:
  pictures::Values values(run::Preset preset) const override {
    pictures::Values v;
    v.model = "cdcgan";
    v.dataset = "auto";
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
                              const std::string&) const override {
    if (preset == run::Preset::smoke) return {1, 64, 0.125, 0};
    if (preset == run::Preset::paper) return {25, 256, 1, 0};
    if (model == "cgan") return {6, 64, 1, 1e-3};  // dense layers cost little at full width
    return {4, 32, 0.25, 1e-3};
  }
  std::vector<std::string> models() const override { return {"cgan", "cdcgan"}; }
  const char* dataset_help() const override {
    return "mnist or fashion-mnist, or auto for what is found";
  }
};

}  // namespace

int main(int argc, char** argv) {
  Conditional experiment;
  return verigan::run::run_program(experiment, argc, argv);
}
