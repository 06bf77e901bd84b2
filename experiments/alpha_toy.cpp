// SPDX-License-Identifier: MIT
// alpha_toy: a GAN learns points about a curve from mini-batches with a share α of true points.
//
// At equilibrium p_g = p_data, D = α everywhere, and the losses are
//   discriminator   −α E_p[ln D] − (1 − α) E_g[ln(1 − D)] = H(α) = −α ln α − (1 − α) ln(1 − α)
//   generator       −E_g[ln D]                            = −ln α
// (Lincetto & Camporese, sections III and IV).
//
// Sample runs:
//   alpha_toy --preset smoke
//   alpha_toy --preset smoke --dataset line --alpha 0.9 --seed 7
//   alpha_toy --preset smoke --alpha 0.1 --steps 50 --batch 40 --samples 100 --threads 2
#include "data/toy.hpp"
#include "gan/models.hpp"
#include "gan/trainer.hpp"
#include "metrics/curve_quality.hpp"
#include "metrics/mmd.hpp"
#include "run/experiment.hpp"
#include "run/gan_settings.hpp"
#include "run/theory_monitor.hpp"
#include "run/training.hpp"

namespace {

using namespace verigan;

constexpr const char* kScience = R"(In every mini-batch of the discriminator a fixed share α of the points is true, the others are
generated. If both players succeed, the generated points cannot be told from the true ones, the
discriminator answers α everywhere, its loss is the entropy H(α) and the non-saturating generator's
is −ln α, at the α there really was (n_true/batch, alpha_effective in summary.json).

A loss at H(α) alone proves nothing: an untrained discriminator has it at α = 1/2. So D's mean
outputs on true and on generated points, MMD² to fresh true points (Gaussian kernel of bandwidth
0.2), the share of generated points within three noise standard deviations of the curve, and the
share of the curve that is covered are recorded beside it. And because the density p of the true
points is known, so is what D should answer: theory.csv has JSD(p, p_g) by a histogram of p_g,
for the generator that plays and for that of averaged weights, which draws the samples; and D's
distance from D*_α, and by how much its loss exceeds the least there is, each with its error.

metrics.csv has a row for every step, quality.csv and theory.csv twenty, samples.npy the final points.
)";

class AlphaToy final : public run::Experiment {
 public:
  std::string name() const override { return "alpha_toy"; }
  std::string title() const override {
    return "A GAN on the line and the circle with a share α of true data";
  }
  std::string science() const override { return kScience; }
  std::string label() const override { return dataset_ + " α=" + record::number_text(gan_.alpha); }

  void declare(run::Options& options, run::Preset preset) override {
    dataset_ = "circle";
    gan_ = {.steps = run::pick<std::uint64_t>(preset, 300, 3000, 30000),
            .batch = 250,
            .rate = 1e-3,
            .schedule = nn::Schedule::linear};
    average_ = 0.995;
    samples_ = 10000;
    options.choice("dataset", dataset_, data::Curve::names(),
                   "line: y = x³ − x, circle: radius 1; both with noise of standard deviation 0.05");
    options.number("alpha", gan_.alpha, run::kShare, "share of true points in a mini-batch");
    options.whole("steps", gan_.steps, 1, 100000000,
                  "training steps, each an epoch of one mini-batch");
    options.whole("batch", gan_.batch, 2, 100000, "points in a mini-batch, true and generated");
    options.number("learning-rate", gan_.rate, run::kPositive,
                   "of both players, falling to 0 linearly");
    options.number("average", average_, {0, 1, false, true},
                   "decay of the generator's averaged weights, which draw the samples; 0: none");
    options.whole("samples", samples_, 2, 10000000, "generated points in samples.npy");
  }

  std::vector<run::Planned> plan(run::Preset) override {
    std::vector<run::Planned> runs;
    for (const char* dataset : {"line", "circle"}) {
      for (const char* alpha : {"0.1", "0.3", "0.5", "0.7", "0.9"}) {
        runs.push_back({std::string(dataset) + " α=" + alpha,
                        {"--dataset", dataset, "--alpha", alpha}, gan_.steps});
      }
    }
    return runs;
  }

  void prepare(const run::Common&) override { gan::fixed_share(gan_.alpha, gan_.batch); }

  void run(run::Run& run, const run::Common& common) override {
    // 1. The players: four hidden layers of 64 each, and Adam.
    gan::Model model = gan::make_model("toy");
    gan::TrainerConfig config = gan_.config(common.seed);
    config.average_decay = average_;
    auto truth = std::make_shared<data::Toy>(dataset_, common.seed);
    const data::Curve& curve = truth->curve();
    gan::Trainer trainer(std::move(model.generator), std::move(model.discriminator), truth, config);

    // 2. Fresh true points to compare with.
    Matrix<float> fresh(kEvaluated, 2), points(kEvaluated, 2);
    data::Toy(dataset_, common.seed, 0, random::Purpose::evaluate).fill(0, fresh);

    // 3. Training, judged twenty times on the way.
    record::CsvWriter& quality =
        run.table("quality.csv", {"step", "epoch", "mmd2", "near_share", "coverage"});
    const std::uint64_t every = std::max<std::uint64_t>(1, gan_.steps / 20);
    run::TheoryMonitor monitor(
        run::curve_cells(curve, static_cast<double>(data::Toy::kNoise), -2.1, 2.1, kCells), kCounted);
    record::CsvWriter& theory = run::theory_table(run);
    const double alpha = trainer.composition().alpha();
    std::string remark;
    metrics::Mmd mmd{};
    metrics::CurveQuality shape{};
    const auto judge = [&] {
      trainer.sample(0, points);
      mmd = metrics::mmd2(points, fresh);
      shape = metrics::curve_quality(curve, points);
    };
    const auto look_on = [&](std::uint64_t done) {
      const run::TheoryReading seen = monitor.read(trainer);
      remark = run::reading_text(seen);
      run::add_reading(theory, done, seen, alpha);
    };
    const run::FinalMeans means = run::train(
        run, trainer, 1,
        [&](std::uint64_t done) {
          if (done % every != 0 && done != gan_.steps) return;
          judge();
          quality.row(done, done, record::rounded_text(mmd.unbiased),
                      record::rounded_text(shape.near_share), record::rounded_text(shape.coverage));
          look_on(done);
        },
        &remark);

    // 4. What is left behind.
    judge();
    Matrix<float> samples(samples_, 2);
    trainer.sample(0, samples);
    run.samples("samples.npy", run::packed(samples), std::vector<std::size_t>{samples_, 2});
    record::Object summary = run::training_summary(trainer, means);
    summary["mmd2"] = record::rounded(mmd.unbiased);
    summary["near_share"] = record::rounded(shape.near_share);
    summary["coverage"] = record::rounded(shape.coverage);
    const record::Table read = record::Table::parse(theory.text(), "theory.csv");
    for (const char* name : {"jsd", "jsd_error", "jsd_average", "jsd_average_error", "gap", "gap_error",
                             "rms"})
      summary[name] = read.numbers(name).back();
    run.summary(summary);
    run::note_end(run, remark, trainer, means);
  }

 private:
  static constexpr std::size_t kEvaluated = 2000;  // points compared with as many fresh ones
  static constexpr std::size_t kCells = 84, kCounted = 20000;  // cells a side; points counted in them

  run::GanSettings gan_;
  std::string dataset_;
  double average_ = 0.0;
  std::uint64_t samples_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  AlphaToy experiment;
  return verigan::run::run_program(experiment, argc, argv);
}
