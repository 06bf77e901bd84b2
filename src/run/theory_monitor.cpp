// SPDX-License-Identifier: MIT
#include "run/theory_monitor.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <optional>
#include <utility>

#include "core/check.hpp"
#include "core/numeric.hpp"
#include "core/quadrature.hpp"
#include "theory/densities.hpp"
#include "theory/grid.hpp"

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

double total(std::span<const std::size_t> counts) {
  double n = 0;
  for (const std::size_t count : counts) n += static_cast<double>(count);
  ensure(n > 0, "samples to count");
  return n;
}

std::vector<double> shares(std::span<const std::size_t> counts) {
  const double n = total(counts);
  std::vector<double> q;
  for (const std::size_t count : counts) q.push_back(static_cast<double>(count) / n);
  return q;
}

// JSD of p and counted q with its bias taken off. ∂JSD/∂q_i = ½ ln(q_i/m_i).
Estimate counted_jsd(std::span<const double> p, std::span<const std::size_t> counts) {
  const double n = total(counts);
  const std::vector<double> q = shares(counts);
  std::vector<double> slope(p.size(), 0.0);
  double bias = 0;
  for (std::size_t i = 0; i < p.size(); ++i) {
    if (q[i] == 0) continue;
    const double m = 0.5 * (p[i] + q[i]);
    slope[i] = 0.5 * std::log(q[i] / m);
    bias += (1 - q[i]) * 0.5 * p[i] / m / (4 * n);
  }
  return {theory::js_alpha(p, q, 0.5) - bias, 2 * std::sqrt(variance_of_mean(q, slope, n)) + bias};
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
    default:
      return {share, -u * std::log(d) - v * std::log1p(-d), -xlogy(u, share) - xlogy(v, rest),
              -std::log1p(-d) + (v > 0 ? std::log(rest) : 0), share};
  }
}

MonitoredLoss monitored(const gan::Objective& loss) {
  if (loss.name == "absolute-error") return MonitoredLoss::absolute_error;
  if (loss.name == "least-squares") return MonitoredLoss::least_squares;
  return MonitoredLoss::cross_entropy;
}

Cells::Axis make_axis(double low, double high, std::size_t count) {
  require(std::isfinite(low) && std::isfinite(high) && low < high, "cells from ", low, " to ", high,
          ", expected an interval");
  require(count >= 2, count, " cells, expected at least 2");
  return {low, (high - low) / static_cast<double>(count), count};
}

// Of each cell, the outer ones with all that lies beyond.
std::vector<double> axis_masses(const theory::Density& data, const Cells::Axis& axis) {
  std::vector<double> edges(axis.count + 1);
  for (std::size_t i = 0; i <= axis.count; ++i)
    edges[i] = axis.low + static_cast<double>(i) * axis.width;
  std::vector<double> masses = theory::bin_masses(data, edges);
  masses.front() += data.cdf(edges.front()).value();
  masses.back() += data.survival(edges.back());
  return masses;
}

}  // namespace

std::size_t Cells::Axis::cell_of(double x) const {
  const double place = std::floor((x - low) / width);
  if (!(place > 0)) return 0;
  return place < static_cast<double>(count) ? static_cast<std::size_t>(place) : count - 1;
}

std::size_t Cells::cell_of(std::span<const float> x) const {
  std::size_t cell = 0;
  for (std::size_t k = 0; k < axes.size(); ++k)
    cell = cell * axes[k].count + axes[k].cell_of(static_cast<double>(x[k]));
  return cell;
}

Cells line_cells(const theory::Density& data, double low, double high, std::size_t count) {
  const Cells::Axis axis = make_axis(low, high, count);
  return {{axis}, axis_masses(data, axis)};
}

Cells curve_cells(const data::Curve& curve, double noise, double low, double high,
                  std::size_t count) {
  constexpr std::size_t kPoints = 4096;  // noise smooths the curve: the midpoint rule is all but exact
  const Cells::Axis axis = make_axis(low, high, count);
  Cells cells{{axis, axis}, std::vector<double>(count * count, 0.0)};
  std::vector<float> u(kPoints);
  for (std::size_t i = 0; i < kPoints; ++i)
    u[i] = (static_cast<float>(i) + 0.5F) / static_cast<float>(kPoints);
  Matrix<float> points(kPoints, 2);
  curve.points(u, points);
  for (std::size_t i = 0; i < kPoints; ++i) {
    std::vector<double> along[2];
    std::size_t first[2], last[2];
    for (std::size_t k = 0; k < 2; ++k) {
      const double at = static_cast<double>(points(i, k));
      along[k] = axis_masses(*theory::normal(at, noise), axis);
      first[k] = axis.cell_of(at - 6 * noise);
      last[k] = axis.cell_of(at + 6 * noise);
    }
    for (std::size_t a = first[0]; a <= last[0]; ++a)
      for (std::size_t b = first[1]; b <= last[1]; ++b)
        cells.data[a * count + b] += along[0][a] * along[1][b] / static_cast<double>(kPoints);
  }
  return cells;
}

TheoryReading theory_reading(const Cells& cells, std::span<const std::size_t> counts,
                             std::span<const float> d, double alpha, MonitoredLoss loss) {
  const std::size_t size = cells.size();
  ensure(counts.size() == size && d.size() == size, "a count and an answer for each cell");
  const double n = total(counts);
  TheoryReading reading;
  reading.generated = shares(counts);
  const std::vector<double>& p = cells.data;
  const std::vector<double>& q = reading.generated;
  const Estimate jsd = counted_jsd(p, counts);
  reading.jsd = reading.jsd_average = jsd.value;
  reading.jsd_error = reading.jsd_average_error = jsd.error;

  double square = 0, noise = 0, bias = 0;
  std::vector<double> slope(size);  // of the gap, in q_i
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
    // D* = u/m moves by D*(1 − D*) times the relative error of the count.
    const double spread = cell.best * (1 - cell.best);
    noise += m * spread * spread * (1 - q[i]) / (n * q[i]);
  }
  reading.optimum += bias;
  reading.gap = reading.loss - reading.optimum;
  reading.gap_error = 2 * std::sqrt(variance_of_mean(q, slope, n)) + bias;
  reading.rms = std::sqrt(square);
  reading.rms_noise = std::sqrt(noise);
  return reading;
}

TheoryMonitor::TheoryMonitor(Cells cells, std::size_t samples)
    : cells_(std::move(cells)),
      points_(samples, cells_.axes.size()),
      centres_(cells_.size(), cells_.axes.size()),
      counts_(cells_.size()),
      d_(cells_.size()) {
  require(samples >= 100, samples, " samples for a histogram, expected at least 100");
  for (std::size_t i = 0; i < cells_.size(); ++i) {
    std::size_t rest = i;
    for (std::size_t k = cells_.axes.size(); k-- > 0; rest /= cells_.axes[k].count)
      centres_(i, k) = static_cast<float>(cells_.axes[k].centre(rest % cells_.axes[k].count));
  }
}

void TheoryMonitor::count(gan::GeneratorTrainer& trainer, gan::GeneratorTrainer::Which which) {
  trainer.sample(0, points_, which);
  std::fill(counts_.begin(), counts_.end(), 0);
  for (std::size_t i = 0; i < points_.rows(); ++i) ++counts_[cells_.cell_of(points_.row(i))];
}

// The counts left are those of the present generator.
TheoryMonitor::Divergence TheoryMonitor::divergence(gan::GeneratorTrainer& trainer) {
  require(trainer.generator().outputs() == cells_.axes.size(), "samples of ",
          trainer.generator().outputs(), " numbers, expected ", cells_.axes.size());
  count(trainer, gan::GeneratorTrainer::Which::averaged);
  const Estimate averaged = counted_jsd(cells_.data, counts_);
  if (!trainer.averages()) return {averaged.value, averaged.error, averaged.value, averaged.error};
  count(trainer, gan::GeneratorTrainer::Which::present);
  const Estimate present = counted_jsd(cells_.data, counts_);
  return {present.value, present.error, averaged.value, averaged.error};
}

TheoryReading TheoryMonitor::read(gan::Trainer& trainer) {
  const Divergence seen = divergence(trainer);
  trainer.judge(centres_, d_);
  TheoryReading reading = theory_reading(cells_, counts_, d_, trainer.composition().alpha(),
                                         monitored(trainer.objective()));
  reading.jsd_average = seen.jsd_average;
  reading.jsd_average_error = seen.jsd_average_error;
  return reading;
}

record::CsvWriter& theory_table(Run& run) {
  return run.table("theory.csv",
                   {"step", "jsd", "jsd_error", "jsd_average", "jsd_average_error", "loss", "optimum",
                    "gap", "gap_error", "rms", "rms_noise", "entropy_alpha", "minus_log_alpha"});
}

void add_reading(record::CsvWriter& table, std::uint64_t step, const TheoryReading& reading,
                 double alpha) {
  std::vector<std::string> row{std::to_string(step)};
  for (const double value :
       {reading.jsd, reading.jsd_error, reading.jsd_average, reading.jsd_average_error, reading.loss,
        reading.optimum, reading.gap, reading.gap_error, reading.rms, reading.rms_noise,
        binary_entropy(alpha), -std::log(alpha)})
    row.push_back(record::rounded_text(value, 6));
  table.add(row);
}

std::string reading_text(const TheoryReading& reading) {
  char averaged[40] = "", text[200];
  if (reading.jsd_average != reading.jsd)
    std::snprintf(averaged, sizeof averaged, ", averaged %.4f±%.4f", reading.jsd_average,
                  reading.jsd_average_error);
  std::snprintf(text, sizeof text, "JSD %.4f±%.4f%s, D off D* by %.3f, loss %.4f±%.4f above least",
                reading.jsd, reading.jsd_error, averaged, reading.rms, reading.gap,
                reading.gap_error);
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
  const bool nats = loss.output == gan::Output::probability;
  run.progress().note(message(
      reading, reading.empty() ? "" : "; ", "D loss ", text(means.d_loss),
      at_equilibrium(loss.discriminator_equilibrium(alpha), nats ? "H(α) =" : "at equilibrium"),
      "; G loss ", text(means.g_loss),
      at_equilibrium(loss.generator_equilibrium(alpha),
                     loss.name == "non-saturating" ? "−ln α =" : "at equilibrium")));
}

}  // namespace verigan::run
