// SPDX-License-Identifier: MIT
#include "cli/theory_curves.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "record/csv.hpp"
#include "theory/optimal_discriminator.hpp"

namespace verigan::cli {

namespace {

using theory::Density;
using theory::Mass;

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kLeftOut = 5e-4;  // of the mass, on each side
constexpr double kLeftOutHeavy = 0.02;  // of a power tail, which goes far
constexpr int kEven = 600;
constexpr int kPerDensity = 200;

std::vector<double> abscissas(const Density& p, const Density& q) {
  double lower = kInfinity;
  double upper = -kInfinity;
  for (const Density* density : {&p, &q}) {
    const bool heavy = density->tail(theory::Side::left).log_power() || density->tail(theory::Side::right).log_power();
    const double left_out = heavy ? kLeftOutHeavy : kLeftOut;
    lower = std::min(lower, density->quantile(Mass{0, left_out, 0}).value());
    upper = std::max(upper, density->quantile(Mass{1, -left_out, 0}).value());
  }
  const double margin = 0.04 * (upper - lower);
  lower -= margin;
  upper += margin;
  std::vector<double> x;
  for (int i = 0; i <= kEven; ++i) x.push_back(lower + (upper - lower) * i / kEven);
  for (const Density* density : {&p, &q}) {
    for (int i = 0; i < kPerDensity; ++i) {
      x.push_back(density->quantile(Mass{0, (i + 0.5) / kPerDensity, 0}).value());
    }
    for (const theory::Split& split : density->splits()) {
      const double at = split.at.value();
      if (!split.sharp || at < lower || at > upper) continue;
      x.insert(x.end(), {at - 1e-6 * margin, at, at + 1e-6 * margin});
    }
  }
  std::sort(x.begin(), x.end());
  x.erase(std::unique(x.begin(), x.end()), x.end());
  return x;
}

}  // namespace

Curves sample_curves(const Density& p, const Density& q, double alpha) {
  Curves curves;
  for (const double x : abscissas(p, q)) {
    const double log_p = p.log_pdf(x);
    const double log_q = q.log_pdf(x);
    if (log_p == kInfinity || log_q == kInfinity) continue;  // the singular end of a beta density
    curves.x.push_back(x);
    curves.p.push_back(std::exp(log_p));
    curves.q.push_back(std::exp(log_q));
    curves.d_star.push_back(theory::optimal_discriminator(log_p, log_q));
    curves.d_star_alpha.push_back(theory::optimal_discriminator_alpha(log_p, log_q, alpha));
  }
  return curves;
}

std::string curves_csv(const Curves& curves) {
  record::CsvWriter csv({"x", "p", "q", "d_star", "d_star_alpha"});
  for (std::size_t i = 0; i < curves.x.size(); ++i) {
    csv.row(curves.x[i], curves.p[i], curves.q[i], curves.d_star[i], curves.d_star_alpha[i]);
  }
  return csv.text();
}

}  // namespace verigan::cli
