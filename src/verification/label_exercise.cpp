// SPDX-License-Identifier: MIT
// T20 and T64 as a discriminator is trained: which loss gan::FixedPairTrainer takes of samples whose
// labels are flipped at rate ε.
#include <array>
#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "core/check.hpp"
#include "core/numeric.hpp"
#include "core/parallel.hpp"
#include "data/density_source.hpp"
#include "gan/fixed_pair.hpp"
#include "verification/exercise.hpp"

namespace verigan::verification {
namespace {

using theory::RandomInstance;
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
/// Σ((1−ε)·own + ε·other)/n, and a flip moves it by |ℓ|/n. Real data lie on one side of the line,
/// generated ones on the other, so that a flip of either kind shows.
void check_flips(RandomInstance& draw, Evidence& evidence) {
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
  const std::size_t n_real = trainer.composition().n_real;
  Matrix<float> x(kBatch, 1);
  truth->fill(0, x.view().block_rows(0, n_real));
  generated->fill(0, x.view().block_rows(n_real, kBatch - n_real));
  std::vector<float> logits(kBatch);
  trainer.logits(x, logits);
  double mean = 0, squares = 0;
  for (std::size_t i = 0; i < kBatch; ++i) {
    const double l = static_cast<double>(logits[i]), own = softplus(i < n_real ? -l : l),
                 other = softplus(i < n_real ? l : -l);
    mean += (1 - config.flip_rate) * own + config.flip_rate * other;
    squares += l * l;
  }
  const double size = static_cast<double>(kBatch);
  mean /= size;
  const double chance = std::sqrt(kLogChance * squares / 2) / size, rounding = 1e-6 * mean;
  evidence.equal("as trained: labels of both kinds are flipped at rate ε",
                 {trainer.step(), rounding}, {mean, chance});
}

/// T64 where x is one point, so that a sample is its label y: u = α(1−ε)p(y) + (1−α)εq(y) and
/// v = αεp(y) + (1−α)(1−ε)q(y) with the shares p, q of labels that the batch has. The trained loss is
/// L* + Σ_y (u+v)·kl(u/(u+v)‖D) and L* = Σ_y (u+v)·H(u/(u+v)), up to the chance of the flips.
void check_gap(RandomInstance& draw, Evidence& evidence) {
  if (draw.instance() % kTurns != 0) return;
  const SerialSection here;
  const std::uint64_t seed = draw.below(1u << 31);
  const char* point = "normal(2,1e-12)";  // 2 in float
  const auto labelled = [&](double first, random::Purpose purpose) {
    const std::string law = message(first, ": ", point, " | ", 1 - first, ": ", point);
    return source(law.c_str(), seed, purpose);
  };
  const auto truth = labelled(draw.chance(0.5) ? 0.75 : 0.5, random::Purpose::data),
             generated = labelled(draw.chance(0.5) ? 0.25 : 0.625, random::Purpose::sample);
  gan::FixedPairConfig config;
  config.alpha = draw.uniform(0.2, 0.6);
  config.flip_rate = draw.uniform(0.2, 0.45);
  config.batch = kBatch;
  config.seed = seed;
  gan::FixedPairTrainer trainer(
      nn::NetworkBuilder(1).conditioned({2}).dense(1, nn::kIdentity).build(), truth, generated, config);
  for (std::uint32_t k = draw.below(4); k > 0; --k) trainer.step();
  const std::uint64_t step = trainer.steps_done();
  const std::size_t n_real = trainer.composition().n_real;
  Matrix<float> x(kBatch, 1);
  std::vector<Label> labels(kBatch);
  const data::Batch batch(x, labels);
  truth->fill(step, batch.block(0, n_real));
  generated->fill(step, batch.block(n_real, kBatch - n_real));
  std::vector<float> logits(kBatch);
  trainer.logits(x, logits, labels);
  const double size = static_cast<double>(kBatch), e = config.flip_rate;
  std::array<double, 2> u{}, v{}, output{};
  double squares = 0;
  for (std::size_t i = 0; i < kBatch; ++i) {
    const std::size_t y = labels[i];
    const bool real = i < n_real;
    const double l = static_cast<double>(logits[i]);
    u[y] += (real ? 1 - e : e) / size;
    v[y] += (real ? e : 1 - e) / size;
    output[y] = verigan::sigmoid(l);
    squares += l * l;
  }
  double expected = 0;
  for (std::size_t y = 0; y < 2; ++y) {
    const double m = u[y] + v[y];
    if (m > 0)
      expected += m * (binary_entropy(u[y] / m) + verigan::bernoulli_kl(u[y] / m, output[y]));
  }
  const double chance = std::sqrt(kLogChance * squares / 2) / size, rounding = 1e-5 * (1 + expected);
  evidence.equal("as trained: L(D) = L* + Σ(u+v)·kl(u/(u+v)‖D), with labels and flips",
                 {trainer.step(), rounding}, {expected, chance});
}

constexpr const char* kChosen = "the chance δ = 1e-12 that a batch passes its bound (Hoeffding)";

}  // namespace

Exercise flipped_training() {
  return {"T20", "gan::FixedPairTrainer", check_flips, kChosen};
}
Exercise labelled_training() { return {"T64", "gan::FixedPairTrainer", check_gap, kChosen}; }

}  // namespace verigan::verification
