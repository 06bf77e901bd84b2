// SPDX-License-Identifier: MIT
// T68: what even an exact sampler scores on a mixture of normals, and as metrics/modes.cpp counts it.
#include <cmath>

#include "core/numeric.hpp"
#include "metrics/modes.hpp"
#include "theory/theorems/instance.hpp"
#include "verification/rows.hpp"

namespace verigan::verification {
namespace {

using theory::Ball;
using theory::RandomInstance;
using theory::Evidence;
using theory::kRounding;

struct Formula {
  double exponent = 0.5;  // 1 − e^{−exponent·r²} lie within r standard deviations
  double bias = 0.5;      // KL ≈ bias·(K−1)/N
};

/// δ, of each bound on samples.
const double kLogChance = std::log(1e12);
constexpr std::size_t kPoints = 4096;

/// The share within r of a standard normal in the plane, strip by strip: x = r sin t, and of each the
/// part |y| ≤ r cos t. The integrand is smooth and has period π, so equal steps converge like e^{−cn}.
Ball within(double r) {
  constexpr int kSteps = 128;
  Ball sum = 0;
  for (int k = 0; k < kSteps; ++k) {
    const double t = (static_cast<double>(k) + 0.5) * kPi / kSteps - kPi / 2;
    const double x = r * std::sin(t), y = r * std::cos(t);
    sum += {std::exp(-x * x / 2) * std::erf(y / std::sqrt(2.0)) * y, 16 * kRounding * y};
  }
  return sum * (std::sqrt(kPi / 2) / kSteps);  // π/n, over √(2π)
}

/// E KL of the shares of N draws over K equal modes from even ones: ln K + K·E[(j/N) ln(j/N)], j
/// binomial.
Ball mean_kl(std::size_t modes, std::size_t draws) {
  const double k = static_cast<double>(modes), n = static_cast<double>(draws);
  const Ball hit = Ball(1) / k, odds = Ball(1) / (k - 1);
  Ball probability = theory::exp(n * theory::ln(1 - hit)), mean = 0;
  for (std::size_t j = 0; j <= draws; ++j) {
    const Ball share = Ball(static_cast<double>(j)) / n;
    mean += k * probability * x_ln_y(share, share);
    probability = probability * (n - static_cast<double>(j)) / (static_cast<double>(j) + 1) * odds;
  }
  return theory::log_of(k) + mean;
}

void check_formulas(RandomInstance& draw, Evidence& evidence, const Formula& formula) {
  const double r = draw.uniform(0.1, 4);
  evidence.equal("1 − e^{−r²/2} within r", within(r),
                 1 - theory::exp(-formula.exponent * Ball(r) * r));
  const std::size_t modes = 2 + draw.below(9), draws = modes * (10 + draw.below(90));
  const double k = static_cast<double>(modes), n = static_cast<double>(draws);
  // What follows (K−1)/2N, as in T38 (Harris 1975).
  const double next = (k * k - 1) / (12 * n * n), rest = 2 * k * k * k / (12 * n * n * n);
  evidence.equal("KL ≈ (K−1)/2N", mean_kl(modes, draws),
                 {formula.bias * (k - 1) / n + next, rest});
}

/// The library's exact sampler, counted by the library.
void check_counts(RandomInstance& draw, Evidence& evidence, const Formula& formula) {
  const std::size_t modes = 3 + draw.below(8);
  const data::Mixture mixture = data::ring(modes, 2, 0.03);  // neighbours at least 39 sd apart
  data::MixturePoints source(mixture, draw.below(1u << 31));
  Matrix<float> points(kPoints, 2);
  source.fill(0, points);
  const metrics::ModeQuality found = metrics::mode_quality(mixture, points);
  const double size = static_cast<double>(kPoints), k = static_cast<double>(modes);
  // kl of a share of n from its mean is above ln(2/δ)/n with chance δ (Chernoff); distances in
  // float move a point in a million across.
  const double good = 1 - std::exp(-9 * formula.exponent);
  evidence.at_most("1 − e^{−9/2} of exact samples are good",
                   verigan::bernoulli_kl(found.high_quality_share, good),
                   {0, (kLogChance + kLn2) / size});
  Ball kl = 0;
  for (const std::size_t count : found.points) {
    const Ball share = Ball(static_cast<double>(count)) / size;
    kl += x_ln_y(share, share * k);
  }
  evidence.equal("the library's reverse KL", {found.reverse_kl, 64 * k * kRounding}, kl);
  // There are below (N+1)^{K−1} ways to count, each of chance e^{−N·KL} at most (Sanov).
  evidence.at_most("and of exact samples hardly more than the floor", found.reverse_kl,
                   {0, (kLogChance + (k - 1) * std::log(size + 1)) / size});
}

theory::Check with(const Formula& formula) {
  return [formula](RandomInstance& draw, Evidence& evidence) {
    check_formulas(draw, evidence, formula);
    if (draw.instance() % 4 == 0) check_counts(draw, evidence, formula);
  };
}

}  // namespace

theory::Theorem floors() {
  return {.id = "T68",
          .title = "What an exact sampler scores on modes",
          .statement = "1 − e^{−r²/2} of its points lie within r standard deviations in the plane "
                       "(98.889 % within 3); the reverse KL of N draws over K equal modes is "
                       "(K−1)/2N on average, to first order",
          .source = "ours",
          .check = with({}),
          .mutants = {{"1 − e^{−r²}", 0.95, with({.exponent = 1})},
                      {"(K−1)/N", 0.95, with({.bias = 1})}},
          .chosen = "the chance δ = 1e-12 of each bound on samples (Chernoff, Sanov)",
          .exercises = "metrics::mode_quality, data::MixturePoints"};
}

}  // namespace verigan::verification
