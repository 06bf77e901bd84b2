// SPDX-License-Identifier: MIT
// discriminator_strength: what a discriminator too strong or too weak does to the generator.
//
// With p and q of total variation TV the best discriminator is right on ½ (1 + TV) of samples of
// which half are true, and the slope that the losses have in its logit is −D(G(z)) for ln(1 − D) and
// −(1 − D(G(z))) for −ln D: the better D is, the nearer the first is to 0 and the second to −1
// (Goodfellow et al. 2014, section 3; Arjovsky & Bottou 2017, section 2). How much of either
// reaches the generator depends on how steep D still is where generated points lie.
//
// Sample runs:
//   discriminator_strength --preset smoke
//   discriminator_strength --preset smoke --d-steps 4 --loss minimax --seed 2
//   discriminator_strength --preset smoke --d-width 2 --g-width 8
//   discriminator_strength --preset smoke --frozen 64
#include <algorithm>
#include <cmath>

#include "data/toy.hpp"
#include "gan/fixed_pair.hpp"
#include "gan/generator_gradient.hpp"
#include "gan/held_out.hpp"
#include "gan/models.hpp"
#include "gan/probe.hpp"
#include "kit/readings.hpp"
#include "metrics/cells.hpp"
#include "metrics/curve_cells.hpp"
#include "metrics/mmd.hpp"
#include "random/addresses.hpp"
#include "run/experiment.hpp"
#include "run/gan_settings.hpp"
#include "run/training.hpp"

namespace {

using namespace verigan;

constexpr const char* kScience =
    R"(A discriminator that knows every generated point for what it is may leave the generator without
a gradient; one that knows nothing cannot teach it. How strong it is can be set by its number of
updates a step (--d-steps) and by its units a layer against the generator's (--d-width, --g-width;
two hidden layers each). A GAN learns the circle.

strength.csv has, as training goes on: accuracy, the mean of the shares of real points with D > ½
and of generated ones with D ≤ ½; the mean of D(G(z)); and the norm of the generator's gradient
under both losses at that moment, without the weight 1 − α. quality.csv has MMD² to fresh true
points (V-statistic, Gaussian kernel of bandwidth 0.2, 1000 points each) at half of the steps and at
the end, and JSD in nats to the exact density, of 20000 points in cells finer than the noise.
summary.json has mmd2_half, mmd2, jsd_half, jsd, accuracy (mean over the last tenth of the readings) and
gradient_norm (geometric mean over all of them, under the loss that is trained with; less than 1e-12
counts as that).

Norms along a training mix how strong D is with how far the generator has come. So with --frozen N the
generator stops after --frozen-at of its steps, and a new discriminator learns to tell its points from true
ones for 1, 4, 16, … up to N updates; frozen.csv has its accuracy and the gradient that it would give
to this one generator.
)";

const run::Schema kStrength{
    "strength.csv",
    {run::whole("step"), "accuracy", "d_generated", "norm_saturating", "norm_non_saturating"}};
const run::Schema kQuality{"quality.csv", {run::whole("step"), "mmd2", "jsd"}};
const run::Schema kFrozen{
    "frozen.csv",
    {run::whole("updates"), "accuracy", "d_generated", "norm_saturating", "norm_non_saturating"}};

class DiscriminatorStrength final : public run::Experiment {
 public:
  std::string name() const override { return "discriminator_strength"; }
  std::string title() const override { return "Discriminators too strong and too weak"; }
  std::string science() const override { return kScience; }
  std::string label() const override { return label_of(gan_.loss, d_steps_, d_width_, g_width_); }

  void declare(run::Options& options, run::Preset preset) override {
    gan_ = {.steps = run::pick<std::uint64_t>(preset, 100, 1500, 10000),
            .batch = 256,
            .rate = 1e-3};
    d_steps_ = 1;
    d_width_ = g_width_ = 32;
    every_ = run::pick<std::uint64_t>(preset, 10, 30, 100);
    frozen_ = 0;
    frozen_at_ = std::max<std::uint64_t>(1, gan_.steps / 50);
    const auto alike = [](const gan::Objective& row) {  // the same discriminator
      return &row.discriminator == &gan::objective("minimax").discriminator;
    };
    gan_.declare(options, {.losses = gan::objective_names(alike), .fewest_steps = 2});
    options.whole("d-steps", d_steps_, 1, 1000, "updates of the discriminator a step");
    options.whole("d-width", d_width_, 1, 10000, "units of each of D's two hidden layers");
    options.whole("g-width", g_width_, 1, 10000, "units of each of G's two hidden layers");
    options.whole("every", every_, 1, 1000000, "steps between readings");
    options.whole("frozen", frozen_, 0, 1000000,
                  "updates of a new D against the frozen generator, 0: none");
    options.whole("frozen-at", frozen_at_, 1, 100000000, "steps after which G is frozen for that");
  }

  std::vector<run::Planned> plan(run::Preset preset) override {
    std::vector<run::Planned> runs;
    const auto add = [&](const char* loss, std::uint64_t updates, std::uint64_t d, std::uint64_t g,
                         int seed) {
      const std::string number = std::to_string(seed);
      runs.push_back({label_of(loss, updates, d, g) + " seed " + number,
                      {"--loss", loss, "--d-steps", std::to_string(updates), "--d-width",
                       std::to_string(d), "--g-width", std::to_string(g), "--seed", number},
                      gan_.steps * (1 + updates) * (4 + d / 32)});
    };
    // The rules of claims C11 and C12 were amended after seeds up to 20 had been seen.
    // Fewer than six give Wilcoxon's interval no end at 95 %.
    const int some = run::pick(preset, 1, 6, 20), many = run::pick(preset, 1, 10, 20);
    for (int seed = 101; seed <= 100 + many; ++seed) {
      for (const std::uint64_t d : {2U, 8U, 32U, 128U})
        for (const std::uint64_t g : {2U, 8U, 32U}) add("non-saturating", 1, d, g, seed);
      if (seed > 100 + some) continue;  // C12's best widths are chosen on half of the seeds
      for (const std::uint64_t updates : {4U, 16U}) add("non-saturating", updates, 32, 32, seed);
      for (const std::uint64_t updates : {1U, 4U, 16U}) add("minimax", updates, 32, 32, seed);
      // Options must be those of the other runs but for --frozen, so these are runs of their own.
      add("non-saturating", 1, 32, 32, seed);
      runs.back().label += " frozen";
      runs.back().arguments.insert(runs.back().arguments.end(),
                                   {"--frozen", preset == run::Preset::smoke ? "64" : "4096"});
    }
    return runs;
  }

  std::vector<run::Schema> tables() const override {
    std::vector<run::Schema> tables = run::training_tables({kStrength, kQuality});
    if (frozen_ > 0) tables.push_back(kFrozen);
    return tables;
  }

  void run(run::Run& run, const run::Common& common) override {
    // 1. The players.
    const nn::Activation leaky = nn::leaky_relu(0.2F);
    gan::TrainerConfig config = gan_.config(common.seed);
    config.discriminator_steps = d_steps_;
    gan::Trainer trainer(gan::perceptron(2, {g_width_, g_width_}, leaky, 2),
                         gan::perceptron(2, {d_width_, d_width_}, leaky, 1),
                         std::make_shared<data::Toy>("circle", common.seed), config);

    // 2. What is measured on the way.
    Matrix<float> fresh(kCompared, 2), points(kCompared, 2);
    data::Toy("circle", common.seed, 0, random::draws::kFreshData.purpose).fill(0, fresh);
    run::Series &strength = run.table(kStrength), &quality = run.table(kQuality);
    const metrics::Cells cells = metrics::curve_cells(data::Curve("circle"));
    Matrix<float> counted(kCounted, 2);
    const auto read = [&](std::uint64_t done) {
      const double accuracy = gan::read(trainer).accuracy;
      const auto saturating = gan::generator_gradient(trainer, gan::objective("minimax"), gan_.batch),
                 other = gan::generator_gradient(trainer, gan::objective("non-saturating"), gan_.batch);
      strength.append(done, accuracy, saturating.output, saturating.norm, other.norm);
    };
    const auto judge = [&](std::uint64_t done) {
      trainer.sample(0, points);
      trainer.sample(kCompared, counted);
      const double jsd =
          metrics::counted_jsd(cells.data, metrics::count(cells, counted)).value;
      quality.append(done, metrics::mmd2(points, fresh).biased, jsd);
    };

    run::Series* frozen = frozen_ > 0 ? &run.table(kFrozen) : nullptr;

    // 3. Training.
    const run::FinalMeans means = run::train(run, trainer, 1, [&](std::uint64_t done) {
      if (frozen != nullptr && done == frozen_at_) freeze(*frozen, trainer, common.seed);
      if (kit::Readings{gan_.steps, every_}.due(done)) read(done);
      if (done == gan_.steps / 2 || done == gan_.steps) judge(done);
    });

    // 4. What is left behind, from the tables, so that a resumed run knows it too.
    record::Object summary = run::training_summary(trainer, means);
    for (const std::string name : {"mmd2", "jsd"}) {
      summary[name + "_half"] = quality.column<double>(name).front();
      summary[name] = quality.last(name);
    }
    summarise(strength, summary);
    run.summary(summary);
  }

 private:
  static constexpr std::size_t kCompared = 1000, kCounted = 20000;

  /// A new discriminator against the generator as it is now, after 1, 4, 16, … updates.
  void freeze(run::Series& table, gan::Trainer& trainer, std::uint64_t seed) const {
    gan::FixedPairConfig config;
    config.batch = gan_.batch;
    config.steps = frozen_;
    config.seed = seed;
    config.run = random::draws::kBesideGan;  // weights of its own
    config.optimiser = trainer.config().discriminator;
    const nn::Activation leaky = nn::leaky_relu(0.2F);
    constexpr std::uint64_t kBeyond = std::uint64_t{1} << 40;  // samples that nobody else draws
    const auto generated = std::make_shared<gan::FrozenGenerator>(trainer, kBeyond);
    gan::FixedPairTrainer pair(gan::perceptron(2, {d_width_, d_width_}, leaky, 1),
                               std::make_shared<data::Toy>("circle", seed, config.run), generated, config);
    Matrix<float> fresh(kCompared, 2), points(kCompared, 2);
    data::Toy("circle", seed, 0, random::draws::kFreshData.purpose).fill(1, fresh);
    trainer.sample(0, points, gan::Trainer::Which::present);
    std::vector<float> on_true(kCompared), on_generated(kCompared);
    for (std::uint64_t updates = 1; updates <= frozen_; updates *= 4) {
      while (pair.steps_done() < updates) pair.step();
      pair.logits(fresh, on_true);
      pair.logits(points, on_generated);
      const auto above = [](const std::vector<float>& logits) {
        return static_cast<double>(std::count_if(logits.begin(), logits.end(),
                                                 [](float t) { return t > 0; })) /
               static_cast<double>(logits.size());
      };
      const auto& weights = pair.discriminator_weights();
      const auto saturating =
                     gan::generator_gradient(trainer, gan::objective("minimax"), gan_.batch, weights),
                 other =
                     gan::generator_gradient(trainer, gan::objective("non-saturating"), gan_.batch, weights);
      table.append(updates, (above(on_true) + 1 - above(on_generated)) / 2, saturating.output,
                   saturating.norm, other.norm);
    }
  }

  static std::string label_of(const std::string& loss, std::uint64_t updates, std::uint64_t d,
                              std::uint64_t g) {
    return loss + " D " + std::to_string(d) + " G " + std::to_string(g) + " ×" +
           std::to_string(updates);
  }

  void summarise(const run::Series& strength, record::Object& summary) const {
    const auto norm = strength.column<double>(
        gan::objective(gan_.loss).saturating() ? "norm_saturating" : "norm_non_saturating");
    double logs = 0;
    for (const double value : norm) logs += std::log(std::max(value, 1e-12));
    summary["accuracy"] = record::rounded(strength.tail_mean("accuracy"));
    summary["gradient_norm"] = record::rounded(std::exp(logs / static_cast<double>(norm.size())));
  }

  run::GanSettings gan_;
  std::uint64_t d_steps_ = 0, d_width_ = 0, g_width_ = 0, every_ = 0, frozen_ = 0, frozen_at_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  DiscriminatorStrength experiment;
  return verigan::run::run_program(experiment, argc, argv);
}
