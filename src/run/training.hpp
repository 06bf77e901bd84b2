// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "gan/matching_trainer.hpp"
#include "gan/trainer.hpp"
#include "record/value.hpp"
#include "run/run.hpp"
#include "run/training_monitor.hpp"

// A GAN, or a generator that matches samples directly, trained inside a run: every step logged,
// resumed after an interruption.
namespace verigan::run {

/// Means over the last tenth of the steps: the losses in nats, D's outputs on real and generated data.
struct FinalMeans {
  double d_loss = 0.0, g_loss = 0.0, d_real = 0.0, d_fake = 0.0;
};

/// Plays all of the trainer's steps and writes each into metrics.csv. Epochs are counted from 1 and
/// last steps_per_epoch steps. after(n) is called when n steps are done; what it leaves in `remark` is
/// shown behind the losses. A TrainingMonitor looks on and says what is wrong with the training; of
/// modes, of how far the generated density is from the data's, and of what a classifier says of images, if
/// there are tables of them.
FinalMeans train(Run& run, gan::Trainer& trainer, std::uint64_t steps_per_epoch,
                 const std::function<void(std::uint64_t done)>& after,
                 const std::string* remark = nullptr,
                 std::optional<ModeTable> modes = std::nullopt,
                 const Series* theory = nullptr, const Series* images = nullptr);

/// The same for a matching network, whose metrics.csv has step, epoch and loss, and whose diagnosis
/// speaks of its gradient and its units alone. Returns the mean loss over the last tenth of the
/// steps.
double train(Run& run, gan::MatchingTrainer& trainer, std::uint64_t steps_per_epoch,
             const std::function<void(std::uint64_t done)>& after,
             const std::string* remark = nullptr, const Series* theory = nullptr);

/// The tables that train() leaves, of a GAN or of a matching network, and further ones.
std::vector<Schema> training_tables(std::vector<Schema> further = {});
std::vector<Schema> matching_tables(std::vector<Schema> further);

/// What every trained GAN's summary.json holds: alpha, alpha_effective, n_real, batch, steps, the final
/// means, and the losses theory expects at equilibrium for the effective α (Goodfellow et al. 2014;
/// Lincetto & Camporese, section III):
///   entropy_alpha   = H(α) = −α ln α − (1 − α) ln(1 − α), the discriminator's
///   minus_log_alpha = −ln α, the non-saturating generator's
record::Object training_summary(const gan::Trainer& trainer, const FinalMeans& means);

/// The rows of a matrix one behind the other, without padding.
std::vector<float> contiguous(MatrixView<const float> values);

}  // namespace verigan::run
