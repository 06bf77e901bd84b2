// SPDX-License-Identifier: MIT
#include "metrics/theory_snapshot.hpp"

#include <algorithm>
#include <cmath>

#include "core/check.hpp"

namespace verigan::metrics {
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

/// Everything that is said of D's distance from the best discriminator.
void compare(TheorySnapshot& seen, std::span<const double> p, double n, double alpha,
             const theory::BestDiscriminator& best) {
  const std::vector<double>& q = seen.generated;
  double square = 0, noise = 0, bias = 0;
  std::vector<double> slope(p.size()), blind_slope(p.size());  // of gap and what there is to see, in q_i
  const double blind = best.output(alpha, 1 - alpha);
  seen.optimum = 0;
  for (std::size_t i = 0; i < p.size(); ++i) {
    const double u = alpha * p[i], v = (1 - alpha) * q[i], m = u + v, d = seen.d[i];
    if (m == 0) continue;
    const double target = seen.optimal[i] = best.output(u, v);
    seen.optimum += best.least(u, v);
    square += m * (d - target) * (d - target);
    if (q[i] == 0) continue;
    bias += (1 - alpha) / (2 * n) * (1 - q[i]) * best.curvature(u, v);
    slope[i] = (1 - alpha) * best.slope(u, v, d);
    blind_slope[i] = (1 - alpha) * best.slope(u, v, blind);
    const double spread = best.sensitivity(u, v);  // times the relative error of the count
    noise += m * spread * spread * (1 - q[i]) / (n * q[i]);
  }
  seen.optimum += bias;
  seen.gap = seen.loss - seen.optimum;
  seen.gap_error = 2 * std::sqrt(variance_of_mean(q, slope, n)) + bias;
  seen.rms = std::sqrt(square);
  seen.rms_noise = std::sqrt(noise);

  // What there is to see, and of it what D does not. Its error by the delta method for a quotient.
  const double there = best.equilibrium.of(alpha) - seen.optimum;
  const double there_error = 2 * std::sqrt(variance_of_mean(q, blind_slope, n)) + bias;
  if (there > there_error) {
    seen.blindness = seen.gap / there;
    for (std::size_t i = 0; i < slope.size(); ++i) slope[i] -= seen.blindness * blind_slope[i];
    seen.blindness_error = (2 * std::sqrt(variance_of_mean(q, slope, n)) +
                            std::abs(1 - seen.blindness) * bias) / there;
  }
}

}  // namespace

TheorySnapshot theory_snapshot(const Cells& cells, std::span<const std::size_t> counts,
                               std::span<const float> d, double alpha,
                               const theory::DiscriminatorLoss& loss) {
  const std::size_t size = cells.size();
  ensure(counts.size() == size && d.size() == size, "a count and an answer for each cell");
  double n = 0;
  for (const std::size_t count : counts) n += static_cast<double>(count);
  TheorySnapshot seen;
  seen.generated = shares(counts);
  const Estimate jsd = counted_jsd(cells.data, counts);
  seen.jsd = seen.jsd_average = jsd.value;
  seen.jsd_error = seen.jsd_average_error = jsd.error;
  seen.optimal.assign(size, TheorySnapshot::kNone);
  for (std::size_t i = 0; i < size; ++i) {
    const double u = alpha * cells.data[i], v = (1 - alpha) * seen.generated[i];
    seen.d.push_back(loss.finite_output(d[i]));
    if (u + v > 0) seen.loss += loss.value(u, v, seen.d.back());
  }
  if (loss.best) compare(seen, cells.data, n, alpha, *loss.best);
  return seen;
}

}  // namespace verigan::metrics
