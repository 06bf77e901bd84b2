// SPDX-License-Identifier: MIT
#include "run/theory_monitor.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <utility>

#include "core/check.hpp"
#include "core/numeric.hpp"
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

}  // namespace

std::size_t LineCells::cell_of(double x) const {
  const double place = std::floor((x - low) / width);
  if (!(place > 0)) return 0;
  return place < static_cast<double>(size()) ? static_cast<std::size_t>(place) : size() - 1;
}

LineCells line_cells(const theory::Density& data, double low, double high, std::size_t count) {
  require(std::isfinite(low) && std::isfinite(high) && low < high, "cells from ", low, " to ", high,
          ", expected an interval");
  require(count >= 2, count, " cells, expected at least 2");
  LineCells cells;
  cells.low = low;
  cells.width = (high - low) / static_cast<double>(count);
  std::vector<double> edges(count + 1);
  for (std::size_t i = 0; i <= count; ++i) edges[i] = low + static_cast<double>(i) * cells.width;
  cells.data = theory::bin_masses(data, edges);
  cells.data.front() += data.cdf(edges.front()).value();
  cells.data.back() += data.survival(edges.back());
  return cells;
}

TheoryReading theory_reading(const LineCells& cells, std::span<const std::size_t> counts,
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

TheoryMonitor::TheoryMonitor(LineCells cells, std::size_t samples)
    : cells_(std::move(cells)),
      points_(samples, 1),
      centres_(cells_.size(), 1),
      counts_(cells_.size()),
      d_(cells_.size()) {
  require(samples >= 100, samples, " samples for a histogram, expected at least 100");
  for (std::size_t i = 0; i < cells_.size(); ++i)
    centres_(i, 0) = static_cast<float>(cells_.centre(i));
}

TheoryReading TheoryMonitor::read(gan::Trainer& trainer) {
  const gan::Objective& loss = trainer.objective();
  const bool absolute = loss.name == "absolute-error";
  require(loss.output == gan::Output::probability, "loss '", loss.name,
          "' cannot be held against theory here, expected minimax, non-saturating or absolute-error");
  trainer.sample(0, points_, gan::Trainer::Which::present);
  std::fill(counts_.begin(), counts_.end(), 0);
  for (std::size_t i = 0; i < points_.rows(); ++i)
    ++counts_[cells_.cell_of(static_cast<double>(points_(i, 0)))];
  trainer.judge(centres_, d_);
  return theory_reading(cells_, counts_, d_, trainer.composition().alpha(), absolute);
}

std::string reading_text(const TheoryReading& reading) {
  char text[120];
  std::snprintf(text, sizeof text, "JSD %.4f±%.4f, D off D* by %.3f, loss %.4f±%.4f above least",
                reading.jsd, reading.jsd_error, reading.rms, reading.gap, reading.gap_error);
  return text;
}

}  // namespace verigan::run
