// SPDX-License-Identifier: MIT
// T20 as a discriminator is trained: which loss gan::FixedPairTrainer takes of samples whose labels
// are flipped at rate ε.
#include <cmath>
#include <memory>
#include <vector>

#include "core/numeric.hpp"
#include "core/parallel.hpp"
#include "data/density_source.hpp"
#include "gan/fixed_pair.hpp"
#include "verification/exercise.hpp"

namespace verigan::verification {
namespace {

using theory::Draw;
using theory::Evidence;

constexpr std::size_t kBatch = 8192;
/// One instance in so many: each trains a step.
constexpr std::uint64_t kTurns = 4;
/// δ, of passing Hoeffding's bound by accident.
const double kLogChance = std::log(2e12);

std::shared_ptr<data::Source> source(const char* law, std::uint64_t seed, random::Purpose purpose) {
  return std::make_shared<data::DensitySource>(data::parse_law(law), random::Stream(seed, purpose));
}

/// Either kind of data is called the other's name at rate ε, so that the loss of a batch has mean
/// Σ((1−ε)·own + ε·other)/n, and a flip moves it by |ℓ|/n. True data lie on one side of the line,
/// generated ones on the other, so that a flip of either kind shows.
void check_flips(Draw& draw, Evidence& evidence) {
  if (draw.instance() % kTurns != 0) return;
  const SerialSection here;  // instances are what threads share
  const std::uint64_t seed = draw.below(1u << 31);
  const auto truth = source("normal(3,0.2)", seed, random::Purpose::data),
             generated = source("normal(-3,0.2)", seed, random::Purpose::sample);
  gan::FixedPairConfig config;
  config.alpha = draw.uniform(0.2, 0.6);
  config.flip_rate = draw.uniform(0.2, 0.45);
  config.batch = kBatch;
  config.seed = seed;
  gan::FixedPairTrainer trainer(nn::NetworkBuilder(1).dense(1, nn::kIdentity).build(), truth,
                                generated, config);
  const std::size_t n_true = trainer.composition().n_true;
  Matrix<float> x(kBatch, 1);
  truth->fill(0, x.view().block_rows(0, n_true));
  generated->fill(0, x.view().block_rows(n_true, kBatch - n_true));
  std::vector<float> logits(kBatch);
  trainer.logits(x, logits);
  double mean = 0, squares = 0;
  for (std::size_t i = 0; i < kBatch; ++i) {
    const double l = static_cast<double>(logits[i]), own = softplus(i < n_true ? -l : l),
                 other = softplus(i < n_true ? l : -l);
    mean += (1 - config.flip_rate) * own + config.flip_rate * other;
    squares += l * l;
  }
  const double size = static_cast<double>(kBatch);
  mean /= size;
  const double chance = std::sqrt(kLogChance * squares / 2) / size, rounding = 1e-6 * mean;
  evidence.equal("as trained: labels of both kinds are flipped at rate ε",
                 {trainer.step(), rounding}, {mean, chance});
}

}  // namespace

Exercise flipped_training() { 
  return {"T20", "gan::FixedPairTrainer", check_flips,
          "the chance δ = 1e-12 that a batch passes its bound (Hoeffding)"};
}

}  // namespace verigan::verification
