// SPDX-License-Identifier: MIT
#include "gan/matching_probe.hpp"

#include <algorithm>
#include <cmath>

#include "gan/generator_gradient.hpp"
#include "random/addresses.hpp"

namespace verigan::gan {
namespace {

using random::draws::kProbe;

constexpr std::size_t kMost = 256;

std::size_t rows_read(const MatchingTrainer& trainer) {
  return std::min<std::size_t>(trainer.config().batch, kMost);
}

}  // namespace

MatchingProbe::MatchingProbe(const MatchingTrainer& trainer)
    : generator_(trainer.generator()),
      units_(generator_),
      g_(generator_),
      pass_(generator_, rows_read(trainer)),
      draws_(kProbe.stream(trainer.config().seed, trainer.config().run)),
      z_(rows_read(trainer), generator_.inputs()),
      x_(rows_read(trainer), generator_.outputs()),
      truth_(std::min<std::size_t>(trainer.config().true_batch, kMost), generator_.outputs()),
      dx_(rows_read(trainer), generator_.outputs()),
      gradients_(1, generator_.parameter_size()) {}

Reading MatchingProbe::read(MatchingTrainer& trainer) {
  const std::uint64_t t = trainer.steps_done();
  Reading reading;
  reading.step = t;
  g_ = trainer.generator_weights();
  data::fill_noise(trainer.config().noise, draws_, kProbe.step(t, 0), z_);
  generator_.forward(g_, z_, x_, pass_, {nn::Mode::train, &draws_, kProbe.step(t, 1), 0});
  trainer.source().fill(t, truth_);
  trainer.statistic().sample_gradient(x_, truth_, dx_);
  generator_.backward(g_, z_, x_, dx_, pass_, gradients_.row(0));
  reading.gradient_norm = norm(generator_, gradients_.row(0));

  g_ = trainer.generator_weights();  // the pass above moved running statistics of the copy
  generator_.infer(g_, z_, x_, pass_);
  units_.add_shares(pass_, z_.rows(), reading.silent);
  return reading;
}

}  // namespace verigan::gan
