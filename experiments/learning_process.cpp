// SPDX-License-Identifier: MIT
// learning_process: a GAN on the line learns, and theory looks on.
//
// At every moment the best discriminator is D*_α = αp/(αp + (1 − α)p_g), its loss is
// H(α) − JS_α(p, p_g), and both players are done where p_g = p: D = α, losses H(α) and −ln α
// (Goodfellow et al. 2014, figure 1 and section 4; Lincetto & Camporese, section III; SNU).
//
// Sample runs:
//   learning_process --preset smoke
//   learning_process --preset smoke --data-density 'laplace(0,1)' --alpha 0.3 --loss minimax
//   learning_process --preset smoke --loss absolute-error --seed 3
//   learning_process --preset smoke --loss least-squares
#include <algorithm>
#include <cmath>

#include "core/check.hpp"
#include "core/numeric.hpp"
#include "data/density_source.hpp"
#include "gan/models.hpp"
#include "kit/readings.hpp"
#include "run/experiment.hpp"
#include "run/gan_settings.hpp"
#include "run/theory_monitor.hpp"
#include "run/training.hpp"

namespace {

using namespace verigan;

constexpr const char* kScience =
    R"(A generator on the line turns normal noise into points; a discriminator tells them from data whose
density p you name. Because p is known, theory can be consulted while they play. The generated density
p_g is estimated by a histogram, and the errors stated are what its counts can do:

  jsd      Jensen–Shannon divergence of p and p_g, bias of the counts taken off
  loss     what D's loss is against p and p_g; optimum: H(α) − JS_α(p, p_g), the least there can be
  gap      loss − optimum: how far D is from its best answer; in training D never quite is there
  blindness   gap over what there is to see, H(α) − optimum: 1 for D = α, 0 for the best D; nan where
           p_g is so near p that nothing is seen beyond the error
  rms      root of ∫ m (D − D*)²; rms_noise: what of it is the histogram's

The discriminator learns faster than the generator here, so that four moments can be seen apart: D knows
little; D is all but optimal and the generator has hardly moved; the generator follows; D = α.
theory.csv follows these numbers next to H(α) and −ln α, curves.csv has p, p_g, D* and D by cell.

With --loss least-squares the best D is the same D*_α, the least loss ½∫ αp(1 − α)p_g/m, and D's loss
lies ½∫ m (D − D*)² above it. With --loss absolute-error the best D is 1 where αp is at least (1 − α)p_g
and 0 elsewhere: a D that is sure of itself has a slope of almost nothing, and the generator is left
without a direction.
)";

const run::Schema kCurves{
    "curves.csv", {run::whole("step"), "x", "p", "generated", "optimal", "d"}, {.digits = 6}};

class LearningProcess final : public run::Experiment {
 public:
  std::string name() const override { return "learning_process"; }
  std::string title() const override { return "Four moments of a GAN that learns a density"; }
  std::string science() const override { return kScience; }
  std::string label() const override { return gan_.loss; }

  void declare(run::Options& options, run::Preset preset) override {
    density_ = "0.5*normal(-1,0.5)+0.5*normal(1.5,0.7)";
    gan_ = {.steps = run::pick<std::uint64_t>(preset, 200, 10000, 50000),
            .batch = 500,
            .rate = 1e-4,
            .schedule = nn::Schedule::linear};
    d_rate_ = 3e-3;
    cells_ = 100;
    samples_ = run::pick<std::uint64_t>(preset, 5000, 50000, 200000);
    options.text("data-density", density_, "density p of the data, as in verigan theory");
    gan_.declare(options, {.losses = gan::objective_names(), .alpha = true, .rate = "g-rate"});
    options.number("d-rate", d_rate_, run::kPositive, "learning rate of D, falling to 0 linearly");
    options.whole("cells", cells_, 2, 10000, "cells of the histogram");
    options.whole("samples", samples_, 100, 100000000, "generated points in it");
  }

  std::vector<run::Planned> plan(run::Preset) override {
    return {{"", {}, gan_.steps}, {"absolute error", {"--loss", "absolute-error"}, gan_.steps}};
  }

  void prepare(const run::Common&) override {
    gan::fixed_share(gan_.alpha, gan_.batch);
    law_ = data::parse_law(density_);
    require(!law_.labelled(), "data density '", density_, "' has labels, expected none");
    require(std::isfinite(law_.densities.front()->variance()), "data density '", density_,
            "' has no variance, expected one that has");
    data::DensitySource(law_, random::Stream(1, random::Purpose::data));  // can it be drawn from?
  }

  std::vector<run::Schema> tables() const override {
    return run::training_tables({run::theory_schema(), kCurves});
  }

  void run(run::Run& run, const run::Common& common) override {
    // 1. The players: three hidden layers of 64 each.
    const auto player = gan::perceptron(1, {64, 64, 64}, nn::leaky_relu(0.2F), 1);
    gan::TrainerConfig config = gan_.config(common.seed);
    config.discriminator.learning_rate = d_rate_;
    gan::Trainer trainer(player, player,
                         std::make_shared<data::DensitySource>(
                             law_, random::Stream(common.seed, random::Purpose::data)),
                         config);

    // 2. Theory looks on, from 4 standard deviations left of the mean to 4 right of it.
    const theory::Density& p = *law_.densities.front();
    const double reach = 4 * std::sqrt(p.variance()), width = 2 * reach / static_cast<double>(cells_);
    run::TheoryMonitor monitor(
        metrics::line_cells(p, p.mean() - reach, p.mean() + reach, cells_), samples_);
    const double alpha = trainer.composition().alpha();
    run::Series &table = run.table(run::theory_schema()), &curves = run.table(kCurves);

    // 3. Training.
    const auto readings = kit::Readings::about(30, gan_.steps, kit::Early::doubling);
    std::string remark;
    const run::FinalMeans means = run::train(
        run, trainer, 1,
        [&](std::uint64_t done) {
          if (!readings.due(done)) return;
          const metrics::TheorySnapshot seen = monitor.read(trainer);
          remark = run::reading_text(seen);
          run::add_reading(table, done, seen, alpha);
          const metrics::Cells& cells = monitor.cells();
          for (std::size_t i = 0; i < cells.size(); ++i)
            curves.append(done, cells.centres(i, 0), cells.data[i] / width,
                          seen.generated[i] / width, seen.optimal[i], seen.d[i]);
        },
        &remark, std::nullopt, &table);

    // 4. The four moments, and what is left behind.
    record::Object summary = run::training_summary(trainer, means);
    for (const char* name : {"jsd", "jsd_error", "loss", "optimum", "gap", "gap_error", "blindness",
                             "blindness_error", "rms"})
      summary[name == std::string("loss") ? "theory_loss" : name] = table.last(name);
    summary["moments"] = moments(table);
    run.summary(summary);
    run::note_end(run, remark, trainer, means);
  }

 private:
  // The first step; the one at which D is best while JSD is at least 0.7 of the first; the first at
  // which it is at most 0.3 of it; the last.
  static std::vector<double> moments(const run::Series& readings) {
    const auto step = readings.column<double>("step"), jsd = readings.column<double>("jsd"),
               gap = readings.column<double>("gap");
    std::size_t best = 0, moved = step.size() - 1;
    for (std::size_t i = 0; i < step.size() && jsd[i] >= 0.7 * jsd[0]; ++i)
      if (gap[i] < gap[best]) best = i;
    for (std::size_t i = step.size(); i-- > best;)
      if (jsd[i] <= 0.3 * jsd[0]) moved = i;
    return {step.front(), step[best], step[moved], step.back()};
  }

  run::GanSettings gan_;
  std::string density_;
  double d_rate_ = 0;
  std::uint64_t cells_ = 0, samples_ = 0;
  data::LabelledDistribution law_;
};

}  // namespace

int main(int argc, char** argv) {
  LearningProcess experiment;
  return verigan::run::run_program(experiment, argc, argv);
}
