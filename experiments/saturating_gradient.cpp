// SPDX-License-Identifier: MIT
// saturating_gradient: how hard the two generator losses pull while the discriminator is ahead.
//
//   saturating      E_q[ln(1 − D)],  slope −D in the logit:      vanishes as D(G(z)) → 0
//   non-saturating  −E_q[ln D],      slope −(1 − D) in the logit: tends to −1
// (Goodfellow et al. 2014, section 3; Lincetto & Camporese; theorem T17).
//
// Sample runs:
//   saturating_gradient --preset smoke
//   saturating_gradient --preset smoke --loss minimax --d-lr-ratio 1 --seed 2
#include "data/toy.hpp"
#include "gan/generator_gradient.hpp"
#include "gan/models.hpp"
#include "gan/trainer.hpp"
#include "kit/readings.hpp"
#include "metrics/mmd.hpp"
#include "random/addresses.hpp"
#include "run/experiment.hpp"
#include "run/gan_settings.hpp"
#include "run/training.hpp"

namespace {

using namespace verigan;

constexpr const char* kScience =
    R"(Early on the discriminator tells generated points apart with ease, D(G(z)) is near 0, and the slope
of ln(1 − D) in the discriminator's logit, −D, is next to nothing: the loss of the minimax game
saturates. −ln D has slope −(1 − D), close to −1 there. Does the saturating loss learn too slowly
at first? Adam rescales gradients, so a small one need not mean small steps; and it matters how far
the discriminator is ahead: --d-lr-ratio multiplies its learning rate.

A GAN learns the circle with either loss. gradient.csv has, as training goes on, the mean of
D(G(z)) and the norm of the generator's gradient under both losses at that same moment, on
the same fresh noise, both without the weight 1 − α; mmd2 to fresh real points (Gaussian kernel of
bandwidth 0.2). summary.json has reached, whether mmd2 was ever at most --target, and
arrival_step, the first step at which it was; of a run that never arrived its last step, after which
nobody looked.
)";

const run::Schema kGradient{
    "gradient.csv",
    {run::whole("step"), "d_generated", "norm_saturating", "norm_non_saturating", "mmd2"}};

class SaturatingGradient final : public run::Experiment {
 public:
  std::string name() const override { return "saturating_gradient"; }
  std::string title() const override { return "Saturating and non-saturating gradients"; }
  std::string science() const override { return kScience; }
  std::string label() const override { return gan_.loss + " ×" + record::number_text(gan_.d_lr_ratio); }

  void declare(run::Options& options, run::Preset preset) override {
    gan_ = {.steps = run::pick<std::uint64_t>(preset, 200, 1500, 10000),
            .batch = 250,
            .rate = 1e-3};
    dataset_ = "circle";
    every_ = run::pick<std::uint64_t>(preset, 10, 10, 20);
    target_ = 0.02;
    const auto alike = [](const gan::Objective& row) {  // the same discriminator
      return &row.discriminator == &gan::objective("minimax").discriminator;
    };
    gan_.declare(options, {.losses = gan::objective_names(alike), .d_lr_ratio = true});
    options.choice("dataset", dataset_, data::Curve::names(), "what is learnt");
    options.whole("every", every_, 1, 1000000, "steps between measurements");
    options.number("target", target_, run::kPositive, "mmd2 to be reached");
  }

  std::vector<run::Planned> plan(run::Preset preset) override {
    std::vector<run::Planned> runs;
    const int seeds = run::pick(preset, 2, 5, 20);
    for (int seed = 1; seed <= seeds; ++seed)
      for (const char* d_lr_ratio : {"1", "5"})
        for (const char* loss : {"minimax", "non-saturating"})
          runs.push_back({std::string(loss) + " ×" + d_lr_ratio + " seed " + std::to_string(seed),
                          {"--loss", loss, "--d-lr-ratio", d_lr_ratio, "--seed", std::to_string(seed)},
                          gan_.steps});
    return runs;
  }

  std::vector<run::Schema> tables() const override { return run::training_tables({kGradient}); }

  void run(run::Run& run, const run::Common& common) override {
    // 1. The players.
    gan::NetworkPair model = gan::make_model("toy");
    auto truth = std::make_shared<data::Toy>(dataset_, common.seed);
    gan::Trainer trainer(std::move(model.generator), std::move(model.discriminator), truth,
                         gan_.config(common.seed));

    // 2. What is measured on the way.
    const auto &saturating = gan::objective("minimax"), &other = gan::objective("non-saturating");
    Matrix<float> fresh(kCompared, 2), points(kCompared, 2);
    data::Toy(dataset_, common.seed, 0, random::draws::kFreshData.purpose).fill(0, fresh);
    run::Series& table = run.table(kGradient);
    const auto measure = [&](std::uint64_t done) {
      const auto first = gan::generator_gradient(trainer, saturating, kProbed),
                 second = gan::generator_gradient(trainer, other, kProbed);
      trainer.sample(0, points);
      table.append(done, first.output, first.norm, second.norm, metrics::mmd2(points, fresh).unbiased);
    };

    // 3. Training.
    const run::FinalMeans means = run::train(run, trainer, 1, [&](std::uint64_t done) {
      if (kit::Readings{gan_.steps, every_, kit::Early::first}.due(done)) measure(done);
    });

    // 4. When the target was reached, from the table, so that a resumed run knows it too.
    const auto step = table.column<double>("step"), mmd2 = table.column<double>("mmd2");
    std::size_t first = 0;
    while (first < step.size() && !(mmd2[first] <= target_)) ++first;
    const bool reached = first < step.size();
    record::Object summary = run::training_summary(trainer, means);
    summary["arrival_step"] = reached ? step[first] : step.back();
    summary["reached"] = reached;
    summary["mmd2"] = mmd2.back();
    run.summary(summary);
  }

 private:
  static constexpr std::size_t kProbed = 500, kCompared = 1000;

  run::GanSettings gan_;
  std::string dataset_;
  std::uint64_t every_ = 0;
  double target_ = 0.0;
};

}  // namespace

int main(int argc, char** argv) {
  SaturatingGradient experiment;
  return verigan::run::run_program(experiment, argc, argv);
}
