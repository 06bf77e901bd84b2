// SPDX-License-Identifier: MIT
// gmmn: generative matching networks. A generator is trained without an adversary: each step compares
// a batch of its samples with a batch of true ones and descends the difference,
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
#include <cmath>

#include "core/check.hpp"
#include "data/density_source.hpp"
#include "data/locate.hpp"
#include "data/toy.hpp"
#include "gan/matching_trainer.hpp"
#include "gan/models.hpp"
#include "metrics/curve_quality.hpp"
#include "metrics/mmd.hpp"
#include "run/experiment.hpp"
#include "run/theory_monitor.hpp"
#include "run/training.hpp"
#include "theory/densities.hpp"
#include "theory/divergence.hpp"
#include "theory/mmd.hpp"

namespace {

using namespace verigan;

constexpr const char* kScience =
    R"(The direct road: no discriminator, one player, a loss that says how far the generated samples are
from the true ones. With a Gaussian kernel it is 0 for equal laws alone; with moments up to order K it
is 0 for every law that shares them, and a network is free to choose which.

--target says what is learnt:
  normal   a normal law, by a generator x = mean + sd·z whose law is known: quality.csv follows its
           total variation from the data, and the loss between the two laws, in closed form
  line, circle   points about a curve, by the network of alpha_toy's GAN and in as many steps;
           quality.csv and theory.csv have the same measures, so they compare
  images   digits in raw pixels, by the network of Li et al. (10-64-256-256-1024-784, sigmoid);
           quality.csv has MMD² to images that were held back

What to expect: a normal is matched by either statistic. A curve is matched by MMD and missed by
moments, which a blur satisfies as well. Images in raw pixels are matched poorly, by small batches above
all: those of MMD are speckled, those of two moments smeared (Li et al. therefore match the codes of an
autoencoder).

Whether 1,000 samples (of images: up to 500) can be told from as many fresh true ones is asked at the
end by a permutation test; summary.json has its p_value, small where they can. Images are looked for in
--data, in the folder VERIGAN_DATA names and in ./data. What is 0 or auto takes the target's own value.
)";

std::string digits(double value) { return record::rounded_text(value, 6); }

/// What an option is where nobody said.
struct Target {
  std::uint64_t steps, batch;
  double rate, average;
  const char *bandwidths, *estimate;
};

Target own_values(const std::string& target, run::Preset preset) {
  if (target == "normal")
    return {run::pick<std::uint64_t>(preset, 100, 1500, 20000), 250, 2e-2, 0.99, "0.5,1,2",
            "unbiased"};
  if (target == "images")
    return {run::pick<std::uint64_t>(preset, 5, 300, 20000),
            run::pick<std::uint64_t>(preset, 50, 250, 1000), preset == run::Preset::paper ? 1e-3 : 2e-3,
            0.99, "1.5,2.2,3.2,4.5,6.3,9", "root"};
  return {run::pick<std::uint64_t>(preset, 100, 3000, 30000), 250, 1e-3, 0.995, "0.1,0.3,1",
          "unbiased"};
}

std::vector<double> parse_bandwidths(const std::string& text) {
  std::vector<double> values;
  for (std::size_t from = 0; from <= text.size();) {
    const std::size_t comma = std::min(text.find(',', from), text.size());
    double value = 0;
    require(record::parse_number(text.substr(from, comma - from), value), "bandwidths '", text,
            "', expected positive numbers separated by commas");
    values.push_back(value);
    from = comma + 1;
  }
  return values;
}

class Gmmn final : public run::Experiment {
 public:
  std::string name() const override { return "gmmn"; }
  std::string title() const override { return "Generative matching networks"; }
  std::string science() const override { return kScience; }
  std::string label() const override { return target_ + " by " + statistic_; }
  std::string dataset() const override { return target_ == "images" ? dataset_ : ""; }

  void declare(run::Options& options, run::Preset preset) override {
    preset_ = preset;
    target_ = "circle";
    statistic_ = "mmd";
    estimate_ = bandwidths_ = dataset_ = "auto";
    order_ = 2;
    steps_ = batch_ = 0;
    rate_ = 0;
    mean_ = 1;
    sd_ = 0.5;
    options.choice("target", target_, {"normal", "line", "circle", "images"}, "what is learnt");
    options.choice("statistic", statistic_, {"mmd", "moments"}, "what is descended");
    options.choice("estimate", estimate_, {"auto", "biased", "unbiased", "root"},
                   "of it from samples; root: of the biased one");
    options.text("bandwidths", bandwidths_, "of the Gaussian kernels of mmd, separated by commas");
    options.whole("order", order_, 1, 16, "of the highest moments that are matched");
    options.whole("steps", steps_, 0, 100000000, "training steps; 0: the target's own, and so below");
    options.whole("batch", batch_, 0, 100000, "generated, and as many true, samples in a step");
    options.number("learning-rate", rate_, run::kNotNegative, "of Adam, falling to 0 linearly");
    options.number("mean", mean_, {-1e6, 1e6}, "of the normal data; the generator starts about 0");
    options.number("sd", sd_, {1e-3, 1e6}, "of the normal data");
    options.text("dataset", dataset_, "of images: mnist or fashion-mnist, or auto for what is found");
  }

  std::vector<run::Planned> plan(run::Preset preset) override {
    std::vector<run::Planned> runs;
    for (const char* target : {"normal", "line", "circle", "images"}) {
      const Target own = own_values(target, preset);
      const bool images = target == std::string("images"), normal = target == std::string("normal");
      const int seeds = run::pick(preset, 1, normal ? 3 : 1, images ? 3 : 20);
      for (int seed = 1; seed <= seeds; ++seed)
        for (const char* statistic : {"moments", "mmd"})
          runs.push_back({message(target, " by ", statistic, ", seed ", seed),
                          {"--target", target, "--statistic", statistic, "--seed",
                           std::to_string(seed)},
                          (images ? 25 : 1) * own.steps});
    }
    return runs;
  }

  void prepare(const run::Common& common) override {
    const Target own = own_values(target_, preset_);
    if (steps_ == 0) steps_ = own.steps;
    if (batch_ == 0) batch_ = own.batch;
    require(batch_ >= 2, "batch = ", batch_, ", expected at least 2");
    if (rate_ == 0) rate_ = own.rate;
    if (bandwidths_ == "auto") bandwidths_ = own.bandwidths;
    if (estimate_ == "auto") estimate_ = own.estimate;
    gan::match_mmd(parse_bandwidths(bandwidths_), gan::estimate_of(estimate_));
    if (target_ == "images") return find_images(common);
    require(dataset_ == "auto" || dataset_ == "none", "dataset = '", dataset_, "', but the target is ",
            target_, ", expected auto");
    dataset_ = "none";
  }

  void run(run::Run& run, const run::Common& common) override {
    if (target_ == "normal") return learn_normal(run, common);
    if (target_ == "images") return learn_images(run, common);
    learn_curve(run, common);
  }

 private:
  static constexpr std::size_t kCompared = 2000;  // points compared with as many fresh ones
  static constexpr std::size_t kTested = 1000;    // and in the permutation test
  static constexpr std::size_t kCells = 84, kCounted = 20000;  // cells a side; points counted in them
  static constexpr std::size_t kPermutations = 199;
  static constexpr std::size_t kSamples = 10000;  // points in samples.npy

  gan::MatchingConfig config(std::uint64_t seed) const {
    gan::MatchingConfig config;
    config.batch = batch_;
    config.steps = steps_;
    config.seed = seed;
    config.average_decay = own_values(target_, preset_).average;
    config.generator = {nn::OptimiserConfig::Kind::adam, rate_, nn::Schedule::linear, 0.5, 0.999};
    return config;
  }

  /// Moments are taken in these units: about the mean of true samples, and by their spread.
  std::unique_ptr<gan::Matching> statistic(const gan::Units& units) const {
    const gan::Estimate estimate = gan::estimate_of(estimate_);
    if (statistic_ == "mmd") return gan::match_mmd(parse_bandwidths(bandwidths_), estimate);
    return gan::match_moments(order_, estimate, units);
  }

  bool due(std::uint64_t done) const {
    return done % std::max<std::uint64_t>(steps_ / 20, 50) == 0 || done == steps_;
  }

  record::Object summary(double loss) const {
    return {{"steps", static_cast<std::int64_t>(steps_)},
            {"batch", static_cast<std::int64_t>(batch_)},
            {"loss", record::rounded(loss)}};
  }

  /// Can these samples be told from fresh true ones?
  static double p_value(MatrixView<const float> samples, MatrixView<const float> fresh,
                        std::span<const double> bandwidths, std::uint64_t seed) {
    return metrics::mmd_test(samples, fresh, bandwidths, kPermutations,
                             random::Stream(seed, random::Purpose::evaluate, 1))
        .p_value;
  }

  static void note(run::Run& run, const std::string& quality, double p) {
    run.progress().note(message(quality, "; a test tells generated from true samples with p = ",
                                record::rounded_text(p, 3)));
  }

  // ---- A normal ------------------------------------------------------------------------------

  /// What is descended, between the laws themselves: theory/mmd.hpp, and E xʳ by normals' recursion.
  double population_loss(const theory::NormalLaw& q, const gan::Units& units) const {
    if (statistic_ == "mmd")
      return theory::mmd2({mean_, sd_}, q, parse_bandwidths(bandwidths_));
    const auto scaled = [&](const theory::NormalLaw& law) {
      const double m = (law.mean - static_cast<double>(units.centre[0])) / units.scale,
                   v = law.sd * law.sd / (units.scale * units.scale);
      std::vector<double> moments{1, m};
      for (std::uint64_t r = 2; r <= order_; ++r)
        moments.push_back(m * moments[r - 1] + static_cast<double>(r - 1) * v * moments[r - 2]);
      return moments;
    };
    const auto of_p = scaled({mean_, sd_}), of_q = scaled(q);
    double sum = 0;
    for (std::uint64_t r = 1; r <= order_; ++r) sum += (of_p[r] - of_q[r]) * (of_p[r] - of_q[r]);
    return sum;
  }

  /// The averaged generator's bias and weight: mean and sd of what it makes.
  static theory::NormalLaw generated(const gan::MatchingTrainer& trainer) {
    theory::NormalLaw law;
    for (const gan::NamedTensor& tensor : trainer.state().tensors) {
      const double value = static_cast<double>(tensor.values[0]);
      if (tensor.name == "generator_average.1.dense.bias") law.mean = value;
      if (tensor.name == "generator_average.1.dense.weight") law.sd = std::abs(value);
    }
    return law;
  }

  void learn_normal(run::Run& run, const run::Common& common) {
    const theory::DensityPtr p = theory::normal(mean_, sd_);
    const auto draw = [&](random::Purpose purpose) {
      return std::make_shared<data::DensitySource>(data::LabelledLaw{{1.0}, {p}},
                                                   random::Stream(common.seed, purpose));
    };
    Matrix<float> fresh(kTested, 1), points(kTested, 1), some(kSamples, 1);
    draw(random::Purpose::evaluate)->fill(0, fresh);
    draw(random::Purpose::data)->fill(steps_, some);  // of a step that is never taken
    const gan::Units units = gan::units_of(some);
    gan::MatchingTrainer trainer(nn::NetworkBuilder(1).dense(1, nn::kIdentity).build(),
                                 statistic(units), draw(random::Purpose::data),
                                 config(common.seed));

    record::CsvWriter& quality =
        run.table("quality.csv", {"step", "mean", "sd", "tv", "population_loss"});
    const auto distance = [&](const theory::NormalLaw& q) {
      return theory::total_variation(*p, *theory::normal(q.mean, std::max(q.sd, 1e-6))).value;
    };
    const double loss = run::train(run, trainer, 1, [&](std::uint64_t done) {
      if (!due(done)) return;
      const theory::NormalLaw q = generated(trainer);
      quality.row(done, digits(q.mean), digits(q.sd), digits(distance(q)),
                  digits(population_loss(q, units)));
    });
    const theory::NormalLaw q = generated(trainer);
    trainer.sample(0, points);
    record::Object end = summary(loss);
    end["mean_learnt"] = record::rounded(q.mean, 6);
    end["sd_learnt"] = record::rounded(q.sd, 6);
    end["tv"] = record::rounded(distance(q), 6);
    const double widths[] = {sd_ / 2, sd_, 2 * sd_};
    const double chance = p_value(points, fresh, widths, common.seed);
    end["p_value"] = record::rounded(chance);
    run.summary(end);
    note(run, "TV " + record::rounded_text(distance(q), 3), chance);
  }

  // ---- Points about a curve ------------------------------------------------------------------

  void learn_curve(run::Run& run, const run::Common& common) {
    auto truth = std::make_shared<data::Toy>(target_, common.seed);
    const data::Curve& curve = truth->curve();
    Matrix<float> fresh(kCompared, 2), points(kCompared, 2), samples(kSamples, 2);
    data::Toy(target_, common.seed, 0, random::Purpose::evaluate).fill(0, fresh);
    truth->fill(steps_, samples);  // of a step that is never taken
    gan::MatchingTrainer trainer(gan::make_model("toy").generator,
                                 statistic(gan::units_of(samples)), truth, config(common.seed));

    record::CsvWriter& quality =
        run.table("quality.csv", {"step", "epoch", "mmd2", "near_share", "coverage"});
    record::CsvWriter& theory = run.table(
        "theory.csv", {"step", "jsd", "jsd_error", "jsd_average", "jsd_average_error"});
    run::TheoryMonitor monitor(
        run::curve_cells(curve, static_cast<double>(data::Toy::kNoise), -2.1, 2.1, kCells), kCounted);
    metrics::Mmd mmd{};
    metrics::CurveQuality shape{};
    run::TheoryMonitor::Divergence seen{};
    std::string remark;
    std::uint64_t judged = 0;  // after so many steps; a run taken up again at its end was not
    const auto judge = [&] {
      if (judged == trainer.steps_done()) return;
      trainer.sample(0, points);
      mmd = metrics::mmd2(points, fresh);
      shape = metrics::curve_quality(curve, points);
      seen = monitor.divergence(trainer);
      judged = trainer.steps_done();
    };
    const double loss = run::train(
        run, trainer, 1,
        [&](std::uint64_t done) {
          if (!due(done)) return;
          judge();
          quality.row(done, done, record::rounded_text(mmd.unbiased),
                      record::rounded_text(shape.near_share), record::rounded_text(shape.coverage));
          theory.row(done, digits(seen.jsd), digits(seen.jsd_error), digits(seen.jsd_average),
                     digits(seen.jsd_average_error));
          remark = message("JSD ", record::rounded_text(seen.jsd_average, 3));
        },
        &remark);

    judge();
    trainer.sample(0, samples);
    run.samples("samples.npy", run::packed(samples), std::vector<std::size_t>{kSamples, 2});
    record::Object end = summary(loss);
    end["mmd2"] = record::rounded(mmd.unbiased);
    end["near_share"] = record::rounded(shape.near_share);
    end["coverage"] = record::rounded(shape.coverage);
    end["jsd_average"] = record::rounded(seen.jsd_average, 6);
    end["jsd_average_error"] = record::rounded(seen.jsd_average_error, 6);
    const double widths[] = {0.1, 0.2, 0.4};
    const double chance = p_value(points.view().block_rows(0, kTested),
                                  fresh.view().block_rows(0, kTested), widths, common.seed);
    end["p_value"] = record::rounded(chance);
    run.summary(end);
    note(run,
         message("MMD² ", record::rounded_text(mmd.unbiased, 3), ", near the curve ",
                 record::rounded_text(shape.near_share, 3), ", covered ",
                 record::rounded_text(shape.coverage, 3)),
         chance);
  }

  // ---- Images --------------------------------------------------------------------------------

  void find_images(const run::Common& common) {
    if (found_ == nullptr)
      found_ = std::make_shared<data::ImageSet>(data::load_images(data::Split::train, common.data));
    const std::string name = data::dataset_name(*found_);
    require(dataset_ == "auto" || dataset_ == name, "dataset = '", dataset_, "', but ",
            found_->folder.string(), " holds ", name);
    dataset_ = name;
    require(found_->count() >= 60, found_->folder.string(), " holds ", found_->count(),
            " images, expected at least 60");
  }

  /// Images number from … upto − 1 in a random order: writers come one after the other in MNIST.
  std::shared_ptr<data::ImageSet> part(std::size_t from, std::size_t upto, std::uint64_t seed) const {
    std::vector<std::uint32_t> order(found_->count());
    random::Stream(seed, random::Purpose::evaluate, 2).permutation(0, order);
    auto images = std::make_shared<data::ImageSet>();
    images->dataset = found_->dataset;
    images->height = found_->height;
    images->width = found_->width;
    images->pixels.reserve((upto - from) * found_->dimension());
    for (std::size_t i = from; i < upto; ++i) {
      const auto image = found_->image(order[i]);
      images->pixels.insert(images->pixels.end(), image.begin(), image.end());
      images->labels.push_back(found_->labels[order[i]]);
    }
    return images;
  }

  void learn_images(run::Run& run, const run::Common& common) {
    const std::size_t all = found_->count(), held = all / 6;
    const auto held_back = part(0, held, common.seed), training = part(held, all, common.seed);
    const std::size_t pixels = training->dimension(),
                      count = std::min<std::size_t>({held_back->count(), 2 * batch_, 500});
    Matrix<float> fresh(count, pixels), first(std::min<std::size_t>(training->count(), 5000), pixels);
    for (std::size_t i = 0; i < count; ++i) data::scale_image(held_back->image(i), 0, 1, fresh.row(i));
    for (std::size_t i = 0; i < first.rows(); ++i)
      data::scale_image(training->image(i), 0, 1, first.row(i));
    gan::MatchingTrainer trainer(
        nn::NetworkBuilder(10).dense(64, nn::kRelu).dense(256, nn::kRelu).dense(256, nn::kRelu)
            .dense(1024, nn::kRelu).dense(pixels, nn::kSigmoid).build(),
        statistic(gan::units_of(first)),
        std::make_shared<data::ImageBatches>(training, 0.0F, 1.0F, common.seed),
        config(common.seed));

    const double widths[] = {2, 4, 8};
    Matrix<float> made(count, pixels);
    metrics::Mmd mmd{};
    const auto judge = [&] {
      trainer.sample(0, made);
      mmd = metrics::mmd2(made, fresh, widths);
    };
    record::CsvWriter& quality = run.table("quality.csv", {"step", "mmd2"});
    const std::uint64_t per_epoch = std::max<std::uint64_t>(1, training->count() / batch_);
    const double loss = run::train(run, trainer, per_epoch, [&](std::uint64_t done) {
      if (done % std::max<std::uint64_t>(1, steps_ / 5) != 0 && done != steps_) return;
      judge();
      quality.row(done, record::rounded_text(mmd.unbiased));
    });

    judge();
    const record::ImageShape shape{training->height, training->width, 1};
    run.samples("samples.npy", run::packed(made),
                std::vector<std::size_t>{count, shape.height, shape.width});
    const auto six_by_six = [&](const Matrix<float>& images) {
      Matrix<float> some(36, pixels);
      for (std::size_t i = 0; i < std::min<std::size_t>(36, images.rows()); ++i)
        std::ranges::copy(images.row(i), some.row(i).begin());
      return record::image_grid(some, shape, 6, 6);
    };
    run.picture("grid.png", six_by_six(made));
    run.picture("grid_true.png", six_by_six(fresh));
    record::Object end = summary(loss);
    end["mmd2"] = record::rounded(mmd.unbiased);
    end["mmd2_of_true"] =
        record::rounded(metrics::mmd2(first.view().block_rows(0, std::min(count, first.rows())),
                                      fresh, widths).unbiased);
    const double chance = p_value(made, fresh, widths, common.seed);
    end["p_value"] = record::rounded(chance);
    end["dataset"] = dataset_;
    run.summary(end);
    note(run, "MMD² " + record::rounded_text(mmd.unbiased, 3), chance);
  }

  run::Preset preset_ = run::Preset::quick;
  std::string target_, statistic_, estimate_, bandwidths_, dataset_;
  std::uint64_t order_ = 0, steps_ = 0, batch_ = 0;
  double rate_ = 0, mean_ = 0, sd_ = 0;
  std::shared_ptr<data::ImageSet> found_;
};

}  // namespace

int main(int argc, char** argv) {
  Gmmn experiment;
  return verigan::run::run_program(experiment, argc, argv);
}
