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

/// What theory says of one moment of training. α is the effective share of true data; D is taken at
/// the cells' centres, p and p_g by their masses. Divergences of masses never exceed those of the
/// densities, by an amount that falls with the square of the width. Nats.
///
/// A histogram of n samples makes the plug-in JS_α too large by about
///   b = (1 − α)/(2n) Σ (1 − q_i) D*_i     (second order in the counts; K/8n at p = q and α = ½),
/// which is taken off; the errors below are twice the standard deviation by the delta method plus b.
struct TheoryReading {
  double jsd = 0, jsd_error = 0;      ///< JSD(p, p_g)
  double loss = 0;                    ///< L_α(D) against p and p_g
  double optimum = 0;                 ///< the least there can be: H(α) − JS_α(p, p_g)
  double gap = 0, gap_error = 0;      ///< loss − optimum
  double rms = 0;                     ///< root of Σ m_i (D_i − D*_i)², m = αp + (1 − α)p_g
  double rms_noise = 0;               ///< what of it the counts alone would make
  std::vector<double> generated;      ///< p_g's mass in each cell
  std::vector<double> optimal, d;     ///< D* and D at the centres; D* is NaN in cells without mass
};

/// From counts of generated samples and D's answers, both by cell. The loss is cross-entropy or, with
/// `absolute`, αE_p[1 − D] + (1 − α)E_q[D], whose D* is 1[αp ≥ (1 − α)p_g] and whose least value is
/// Σ min(αp_i, (1 − α)q_i) (no bias is taken off there).
TheoryReading theory_reading(const Cells& cells, std::span<const std::size_t> counts,
                             std::span<const float> d, double alpha, bool absolute = false);

class TheoryMonitor {
 public:
  /// Reads by `samples` generated points. Throws verigan::Error for fewer than 100.
  TheoryMonitor(Cells cells, std::size_t samples);

  const Cells& cells() const { return cells_; }
  /// The present generator and discriminator of a trainer on the line or the plane. Throws
  /// verigan::Error for samples of another dimension than the cells and for a loss whose optimal discriminator is not among those of theory_reading.
  TheoryReading read(gan::Trainer& trainer);

 private:
  Cells cells_;
  Matrix<float> points_, centres_;
  std::vector<std::size_t> counts_;
  std::vector<float> d_;
};

/// theory.csv of a run, and a row of it, to 6 digits; H(α) and −ln α stand beside what was read.
record::CsvWriter& theory_table(Run& run);
void add_reading(record::CsvWriter& table, std::uint64_t step, const TheoryReading& reading,
                 double alpha);

/// "JSD 0.0123±0.0008, D off D* by 0.030, loss 0.0020±0.0004 above least".
std::string reading_text(const TheoryReading& reading);

/// A line for people at the end of a run: the last reading's text, and the final losses beside H(α)
/// and −ln α.
void note_end(Run& run, const std::string& reading, double alpha, const FinalMeans& means);

}  // namespace verigan::run
