// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "data/batch.hpp"
#include "gan/batch_mix.hpp"
#include "gan/gradient_penalty.hpp"
#include "gan/objective.hpp"
#include "gan/spectral_norm.hpp"
#include "gan/teacher.hpp"

namespace verigan::gan {

/// Normal noise added to both of the discriminator's inputs, real and generated, in both players'
/// steps; its standard deviation goes linearly from `first` to `last` over the run.
struct InstanceNoise {
  double first = 0, last = 0;
  double at(std::uint64_t t, std::uint64_t total) const;
};

/// Who moves when. Alternating: the generator answers to the discriminator's new weights, on fresh
/// noise. Simultaneous: both gradients are taken at the same weights and the same noise, and there is
/// one update of the discriminator a step.
enum class Order { alternating, simultaneous };

struct AdversaryConfig {
  std::string loss = "non-saturating";
  double alpha = 0.5;               // share of real samples in the discriminator's batch
  /// Each row of a batch is real with that probability, rounded as in fixed_share(); else as many are.
  bool random_share = false;
  std::size_t batch = 64;           // of the discriminator, real and generated together
  std::size_t generator_batch = 0;  // of the generator's step; 0: as many as `batch`
  /// Samples, all real or all generated, that the discriminator judges together, side by side in one
  /// row of its input (Lin et al. 2018, PacGAN); both batches count such rows.
  std::size_t packing = 1;
  Order order = Order::alternating;
  std::uint64_t discriminator_steps = 1;  // updates of the discriminator in a step,
  std::uint64_t generator_steps = 1;      // and then of the generator
  nn::OptimiserConfig discriminator{};
  InstanceNoise instance_noise{};
  double flip_rate = 0;  // probability that a row is taken for one of the other kind, in D's own updates
  /// Real and generated rows go through the discriminator one after the other, each a batch to its
  /// batch normalisation; else they are one batch.
  bool separate_batches = false;
  Penalties penalties{};       // on the discriminator's gradient, in its own updates
  bool spectral_norm = false;  // of every weight of the discriminator
};

/// A discriminator that learns, and the generator's loss under it.
class Adversary final : public Teacher {
 public:
  /// Where an adversary's chance comes from.
  struct Streams {
    random::Stream weights, instance_noise, flips, own_batch_dropout, share, between, singular;
  };
  /// Initialises the discriminator. Throws verigan::Error for a configuration out of range, and when
  /// source and discriminator do not fit together. `steps`: of the whole run. `plan.updates` of 0: there
  /// is no generator, and one update a step.
  Adversary(nn::Network&& discriminator, std::shared_ptr<data::Source> source,
            const AdversaryConfig& config, std::uint64_t steps, const nn::Initialisation& initialisation,
            const Streams& streams, const TeachingPlan& plan);
  /// The plan of an adversary of this generator. Throws verigan::Error for packs of no samples.
  static TeachingPlan plan_of(const AdversaryConfig& config, const nn::Network& generator,
                              const nn::Network& discriminator);

  /// What generated rows come from: samples first, first + 1, … of this update into x.
  using Generate = std::function<void(std::size_t first, MatrixView<float> x)>;
  /// One update, on real samples and on generated ones with those labels, or none. `done`: updates so
  /// far; draws are at `address`; `context` is that of training.
  void learn(std::uint64_t done, std::uint64_t address, const nn::Context& context,
             std::span<const Label> labels, const Generate& generate, StepMetrics& metrics);

  const TeachingPlan& plan() const override { return plan_; }
  bool competes() const override { return true; }
  void update(Generation& generation, std::uint64_t update, StepMetrics& metrics) override;
  void gradient(const Generation& generation, std::size_t first, MatrixView<const float> x,
                std::span<const Label> labels, MatrixView<float> dx) override;
  void after_generator_update(const Generation& generation) override;
  double loss() override;
  void save(TrainerState& state) const override;
  void restore(TensorReader& reader) override;

  /// Of each batch or, with a random share, on average.
  const BatchMix& composition() const { return composition_; }
  const Objective& objective() const { return objective_; }
  const nn::Model& model() const { return player_.model; }
  /// Logits, one per row of x, which holds `packing` samples side by side, and a label per row for a
  /// discriminator with classes; any number of rows.
  void logits(MatrixView<const float> x, std::span<float> out, std::span<const Label> labels = {});

 private:
  struct Rows {
    std::size_t first, count, real;  // of the batch; of them, the first `real` are real
  };
  float input_noise(std::uint64_t step) const;
  void fill_real(std::uint64_t update, MatrixView<float> rows);
  void losses(const Rows& rows, std::uint64_t address);
  void forward(const Rows& rows, std::uint64_t address, float sd, nn::Context context,
               const Generate& generate);
  void learn_separately(std::uint64_t address, float sd, const nn::Context& context,
                        const Generate& generate);
  nn::ParameterUpdate update_at(std::uint64_t done, std::uint64_t total);
  void finish_gradients(std::uint64_t address);
  void apply(const nn::ParameterUpdate& update);
  std::span<Label> labels_of(std::size_t first, std::size_t count);

  AdversaryConfig config_;
  std::uint64_t steps_;
  TeachingPlan plan_;
  std::shared_ptr<data::Source> source_;
  const Objective& objective_;
  BatchMix composition_;
  std::size_t n_real_;  // rows of the present batch
  random::Stream augment_, flips_, own_batch_dropout_, share_;
  Player player_;
  std::optional<GradientPenalty> penalty_;
  std::optional<SpectralNorm> spectral_;
  Matrix<float> x_, dpacks_, logits_, dlogits_;
  Matrix<float> unpacked_;    // with packing: samples that are not yet packed
  Matrix<float> other_gradients_;  // with separate batches: those of the generated rows
  std::vector<float> values_, uniforms_, other_values_, other_slopes_;
  std::vector<Label> labels_;
};

}  // namespace verigan::gan
