// SPDX-License-Identifier: MIT
#include "gan/probe.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/check.hpp"
#include "gan/packing.hpp"
#include "random/addresses.hpp"
#include "simd/reduce.hpp"

namespace verigan::gan {
namespace {

using random::draws::kProbe;

std::size_t rows_read(const Trainer& trainer) {
  return std::clamp<std::size_t>(trainer.composition().batch, 64, 256);
}

std::size_t true_rows(const Trainer& trainer) {
  const std::size_t rows = rows_read(trainer);
  const double wanted = trainer.composition().alpha() * static_cast<double>(rows);
  return std::clamp<std::size_t>(static_cast<std::size_t>(wanted + 0.5), 1, rows - 1);
}

}  // namespace

Spread spread(std::span<const float> values) {
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

Probe::Probe(const Trainer& trainer)
    : generator_(trainer.generator()),
      discriminator_(trainer.discriminator()),
      g_units_(generator_),
      d_units_(discriminator_),
      n_true_(true_rows(trainer)),
      gradient_(trainer, rows_read(trainer)),
      g_(generator_),
      d_(discriminator_),
      g_pass_(generator_, rows_read(trainer) * trainer.config().packing),
      d_pass_(discriminator_, rows_read(trainer)),
      draws_(kProbe.stream(trainer.config().seed, trainer.config().run)),
      z_(rows_read(trainer) * trainer.config().packing, generator_.inputs()),
      samples_(rows_read(trainer) * trainer.config().packing, generator_.outputs()),
      x_(rows_read(trainer), discriminator_.inputs()),
      logits_(rows_read(trainer), 1) {}

std::vector<std::string> Probe::layers() const {
  std::vector<std::string> names = g_units_.names("generator");
  for (std::string& name : d_units_.names("discriminator")) names.push_back(std::move(name));
  return names;
}

std::optional<double> Probe::equilibrium(const Trainer& trainer) {
  const auto& best = trainer.objective().discriminator.best;
  if (!best) return std::nullopt;
  return best->undecided(trainer.composition().alpha());
}

void Probe::judge(Trainer& trainer, Reading& reading) {
  const std::uint64_t t = trainer.steps_done();
  const TrainerConfig& config = trainer.config();
  const std::size_t rows = x_.rows(), m = config.packing;
  const auto context = [&](std::uint64_t slot) {
    return nn::Context{nn::Mode::train, &draws_, kProbe.step(t, slot), 0, labels_};
  };
  labels_ = labels_in_turn(0, z_.rows(), trainer.classes());
  data::fill_noise(config.noise, draws_, kProbe.step(t, 0), z_);
  const MatrixView<float> samples = samples_;
  generator_.forward(g_, z_, samples, g_pass_, context(1));
  const bool labelled = discriminator_.classes() > 0;
  trainer.source().fill(t, {samples.block_rows(0, n_true_ * m),
                            std::span(labels_).first(labelled ? n_true_ : 0)});
  pack(samples, x_);
  data::add_normals(draws_, kProbe.step(t, 3), x_,
                    static_cast<float>(config.instance_noise.at(t, config.steps)));
  discriminator_.forward(d_, x_, logits_, d_pass_, context(2));

  const std::span<const float> logits{logits_.data(), rows};
  reading.on_true = spread(logits.first(n_true_));
  reading.on_generated = spread(logits.subspan(n_true_));
  const std::optional<double> middle = equilibrium(trainer);
  const auto above = [&](std::span<const float> some) {
    const auto count =
        std::ranges::count_if(some, [&](float l) { return static_cast<double>(l) > *middle; });
    return static_cast<double>(count) / static_cast<double>(some.size());
  };
  reading.accuracy = !middle ? std::numeric_limits<double>::quiet_NaN() : 0.5 * (above(logits.first(n_true_)) + 1 - above(logits.subspan(n_true_)));
}

Reading Probe::read(Trainer& trainer) {
  Reading reading;
  reading.step = trainer.steps_done();
  const double weight = trainer.objective().generator_weight(trainer.composition().alpha());
  reading.gradient_norm = weight * gradient_.measure(trainer, trainer.objective()).norm;
  g_ = trainer.generator_weights();
  d_ = trainer.discriminator_weights();
  judge(trainer, reading);

  // The passes above moved running statistics of the copies.
  g_ = trainer.generator_weights();
  d_ = trainer.discriminator_weights();
  discriminator_.infer(d_, x_, logits_, d_pass_, labels_);
  generator_.infer(g_, z_, samples_, g_pass_, labels_);
  g_units_.add_shares(g_pass_, z_.rows(), reading.silent);
  d_units_.add_shares(d_pass_, x_.rows(), reading.silent);
  return reading;
}

}  // namespace verigan::gan
