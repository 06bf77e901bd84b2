// SPDX-License-Identifier: MIT
#include "run/theory_monitor.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <optional>
#include <string_view>
#include <utility>

#include "core/check.hpp"
#include "core/names.hpp"
#include "core/numeric.hpp"
#include "core/quadrature.hpp"
#include "gan/diagnosis.hpp"

namespace verigan::run {

namespace {

// Variance over n draws from q of the mean of slope: (E slope² − (E slope)²)/n.
double variance_of_mean(std::span<const double> q, std::span<const double> slope, double n) {
  double first = 0, second = 0;
  for (std::size_t i = 0; i < q.size(); ++i) {
    first += q[i] * slope[i];
    second += q[i] * slope[i] * slope[i];
  }
  return std::max(second - first * first, 0.0) / n;
}

// One cell, u = αp and v = (1 − α)q not both 0.
struct CellTheory {
  double best;   // D*
  double loss;   // of the answer given
  double least;  // of D*
  double slope;  // ∂(loss − least)/∂v
  double bend;   // −v ∂²least/∂v²
};

CellTheory cell_theory(MonitoredLoss loss, double u, double v, double d) {
  const double m = u + v, share = u / m, rest = v / m;
  switch (loss) {
    case MonitoredLoss::absolute_error: {
      const double best = u >= v ? 1 : 0;
      return {best, u * (1 - d) + v * d, std::min(u, v), d - best, 0};
    }
    case MonitoredLoss::least_squares:
      return {share, 0.5 * (u * (1 - d) * (1 - d) + v * d * d), 0.5 * u * rest,
              0.5 * (d * d - share * share), share * share * rest};
    case MonitoredLoss::cross_entropy:
      return {share, -u * std::log(d) - v * std::log1p(-d), -xlogy(u, share) - xlogy(v, rest),
              -std::log1p(-d) + (v > 0 ? std::log(rest) : 0), share};
  }
  ensure(false, "a loss of the enumeration");
  return {};
}

/// The best a discriminator can do that gives every sample the same answer, and its loss.
struct BlindAnswer {
  double d, loss;
};

BlindAnswer blind_answer(MonitoredLoss loss, double alpha) {
  switch (loss) {
    case MonitoredLoss::cross_entropy: return {alpha, binary_entropy(alpha)};
    case MonitoredLoss::absolute_error: return {alpha >= 0.5 ? 1.0 : 0.0, std::min(alpha, 1 - alpha)};
    case MonitoredLoss::least_squares: return {alpha, alpha * (1 - alpha) / 2};
  }
  ensure(false, "a loss of the enumeration");
  return {};
}

}  // namespace

MonitoredLoss monitored_loss(std::string_view name) {
  constexpr std::pair<std::string_view, MonitoredLoss> kKnown[] = {
      {"minimax", MonitoredLoss::cross_entropy},
      {"non-saturating", MonitoredLoss::cross_entropy},
      {"absolute-error", MonitoredLoss::absolute_error},
      {"least-squares", MonitoredLoss::least_squares}};
  std::vector<std::string_view> names;
  for (const auto& [known, loss] : kKnown) {
    if (known == name) return loss;
    names.push_back(known);
  }
  throw Error(message("no theory is known here of the loss '", name, "'",
                      expected_names(name, names)));
}

TheoryReading theory_reading(const metrics::Cells& cells, std::span<const std::size_t> counts,
                             std::span<const float> d, double alpha, MonitoredLoss loss) {
  const std::size_t size = cells.size();
  ensure(counts.size() == size && d.size() == size, "a count and an answer for each cell");
  double n = 0;
  for (const std::size_t count : counts) n += static_cast<double>(count);
  TheoryReading reading;
  reading.generated = metrics::shares(counts);
  const std::vector<double>& p = cells.data;
  const std::vector<double>& q = reading.generated;
  const Estimate jsd = metrics::counted_jsd(p, counts);
  reading.jsd = reading.jsd_average = jsd.value;
  reading.jsd_error = reading.jsd_average_error = jsd.error;

  double square = 0, noise = 0, bias = 0;
  std::vector<double> slope(size), blind_slope(size);  // of the gap and of what there is to see, in q_i
  const BlindAnswer blind = blind_answer(loss, alpha);
  for (std::size_t i = 0; i < size; ++i) {
    const double u = alpha * p[i], v = (1 - alpha) * q[i], m = u + v;
    auto answer = static_cast<double>(d[i]);
    if (loss != MonitoredLoss::least_squares)  // a float has no room between 1 − 2⁻²⁵ and 1
      answer = std::clamp(answer, 0x1p-126, 1 - 0x1p-25);
    reading.d.push_back(answer);
    reading.optimal.push_back(std::nan(""));
    if (m == 0) continue;
    const CellTheory cell = cell_theory(loss, u, v, answer);
    reading.optimal.back() = cell.best;
    reading.loss += cell.loss;
    reading.optimum += cell.least;
    square += m * (answer - cell.best) * (answer - cell.best);
    if (q[i] == 0) continue;
    bias += (1 - alpha) / (2 * n) * (1 - q[i]) * cell.bend;
    slope[i] = (1 - alpha) * cell.slope;
    blind_slope[i] = (1 - alpha) * cell_theory(loss, u, v, blind.d).slope;
    // D* = u/m moves by D*(1 − D*) times the relative error of the count.
    const double spread = cell.best * (1 - cell.best);
    noise += m * spread * spread * (1 - q[i]) / (n * q[i]);
  }
  reading.optimum += bias;
  reading.gap = reading.loss - reading.optimum;
  reading.gap_error = 2 * std::sqrt(variance_of_mean(q, slope, n)) + bias;
  reading.rms = std::sqrt(square);
  reading.rms_noise = std::sqrt(noise);

  // What there is to see, and of it what D does not. Its error by the delta method for a quotient.
  const double seen = blind.loss - reading.optimum;
  const double seen_error = 2 * std::sqrt(variance_of_mean(q, blind_slope, n)) + bias;
  if (seen > seen_error) {
    reading.blindness = reading.gap / seen;
    for (std::size_t i = 0; i < size; ++i) slope[i] -= reading.blindness * blind_slope[i];
    reading.blindness_error = (2 * std::sqrt(variance_of_mean(q, slope, n)) +
                               std::abs(1 - reading.blindness) * bias) / seen;
  }
  return reading;
}

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

TheoryReading TheoryMonitor::read(gan::Trainer& trainer, std::size_t samples) {
  using Which = gan::GeneratorTrainer::Which;
  const std::size_t n = samples > 0 ? samples : samples_;
  const MonitoredLoss loss = monitored_loss(trainer.objective().name);
  const std::vector<std::size_t> counts = count(trainer, Which::present, n);
  trainer.judge(cells_.centres, d_);
  TheoryReading reading =
      theory_reading(cells_, counts, d_, trainer.composition().alpha(), loss);
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

void add_reading(Series& table, std::uint64_t step, const TheoryReading& reading, double alpha) {
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

std::string blindness_text(const TheoryReading& reading) {
  if (std::isnan(reading.blindness)) return "D has nothing to see beyond the estimate's error";
  char text[80];
  std::snprintf(text, sizeof text, "blindness %.3f±%.3f (0: D*, 1: D constant)", reading.blindness,
                reading.blindness_error);
  return text;
}

std::string reading_text(const TheoryReading& reading) {
  char averaged[40] = "", text[240];
  if (reading.jsd_average != reading.jsd)
    std::snprintf(averaged, sizeof averaged, ", averaged ≥ %.4f±%.4f", reading.jsd_average,
                  reading.jsd_average_error);
  std::snprintf(text, sizeof text, "JSD ≥ %.4f±%.4f%s, %s, D off D* by %.3f, loss %.4f±%.4f above least",
                reading.jsd, reading.jsd_error, averaged, blindness_text(reading).c_str(), reading.rms,
                reading.gap, reading.gap_error);
  return text;
}

void note_end(Run& run, const std::string& reading, const gan::Trainer& trainer,
              const FinalMeans& means) {
  const gan::Objective& loss = trainer.objective();
  const double alpha = trainer.composition().alpha();
  const auto text = [](double value) { return record::rounded_text(value, 4); };
  const auto at_equilibrium = [&](const std::optional<double>& value, const char* name) {
    return value ? message(", ", name, " ", text(*value)) : std::string();
  };
  const bool entropy = monitored_loss(loss.name) == MonitoredLoss::cross_entropy;
  run.progress().note(message(
      reading, reading.empty() ? "" : "; ", "D loss ", text(means.d_loss),
      at_equilibrium(loss.discriminator_equilibrium(alpha), entropy ? "H(α) =" : "at equilibrium"),
      "; G loss ", text(means.g_loss),
      at_equilibrium(loss.generator_equilibrium(alpha),
                     loss.name == "non-saturating" ? "−ln α =" : "at equilibrium")));
}

}  // namespace verigan::run
