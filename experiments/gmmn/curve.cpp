// SPDX-License-Identifier: MIT
// Points about a curve, learnt by the network of alpha_toy's GAN and judged by the same measures, so
// that the two roads compare.
#include "data/toy.hpp"
#include "gan/models.hpp"
#include "gmmn/target.hpp"
#include "metrics/curve_cells.hpp"
#include "run/theory_monitor.hpp"
#include "run/toy_quality.hpp"
#include "run/training.hpp"

namespace verigan::gmmn {
namespace {

constexpr std::size_t kCounted = 20000, kCountedLast = 100000;  // points in cells, at the end more

/// As much of a GAN's theory.csv as there is without a discriminator.
const run::Schema kTheory{
    "theory.csv",
    {run::whole("step"), "jsd", "jsd_error", "jsd_average", "jsd_average_error"},
    {.digits = 6}};

class Points final : public Target {
 public:
  explicit Points(const std::string& curve) : curve_(curve) {}
  std::string name() const override { return curve_; }

  OwnValues own_values(run::Preset preset) const override {
    return {run::pick<std::uint64_t>(preset, 100, 3000, 30000), 250, 1e-3, "0.1,0.3,1", "unbiased",
            run::pick(preset, 1, 1, 20)};
  }

  std::vector<run::Schema> tables() const override {
    return {kTheory, run::ToyQuality::schema()};
  }

  void learn(run::Run& run, const Settings& settings, std::uint64_t seed) override {
    // 1. The data and the generator.
    auto truth = std::make_shared<data::Toy>(curve_, seed);
    Matrix<float> samples(kSamples, 2);
    truth->fill(settings.steps, samples);  // of a step that is never taken
    gan::MatchingTrainer trainer(gan::make_model("toy").generator,
                                 statistic(settings, gan::units_of(samples)), truth,
                                 training(settings, seed, 0.995));

    // 2. Training, judged twenty times on the way, with a closer look at the end.
    run::ToyQuality quality(run, curve_, seed);
    run::Series& theory = run.table(kTheory);
    run::TheoryMonitor monitor(metrics::curve_cells(truth->curve()), kCounted);
    std::string remark;
    const double loss = run::train(
        run, trainer, 1,
        [&](std::uint64_t done) {
          if (!readings(settings).due(done)) return;
          quality.read(trainer, done);
          const auto seen = monitor.divergence(trainer, done == settings.steps ? kCountedLast : 0);
          theory.append(done, seen.jsd, seen.jsd_error, seen.jsd_average, seen.jsd_average_error);
          remark = message("JSD ≥ ", record::rounded_text(seen.jsd_average, 3), "±",
                           record::rounded_text(seen.jsd_average_error, 2));
        },
        &remark, &theory);

    // 3. What is left behind.
    trainer.sample(0, samples);
    run.samples("samples.npy", run::contiguous(samples), std::vector<std::size_t>{kSamples, 2});
    record::Object end = summary(settings, loss);
    quality.conclude(trainer, end);
    run::add_theory(end, theory);
    run.summary(end);
    run.progress().note(remark + (remark.empty() ? "" : "; ") + quality.text());
  }

 private:
  std::string curve_;
};

}  // namespace

std::unique_ptr<Target> curve_target(const std::string& name) {
  return std::make_unique<Points>(name);
}

}  // namespace verigan::gmmn
