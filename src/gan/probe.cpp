// SPDX-License-Identifier: MIT
#include "gan/probe.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/check.hpp"
#include "gan/bystanding_model.hpp"
#include "gan/generator_gradient.hpp"
#include "gan/packing.hpp"
#include "gan/silent_units.hpp"
#include "random/addresses.hpp"
#include "simd/reduce.hpp"

namespace verigan::gan {
namespace {

using random::draws::kProbe;

constexpr std::size_t kMostCompared = 256;

std::size_t rows_read(const Trainer& trainer) {
  return std::clamp<std::size_t>(trainer.composition().batch, 64, 256);
}

std::size_t real_rows(const Trainer& trainer) {
  const std::size_t rows = rows_read(trainer);
  const double wanted = trainer.composition().alpha() * static_cast<double>(rows);
  return std::clamp<std::size_t>(static_cast<std::size_t>(wanted + 0.5), 1, rows - 1);
}

// What logits say, of real samples first; `middle` lies between "real" and "generated".
void summarise(std::span<const float> logits, std::size_t n_real, std::optional<double> middle,
               Snapshot& reading) {
  reading.on_true = spread(logits.first(n_real));
  reading.on_generated = spread(logits.subspan(n_real));
  const auto above = [&](std::span<const float> some) {
    const auto count =
        std::ranges::count_if(some, [&](float l) { return static_cast<double>(l) > *middle; });
    return static_cast<double>(count) / static_cast<double>(some.size());
  };
  reading.accuracy = !middle ? std::numeric_limits<double>::quiet_NaN()
                             : 0.5 * (above(logits.first(n_real)) + 1 - above(logits.subspan(n_real)));
}

}  // namespace

Quantiles spread(std::span<const float> values) {
  require(!values.empty(), "the spread of 0 numbers, expected at least 1");
  std::vector<float> sorted(values.begin(), values.end());
  if (std::ranges::any_of(sorted, [](float x) { return std::isnan(x); })) {
    constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
    return {kNan, kNan, kNan, kNan};
  }
  std::ranges::sort(sorted);
  const auto quantile = [&](double share) {
    const double place = share * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const auto low = static_cast<double>(sorted[below]);
    const auto high = static_cast<double>(sorted[std::min(below + 1, sorted.size() - 1)]);
    const double part = place - static_cast<double>(below);
    return low == high ? low : (1 - part) * low + part * high;
  };
  return {simd::mean(values), quantile(0.05), quantile(0.5), quantile(0.95)};
}

std::vector<std::string> watched_layers(const Trainer& trainer) {
  std::vector<std::string> names = SilentUnits(trainer.generator()).names("generator");
  for (std::string& name : SilentUnits(trainer.discriminator()).names("discriminator"))
    names.push_back(std::move(name));
  return names;
}

std::vector<std::string> watched_layers(const MatchingTrainer& trainer) {
  return SilentUnits(trainer.generator()).names("generator");
}

std::optional<double> equilibrium_logit(const Trainer& trainer) {
  const auto& best = trainer.objective().discriminator.best;
  if (!best) return std::nullopt;
  return best->undecided(trainer.composition().alpha());
}

Snapshot read(Trainer& trainer) {
  const std::uint64_t t = trainer.steps_done();
  const TrainerConfig& config = trainer.config();
  const std::size_t rows = rows_read(trainer), m = config.packing, n_real = real_rows(trainer);
  Snapshot reading;
  reading.step = t;
  reading.gradient_norm = trainer.objective().generator_weight(trainer.composition().alpha()) *
                          generator_gradient(trainer, trainer.objective(), rows).norm;

  // 1. What the discriminator says of both kinds, batches normalised as in training.
  const random::Stream draws = kProbe.stream(config.seed, config.run);
  const std::vector<Label> labels = labels_in_turn(0, rows * m, trainer.classes());
  const auto context = [&](std::uint64_t slot) {
    return nn::Context{nn::Mode::train, &draws, kProbe.step(t, slot), 0, labels};
  };
  const nn::Network &generator = trainer.generator(), &discriminator = trainer.discriminator();
  Matrix<float> z(rows * m, generator.inputs()), samples(rows * m, generator.outputs()),
      x(rows, discriminator.inputs()), logits(rows, 1);
  BystandingModel g(generator, trainer.generator_weights(), rows * m),
      d(discriminator, trainer.discriminator_weights(), rows);
  data::fill_noise(config.noise, draws, kProbe.step(t, 0), z);
  g.forward(z, samples, context(1));
  std::vector<Label> of_real(labels.begin(),
                             labels.begin() + (discriminator.classes() > 0 ? static_cast<std::ptrdiff_t>(n_real) : 0));
  trainer.source().fill(t, {samples.view().block_rows(0, n_real * m), of_real});
  std::vector<Label> seen = labels;
  std::ranges::copy(of_real, seen.begin());
  pack(samples, x);
  data::add_normals(draws, kProbe.step(t, 3), x,
                    static_cast<float>(config.instance_noise.at(t, config.steps)));
  d.forward(x, logits, {nn::Mode::train, &draws, kProbe.step(t, 2), 0, seen});
  summarise({logits.data(), rows}, n_real, equilibrium_logit(trainer), reading);

  // 2. Which units are 0 for all of them; the passes above moved running statistics of the copies.
  g = BystandingModel(generator, trainer.generator_weights(), rows * m);
  d = BystandingModel(discriminator, trainer.discriminator_weights(), rows);
  d.infer(x, logits, seen);
  g.infer(z, samples, seen);
  SilentUnits(generator).add_shares(g.workspace(), rows * m, reading.silent);
  SilentUnits(discriminator).add_shares(d.workspace(), rows, reading.silent);
  return reading;
}

Snapshot read(MatchingTrainer& trainer) {
  const std::uint64_t t = trainer.steps_done();
  const std::size_t rows = std::min<std::size_t>(trainer.config().batch, kMostCompared);
  const nn::Network& generator = trainer.generator();
  const random::Stream draws = kProbe.stream(trainer.config().seed, trainer.config().run);
  Snapshot reading;
  reading.step = t;
  Matrix<float> z(rows, generator.inputs()), x(rows, generator.outputs()), dx(rows, generator.outputs()),
      real(std::min<std::size_t>(trainer.config().true_batch, kMostCompared), generator.outputs());
  BystandingModel g(generator, trainer.generator_weights(), rows);
  data::fill_noise(trainer.config().noise, draws, kProbe.step(t, 0), z);
  g.forward(z, x, {nn::Mode::train, &draws, kProbe.step(t, 1), 0});
  trainer.source().fill(t, real);
  trainer.statistic().sample_gradient(x, real, dx);
  reading.gradient_norm = norm(generator, g.gradient(z, x, dx));

  g = BystandingModel(generator, trainer.generator_weights(), rows);  // its running statistics had moved
  g.infer(z, x);
  SilentUnits(generator).add_shares(g.workspace(), rows, reading.silent);
  return reading;
}

}  // namespace verigan::gan
