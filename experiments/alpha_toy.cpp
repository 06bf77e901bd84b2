// SPDX-License-Identifier: MIT
// alpha_toy: a GAN learns points about a curve from mini-batches with a share α of real points.
//
// At equilibrium p_g = p_data, D = α everywhere, and the losses are
//   discriminator   −α E_p[ln D] − (1 − α) E_g[ln(1 − D)] = H(α) = −α ln α − (1 − α) ln(1 − α)
//   generator       −E_g[ln D]                            = −ln α
// (Lincetto & Camporese, sections III and IV). D ≡ α has all of these for every generator.
//
// Sample runs:
//   alpha_toy --preset smoke
//   alpha_toy --preset smoke --dataset line --alpha 0.9 --seed 7
//   alpha_toy --preset smoke --alpha 0.1 --steps 50 --batch 40 --samples 100 --threads 2
//   alpha_toy --preset smoke --recipe equilibrium --steps 20
#include <algorithm>

#include "core/names.hpp"
#include "data/fourier_features.hpp"
#include "data/points.hpp"
#include "data/toy.hpp"
#include "gan/described.hpp"
#include "gan/held_out.hpp"
#include "gan/models.hpp"
#include "gan/trainer.hpp"
#include "kit/readings.hpp"
#include "random/addresses.hpp"
#include "record/hash.hpp"
#include "run/choices.hpp"
#include "run/experiment.hpp"
#include "run/theory_monitor.hpp"
#include "run/training.hpp"
#include "toy/target.hpp"

namespace {

using namespace verigan;

constexpr const char* kScience = R"(In every mini-batch of the discriminator a fixed share α of the points is true, the others are
generated. If both players succeed, the generated points cannot be told from the real ones, the
discriminator answers α everywhere, its loss is the entropy H(α) and the non-saturating generator's
is −ln α, at the α there really was (n_true/batch, alpha_effective in summary.json).

None of that proves it: a discriminator that answers α to everything has all of these values, whatever
is generated. What tells is how far the generated density is from the data's, which is known here:
theory.csv has JSD(p, p_g), by counts in cells a quarter of the noise wide, and the blindness of D, the
share of what there is to see that it does not (0 for the optimal one, 1 for D ≡ α), each with its
error. quality.csv has MMD² over bandwidths from half the noise up, the share of points within three
noise standard deviations of the curve, the share of the curve that is covered, and how widely the
points scatter about it. At the end, tests of these against real points, and a fresh discriminator that
learns alone, on the generator as it then is: what it sees on new points bounds JSD from below.

--recipe lc is the paper's: two-dimensional noise, which a generator cannot bend into a curve that has
a width; its discriminator ends blind. --recipe equilibrium (16-dimensional noise, a discriminator that
learns twice as fast and twice a step, β₁ = 0, and wider networks in the preset paper) comes near p.

metrics.csv has a row for every step, quality.csv and theory.csv twenty, samples.npy the final points.
)";

template <class T>
struct ByPreset {
  T smoke, quick, paper;
  T at(run::Preset preset) const { return run::pick(preset, smoke, quick, paper); }
};

/// How a toy is learnt, and how often it is planned.
struct Recipe {
  const char *name, *label;  // label: behind that of its runs
  ByPreset<const char*> model;
  std::uint64_t noise_dim;
  ByPreset<std::uint64_t> steps, batch;
  std::uint64_t d_steps;
  ByPreset<std::uint64_t> fresh_steps;
  double rate, d_lr_ratio, beta1, average;
  ByPreset<int> first_seed, seeds;
  ByPreset<bool> every_share;  // all five α, or 0.5 alone
  std::uint64_t cost;          // of an update of D, relative
};
constexpr Recipe kRecipes[] = {
    // Claim C02 was amended after earlier seeds were seen: it is judged on seeds from 101 on.
    {"lc", "", {"toy", "toy", "toy"}, 2, {300, 1500, 30000}, {250, 250, 250}, 1, {50, 500, 20000},
     1e-3, 1, 0.5, 0.995, {1, 101, 101}, {1, 5, 10}, {true, true, true}, 1},
    {"equilibrium", ", equilibrium", {"toy", "toy", "toy-wide"}, 16, {60, 4000, 8000}, {100, 256, 512}, 2,
     {50, 500, 20000}, 1e-3, 2, 0, 0.999, {1, 1, 101}, {1, 1, 10}, {false, true, true}, 4}};

std::vector<std::string> recipe_names() {
  std::vector<std::string> names;
  for (const Recipe& recipe : kRecipes) names.emplace_back(recipe.name);
  return names;
}

const Recipe& recipe_of(std::string_view name) {
  return *std::ranges::find(kRecipes, name, [](const Recipe& recipe) { return std::string_view(recipe.name); });
}

class AlphaToy final : public run::Experiment {
 public:
  std::string name() const override { return "alpha_toy"; }
  std::string title() const override {
    return "A GAN on the line and the circle with a share α of real data";
  }
  std::string science() const override { return kScience; }
  std::string label() const override {
    return (density_.empty() ? dataset_ : density_) + " α=" + record::number_text(alpha_) + recipe_of(recipe_).label;
  }

  void declare(run::Options& options, run::Preset preset) override {
    preset_ = preset;
    dataset_ = "circle";
    recipe_ = kRecipes[0].name;
    model_ = "auto";
    alpha_ = 0.5;
    noise_dim_ = steps_ = batch_ = d_steps_ = fresh_steps_ = 0;
    rate_ = d_lr_ratio_ = 0;
    beta1_ = average_ = -1;
    samples_ = 10000;
    density_.clear();
    options.text("dataset", dataset_,
                 "line: y = x³ − x, circle: radius 1; both with noise of standard deviation 0.05; or points of "
                 "your own, FILE.npy of shape (N,) or (N, d) or FILE.csv");
    options.contents("dataset", dataset_, [this] { return own_points() ? record::sha256_file(dataset_) : ""; },
                     "--dataset names no file");
    options.density("density", density_, "points of the line with this density, as in verigan theory, in its place");
    options.left_out_while_unset("density");
    options.only_if("dataset", [this] { return density_.empty(); }, "--density gives the points");
    options.choice("recipe", recipe_, recipe_names(), "the settings that are not given");
    options.number("alpha", alpha_, run::kShare, "share of real points in a mini-batch");
    noise_first_ = noise_last_ = 0;
    options.text("model", model_,
                 "toy or toy-wide: four hidden layers of 64 or 128 in both players; or networks of your own, as in "
                 "'dense 64 leaky 0.2 | dense 1' or 'G: dense 64 relu | dense 2; D: dense 64 leaky 0.2 | dense 1'");
    choices_.declare(options);
    options.number("instance-noise", noise_first_, run::kNotNegative,
                   "standard deviation of the noise on D's inputs at the first step");
    options.number("instance-noise-last", noise_last_, run::kNotNegative, "the same at the last step");
    for (const char* name : {"instance-noise", "instance-noise-last"}) options.left_out_while_unset(name);
    options.whole("noise-dim", noise_dim_, 0, 1000,
                  "dimension of the generator's normal noise; 0: the recipe's, and so below");
    options.whole("steps", steps_, 0, 100000000, "training steps, each an epoch of one mini-batch");
    options.whole("batch", batch_, 0, 100000, "points in a mini-batch, real and generated");
    options.whole("d-steps", d_steps_, 0, 1000, "updates of the discriminator in a step");
    options.number("learning-rate", rate_, run::kNotNegative,
                   "of the generator's Adam, falling to 0 linearly");
    options.number("d-lr-ratio", d_lr_ratio_, run::kNotNegative, "the discriminator's learning rate over it");
    options.number("beta1", beta1_, {-1, 1, false, true}, "of both players' Adam; -1: the recipe's");
    options.number("average", average_, {-1, 1, false, true},
                   "decay of the generator's averaged weights, which draw the samples; 0: none; -1: the "
                   "recipe's");
    options.only_if("from", [] { return true; }, "");
    options.whole("samples", samples_, 2, 10000000, "generated points in samples.npy");
    options.whole("fresh-steps", fresh_steps_, 0, 100000000,
                  "updates of the fresh discriminator at the end");
  }

  // Seed by seed, so that a reproduction cut short has all of the first.
  std::vector<run::Planned> plan(run::Preset preset) override {
    std::vector<run::Planned> runs;
    for (const Recipe& recipe : kRecipes) {
      const int first = recipe.first_seed.at(preset);
      for (int seed = first; seed < first + recipe.seeds.at(preset); ++seed)
        for (const char* dataset : {"line", "circle"})
          for (const char* alpha : {"0.1", "0.3", "0.5", "0.7", "0.9"})
            if (recipe.every_share.at(preset) || alpha == std::string("0.5"))
              runs.push_back({message(dataset, " α=", alpha, recipe.label,
                                      seed == 1 ? "" : message(", seed ", seed)),
                              {"--dataset", dataset, "--alpha", alpha, "--recipe", recipe.name, "--seed",
                               std::to_string(seed)},
                              recipe.cost * recipe.steps.at(preset) * recipe.d_steps *
                                  recipe.batch.at(preset) / 250});
    }
    return runs;
  }

  void prepare(const run::Common& common) override {
    const Recipe& own = recipe_of(recipe_);
    const auto take = [](auto& value, auto unset, const auto& recipe) {
      if (value == unset) value = recipe;
    };
    take(model_, std::string("auto"), own.model.at(preset_));
    take(noise_dim_, 0U, own.noise_dim);
    take(steps_, 0U, own.steps.at(preset_));
    take(batch_, 0U, own.batch.at(preset_));
    take(d_steps_, 0U, own.d_steps);
    take(fresh_steps_, 0U, own.fresh_steps.at(preset_));
    take(rate_, 0.0, own.rate);
    take(d_lr_ratio_, 0.0, own.d_lr_ratio);
    take(beta1_, -1.0, own.beta1);
    take(average_, -1.0, own.average);
    gan::fixed_share(alpha_, batch_);
    if (!density_.empty()) dataset_ = "density";
    target_ = target(common.seed);
    choices_.check(networks().discriminator);
    if (const std::string note = target_->note(); !note.empty()) warnings.push_back(note);
  }

  std::vector<run::Schema> tables() const override {
    const std::unique_ptr<toy::Target> asked = target(1);
    std::vector<run::Schema> further{asked->quality_schema()};
    if (asked->dimension() <= 2) further.insert(further.begin(), run::theory_schema());
    return run::training_tables(further);
  }

  void run(run::Run& run, const run::Common& common) override {
    // 1. The players, and Adam.
    gan::NetworkPair model = networks();
    gan::TrainerConfig config;
    config.alpha = alpha_;
    config.batch = batch_;
    config.steps = steps_;
    config.seed = common.seed;
    config.average_decay = average_;
    config.discriminator_steps = d_steps_;
    config.generator = {nn::OptimiserConfig::Kind::adam, rate_, nn::Schedule::linear, beta1_, 0.999};
    config.discriminator = config.generator;
    config.discriminator.learning_rate = d_lr_ratio_ * rate_;
    choices_.apply(config);
    config.instance_noise = {noise_first_, noise_last_};
    gan::Trainer trainer(std::move(model.generator), std::move(model.discriminator),
                         target_->source(common.seed, 0), config);

    // 2. Training, judged twenty times on the way, with a closer look at the end.
    const std::unique_ptr<run::Quality> quality = target_->quality(run, common.seed);
    const auto readings = kit::Readings::about(20, steps_);
    std::optional<run::TheoryMonitor> monitor;
    if (auto cells = target_->cells()) monitor.emplace(std::move(*cells), kCounted);
    run::Series* const theory = monitor ? &run.table(run::theory_schema()) : nullptr;
    const std::size_t last = run::pick<std::size_t>(preset_, 20000, 100000, 400000);
    const double alpha = trainer.composition().alpha();
    std::string remark;
    const run::FinalMeans means = run::train(
        run, trainer, 1,
        [&](std::uint64_t done) {
          if (!readings.due(done)) return;
          quality->read(trainer, done);
          if (!monitor) return;
          const metrics::TheorySnapshot seen = monitor->read(trainer, done == steps_ ? last : 0);
          remark = run::reading_text(seen);
          run::add_reading(*theory, done, seen, alpha);
        },
        &remark, std::nullopt, theory);

    // 3. What is left behind.
    Matrix<float> samples(samples_, target_->dimension());
    trainer.sample(0, samples);
    target_->unscale(samples);
    run.samples("samples.npy", run::contiguous(samples),
                std::vector<std::size_t>{samples_, target_->dimension()});
    record::Object summary = run::training_summary(trainer, means);
    target_->describe(summary);
    quality->conclude(trainer, summary);
    if (theory != nullptr) run::add_theory(summary, *theory);
    const gan::SeenDivergence left = what_is_left(trainer, common.seed);
    summary["fresh_jsd"] = record::rounded(left.jsd, 6);
    summary["fresh_jsd_error"] = record::rounded(left.error, 6);
    summary["fresh_jsd_bound"] = record::rounded(left.bound, 6);
    summary["fresh_accuracy"] = record::rounded(left.accuracy, 6);
    run.summary(summary);
    run::note_end(run, remark, trainer, means);
    run.progress().note(quality->text() +
                        message("; a fresh discriminator sees ", record::rounded_text(left.jsd, 3),
                                " nats, so JSD ≥ ", record::rounded_text(left.bound, 3)));
  }

 private:
  /// What a fresh discriminator, trained alone, sees of the generator as it is. It is given Fourier
  /// features at the noise's scale: one like the player, of x alone, saw 0.001 of 0.17 nats after 4,000
  /// updates.
  gan::SeenDivergence what_is_left(gan::Trainer& trainer, std::uint64_t seed) const {
    constexpr std::uint64_t kApart = std::uint64_t{1} << 32;  // from the samples drawn so far
    constexpr std::uint32_t kRun = random::draws::kBesideGan;
    const auto seen = [&](std::shared_ptr<data::Source> points) {
      return std::make_shared<data::FourierFeatures>(
          std::move(points), 64, target_->fine_scale(), seed, kRun + 1);
    };
    gan::FixedPairConfig config;
    config.batch = 500;
    config.steps = fresh_steps_;
    config.seed = seed;
    config.run = kRun;
    config.optimiser = {nn::OptimiserConfig::Kind::adam, 2e-3, nn::Schedule::linear, 0.9, 0.999};
    const auto truth = seen(target_->source(seed, kRun));
    const auto generated = seen(std::make_shared<gan::FrozenGenerator>(trainer, kApart));
    gan::FixedPairTrainer fresh(
        gan::perceptron(truth->dimension(), {64, 64}, nn::leaky_relu(0.2F), 1), truth, generated,
        config);
    while (fresh.steps_done() < fresh_steps_) fresh.step();
    const std::size_t n = run::pick<std::size_t>(preset_, 5000, 50000, 200000);
    Matrix<float> real(std::min(n, target_->unseen_count()), truth->dimension()), made(n, truth->dimension());
    seen(target_->unseen(seed, kRun))->fill(fresh_steps_, real);  // of a step that is never taken
    seen(std::make_shared<gan::FrozenGenerator>(trainer, 2 * kApart))->fill(0, made);
    return gan::seen_divergence(fresh, real, made);
  }

  static constexpr std::size_t kCounted = 20000;  // points counted in cells on the way

  gan::NetworkPair networks() const {
    if (gan::describes_networks(model_))
      return gan::described_networks(model_, noise_dim_, target_->dimension());
    const std::vector<std::string> names{"auto", "toy", "toy-wide"};
    require(std::ranges::find(names, model_) != names.end(), "--model = '", model_, "'", expected_names(model_, names),
            ", or layers such as 'dense 64 leaky 0.2 | dense 1'");
    gan::ModelOptions architecture;
    architecture.noise = noise_dim_;
    architecture.shape = {1, 1, target_->dimension()};
    return gan::make_model(model_, architecture);
  }

  bool own_points() const { return density_.empty() && data::names_points(dataset_); }

  std::unique_ptr<toy::Target> target(std::uint64_t seed) const {
    if (!density_.empty()) return toy::density(density_);
    if (own_points()) return toy::points(dataset_, seed);
    const std::vector<std::string> curves = data::Curve::names();
    require(std::ranges::find(curves, dataset_) != curves.end(), "--dataset = '", dataset_, "'",
            expected_names(dataset_, curves), " or a file .npy or .csv of points");
    return toy::curve(dataset_);
  }

  run::Preset preset_ = run::Preset::quick;
  std::unique_ptr<toy::Target> target_;
  std::string dataset_, density_, recipe_, model_;
  double alpha_ = 0, rate_ = 0, d_lr_ratio_ = 0, beta1_ = 0, average_ = 0;
  double noise_first_ = 0, noise_last_ = 0;
  run::Choices choices_;
  std::uint64_t noise_dim_ = 0, steps_ = 0, batch_ = 0, d_steps_ = 0, fresh_steps_ = 0, samples_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  AlphaToy experiment;
  return verigan::run::run_program(experiment, argc, argv);
}
