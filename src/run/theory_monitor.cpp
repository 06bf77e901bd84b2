// SPDX-License-Identifier: MIT
#include "run/theory_monitor.hpp"

#include <cmath>
#include <cstdio>
#include <utility>

#include "core/check.hpp"
#include "core/numeric.hpp"
#include "gan/diagnosis.hpp"

namespace verigan::run {

TheoryMonitor::TheoryMonitor(metrics::Cells cells, std::size_t samples)
    : cells_(std::move(cells)), samples_(samples), d_(cells_.size()) {
  require(samples >= 100, samples, " samples for a histogram, expected at least 100");
}

std::vector<std::size_t> TheoryMonitor::count(gan::GeneratorTrainer& trainer,
                                              gan::GeneratorTrainer::Which which,
                                              std::size_t samples) {
  require(trainer.generator().outputs() == cells_.dimension(), "samples of ",
          trainer.generator().outputs(), " numbers, expected ", cells_.dimension());
  if (points_.rows() != samples) points_ = Matrix<float>(samples, cells_.dimension());
  trainer.sample(0, points_, which);
  return metrics::count(cells_, points_);
}

TheoryMonitor::Divergence TheoryMonitor::divergence(gan::GeneratorTrainer& trainer,
                                                    std::size_t samples) {
  using Which = gan::GeneratorTrainer::Which;
  const std::size_t n = samples > 0 ? samples : samples_;
  const Estimate averaged = metrics::counted_jsd(cells_.data, count(trainer, Which::averaged, n));
  if (!trainer.averages()) return {averaged.value, averaged.error, averaged.value, averaged.error};
  const Estimate present = metrics::counted_jsd(cells_.data, count(trainer, Which::present, n));
  return {present.value, present.error, averaged.value, averaged.error};
}

TheorySnapshot TheoryMonitor::read(gan::Trainer& trainer, std::size_t samples) {
  using Which = gan::GeneratorTrainer::Which;
  const std::size_t n = samples > 0 ? samples : samples_;
  const std::vector<std::size_t> counts = count(trainer, Which::present, n);
  trainer.judge(cells_.centres, d_);
  TheorySnapshot reading = metrics::theory_snapshot(
      cells_, counts, d_, trainer.composition().alpha(), trainer.objective().discriminator);
  if (!trainer.averages()) return reading;
  const Estimate averaged = metrics::counted_jsd(cells_.data, count(trainer, Which::averaged, n));
  reading.jsd_average = averaged.value;
  reading.jsd_average_error = averaged.error;
  return reading;
}

const Schema& theory_schema() {
  static const Schema kTheory{
      "theory.csv",
      {whole("step"), "jsd", "jsd_error", "jsd_average", "jsd_average_error", "loss", "optimum", "gap",
       "gap_error", "blindness", "blindness_error", "rms", "rms_noise", "entropy_alpha",
       "minus_log_alpha"},
      {.digits = 6}};
  return kTheory;
}

void add_reading(Series& table, std::uint64_t step, const TheorySnapshot& reading, double alpha) {
  table.append(step, reading.jsd, reading.jsd_error, reading.jsd_average, reading.jsd_average_error,
               reading.loss, reading.optimum, reading.gap, reading.gap_error, reading.blindness,
               reading.blindness_error, reading.rms, reading.rms_noise, binary_entropy(alpha),
               -std::log(alpha));
}

void add_theory(record::Object& summary, const Series& theory) {
  for (const char* name : {"jsd", "jsd_error", "jsd_average", "jsd_average_error", "gap", "gap_error",
                           "blindness", "blindness_error", "rms"})
    if (theory.has(name)) summary[name] = theory.last(name);
  summary["learnt"] = gan::learnt(theory.last("jsd_average"), theory.last("jsd_average_error"));
}

std::string blindness_text(const TheorySnapshot& reading) {
  if (std::isnan(reading.optimum)) return "no D is best";
  if (std::isnan(reading.blindness)) return "D has nothing to see beyond the estimate's error";
  char text[80];
  std::snprintf(text, sizeof text, "blindness %.3f±%.3f (0: D*, 1: D constant)", reading.blindness,
                reading.blindness_error);
  return text;
}

std::string reading_text(const TheorySnapshot& reading) {
  char averaged[40] = "", text[240];
  if (reading.jsd_average != reading.jsd)
    std::snprintf(averaged, sizeof averaged, ", averaged ≥ %.4f±%.4f", reading.jsd_average,
                  reading.jsd_average_error);
  std::snprintf(text, sizeof text, "JSD ≥ %.4f±%.4f%s, %s, ", reading.jsd, reading.jsd_error, averaged,
                blindness_text(reading).c_str());
  std::string line = text;
  if (std::isnan(reading.optimum))
    std::snprintf(text, sizeof text, "loss %.4f", reading.loss);
  else
    std::snprintf(text, sizeof text, "D off D* by %.3f, loss %.4f±%.4f above least", reading.rms,
                  reading.gap, reading.gap_error);
  return line + text;
}

void note_end(Run& run, const std::string& reading, const gan::Trainer& trainer,
              const FinalMeans& means) {
  const gan::Objective& loss = trainer.objective();
  const double alpha = trainer.composition().alpha();
  const auto text = [](double value) { return record::rounded_text(value, 4); };
  const auto at_equilibrium = [&](const theory::Formula& formula) {
    return message(", ", formula.text, " = ", text(formula.of(alpha)));
  };
  const auto& best = loss.discriminator.best;
  run.progress().note(message(
      reading, reading.empty() ? "" : "; ", "D loss ", text(means.d_loss),
      best ? at_equilibrium(best->equilibrium) : std::string(), "; G loss ", text(means.g_loss),
      loss.generator_equilibrium ? at_equilibrium(*loss.generator_equilibrium) : std::string()));
}

}  // namespace verigan::run
