// SPDX-License-Identifier: MIT
// absolute_error_gan: the discriminator that errs least, and a generator that has to learn from it.
//
// Both players minimise, with D = σ(ℓ) and a share α of real data:
//   discriminator   α E_p[1 − D] + (1 − α) E_q[D]     >= ∫ min(αp, (1 − α)q), = ½(1 − TV) at α = ½
//   generator       −(1 − α) E_q[D]
// The best D is 1[αp >= (1 − α)q]: a step. What reaches the generator is dD/dx = σ(ℓ)σ(−ℓ) dℓ/dx, and
// σ(ℓ)σ(−ℓ) → 0 as D nears its best (Rocca, equations 6 to 12, section 5).
//
// Sample runs:
//   absolute_error_gan --preset smoke
//   absolute_error_gan --preset smoke --loss non-saturating --d-lr-ratio 10
//   absolute_error_gan --preset smoke --mean -1 --sd 0.5 --alpha 0.3 --seed 4
#include <algorithm>
#include <cmath>

#include "core/check.hpp"
#include "core/numeric.hpp"
#include "data/density_source.hpp"
#include "gan/generator_gradient.hpp"
#include "gan/models.hpp"
#include "kit/readings.hpp"
#include "run/experiment.hpp"
#include "run/gan_settings.hpp"
#include "run/training.hpp"
#include "theory/densities.hpp"
#include "theory/discriminator_gap.hpp"
#include "theory/divergence.hpp"

namespace {

using namespace verigan;

constexpr const char* kScience =
    R"(Rocca's adversarial pair in its simplest form: data from a normal law, a generator x = mean + sd·z
whose law is therefore known at every step, and a network that tells them apart. With the absolute
error the discriminator's best answer is a step from 0 to 1, the better it is, the less of a slope is
left on it, and the generator is pulled by that slope. path.csv follows

  mean, sd, tv   the generated normal, and its total variation from the data (exact)
  loss, least    D's loss against these two laws, and the least there can be, by quadrature
  gradient_norm  ‖∇‖ of the generator's loss
  answer         mean D on generated points

--d-lr-ratio makes the discriminator learn faster than the generator; --loss non-saturating is the usual GAN
in the same place, for comparison.
)";

const run::Schema kPath{
    "path.csv",
    {run::whole("step"), "mean", "sd", "tv", "loss", "least", "gradient_norm", "answer"},
    {.digits = 6}};

class AbsoluteErrorGan final : public run::Experiment {
 public:
  std::string name() const override { return "absolute_error_gan"; }
  std::string title() const override { return "The absolute-error GAN between normals"; }
  std::string science() const override { return kScience; }
  std::string label() const override { return gan_.loss + " ×" + record::number_text(gan_.d_lr_ratio); }

  void declare(run::Options& options, run::Preset preset) override {
    gan_ = {.loss = "absolute-error",
            .steps = run::pick<std::uint64_t>(preset, 200, 3000, 20000),
            .batch = 500,
            .rate = 5e-3,
            .schedule = nn::Schedule::linear};
    mean_ = 2;
    sd_ = 1;
    const auto held = [](const gan::Objective& row) { return row.discriminator.best.has_value(); };
    gan_.declare(options, {.losses = gan::objective_names(held), .alpha = true, .d_lr_ratio = true});
    options.number("mean", mean_, {-1e6, 1e6}, "of the data; the generator starts about 0");
    options.number("sd", sd_, {1e-3, 1e6}, "of the data");
  }

  std::vector<run::Planned> plan(run::Preset preset) override {
    std::vector<run::Planned> runs;
    for (int seed = 1; seed <= run::pick(preset, 1, 3, 20); ++seed)
      for (const char* loss : {"absolute-error", "non-saturating"})
        for (const char* d_lr_ratio : {"1", "10"})
          runs.push_back({std::string(loss) + " ×" + d_lr_ratio + " seed " + std::to_string(seed),
                          {"--loss", loss, "--d-lr-ratio", d_lr_ratio, "--seed", std::to_string(seed)},
                          gan_.steps});
    return runs;
  }

  void prepare(const run::Common&) override { gan::fixed_share(gan_.alpha, gan_.batch); }

  std::vector<run::Schema> tables() const override { return run::training_tables({kPath}); }

  void run(run::Run& run, const run::Common& common) override {
    // 1. A generator of two numbers, a discriminator of two hidden layers, and normal data.
    const nn::Activation leaky = nn::leaky_relu(0.2F);
    const theory::DensityPtr p = theory::normal(mean_, sd_);
    gan::Trainer trainer(
        gan::perceptron(1, {}, leaky, 1), gan::perceptron(1, {32, 32}, leaky, 1),
        std::make_shared<data::DensitySource>(data::LabelledDistribution{{1.0}, {p}},
                                              random::Stream(common.seed, random::Purpose::data)),
        gan_.config(common.seed));

    // 2. Training, held against theory fifty times.
    run::Series& path = run.table(kPath);
    const auto judge = [&](std::uint64_t done) {
      const auto [mean, sd] = generated(trainer);
      const theory::DensityPtr q = theory::normal(mean, std::max(std::abs(sd), 1e-6));
      const auto gap = held(trainer, *p, *q);
      const auto slope = gan::generator_gradient(trainer, trainer.objective(), gan_.batch);
      path.append(done, mean, std::abs(sd), theory::total_variation(*p, *q).value, gap.loss.value,
                  gap.optimum.value, slope.norm * trainer.objective().generator_weight(alpha()),
                  slope.output);
    };
    const auto readings = kit::Readings::about(50, gan_.steps, kit::Early::first);
    const run::FinalMeans means = run::train(run, trainer, 1, [&](std::uint64_t done) {
      if (readings.due(done)) judge(done);
    });

    // 3. What is left behind.
    record::Object summary = run::training_summary(trainer, means);
    for (const char* name : {"mean", "sd", "tv", "gradient_norm", "answer"})
      summary[std::string("final_") + name] = path.last(name);
    run.summary(summary);
  }

 private:
  double alpha() const { return gan::fixed_share(gan_.alpha, gan_.batch).alpha(); }

  // The generator's bias and weight: mean and ±sd of what it makes.
  static std::pair<double, double> generated(const gan::Trainer& trainer) {
    double mean = 0, sd = 0;
    for (const gan::NamedTensor& tensor : trainer.state().tensors) {
      if (tensor.name == "generator.1.dense.bias") mean = static_cast<double>(tensor.values[0]);
      if (tensor.name == "generator.1.dense.weight") sd = static_cast<double>(tensor.values[0]);
    }
    return {mean, sd};
  }

  theory::DiscriminatorGap held(gan::Trainer& trainer, const theory::Density& p,
                                const theory::Density& q) const {
    const theory::DiscriminatorLoss& loss = trainer.objective().discriminator;
    return theory::discriminator_gap({p, q, alpha(), 1 - alpha()}, loss, [&](const theory::Point& x) {
      Matrix<float> place(1, 1);
      place(0, 0) = static_cast<float>(x.value());
      float d = 0;
      trainer.judge(place, {&d, 1});
      return loss.linear_output(loss.finite_output(d));
    });
  }

  run::GanSettings gan_;
  double mean_ = 0, sd_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  AbsoluteErrorGan experiment;
  return verigan::run::run_program(experiment, argc, argv);
}
