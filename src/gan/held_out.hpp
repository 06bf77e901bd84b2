// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>

#include "data/batch.hpp"
#include "gan/fixed_pair.hpp"
#include "gan/generator_trainer.hpp"

// How much of the difference between real and generated samples a discriminator can be taught to see,
// once the generator stands still. A discriminator that was in the game says little of that: it may be
// blind. What a fresh one sees on samples it never met bounds JSD(p, p_g) from below, for any data.
namespace verigan::gan {

/// The samples of a trainer's averaged generator as it is now, as a source: batch number t of n samples
/// is those from `first` + t·n on. The trainer must outlive it and stay where it is.
class FrozenGenerator final : public data::Source {
 public:
  FrozenGenerator(GeneratorTrainer& trainer, std::uint64_t first) : trainer_(trainer), first_(first) {}
  Shape shape() const override { return trainer_.source().shape(); }
  std::size_t size() const override { return 0; }
  std::size_t classes() const override { return trainer_.classes(); }
  void fill(std::uint64_t step, data::Batch out) override {
    const std::uint64_t first = first_ + step * out.rows();
    trainer_.sample(first, out.x);
    if (!out.labels.empty())
      std::ranges::copy(labels_in_turn(first, out.rows(), classes()), out.labels.begin());
  }

 private:
  GeneratorTrainer& trainer_;
  std::uint64_t first_;
};

/// What a discriminator shows of JSD(p, q), in nats: ln 2 + ½(E_p ln D + E_q ln(1 − D)) ≤ JSD for any D
/// that was not made from the samples (T19; Goodfellow et al. 2014, theorem 1).
struct SeenDivergence {
  double jsd = 0, error = 0;  ///< the mean over the samples, and twice its standard deviation
  double bound = 0;           ///< JSD is at least this, but with probability kDoubt at most
  double accuracy = 0;        ///< ½ (share of real with D > ½ + share of generated with D ≤ ½)
};
inline constexpr double kDoubt = 0.01;

/// Of a discriminator for α = ½, on samples it was not trained on, at least 2 of each. Logits are cut at
/// ±6, which is another D, so that the bound can be Maurer & Pontil's (2009, theorem 4) for bounded
/// terms, at kDoubt/2 for each kind. Throws verigan::Error for fewer samples.
SeenDivergence seen_divergence(FixedPairTrainer& discriminator, MatrixView<const float> truth,
                               MatrixView<const float> generated);

}  // namespace verigan::gan
