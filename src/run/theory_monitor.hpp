// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gan/trainer.hpp"
#include "metrics/cells.hpp"
#include "run/run.hpp"
#include "run/training.hpp"

// Is this loss right? For a GAN whose data density is known, theory says at every moment of training
// what the discriminator should answer and what its loss should be. The generated density p_g is not
// known; it is estimated by a histogram, and what that does to the numbers is stated with them.
namespace verigan::run {

/// What the discriminator minimises, and against which best answer it is held; u = αp, v = (1 − α)p_g,
/// m = u + v:
///   cross_entropy   −u ln D − v ln(1 − D)     D* = u/m        least: H(α) − JS_α(p, p_g) in all
///   absolute_error  u(1 − D) + vD             D* = 1[u ≥ v]   least: Σ min(u, v)
///   least_squares   ½u(D − 1)² + ½vD²         D* = u/m        least: ½Σ uv/m, ½m(D − D*)² below L
/// (the last with labels 0 and 1, as the trainer has it: Mao et al. 2017).
enum class MonitoredLoss { cross_entropy, absolute_error, least_squares };

/// That of a row of gan::objectives(). Throws verigan::Error for a loss of which no theory is written
/// down here.
MonitoredLoss monitored_loss(std::string_view name);

/// What theory says of one moment of training. α is the effective share of true data; D is taken at
/// the cells' centres, p and p_g by their masses. Divergences of masses never exceed those of the
/// densities, by an amount that falls with the square of the width. JSD in nats; losses in their own
/// unit, nats for cross-entropy.
///
/// A histogram of n samples makes the plug-in JS_α too large by about
///   b = (1 − α)/(2n) Σ (1 − q_i) D*_i     (second order in the counts; K/8n at p = q and α = ½),
/// which is taken off, and likewise the least loss too small, by that or, for least squares, by
/// (1 − α)/(2n) Σ (1 − q_i) D*_i²(1 − D*_i); the errors below are twice the standard deviation by the
/// delta method plus the bias taken off.
struct TheoryReading {
  double jsd = 0, jsd_error = 0;  ///< JSD(p, p_g)
  /// JSD(p, p_g) of the averaged generator, which draws the samples; jsd itself without averaging.
  double jsd_average = 0, jsd_average_error = 0;
  double loss = 0;                 ///< L_α(D) against p and p_g
  double optimum = 0;              ///< the least there can be
  double gap = 0, gap_error = 0;   ///< loss − optimum
  /// gap over what there is to see: how far the loss of the best constant answer (D ≡ α and H(α) for
  /// cross-entropy, where the difference is JS_α) lies above the optimum. 0 for D*, 1 for D ≡ α, more
  /// for worse. A loss near H(α) with blindness near 1 says nothing of p_g (T63). NaN where what there
  /// is to see is within its error.
  double blindness = std::numeric_limits<double>::quiet_NaN(), blindness_error = blindness;
  double rms = 0;                  ///< root of Σ m_i (D_i − D*_i)², m = αp + (1 − α)p_g
  double rms_noise = 0;            ///< what of it the counts alone would make
  std::vector<double> generated;   ///< p_g's mass in each cell
  std::vector<double> optimal, d;  ///< D* and D at the centres; D* is NaN in cells without mass
};

/// From counts of generated samples and D's answers, both by cell, all but jsd_average.
TheoryReading theory_reading(const metrics::Cells& cells, std::span<const std::size_t> counts,
                             std::span<const float> d, double alpha,
                             MonitoredLoss loss = MonitoredLoss::cross_entropy);

class TheoryMonitor {
 public:
  /// Reads by `samples` generated points. Throws verigan::Error for fewer than 100.
  TheoryMonitor(metrics::Cells cells, std::size_t samples);

  const metrics::Cells& cells() const { return cells_; }
  /// The present generator and discriminator of a trainer on the line or the plane, and its averaged
  /// generator's JSD, by as many points as the monitor was made with or, if not 0, `samples`. Training
  /// goes on as if nobody had looked. Throws verigan::Error for samples of another dimension than the
  /// cells, and for a loss that monitored_loss does not know.
  TheoryReading read(gan::Trainer& trainer, std::size_t samples = 0);

  /// JSD(p, p_g) alone, as in a reading, of a generator whatever it learns from; throws the same.
  struct Divergence {
    double jsd = 0, jsd_error = 0;
    double jsd_average = 0, jsd_average_error = 0;
  };
  Divergence divergence(gan::GeneratorTrainer& trainer, std::size_t samples = 0);

 private:
  std::vector<std::size_t> count(gan::GeneratorTrainer& trainer, gan::GeneratorTrainer::Which which,
                                 std::size_t samples);

  metrics::Cells cells_;
  std::size_t samples_;
  Matrix<float> points_;
  std::vector<float> d_;
};

/// theory.csv of a run, and a row of it, to 6 digits; H(α) and −ln α stand beside what was read.
const Schema& theory_schema();
void add_reading(Series& table, std::uint64_t step, const TheoryReading& reading,
                 double alpha);

/// The last row of theory.csv in a summary: jsd, jsd_average, gap, blindness, rms, all but the last with
/// their _error, and learnt (gan::learnt of the generator that draws the samples). What of these a table
/// does not have, a matching network's, is left out.
void add_theory(record::Object& summary, const Series& theory);

/// "blindness 0.993±0.002 (0: D*, 1: D constant)", or that there is nothing to see.
std::string blindness_text(const TheoryReading& reading);

/// "JSD ≥ 0.0123±0.0008, averaged ≥ 0.0101±0.0008, blindness …, D off D* by 0.030, loss 0.0020±0.0004
/// above least".
std::string reading_text(const TheoryReading& reading);

/// A line for people at the end of a run: the last reading's text, and the final losses beside those
/// at equilibrium, H(α) and −ln α for the non-saturating loss.
void note_end(Run& run, const std::string& reading, const gan::Trainer& trainer,
              const FinalMeans& means);

}  // namespace verigan::run
