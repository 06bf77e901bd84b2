// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "gan/trainer.hpp"
#include "metrics/theory_snapshot.hpp"
#include "run/run.hpp"
#include "run/training.hpp"

// What theory says of a training, by histogram (metrics/theory_snapshot.hpp), read from its trainer
// and written down.
namespace verigan::run {

using metrics::TheorySnapshot;

class TheoryMonitor {
 public:
  /// Reads by `samples` generated points. Throws verigan::Error for fewer than 100.
  TheoryMonitor(metrics::Cells cells, std::size_t samples);

  const metrics::Cells& cells() const { return cells_; }
  /// The present generator and discriminator of a trainer on the line or the plane, and its averaged
  /// generator's JSD, by as many points as the monitor was made with or, if not 0, `samples`. Training
  /// continues as if nobody had looked. Throws verigan::Error for samples of another dimension than
  /// the cells.
  TheorySnapshot read(gan::Trainer& trainer, std::size_t samples = 0);

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

/// theory.csv of a run, and a row of it, to 6 digits; H(α) and −ln α are shown next to what was read.
const Schema& theory_schema();
void add_reading(Series& table, std::uint64_t step, const TheorySnapshot& reading,
                 double alpha);

/// The last row of theory.csv in a summary: jsd, jsd_average, gap, blindness, rms, all but the last with
/// their _error, and learnt (gan::learnt of the generator that draws the samples). What of these a table
/// does not have, a matching network's, is left out.
void add_theory(record::Object& summary, const Series& theory);

/// "blindness 0.993±0.002 (0: D*, 1: D constant)", or that there is nothing to see, or no best D.
std::string blindness_text(const TheorySnapshot& reading);

/// "JSD ≥ 0.0123±0.0008, averaged ≥ 0.0101±0.0008, blindness …, D off D* by 0.030, loss 0.0020±0.0004
/// above least"; of a loss without a best D, "…, no D is best, loss −0.1234".
std::string reading_text(const TheorySnapshot& reading);

/// A line for people at the end of a run: the last reading's text, and the final losses with those at
/// equilibrium where the loss has them, as the row writes them ("H(α) = 0.69").
void note_end(Run& run, const std::string& reading, const gan::Trainer& trainer,
              const FinalMeans& means);

}  // namespace verigan::run
