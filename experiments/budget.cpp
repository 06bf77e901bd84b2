// SPDX-License-Identifier: MIT
// budget: how near to digits a loss comes when its settings are drawn at random, and the best of n such
// trials is kept.
//
//   best-of-n Fréchet distance   E min(d_1, …, d_n),  d_i of trials drawn with replacement from those run
// (Lincetto & Camporese, section II, after Lucic et al. 2018: with enough trials the losses come close.)
//
// Sample runs:
//   budget --preset smoke
//   budget --preset smoke --loss matching --trial 2
//   budget --preset smoke --loss hinge --trial 3 --images 500
#include <algorithm>
#include <cmath>

#include "core/check.hpp"
#include "gan/matching_trainer.hpp"
#include "gan/models.hpp"
#include "gan/trainer.hpp"
#include "kit/images.hpp"
#include "pictures/scoring.hpp"
#include "random/addresses.hpp"
#include "run/experiment.hpp"
#include "run/training.hpp"

namespace {

using namespace verigan;

constexpr const char* kScience =
    R"(A loss that is best at its authors' settings may be no better than another at the settings one finds. Here
every trial has settings of its own, drawn at random from wide ranges: learning rates log-uniform from 1e-5 to
1e-2 and D's from a fifth to five times G's, β₁ of 0, 0.5 or 0.9, mini-batches of 32 to 256, 1, 2 or 5 updates of
D a step, noise on D's inputs or none, 10, 32 or 100 dimensions of noise. Trial k has the same draw under every
loss; a matching network has no discriminator, and draws its bandwidths' scale instead. All learn from as many
images, by the small dense model of alpha_mnist, and are scored by the classifier of `verigan score`.

Is a worse loss the better one after enough trials, and no loss the best everywhere (C23)? F24 shows the best of n
trials over n, by drawing n of the trials again and again.
)";

constexpr const char* kMatching = "matching";

/// What is drawn of a trial.
struct Settings {
  double rate, ratio, beta1, input_noise, scale;
  std::uint64_t batch, d_updates, noise_dim;

  static Settings drawn(std::uint64_t trial) {
    const random::Stream stream = random::draws::kTrialSettings.stream(trial);
    const auto part = [&](std::uint64_t index, double low, double high) {
      return low * std::pow(high / low, stream.uniform_double(0, index));
    };
    const auto one_of = [&]<class T>(std::uint64_t index, std::initializer_list<T> choices) {
      return choices.begin()[stream.below(1, index, static_cast<std::uint32_t>(choices.size()))];
    };
    return {.rate = part(0, 1e-5, 1e-2),
            .ratio = part(1, 0.2, 5),
            .beta1 = one_of(0, {0.0, 0.5, 0.9}),
            .input_noise = one_of(1, {0.0, 0.5}),
            .scale = part(2, 0.25, 4),
            .batch = one_of(2, {32UL, 64UL, 128UL, 256UL}),
            .d_updates = one_of(3, {1UL, 2UL, 5UL}),
            .noise_dim = one_of(4, {10UL, 32UL, 100UL})};
  }
};

class Budget final : public run::Experiment {
 public:
  std::string name() const override { return "budget"; }
  std::string title() const override { return "The best of many trials at random settings"; }
  std::string science() const override { return kScience; }
  std::string label() const override { return message(loss_, " trial ", trial_); }
  std::string dataset() const override { return dataset_; }

  void declare(run::Options& options, run::Preset preset) override {
    dataset_ = "auto";
    loss_ = losses().front();
    trial_ = 1;
    images_ = run::pick<std::uint64_t>(preset, 640, 0, 0);
    seen_ = run::pick<std::uint64_t>(preset, 1280, 120000, 600000);
    samples_ = run::pick<std::uint64_t>(preset, 200, 2000, 10000);
    classifier_ = preset == run::Preset::smoke ? "short" : "usual";
    options.text("dataset", dataset_, "mnist or fashion-mnist, or auto for what is found");
    options.choice("loss", loss_, losses(), "what both players learn by; matching: MMD, without a discriminator");
    options.whole("trial", trial_, 1, 1000000, "which draw of settings");
    options.whole("images", images_, 0, 10000000, "training images used, from the first one; 0: all");
    options.whole("seen", seen_, 1, 1000000000, "images that a discriminator, or the MMD, is shown in all");
    options.whole("samples", samples_, 100, 1000000, "generated images that are scored");
    options.choice("classifier", classifier_, {"usual", "short"},
                   "what images are scored by: that of verigan score, or one trained for seconds");
    options.only_if("data", [] { return true; }, "");
  }

  std::vector<run::Planned> plan(run::Preset preset) override {
    std::vector<run::Planned> runs;
    const std::uint64_t trials = run::pick<std::uint64_t>(preset, 1, 4, 60);
    for (std::uint64_t trial = 1; trial <= trials; ++trial)
      for (const std::string& loss : losses())
        runs.push_back({message(loss, " trial ", trial),
                        {"--loss", loss, "--trial", std::to_string(trial)},
                        std::max<std::uint64_t>(1, seen_ / 20)});
    return runs;
  }

  void prepare(const run::Common& common) override {
    kit::find_images(found_, dataset_, common);
    require(found_->dimension() == gan::model_row(kModel).shape.size(), found_->folder.string(),
            " holds images of ", found_->shape.height, " x ", found_->shape.width, " pixels, expected 28 x 28");
    if (images_ == 0) images_ = found_->count();
    images_ = std::min<std::uint64_t>(images_, found_->count());
    require(images_ >= 256, "images = ", images_, ", expected at least 256, the largest mini-batch");
  }

  std::vector<run::Schema> tables() const override {
    return loss_ == kMatching ? run::matching_tables({}) : run::training_tables();
  }

  void run(run::Run& run, const run::Common& common) override {
    // 1. The settings of this trial, and the images.
    const Settings settings = Settings::drawn(trial_);
    const pictures::Scoring scoring(classifier_, *found_, dataset_, common, run.progress());
    auto images = std::make_shared<data::ImageSet>(*found_);
    images->labels.resize(images_);
    images->pixels.resize(images_ * images->dimension());
    gan::NetworkPair model = gan::make_model(kModel, settings.noise_dim);
    const gan::Range range = model.range;
    auto source = std::make_shared<data::ImageBatches>(images, range.low, range.high, common.seed);

    // 2. Training on as many images as every other trial.
    record::Object summary;
    const std::uint64_t per_epoch = std::max<std::uint64_t>(1, 2 * images_ / settings.batch);
    const auto finish = [&](gan::GeneratorTrainer& trainer) {
      Matrix<float> pixels(samples_, images->dimension());
      trainer.sample(0, pixels);
      for (std::size_t i = 0; i < samples_; ++i)
        for (float& x : pixels.row(i)) x = std::clamp((x - range.low) / (range.high - range.low), 0.0F, 1.0F);
      run.samples("samples.npy", run::contiguous(pixels),
                  std::vector<std::size_t>{samples_, images->shape.height, images->shape.width});
      run.picture("grid.png", record::image_grid(pixels.view().block_rows(0, 36), images->shape, 6, 6));
      scoring.summarise(scoring.of(pixels, {}), samples_, summary);
    };
    if (loss_ == kMatching) {
      gan::MatchingConfig config;
      common_part(config, settings, common.seed);
      config.batch = config.true_batch = settings.batch;
      config.steps = std::max<std::uint64_t>(1, seen_ / settings.batch);
      std::vector<double> bandwidths;
      for (const double width : {2.0, 4.0, 8.0, 16.0}) bandwidths.push_back(width * settings.scale);
      gan::MatchingTrainer trainer(std::move(model.generator),
                                   gan::match_mmd(bandwidths, gan::MmdEstimator::root), source, config);
      const double loss = run::train(run, trainer, per_epoch, [](std::uint64_t) {});
      summary["final_loss"] = record::rounded(loss);
      finish(trainer);
    } else {
      gan::TrainerConfig config;
      common_part(config, settings, common.seed);
      config.loss = loss_;
      config.batch = settings.batch;
      config.discriminator = config.generator;
      config.discriminator.learning_rate *= settings.ratio;
      config.discriminator_steps = settings.d_updates;
      config.instance_noise = {settings.input_noise, 0};
      config.steps = std::max<std::uint64_t>(1, 2 * seen_ / (settings.batch * settings.d_updates));
      gan::Trainer trainer(std::move(model.generator), std::move(model.discriminator), source, config);
      const run::FinalMeans means = run::train(run, trainer, per_epoch, [](std::uint64_t) {});
      summary = run::training_summary(trainer, means);
      finish(trainer);
    }

    // 3. What is left behind.
    summary["dataset"] = dataset_;
    summary["rate"] = record::rounded(settings.rate);
    summary["beta1"] = settings.beta1;
    summary["batch_size"] = static_cast<std::int64_t>(settings.batch);
    summary["noise_dim"] = static_cast<std::int64_t>(settings.noise_dim);
    if (loss_ == kMatching) {
      summary["bandwidth_scale"] = record::rounded(settings.scale);
    } else {
      summary["d_lr_ratio"] = record::rounded(settings.ratio);
      summary["d_updates"] = static_cast<std::int64_t>(settings.d_updates);
      summary["input_noise"] = settings.input_noise;
    }
    run.summary(summary);
  }

 private:
  static constexpr const char* kModel = "lc-mnist";

  static std::vector<std::string> losses() {
    return {"minimax", "non-saturating", "least-squares", "absolute-error", "hinge", kMatching};
  }

  static void common_part(gan::GeneratorConfig& config, const Settings& settings, std::uint64_t seed) {
    config.seed = seed;
    config.generator = {nn::OptimiserConfig::Kind::adam, settings.rate, nn::Schedule::constant, settings.beta1,
                        0.99};
  }

  std::string dataset_, loss_, classifier_;
  std::uint64_t trial_ = 0, images_ = 0, seen_ = 0, samples_ = 0;
  std::shared_ptr<data::ImageSet> found_;
};

}  // namespace

int main(int argc, char** argv) {
  Budget experiment;
  return verigan::run::run_program(experiment, argc, argv);
}
