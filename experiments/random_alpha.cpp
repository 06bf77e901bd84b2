// SPDX-License-Identifier: MIT
// random_alpha: the share α of real points in a mini-batch, fixed or itself random.
//
// With K real points of n, E[K] = αn, the expected loss, the best discriminator D*_α and the equilibrium
// are those of fixed α; the mini-batch loss varies by
//   (α σ_r² + (1 − α) σ_g²)/n + Var(K/n) (μ_r − μ_g)²,
// μ and σ² of −ln D on true and of −ln(1 − D) on generated points; K/n varies by 0 or, where each point is
// true with probability α, by α(1 − α)/n (Lincetto & Camporese, section V; theorem T13).
//
// Sample runs:
//   random_alpha --preset smoke
//   random_alpha --preset smoke --composition random --dataset line --alpha 0.9 --seed 7
//   random_alpha --preset smoke --composition random --batch 60 --steps 20 --threads 2
#include <array>
#include <cmath>

#include "data/toy.hpp"
#include "gan/models.hpp"
#include "gan/trainer.hpp"
#include "kit/readings.hpp"
#include "metrics/curve_cells.hpp"
#include "random/addresses.hpp"
#include "run/experiment.hpp"
#include "run/theory_monitor.hpp"
#include "run/toy_quality.hpp"
#include "run/training.hpp"

namespace {

using namespace verigan;

constexpr const char* kScience = R"(Two trainings that differ in one thing. With --composition fixed each
mini-batch of the discriminator holds exactly n_true = αn real points; with --composition random each of its
n points is true with probability n_true/n, whatever the others are. Both expect the same loss, and have
the same best discriminator and equilibrium (T13); what differs is how much a mini-batch's loss varies:

  (α σ_r² + (1 − α) σ_g²)/n + Var(K/n) (μ_r − μ_g)²,   Var(K/n) = 0 or α(1 − α)/n

with mean μ and variance σ² of D's loss on true and on generated points. At p = p_g and D = α the first
part is 0 and the second α(1 − α) logit(α)²/n, which vanishes at α = ½.

variance.csv holds this against what mini-batches do: at five moments of the training and at its end both
players stand still, a pool of points of each kind is judged, and many mini-batches are drawn from it by
either composition; fixed and random are the variances of their losses, each with its standard error, and
fixed_theory and random_theory what the formula says for the pool. metrics.csv, quality.csv and theory.csv
are alpha_toy's.
)";

const run::Schema kVariance{"variance.csv",
                            {run::whole("step"), "mean_true", "mean_generated", "fixed", "fixed_error",
                             "fixed_theory", "random", "random_error", "random_theory"}};

/// Mean and variance of numbers that are all there are.
struct Moments {
  double mean = 0, variance = 0;
};
Moments moments(std::span<const float> values) {
  Moments m;
  const double n = static_cast<double>(values.size());
  for (const float v : values) m.mean += static_cast<double>(v) / n;
  for (const float v : values) {
    const double off = static_cast<double>(v) - m.mean;
    m.variance += off * off / n;
  }
  return m;
}

/// A variance from draws, with its standard error √((μ₄ − σ⁴)/draws).
struct Variance {
  double value = 0, error = 0;
};
Variance variance(const std::vector<double>& draws) {
  const double n = static_cast<double>(draws.size());
  double mean = 0, second = 0, fourth = 0;
  for (const double x : draws) mean += x / n;
  for (const double x : draws) {
    const double square = (x - mean) * (x - mean);
    second += square / (n - 1);
    fourth += square * square / n;
  }
  return {second, std::sqrt(std::max(0.0, fourth - second * second) / n)};
}

class RandomAlpha final : public run::Experiment {
 public:
  std::string name() const override { return "random_alpha"; }
  std::string title() const override { return "A share α of real data that is fixed, or itself random"; }
  std::string science() const override { return kScience; }
  std::string label() const override {
    return message(dataset_, " α=", record::number_text(alpha_), " ", composition_);
  }

  void declare(run::Options& options, run::Preset preset) override {
    preset_ = preset;
    dataset_ = "circle";
    composition_ = "fixed";
    alpha_ = 0.5;
    steps_ = run::pick<std::uint64_t>(preset, 60, 1500, 30000);
    batch_ = 250;
    rate_ = 1e-3;
    options.choice("dataset", dataset_, data::Curve::names(), "line: y = x³ − x, circle: radius 1");
    options.choice("composition", composition_, {"fixed", "random"}, "of the discriminator's mini-batches");
    options.number("alpha", alpha_, run::kShare, "share of real points in a mini-batch, or its mean");
    options.whole("steps", steps_, 1, 100000000, "training steps, each of one mini-batch");
    options.whole("batch", batch_, 2, 100000, "points in a mini-batch, real and generated");
    options.number("learning-rate", rate_, run::kPositive, "of both players' Adam, falling to 0 linearly");
  }

  std::vector<run::Planned> plan(run::Preset preset) override {
    using Words = std::vector<std::string>;
    const int seeds = run::pick(preset, 1, 5, 10);
    const Words datasets = run::pick(preset, Words{"circle"}, Words{"circle"}, Words{"line", "circle"});
    const Words shares = run::pick(preset, Words{"0.1"}, Words{"0.1", "0.5", "0.9"},
                                   Words{"0.1", "0.3", "0.5", "0.7", "0.9"});
    std::vector<run::Planned> runs;
    for (int seed = 101; seed < 101 + seeds; ++seed)
      for (const std::string& dataset : datasets)
        for (const std::string& alpha : shares)
          for (const char* composition : {"fixed", "random"})
            runs.push_back({message(dataset, " α=", alpha, " ", composition, " seed ", seed),
                            {"--dataset", dataset, "--alpha", alpha, "--composition", composition, "--seed",
                             std::to_string(seed)},
                            steps_});
    return runs;
  }

  void prepare(const run::Common&) override {
    const gan::BatchMix composition = gan::fixed_share(alpha_, batch_);
    gan::require_random_share(composition);  // both are measured, whichever is trained
  }

  std::vector<run::Schema> tables() const override {
    return run::training_tables({run::theory_schema(), run::ToyQuality::schema(), kVariance});
  }

  void run(run::Run& run, const run::Common& common) override {
    // 1. The players: Lincetto & Camporese's recipe.
    gan::NetworkPair model = gan::make_model("toy", 2);
    gan::TrainerConfig config;
    config.alpha = alpha_;
    config.random_share = composition_ == "random";
    config.batch = batch_;
    config.steps = steps_;
    config.seed = common.seed;
    config.average_decay = 0.995;
    config.generator = {nn::OptimiserConfig::Kind::adam, rate_, nn::Schedule::linear, 0.5, 0.999};
    config.discriminator = config.generator;
    auto truth = std::make_shared<data::Toy>(dataset_, common.seed);
    gan::Trainer trainer(std::move(model.generator), std::move(model.discriminator), truth, config);

    // 2. Training; now and then both players stand still, and mini-batches are drawn.
    run::ToyQuality quality(run, dataset_, common.seed);
    run::TheoryMonitor monitor(metrics::curve_cells(truth->curve()), 20000);
    run::Series& theory = run.table(run::theory_schema());
    run::Series& variances = run.table(kVariance);
    const auto readings = kit::Readings::about(5, steps_);
    std::string remark;
    const run::FinalMeans means = run::train(
        run, trainer, 1,
        [&](std::uint64_t done) {
          if (!readings.due(done)) return;
          quality.read(trainer, done);
          const metrics::TheorySnapshot seen = monitor.read(trainer, done == steps_ ? 100000 : 0);
          remark = run::reading_text(seen);
          run::add_reading(theory, done, seen, trainer.composition().alpha());
          add_variances(variances, trainer, common.seed, done);
        },
        &remark, std::nullopt, &theory);

    // 3. What is left behind.
    record::Object summary = run::training_summary(trainer, means);
    quality.conclude(trainer, summary);
    run::add_theory(summary, theory);
    for (const char* name : {"fixed", "random"}) {
      summary[message("variance_", name)] = record::rounded(variances.last(name));
      summary[message("variance_", name, "_theory")] =
          record::rounded(variances.last(message(name, "_theory")));
    }
    run.summary(summary);
    run::note_end(run, remark, trainer, means);
    run.progress().note(message("variance of a mini-batch's loss, fixed ",
                                record::rounded_text(variances.last("fixed"), 3), " (theory ",
                                record::rounded_text(variances.last("fixed_theory"), 3), "), random ",
                                record::rounded_text(variances.last("random"), 3), " (theory ",
                                record::rounded_text(variances.last("random_theory"), 3), ")"));
  }

 private:
  /// D's loss on points that stand still, each as in a mini-batch.
  std::vector<float> losses(gan::Trainer& trainer, MatrixView<const float> points, bool real) const {
    std::vector<float> logits(points.rows), values(points.rows), slopes(points.rows);
    trainer.logits(points, logits);
    (real ? trainer.objective().on_true : trainer.objective().on_generated)(logits, values, slopes);
    return values;
  }

  void add_variances(run::Series& table, gan::Trainer& trainer, std::uint64_t seed,
      std::uint64_t done) const {
    const auto pool = run::pick<std::size_t>(preset_, 1000, 20000, 20000);
    const auto batches = run::pick<std::uint64_t>(preset_, 1000, 20000, 50000);
    Matrix<float> real(pool, 2), made(pool, 2);
    data::Toy(dataset_, seed, 0, random::draws::kFreshData.purpose).fill(1 + done, real);
    trainer.sample(0, made, gan::GeneratorTrainer::Which::present);
    const std::vector<float> on_true = losses(trainer, real, true), on_made = losses(trainer, made, false);

    const gan::BatchMix composition = trainer.composition();
    const random::Stream draws = random::draws::kMiniBatches.stream(seed);
    std::array<Variance, 2> measured;
    for (const bool random : {false, true}) {
      std::vector<double> means(batches);
      for (std::uint64_t k = 0; k < batches; ++k) {
        const std::uint64_t t = done * batches + k;
        const std::size_t n_real =
            random ? gan::random_real_rows(composition, draws, random::draws::kMiniBatches.step(t, 0))
                   : composition.n_real;
        double sum = 0;
        for (std::size_t i = 0; i < composition.batch; ++i) {
          const std::uint32_t one = draws.below(random::draws::kMiniBatches.step(t, random ? 2 : 1), i,
                                                static_cast<std::uint32_t>(pool));
          sum += static_cast<double>(i < n_real ? on_true[one] : on_made[one]);
        }
        means[k] = sum / static_cast<double>(composition.batch);
      }
      measured[random ? 1 : 0] = variance(means);
    }
    const Moments t = moments(on_true), g = moments(on_made);
    const double a = composition.alpha(), n = static_cast<double>(composition.batch);
    const double within = (a * t.variance + (1 - a) * g.variance) / n;
    const double between = a * (1 - a) / n * (t.mean - g.mean) * (t.mean - g.mean);
    table.append(done, t.mean, g.mean, measured[0].value, measured[0].error, within, measured[1].value,
                 measured[1].error, within + between);
  }

  run::Preset preset_ = run::Preset::quick;
  std::string dataset_, composition_;
  double alpha_ = 0, rate_ = 0;
  std::uint64_t steps_ = 0, batch_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  RandomAlpha experiment;
  return verigan::run::run_program(experiment, argc, argv);
}
