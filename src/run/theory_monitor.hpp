// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "data/toy.hpp"
#include "gan/trainer.hpp"
#include "record/csv.hpp"
#include "run/run.hpp"
#include "run/training.hpp"
#include "theory/density.hpp"

// Is this loss right? For a GAN whose data density is known, theory says at every moment of training
// what the discriminator should answer and what its loss should be. The generated density p_g is not
// known; it is estimated by a histogram, and what that does to the numbers is stated with them.
namespace verigan::run {

/// The line, or a rectangle of the plane, cut into cells of equal width whose data mass is known; the
/// outer ones reach to infinity.
struct Cells {
  struct Axis {
    double low = 0, width = 1;
    std::size_t count = 1;
    double centre(std::size_t i) const { return low + (static_cast<double>(i) + 0.5) * width; }
    std::size_t cell_of(double x) const;
  };
  std::vector<Axis> axes;    // one or two
  std::vector<double> data;  // mass of the data density in each cell, first axis slowest
  std::size_t size() const { return data.size(); }
  std::size_t cell_of(std::span<const float> x) const;  ///< one number for each axis
};

/// `count` cells from low to high. Throws verigan::Error unless low < high, both finite, and count ≥ 2.
Cells line_cells(const theory::Density& data, double low, double high, std::size_t count);

/// count × count cells of the square from low to high about a curve with normal noise of standard
/// deviation `noise` in each coordinate, as data::Toy draws them; to 1e-6 of all mass. Throws the same.
Cells curve_cells(const data::Curve& curve, double noise, double low, double high,
                  std::size_t count);

/// What the discriminator minimises, and against which best answer it is held; u = αp, v = (1 − α)p_g,
/// m = u + v:
///   cross_entropy   −u ln D − v ln(1 − D)     D* = u/m        least: H(α) − JS_α(p, p_g) in all
///   absolute_error  u(1 − D) + vD             D* = 1[u ≥ v]   least: Σ min(u, v)
///   least_squares   ½u(D − 1)² + ½vD²         D* = u/m        least: ½Σ uv/m, ½m(D − D*)² below L
/// (the last with labels 0 and 1, as the trainer has it: Mao et al. 2017).
enum class MonitoredLoss { cross_entropy, absolute_error, least_squares };

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
  double rms = 0;                  ///< root of Σ m_i (D_i − D*_i)², m = αp + (1 − α)p_g
  double rms_noise = 0;            ///< what of it the counts alone would make
  std::vector<double> generated;   ///< p_g's mass in each cell
  std::vector<double> optimal, d;  ///< D* and D at the centres; D* is NaN in cells without mass
};

/// From counts of generated samples and D's answers, both by cell, all but jsd_average.
TheoryReading theory_reading(const Cells& cells, std::span<const std::size_t> counts,
                             std::span<const float> d, double alpha,
                             MonitoredLoss loss = MonitoredLoss::cross_entropy);

class TheoryMonitor {
 public:
  /// Reads by `samples` generated points. Throws verigan::Error for fewer than 100.
  TheoryMonitor(Cells cells, std::size_t samples);

  const Cells& cells() const { return cells_; }
  /// The present generator and discriminator of a trainer on the line or the plane, and its averaged
  /// generator's JSD. Training goes on as if nobody had looked. Throws verigan::Error for samples of
  /// another dimension than the cells.
  TheoryReading read(gan::Trainer& trainer);

  /// JSD(p, p_g) alone, as in a reading, of a generator whatever it learns from; throws the same.
  struct Divergence {
    double jsd = 0, jsd_error = 0;
    double jsd_average = 0, jsd_average_error = 0;
  };
  Divergence divergence(gan::GeneratorTrainer& trainer);

 private:
  void count(gan::GeneratorTrainer& trainer, gan::GeneratorTrainer::Which which);

  Cells cells_;
  Matrix<float> points_, centres_;
  std::vector<std::size_t> counts_;
  std::vector<float> d_;
};

/// theory.csv of a run, and a row of it, to 6 digits; H(α) and −ln α stand beside what was read.
record::CsvWriter& theory_table(Run& run);
void add_reading(record::CsvWriter& table, std::uint64_t step, const TheoryReading& reading,
                 double alpha);

/// "JSD 0.0123±0.0008, averaged 0.0101±0.0008, D off D* by 0.030, loss 0.0020±0.0004 above least".
std::string reading_text(const TheoryReading& reading);

/// A line for people at the end of a run: the last reading's text, and the final losses beside those
/// at equilibrium, H(α) and −ln α for the non-saturating loss.
void note_end(Run& run, const std::string& reading, const gan::Trainer& trainer,
              const FinalMeans& means);

}  // namespace verigan::run
