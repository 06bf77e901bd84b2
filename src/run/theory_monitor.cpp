// SPDX-License-Identifier: MIT
#include "run/theory_monitor.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <utility>

#include "core/check.hpp"
#include "core/numeric.hpp"
#include "theory/densities.hpp"
#include "theory/grid.hpp"

namespace verigan::run {

namespace {

// Plug-in JS_α of p and counted q, its bias and the variance of its linear part.
struct Divergence {
  double value, bias, variance;
};

// Variance over n draws from q of the mean of slope: (E slope² − (E slope)²)/n.
double variance_of_mean(std::span<const double> q, std::span<const double> slope, double n) {
  double first = 0, second = 0;
  for (std::size_t i = 0; i < q.size(); ++i) {
    first += q[i] * slope[i];
    second += q[i] * slope[i] * slope[i];
  }
  return std::max(second - first * first, 0.0) / n;
}

// ∂JS_α/∂q_i = (1 − α) ln(q_i/m_i) = (1 − α) ln((1 − D*_i)/(1 − α)).
Divergence js_alpha(std::span<const double> p, std::span<const double> q, double alpha, double n) {
  std::vector<double> slope(p.size(), 0.0);
  double bias = 0;
  for (std::size_t i = 0; i < p.size(); ++i) {
    if (q[i] == 0) continue;
    const double m = alpha * p[i] + (1 - alpha) * q[i];
    slope[i] = (1 - alpha) * std::log(q[i] / m);
    bias += (1 - alpha) / (2 * n) * (1 - q[i]) * alpha * p[i] / m;
  }
  return {theory::js_alpha(p, q, alpha), bias, variance_of_mean(q, slope, n)};
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
                             std::span<const float> d, double alpha, bool absolute) {
  const std::size_t size = cells.size();
  ensure(counts.size() == size && d.size() == size, "a count and an answer for each cell");
  double n = 0;
  for (const std::size_t count : counts) n += static_cast<double>(count);
  ensure(n > 0, "samples to count");
  TheoryReading reading;
  reading.generated.resize(size);
  for (std::size_t i = 0; i < size; ++i)
    reading.generated[i] = static_cast<double>(counts[i]) / n;
  const std::vector<double>& p = cells.data;
  const std::vector<double>& q = reading.generated;

  const Divergence even = js_alpha(p, q, 0.5, n);
  reading.jsd = even.value - even.bias;
  reading.jsd_error = 2 * std::sqrt(even.variance) + even.bias;

  double square = 0, noise = 0, least = 0;
  std::vector<double> slope(size);  // of the gap, in q_i
  for (std::size_t i = 0; i < size; ++i) {
    const double u = alpha * p[i], v = (1 - alpha) * q[i], m = u + v;
    // A float has no room between 1 − 2⁻²⁵ and 1.
    const double answer = std::clamp(static_cast<double>(d[i]), 0x1p-126, 1 - 0x1p-25);
    const double best = m == 0 ? std::nan("") : absolute ? (u >= v ? 1.0 : 0.0) : u / m;
    reading.d.push_back(answer);
    reading.optimal.push_back(best);
    if (m == 0) continue;
    reading.loss += absolute ? u * (1 - answer) + v * answer
                             : -u * std::log(answer) - v * std::log1p(-answer);
    least += absolute ? std::min(u, v) : 0;
    square += m * (answer - best) * (answer - best);
    if (q[i] > 0) {
      // D* = u/m moves by D*(1 − D*) times the relative error of the count.
      if (!absolute) noise += m * best * best * (1 - best) * (1 - best) * (1 - q[i]) / (n * q[i]);
      slope[i] = absolute ? (1 - alpha) * (answer - (u >= v ? 1 : 0))
                          : (1 - alpha) * (-std::log1p(-answer) + std::log(v / m));
    }
  }
  const Divergence weighted = js_alpha(p, q, alpha, n);
  const double bias = absolute ? 0 : weighted.bias;
  reading.optimum = absolute ? least : binary_entropy(alpha) - (weighted.value - weighted.bias);
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

TheoryReading TheoryMonitor::read(gan::Trainer& trainer) {
  const gan::Objective& loss = trainer.objective();
  const bool absolute = loss.name == "absolute-error";
  require(loss.output == gan::Output::probability, "loss '", loss.name,
          "' cannot be held against theory here, expected minimax, non-saturating or absolute-error");
  require(trainer.generator().outputs() == cells_.axes.size(), "samples of ",
          trainer.generator().outputs(), " numbers, expected ", cells_.axes.size());
  trainer.sample(0, points_, gan::Trainer::Which::present);
  std::fill(counts_.begin(), counts_.end(), 0);
  for (std::size_t i = 0; i < points_.rows(); ++i)
    ++counts_[cells_.cell_of(points_.row(i))];
  trainer.judge(centres_, d_);
  return theory_reading(cells_, counts_, d_, trainer.composition().alpha(), absolute);
}

record::CsvWriter& theory_table(Run& run) {
  return run.table("theory.csv",
                   {"step", "jsd", "jsd_error", "loss", "optimum", "gap", "gap_error", "rms",
                    "rms_noise", "entropy_alpha", "minus_log_alpha"});
}

void add_reading(record::CsvWriter& table, std::uint64_t step, const TheoryReading& reading,
                 double alpha) {
  std::vector<std::string> row{std::to_string(step)};
  for (const double value :
       {reading.jsd, reading.jsd_error, reading.loss, reading.optimum, reading.gap,
        reading.gap_error, reading.rms, reading.rms_noise, binary_entropy(alpha), -std::log(alpha)})
    row.push_back(record::rounded_text(value, 6));
  table.add(row);
}

std::string reading_text(const TheoryReading& reading) {
  char text[120];
  std::snprintf(text, sizeof text, "JSD %.4f±%.4f, D off D* by %.3f, loss %.4f±%.4f above least",
                reading.jsd, reading.jsd_error, reading.rms, reading.gap, reading.gap_error);
  return text;
}

void note_end(Run& run, const std::string& reading, double alpha, const FinalMeans& means) {
  const auto text = [](double value) { return record::rounded_text(value, 4); };
  run.progress().note(message(reading, reading.empty() ? "" : "; ", "D loss ", text(means.d_loss),
                              ", H(α) = ", text(binary_entropy(alpha)), "; G loss ",
                              text(means.g_loss), ", −ln α = ", text(-std::log(alpha))));
}

}  // namespace verigan::run
