// SPDX-License-Identifier: MIT
// Points about a curve, learnt by the network of alpha_toy's GAN and judged by the same measures, so
// that the two roads compare.
#include "data/toy.hpp"
#include "gan/models.hpp"
#include "gmmn/target.hpp"
#include "metrics/curve_quality.hpp"
#include "metrics/mmd.hpp"
#include "run/theory_monitor.hpp"
#include "run/training.hpp"

namespace verigan::gmmn {
namespace {

constexpr std::size_t kCompared = 2000;              // points compared with as many fresh ones
constexpr std::size_t kCells = 84, kCounted = 20000;  // cells a side; points counted in them

/// How good the averaged generator's points are.
class Judge {
 public:
  Judge(const data::Curve& curve, const std::string& name, std::uint64_t seed)
      : curve_(curve),
        monitor_(run::curve_cells(curve, static_cast<double>(data::Toy::kNoise), -2.1, 2.1, kCells),
                 kCounted),
        fresh_(kCompared, 2),
        points_(kCompared, 2) {
    data::Toy(name, seed, 0, random::Purpose::evaluate).fill(0, fresh_);
  }

  /// Reads the trainer, unless it stands where it stood.
  void read(gan::MatchingTrainer& trainer) {
    if (judged_ == trainer.steps_done()) return;
    trainer.sample(0, points_);
    mmd2 = metrics::mmd2(points_, fresh_).unbiased;
    shape = metrics::curve_quality(curve_, points_);
    divergence = monitor_.divergence(trainer);
    judged_ = trainer.steps_done();
  }

  MatrixView<const float> points() const { return points_; }  // as they were read
  MatrixView<const float> fresh() const { return fresh_; }    // true

  double mmd2 = 0;
  metrics::CurveQuality shape{};
  run::TheoryMonitor::Divergence divergence{};

 private:
  const data::Curve& curve_;
  run::TheoryMonitor monitor_;
  Matrix<float> fresh_, points_;
  std::uint64_t judged_ = 0;  // after so many steps; a run taken up again at its end was not
};

class Points final : public Target {
 public:
  explicit Points(const std::string& curve) : curve_(curve) {}
  std::string name() const override { return curve_; }

  OwnValues own_values(run::Preset preset) const override {
    return {run::pick<std::uint64_t>(preset, 100, 3000, 30000), 250, 1e-3, "0.1,0.3,1", "unbiased",
            run::pick(preset, 1, 1, 20)};
  }

  void learn(run::Run& run, const Settings& settings, std::uint64_t seed) override {
    // 1. The data and the generator.
    auto truth = std::make_shared<data::Toy>(curve_, seed);
    Matrix<float> samples(kSamples, 2);
    truth->fill(settings.steps, samples);  // of a step that is never taken
    gan::MatchingTrainer trainer(gan::make_model("toy").generator,
                                 statistic(settings, gan::units_of(samples)), truth,
                                 training(settings, seed, 0.995));

    // 2. Training, judged twenty times on the way.
    record::CsvWriter& quality =
        run.table("quality.csv", {"step", "epoch", "mmd2", "near_share", "coverage"});
    record::CsvWriter& theory = run.table(
        "theory.csv", {"step", "jsd", "jsd_error", "jsd_average", "jsd_average_error"});
    Judge seen(truth->curve(), curve_, seed);
    std::string remark;
    const double loss = run::train(
        run, trainer, 1,
        [&](std::uint64_t done) {
          if (!due(done, settings.steps)) return;
          seen.read(trainer);
          quality.row(done, done, record::rounded_text(seen.mmd2),
                      record::rounded_text(seen.shape.near_share),
                      record::rounded_text(seen.shape.coverage));
          theory.row(done, digits(seen.divergence.jsd), digits(seen.divergence.jsd_error),
                     digits(seen.divergence.jsd_average), digits(seen.divergence.jsd_average_error));
          remark = message("JSD ", record::rounded_text(seen.divergence.jsd_average, 3));
        },
        &remark);

    // 3. What is left behind.
    seen.read(trainer);
    trainer.sample(0, samples);
    run.samples("samples.npy", run::packed(samples), std::vector<std::size_t>{kSamples, 2});
    record::Object end = summary(settings, loss);
    end["mmd2"] = record::rounded(seen.mmd2);
    end["near_share"] = record::rounded(seen.shape.near_share);
    end["coverage"] = record::rounded(seen.shape.coverage);
    end["jsd_average"] = record::rounded(seen.divergence.jsd_average, 6);
    end["jsd_average_error"] = record::rounded(seen.divergence.jsd_average_error, 6);
    const double widths[] = {0.1, 0.2, 0.4};
    conclude(run, end,
             message("MMD² ", record::rounded_text(seen.mmd2, 3), ", near the curve ",
                     record::rounded_text(seen.shape.near_share, 3), ", covered ",
                     record::rounded_text(seen.shape.coverage, 3)),
             seen.points().block_rows(0, kTested), seen.fresh().block_rows(0, kTested), widths,
             seed);
  }

 private:
  std::string curve_;
};

}  // namespace

std::unique_ptr<Target> curve_target(const std::string& name) {
  return std::make_unique<Points>(name);
}

}  // namespace verigan::gmmn
