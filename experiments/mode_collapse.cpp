// SPDX-License-Identifier: MIT
// mode_collapse: which modes of a mixture a generator finds, loses and moves between.
//
// The data are K equally likely normals of the plane. Of the points the generator draws, each
// belongs to the nearest mode, and is good within three standard deviations of it. With h the shares
// of the modes,
//   reverse KL = Σ h ln(h K)   in nats: 0 if all modes are equally frequent, ln K if there is but
//   one.
//
// Sample runs:
//   mode_collapse --preset smoke
//   mode_collapse --preset smoke --mixture grid --loss minimax --seed 3
//   mode_collapse --preset smoke --normalise generator --modes 5 --radius 1 --deviation 0.05
#include <algorithm>
#include <vector>

#include "data/mixture.hpp"
#include "gan/models.hpp"
#include "gan/trainer.hpp"
#include "kit/readings.hpp"
#include "metrics/modes.hpp"
#include "run/experiment.hpp"
#include "run/gan_settings.hpp"
#include "run/training.hpp"

namespace {

using namespace verigan;

constexpr const char* kScience =
    R"(A generator that has found one mode of the data fools its discriminator there until that has learnt
better; then the generator moves on to another mode. On a mixture of K normals one can count: the share
of good points, those within three standard deviations of a mode; the modes covered, whose good points
are at least a quarter of 1/K of all; and the leading mode, with the most good points and at least
2/K of all, step by step. Does the leader change from one reading to the next more often than between
two samples of one and the same generator? Points of which nine pairs in ten lie within three standard
deviations of each other have collapsed to one place.

modes.csv has these numbers as training goes on, of the generator as it is (not of averaged
weights; `covered` counts modes with any good point, `covered_fairly` those covered as said), counts.csv
the points of each mode, the good ones of them and those of a second sample, samples.npy the final
points. Of a ring,
frames.csv has some points at about sixty moments, from which F15's animation is made.
)";

const run::Schema kModes{
    "modes.csv",
    {run::whole("step"), run::whole("covered"), run::whole("covered_fairly"), "high_quality_share",
     "reverse_kl", run::whole("dominant"), "dominant_share", "coincident_share"}};
const run::Schema kCounts{"counts.csv",
                          {run::whole("step"), run::whole("mode"), run::whole("points"),
                           run::whole("good"), run::whole("good_again")}};
const run::Schema kFrames{"frames.csv", {run::whole("step"), "x", "y"}, {.digits = 4}};

class ModeCollapse final : public run::Experiment {
 public:
  std::string name() const override { return "mode_collapse"; }
  std::string title() const override { return "Modes found, lost and exchanged"; }
  std::string science() const override { return kScience; }
  std::string label() const override {
    return mixture_ + " " + gan_.loss + (normalise_ == "generator" ? " normalised" : "");
  }

  void declare(run::Options& options, run::Preset preset) override {
    mixture_ = "ring";
    gan_ = {.steps = run::pick<std::uint64_t>(preset, 300, 3000, 25000),
            .batch = 256,
            .rate = 1e-3};
    normalise_ = "none";
    modes_ = 8;
    side_ = 5;
    radius_ = 2;
    spacing_ = 2;
    deviation_ = 0.05;
    every_ = run::pick<std::uint64_t>(preset, 20, 50, 100);
    options.choice("mixture", mixture_, {"ring", "grid"},
                   "a ring of modes, or a square grid of them");
    gan_.declare(options, {.losses = gan::objective_names()});
    options.choice("normalise", normalise_, {"none", "generator"},
                   "batch normalisation in the generator's hidden layers");
    options.whole("modes", modes_, 1, 1000, "modes of the ring");
    options.whole("side", side_, 1, 100, "modes along a side of the grid");
    options.number("radius", radius_, run::kPositive, "of the ring");
    options.number("spacing", spacing_, run::kPositive, "of the grid");
    options.number("deviation", deviation_, run::kPositive, "standard deviation of a mode");
    options.whole("every", every_, 1, 1000000, "steps between measurements");
    const auto of = [this](const char* mixture) {
      return [this, mixture] { return mixture_ == mixture; };
    };
    for (const char* name : {"modes", "radius"})
      options.only_if(name, of("ring"), "it belongs to --mixture ring");
    for (const char* name : {"side", "spacing"})
      options.only_if(name, of("grid"), "it belongs to --mixture grid");
  }

  std::vector<run::Planned> plan(run::Preset preset) override {
    std::vector<run::Planned> runs;
    const auto add = [&](const char* data, const char* loss, const char* normalise, int seed) {
      const std::string normalised = std::string(normalise) == "none" ? "" : " normalised";
      runs.push_back({std::string(data) + " " + loss + normalised + " seed " + std::to_string(seed),
                      {"--mixture", data, "--loss", loss, "--normalise", normalise, "--seed",
                       std::to_string(seed)},
                      gan_.steps});
    };
    // The rule of claim C10 was amended after seeds up to 20 had been seen; C18 needs 20 fresh ones,
    // of the ring with and without normalisation. The grid is far from learnt at quick (4 % good points, so
    // no verdict whatever the seeds): two seeds show it.
    const int some = run::pick(preset, 1, 5, 20), many = run::pick(preset, 1, 20, 20),
              of_grid = run::pick(preset, 1, 2, 20);
    for (int seed = 101; seed <= 100 + many; ++seed)
      for (const char* data : {"ring", "grid"}) {
        if (std::string(data) == "grid" && seed > 100 + of_grid) continue;
        add(data, "non-saturating", "none", seed);
        add(data, "non-saturating", "generator", seed);
        if (seed > 100 + some) continue;
        for (const char* loss : {"minimax", "least-squares"}) add(data, loss, "none", seed);
      }
    return runs;
  }

  std::vector<run::Schema> tables() const override {
    std::vector<run::Schema> tables = run::training_tables({kModes, kCounts});
    if (mixture_ == "ring") tables.push_back(kFrames);
    return tables;
  }

  void run(run::Run& run, const run::Common& common) override {
    // 1. The data and the players.
    const data::Mixture mixture = mixture_ == "ring" ? data::ring(modes_, radius_, deviation_)
                                                     : data::grid(side_, spacing_, deviation_);
    gan::NetworkPair model = gan::make_model(normalise_ == "none" ? "mixture" : "mixture-batch-norm");
    auto truth = std::make_shared<data::MixturePoints>(mixture, common.seed);
    gan::Trainer trainer(std::move(model.generator), std::move(model.discriminator), truth,
                         gan_.config(common.seed));

    // 2. What is measured on the way.
    run::Series &table = run.table(kModes), &counts = run.table(kCounts);
    Matrix<float> points(kDrawn, 2), again(kDrawn, 2);
    const auto measure = [&](std::uint64_t done) {
      trainer.sample(0, points, gan::Trainer::Which::present);
      trainer.sample(kDrawn, again, gan::Trainer::Which::present);
      const metrics::ModeQuality q = metrics::mode_quality(mixture, points),
                                 other = metrics::mode_quality(mixture, again);
      table.append(done, q.covered, metrics::covered_modes(q.good, kDrawn), q.high_quality_share,
                   q.reverse_kl, q.dominant, q.dominant_share,
                   metrics::coincident_share(points, 3 * deviation_));
      for (std::size_t mode = 0; mode < q.points.size(); ++mode)
        counts.append(done, mode, q.points[mode], q.good[mode], other.good[mode]);
    };

    run::Series* frames = mixture_ == "ring" ? &run.sampled_table(kFrames) : nullptr;
    Matrix<float> shown(kShown, 2);
    const std::uint64_t apart = std::max<std::uint64_t>(10, gan_.steps / 60);
    const auto picture = [&](std::uint64_t done) {
      const bool due = done % apart == 0 && done + apart <= gan_.steps;
      if (frames == nullptr || (done != 1 && !due && done != gan_.steps)) return;
      trainer.sample(0, shown, gan::Trainer::Which::present);
      for (std::size_t i = 0; i < kShown; ++i)
        frames->append(done, shown(i, 0), shown(i, 1));
    };

    // 3. Training.
    const run::FinalMeans means = run::train(
        run, trainer, 1,
        [&](std::uint64_t done) {
          if (kit::Readings{gan_.steps, every_}.due(done)) measure(done);
          picture(done);
        },
        nullptr, run::ModeTable{table, mixture.centres.size()});

    // 4. What is left behind, from the table, so that a resumed run knows it too.
    Matrix<float> samples(kSampled, 2);
    trainer.sample(0, samples, gan::Trainer::Which::present);
    run.samples("samples.npy", run::contiguous(samples), std::vector<std::size_t>{kSampled, 2});
    record::Object summary = run::training_summary(trainer, means);
    summary["modes"] = static_cast<std::int64_t>(mixture.centres.size());
    summarise(table, summary);
    summarise_turnover(counts, mixture.centres.size(), summary);
    run.summary(summary);
  }

 private:
  static constexpr std::size_t kDrawn = 2000, kSampled = 2000, kShown = 200;

  static void summarise(const run::Series& table, record::Object& summary) {
    const auto together = table.column<double>("coincident_share");
    const auto late_mean = [&](const char* name) {  // over the second half of training
      return record::rounded(table.tail_mean(name, 2));
    };
    summary["collapsed_measurements"] = static_cast<std::int64_t>(std::count_if(
        together.begin(), together.end(), [](double share) { return share >= 0.9; }));
    summary["covered_late"] = late_mean("covered_fairly");
    summary["good_share_late"] = late_mean("high_quality_share");
    summary["covered"] = table.last("covered_fairly");
    summary["high_quality_share"] = table.last("high_quality_share");
    summary["reverse_kl"] = table.last("reverse_kl");
  }

  static void summarise_turnover(const run::Series& counts, std::size_t modes,
                                 record::Object& summary) {
    const auto good = counts.column<std::uint64_t>("good"),
               again = counts.column<std::uint64_t>("good_again");
    std::vector<metrics::ModeSamples> readings;
    for (std::size_t i = 0; i < good.size(); ++i) {
      if (i % modes == 0) readings.push_back({{}, {}, kDrawn});
      readings.back().good.push_back(good[i]);
      readings.back().again.push_back(again[i]);
    }
    const metrics::ModeTurnover turnover = metrics::mode_turnover(readings);
    const auto count = [](std::size_t n) { return static_cast<std::int64_t>(n); };
    summary["leader_pairs"] = count(turnover.pairs);
    summary["leader_changes"] = count(turnover.changes);
    summary["rest_pairs"] = count(turnover.rest_pairs);
    summary["rest_changes"] = count(turnover.rest_changes);
    summary["set_change"] = record::rounded(turnover.set_change);
    summary["rest_set_change"] = record::rounded(turnover.rest_set_change);
  }

  run::GanSettings gan_;
  std::string mixture_, normalise_;
  std::uint64_t modes_ = 0, side_ = 0, every_ = 0;
  double radius_ = 0, spacing_ = 0, deviation_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  ModeCollapse experiment;
  return verigan::run::run_program(experiment, argc, argv);
}
