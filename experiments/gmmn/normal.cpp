// SPDX-License-Identifier: MIT
// A normal law, learnt by a generator x = mean + sd·z. Its law is known at every step, and so is what is
// descended, between the laws themselves.
#include <algorithm>
#include <cmath>

#include "data/density_source.hpp"
#include "gan/models.hpp"
#include "gmmn/target.hpp"
#include "random/addresses.hpp"
#include "run/training.hpp"
#include "theory/densities.hpp"
#include "theory/divergence.hpp"
#include "theory/mmd.hpp"

namespace verigan::gmmn {
namespace {

/// E x^r of (x − centre)/scale, r = 0 … order, by normals' recursion.
std::vector<double> moments(const theory::NormalLaw& law, const gan::Scaling& units,
                            std::uint64_t order) {
  const double m = (law.mean - static_cast<double>(units.centre[0])) / units.scale,
               v = law.sd * law.sd / (units.scale * units.scale);
  std::vector<double> moments{1, m};
  for (std::uint64_t r = 2; r <= order; ++r)
    moments.push_back(m * moments[r - 1] + static_cast<double>(r - 1) * v * moments[r - 2]);
  return moments;
}

/// What is descended, between laws in the place of samples.
double population_loss(const Settings& settings, const theory::NormalLaw& p,
                       const theory::NormalLaw& q, const gan::Scaling& units) {
  if (settings.statistic == "mmd")
    return theory::mmd2(p, q, parse_bandwidths(settings.bandwidths));
  const auto of_p = moments(p, units, settings.order), of_q = moments(q, units, settings.order);
  double sum = 0;
  for (std::uint64_t r = 1; r <= settings.order; ++r)
    sum += (of_p[r] - of_q[r]) * (of_p[r] - of_q[r]);
  return sum;
}

/// The averaged generator's bias and weight: mean and sd of what it makes.
theory::NormalLaw generated(const gan::MatchingTrainer& trainer) {
  theory::NormalLaw law;
  for (const gan::NamedTensor& tensor : trainer.state().tensors) {
    const double value = static_cast<double>(tensor.values[0]);
    if (tensor.name == "generator_average.1.dense.bias") law.mean = value;
    if (tensor.name == "generator_average.1.dense.weight") law.sd = std::abs(value);
  }
  return law;
}

const run::Schema kQuality{
    "quality.csv", {run::whole("step"), "mean", "sd", "tv", "population_loss"}, {.digits = 6}};

class Normal final : public Target {
 public:
  std::string name() const override { return "normal"; }

  OwnValues own_values(run::Preset preset) const override {
    return {run::pick<std::uint64_t>(preset, 100, 1500, 20000), 250, 2e-2, "0.5,1,2", "unbiased",
            run::pick(preset, 1, 3, 20)};
  }

  std::vector<run::Schema> tables() const override { return {kQuality}; }

  void learn(run::Run& run, const Settings& settings, std::uint64_t seed) override {
    // 1. The data, and a generator of two numbers.
    const theory::DensityPtr p = theory::normal(settings.mean, settings.sd);
    const auto draw = [&](random::Purpose purpose) {
      return std::make_shared<data::DensitySource>(data::LabelledDistribution{{1.0}, {p}},
                                                   random::Stream(seed, purpose));
    };
    Matrix<float> some(kSamples, 1);
    draw(random::Purpose::data)->fill(settings.steps, some);  // of a step that is never taken
    const gan::Scaling units = gan::units_of(some);
    gan::MatchingTrainer trainer(gan::perceptron(1, {}, nn::kIdentity, 1),
                                 statistic(settings, units), draw(random::Purpose::data),
                                 training(settings, seed, 0.99));

    // 2. Training, followed by the generated law.
    run::Series& quality = run.table(kQuality);
    const auto distance = [&](const theory::NormalLaw& q) {
      return theory::total_variation(*p, *theory::normal(q.mean, std::max(q.sd, 1e-6))).value;
    };
    const double loss = run::train(run, trainer, 1, [&](std::uint64_t done) {
      if (!readings(settings).due(done)) return;
      const theory::NormalLaw q = generated(trainer);
      quality.append(done, q.mean, q.sd, distance(q),
                     population_loss(settings, {settings.mean, settings.sd}, q, units));
    });

    // 3. What is left behind.
    const theory::NormalLaw q = generated(trainer);
    record::Object end = summary(settings, loss);
    end["mean_learnt"] = record::rounded(q.mean, 6);
    end["sd_learnt"] = record::rounded(q.sd, 6);
    end["tv"] = record::rounded(distance(q), 6);
    Matrix<float> fresh(kTested, 1), points(kTested, 1);
    draw(random::draws::kFreshData.purpose)->fill(0, fresh);
    trainer.sample(0, points);
    const double widths[] = {settings.sd / 2, settings.sd, 2 * settings.sd};
    conclude(run, end, "TV " + record::rounded_text(distance(q), 3), points, fresh, widths, seed);
  }
};

}  // namespace

std::unique_ptr<Target> normal_target() { return std::make_unique<Normal>(); }

}  // namespace verigan::gmmn
