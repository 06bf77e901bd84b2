// SPDX-License-Identifier: MIT
// mode_protocols: modes found by a GAN whose discriminator judges m samples at once, under the
// protocol of a published table.
//
// PacGAN (Lin, Khetan, Fanti & Oh 2018) gives the discriminator packs, D(x₁, …, x_m), all of them
// true or all generated. A generator that drops modes is easier to tell from the data by packs:
// total variation between products of m copies grows with m. Their Table 1 counts, on 2,500 points
// after 400 epochs, the modes with a point within three standard deviations, the share of such
// points, and Σ h ln(h K), h the shares of the K modes.
//
// Sample runs:
//   mode_protocols --preset smoke
//   mode_protocols --preset smoke --mixture grid --packing 4 --seed 3
//   mode_protocols --preset smoke --packing 2 --epochs 2 --training-set 500 --pieces 3
#include "data/mixture.hpp"
#include "data/packed_set.hpp"
#include "gan/models.hpp"
#include "gan/trainer.hpp"
#include "kit/readings.hpp"
#include "metrics/modes.hpp"
#include "run/experiment.hpp"
#include "run/training.hpp"

namespace {

using namespace verigan;

constexpr const char* kScience =
    R"(Numbers of modes that papers report can be compared only under one protocol. This is that of
PacGAN's Table 1, from the paper and its published code: 8 normals of deviation 0.01 on a ring of
radius 1, or 25 of deviation 0.05 on the grid {-4, -2, 0, 2, 4}²; a set of 100,000 points drawn once
and packed once; noise of 2 normals; generator 400-400-400-400, batch-normalised rectifiers;
discriminator of three layers of 200 maxout units with 5 pieces; weights from a normal of deviation
0.02; non-saturating loss; Adam 1e-4 (0.8, 0.999) for both players, who move at once; 100 true and
100 generated packs a step; 400 epochs. --packing 1 is the plain GAN.

The preset paper is that protocol; quick and smoke train narrower networks for fewer steps at a
higher rate that falls to 0, and say nothing of the published numbers.

modes.csv has the counts as training goes on, of the generator as it is; samples.npy the final
points.
)";

const run::Schema kModes{"modes.csv",
                         {run::whole("step"), run::whole("covered"), "high_quality_share",
                          "reverse_kl", "reverse_kl_good", run::whole("dominant"), "dominant_share"}};

class ModeProtocols final : public run::Experiment {
 public:
  std::string name() const override { return "mode_protocols"; }
  std::string title() const override { return "Modes found by plain and packed GANs, under PacGAN's protocol"; }
  std::string science() const override { return kScience; }
  std::string label() const override { return mixture_ + " packing " + std::to_string(packing_); }

  void declare(run::Options& options, run::Preset preset) override {
    mixture_ = "ring";
    packing_ = 1;
    epochs_ = run::pick<std::uint64_t>(preset, 2, 10, 400);
    training_set_ = run::pick<std::uint64_t>(preset, 1000, 12000, 100000);
    batch_ = 100;
    generator_width_ = run::pick<std::uint64_t>(preset, 24, 64, 400);
    discriminator_width_ = run::pick<std::uint64_t>(preset, 12, 32, 200);
    pieces_ = 5;
    rate_ = run::pick(preset, 4e-3, 4e-3, 1e-4);
    schedule_ = run::pick<std::string>(preset, "linear", "linear", "constant");
    beta1_ = 0.8;
    every_ = run::pick<std::uint64_t>(preset, 10, 100, 1000);
    options.choice("mixture", mixture_, {"ring", "grid"}, "of 8, or of 25 normals");
    options.whole("packing", packing_, 1, 1000, "samples the discriminator judges together");
    options.whole("epochs", epochs_, 1, 1000000, "of training");
    options.whole("training-set", training_set_, 1, 10000000, "points, and packs in an epoch");
    options.whole("batch", batch_, 1, 100000, "true packs in a step, and generated ones");
    options.whole("generator-width", generator_width_, 1, 100000, "of its four hidden layers");
    options.whole("discriminator-width", discriminator_width_, 1, 100000, "maxout units of a layer");
    options.whole("pieces", pieces_, 1, 1000, "linear functions of a maxout unit");
    options.number("learning-rate", rate_, run::kPositive, "of both players");
    options.choice("schedule", schedule_, {"constant", "linear"},
                   "of the rate: kept, or falling to 0");
    options.number("beta1", beta1_, {0, 1, false, true}, "of Adam");
    options.whole("every", every_, 1, 1000000, "steps between measurements");
  }

  std::vector<run::Planned> plan(run::Preset preset) override {
    std::vector<run::Planned> runs;
    for (int seed = 1; seed <= run::pick(preset, 1, 3, 10); ++seed)
      for (const char* data : {"ring", "grid"})
        for (std::uint64_t packing = 1; packing <= 4; ++packing)
          runs.push_back({std::string(data) + " packing " + std::to_string(packing) + " seed " +
                              std::to_string(seed),
                          {"--mixture", data, "--packing", std::to_string(packing), "--seed",
                           std::to_string(seed)},
                          steps() * (1 + packing)});  // the generator's share grows with the packs
    return runs;
  }

  void prepare(const run::Common&) override {
    require(steps() > 0, "epochs ", epochs_, " of a training set of ", training_set_,
            " in batches of ", batch_, ", expected at least one batch");
  }

  std::vector<run::Schema> tables() const override { return run::training_tables({kModes}); }

  void run(run::Run& run, const run::Common& common) override {
    // 1. The data, drawn once, and the players.
    const data::Mixture mixture =
        mixture_ == "ring" ? data::ring(8, 1, 0.01) : data::grid(5, 2, 0.05);
    Matrix<float> drawn(training_set_, 2);
    data::MixturePoints(mixture, common.seed).fill(0, drawn);
    auto truth = std::make_shared<data::PackedSet>(std::move(drawn), packing_, common.seed);
    gan::NetworkPair model =
        gan::packed_model({packing_, generator_width_, discriminator_width_, pieces_});
    gan::TrainerConfig config;
    config.loss = "non-saturating";
    config.packing = packing_;
    config.order = gan::Order::simultaneous;
    config.batch = 2 * batch_;
    config.generator_batch = batch_;
    config.steps = steps();
    config.seed = common.seed;
    config.initialisation = {nn::Initialisation::Kind::normal, 0.02};
    config.average_decay = 0;
    config.generator = {nn::OptimiserConfig::Kind::adam, rate_,
                        schedule_ == "linear" ? nn::Schedule::linear : nn::Schedule::constant, beta1_,
                        0.999};
    config.discriminator = config.generator;
    gan::Trainer trainer(std::move(model.generator), std::move(model.discriminator), truth, config);

    // 2. What is measured on the way.
    run::Series& table = run.table(kModes);
    Matrix<float> points(kDrawn, 2);
    const auto measure = [&](std::uint64_t done) {
      trainer.sample(0, points, gan::Trainer::Which::present);
      const metrics::ModeQuality q = metrics::mode_quality(mixture, points);
      table.append(done, q.covered, q.high_quality_share, q.reverse_kl, q.reverse_kl_good, q.dominant,
                   q.dominant_share);
    };

    // 3. Training.
    const std::uint64_t epoch = std::max<std::uint64_t>(training_set_ / batch_, 1);
    const run::FinalMeans means = run::train(
        run, trainer, epoch,
        [&](std::uint64_t done) {
          if (kit::Readings{config.steps, every_}.due(done)) measure(done);
        },
        nullptr, run::ModeTable{table, mixture.centres.size()});

    // 4. What is left behind, from the table, so that a resumed run knows it too.
    trainer.sample(0, points, gan::Trainer::Which::present);
    run.samples("samples.npy", run::contiguous(points), std::vector<std::size_t>{kDrawn, 2});
    record::Object summary = run::training_summary(trainer, means);
    summary["modes"] = static_cast<std::int64_t>(mixture.centres.size());
    for (const char* name : {"covered", "high_quality_share", "reverse_kl", "reverse_kl_good"})
      summary[name] = table.last(name);
    run.summary(summary);
  }

 private:
  static constexpr std::size_t kDrawn = 2500;

  std::uint64_t steps() const { return epochs_ * training_set_ / batch_; }

  std::string mixture_, schedule_;
  std::uint64_t packing_ = 0, epochs_ = 0, training_set_ = 0, batch_ = 0, generator_width_ = 0,
                discriminator_width_ = 0, pieces_ = 0, every_ = 0;
  double rate_ = 0, beta1_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  ModeProtocols experiment;
  return verigan::run::run_program(experiment, argc, argv);
}
