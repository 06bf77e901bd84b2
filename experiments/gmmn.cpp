// SPDX-License-Identifier: MIT
// gmmn: generative matching networks. A generator is trained without an adversary: each step compares
// a batch of its samples with a batch of real ones and descends the difference,
//
//   mmd      ‖E k(x, ·) − E k(y, ·)‖², k the mean of Gaussian kernels of several bandwidths
//   moments  Σ_r ‖E x⊗…⊗x − E y⊗…⊗y‖², all moments of order r = 1 … K
//
// (Rocca, section 4; Li, Swersky & Zemel 2015; Dziugaite, Roy & Ghahramani 2015).
//
// Sample runs:
//   gmmn --preset smoke
//   gmmn --preset smoke --target normal --statistic moments --mean -1 --sd 2
//   gmmn --preset smoke --target line --bandwidths 0.1,1 --estimate biased --seed 4
#include <algorithm>

#include "core/check.hpp"
#include "gan/matching.hpp"
#include "gmmn/target.hpp"
#include "run/experiment.hpp"
#include "run/training.hpp"

namespace {

using namespace verigan;

constexpr const char* kScience =
    R"(The direct road: no discriminator, one player, a loss that says how far the generated samples are
from the real ones. With a Gaussian kernel it is 0 for equal laws alone; with moments up to order K it
is 0 for every law that shares them, and a network is free to choose which.

--target says what is learnt:
  normal   a normal law, by a generator x = mean + sd·z whose law is known: quality.csv follows its
           total variation from the data, and the loss between the two laws, in closed form
  line, circle   points about a curve, by the network of alpha_toy's GAN and in as many steps;
           quality.csv and theory.csv have the same measures, so they compare
  images   digits in raw pixels, by the network of Li et al. (10-64-256-256-1024-784, sigmoid);
           quality.csv has MMD² to images that were held back

What to expect: a normal is matched by either statistic. A curve is found by MMD, all of it and with
points near it, but not how they scatter, which JSD by cells finer than the noise shows; it is missed by
moments, which a blur satisfies as well. Images in raw pixels are matched poorly, by small batches above
all: those of MMD are speckled, those of two moments smeared (Li et al. therefore match the codes of an
autoencoder).

Whether 1,000 samples (of images: up to 500) can be told from as many fresh real ones is asked at the
end by a permutation test; summary.json has its p_value, small where they can. Images are looked for in
--data, in the folder VERIGAN_DATA names and in ./data. What is 0 or auto takes the target's own value.
)";

class Gmmn final : public run::Experiment {
 public:
  std::string name() const override { return "gmmn"; }
  std::string title() const override { return "Generative matching networks"; }
  std::string science() const override { return kScience; }
  std::string label() const override { return target_ + " by " + settings_.statistic; }
  std::string dataset() const override { return target_ == "images" ? settings_.dataset : ""; }

  void declare(run::Options& options, run::Preset preset) override {
    preset_ = preset;
    target_ = "circle";
    settings_ = {};
    gmmn::Settings& s = settings_;
    options.choice("target", target_, {"normal", "line", "circle", "images"}, "what is learnt");
    options.choice("statistic", s.statistic, {"mmd", "moments"}, "what is descended");
    options.choice("estimate", s.estimate, {"auto", "biased", "unbiased", "root"},
                   "of it from samples; root: of the biased one");
    options.text("bandwidths", s.bandwidths, "of the Gaussian kernels of mmd, separated by commas");
    options.whole("order", s.order, 1, 16, "of the highest moments that are matched");
    options.whole("steps", s.steps, 0, 100000000,
                  "training steps; 0: the target's own, and so below");
    options.whole("batch", s.batch, 0, 100000, "generated, and as many true, samples in a step");
    options.number("learning-rate", s.rate, run::kNotNegative, "of Adam, falling to 0 linearly");
    options.number("mean", s.mean, {-1e6, 1e6}, "of the normal data; the generator starts about 0");
    options.number("sd", s.sd, {1e-3, 1e6}, "of the normal data");
    options.text("dataset", s.dataset,
                 "of images: mnist or fashion-mnist, or auto for what is found");
    const auto of_target = [this](const char* target) {
      return [this, target] { return target_ == target; };
    };
    const auto by = [this](const char* statistic) {
      return [this, statistic] { return settings_.statistic == statistic; };
    };
    for (const char* name : {"data", "dataset"})
      options.only_if(name, of_target("images"), "it belongs to --target images");
    for (const char* name : {"mean", "sd"})
      options.only_if(name, of_target("normal"), "it belongs to --target normal");
    options.only_if("bandwidths", by("mmd"), "it belongs to --statistic mmd");
    options.only_if("order", by("moments"), "it belongs to --statistic moments");
  }

  std::vector<run::Planned> plan(run::Preset preset) override {
    std::vector<run::Planned> runs;
    for (const auto& target : targets_) {
      const gmmn::OwnValues own = target->own_values(preset);
      for (int seed = 1; seed <= own.seeds; ++seed)
        for (const char* statistic : {"moments", "mmd"})
          runs.push_back({message(target->name(), " by ", statistic, ", seed ", seed),
                          {"--target", target->name(), "--statistic", statistic, "--seed",
                           std::to_string(seed)},
                          own.cost * own.steps});
    }
    return runs;
  }

  void prepare(const run::Common& common) override {
    gmmn::Settings& s = settings_;
    const gmmn::OwnValues own = target().own_values(preset_);
    if (s.steps == 0) s.steps = own.steps;
    if (s.batch == 0) s.batch = own.batch;
    require(s.batch >= 2, "batch = ", s.batch, ", expected at least 2");
    if (s.rate == 0) s.rate = own.rate;
    if (s.bandwidths == "auto") s.bandwidths = own.bandwidths;
    if (s.estimate == "auto") s.estimate = own.estimate;
    gan::match_mmd(gmmn::parse_bandwidths(s.bandwidths), gan::estimate_of(s.estimate));
    target().find_data(s, common);
  }

  std::vector<run::Schema> tables() const override {
    return run::matching_tables(target().tables());
  }

  void run(run::Run& run, const run::Common& common) override {
    target().learn(run, settings_, common.seed);
  }

 private:
  gmmn::Target& target() const {
    return **std::ranges::find(targets_, target_, [](const auto& target) { return target->name(); });
  }

  const std::vector<std::unique_ptr<gmmn::Target>> targets_ = gmmn::all_targets();
  run::Preset preset_ = run::Preset::quick;
  std::string target_;
  gmmn::Settings settings_;
};

}  // namespace

int main(int argc, char** argv) {
  Gmmn experiment;
  return verigan::run::run_program(experiment, argc, argv);
}
