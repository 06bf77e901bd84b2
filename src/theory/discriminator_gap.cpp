// SPDX-License-Identifier: MIT
#include "theory/discriminator_gap.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/check.hpp"
#include "core/numeric.hpp"
#include "theory/densities.hpp"
#include "theory/divergence.hpp"
#include "theory/mesh.hpp"

namespace verigan::theory {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

void check(const LabelledPair& pair) {
  for (const double weight : {pair.on_true, pair.on_generated})
    require(weight > 0 && weight <= 1, "weight ", weight, ", expected a number in (0, 1]");
  require(pair.flip_rate >= 0 && pair.flip_rate < 0.5, "rate of flipped labels ", pair.flip_rate,
          ", expected a number in [0, 0.5)");
}

// ln u and ln v from ln p and ln q.
struct LogParts {
  double u, v;
};
LogParts log_parts(const LabelledPair& pair, double log_p, double log_q) {
  const double p = std::log(pair.on_true) + log_p, q = std::log(pair.on_generated) + log_q;
  if (pair.flip_rate == 0) return {p, q};
  const double keep = std::log1p(-pair.flip_rate), flip = std::log(pair.flip_rate);
  return {log_add_exp(keep + p, flip + q), log_add_exp(flip + p, keep + q)};
}

// L* of cross-entropy, through the α game that u and v play as densities of their own.
Estimate least_cross_entropy(const LabelledPair& pair) {
  const double keep = 1 - pair.flip_rate, flip = pair.flip_rate;
  const double u = keep * pair.on_true + flip * pair.on_generated,
               v = flip * pair.on_true + keep * pair.on_generated, m = u + v;
  const auto part = [&](double of_p, double of_q, double total) {
    const DensityPtr parts[] = {DensityPtr(DensityPtr(), &pair.p), DensityPtr(DensityPtr(), &pair.q)};
    if (flip == 0) return of_p > 0 ? parts[0] : parts[1];
    const double weights[] = {of_p / total, of_q / total};
    return mixture(weights, parts);
  };
  const DensityPtr from_u = part(keep * pair.on_true, flip * pair.on_generated, u),
                   from_v = part(flip * pair.on_true, keep * pair.on_generated, v);
  const Estimate js = js_alpha(*from_u, *from_v, u / m);
  const double entropy = binary_entropy(u / m);
  constexpr double kEpsilon = std::numeric_limits<double>::epsilon();
  return {m * (entropy - js.value), m * (js.error + 4 * kEpsilon * entropy)};
}

struct Integrals {
  double loss, excess, square;
  double noise;  // of loss and excess for a logit off by 1
};

Integrals cross_entropy(double u, double v, double logit) {
  const double m = u + v, target = u / m, d = sigmoid(logit);
  // u/m may round to 1 while v still counts: kl from both parts.
  const double kl = u * (softplus(-logit) + std::log(target)) +
                    (v > 0 ? v * (softplus(logit) + std::log(v / m)) : 0);
  return {u * softplus(-logit) + v * softplus(logit), u > 0 ? kl : v * softplus(logit),
          m * (d - target) * (d - target), m * std::abs(d - target)};
}

Integrals absolute_error(double u, double v, double logit) {
  const double d = sigmoid(logit), other = sigmoid(-logit);
  const double off = u >= v ? other : d;  // |D − D*|
  return {u * other + v * d, std::abs(u - v) * off, (u + v) * off * off,
          std::abs(u - v) * d * other};
}

}  // namespace

double best_discriminator(const LabelledPair& pair, DiscriminatorLoss loss, const Point& x) {
  check(pair);
  const double log_p = pair.p.log_pdf(x), log_q = pair.q.log_pdf(x);
  if (log_p == -kInfinity && log_q == -kInfinity) return std::nan("");
  const LogParts at = log_parts(pair, log_p, log_q);
  if (loss == DiscriminatorLoss::absolute_error) return at.u >= at.v ? 1 : 0;
  return sigmoid(at.u - at.v);
}

DiscriminatorGap& DiscriminatorGap::operator+=(const DiscriminatorGap& other) {
  const auto add = [](Estimate& a, const Estimate& b) {
    a.value += b.value;
    a.error += b.error;
  };
  add(loss, other.loss);
  add(optimum, other.optimum);
  add(excess, other.excess);
  add(square, other.square);
  return *this;
}

DiscriminatorGap discriminator_gap(const LabelledPair& pair, DiscriminatorLoss loss,
                                   const Logit& logit, double logit_noise) {
  check(pair);
  const bool absolute = loss == DiscriminatorLoss::absolute_error;
  auto mesh = make_mesh(pair.p, pair.q);
  if (absolute)  // D* jumps where u = v
    mesh = split_at(mesh, [&](const Point& x) {
      const LogParts at = log_parts(pair, pair.p.log_pdf(x), pair.q.log_pdf(x));
      return at.u == at.v ? 0 : at.u - at.v;
    });
  const MeshIntegrands integrands = [&](const LogPair& at, std::span<Term> out) {
    const LogParts parts = log_parts(pair, at.log_p + at.log_jacobian, at.log_q + at.log_jacobian);
    const double u = std::exp(parts.u), v = std::exp(parts.v);
    if (u + v == 0) {
      std::fill(out.begin(), out.end(), Term{});
      return;
    }
    const double l = logit(at.x);
    const Integrals found = absolute ? absolute_error(u, v, l) : cross_entropy(u, v, l);
    const double noise =
        found.noise * logit_noise * (1 + std::abs(l)) + 1e-14 * std::abs(found.loss);
    const double least = absolute ? std::min(u, v) : 0;
    out[0] = {found.loss, noise};
    out[1] = {found.excess, noise};
    out[2] = {found.square, 2 * noise};
    out[3] = {least, 1e-14 * least};
  };
  QuadratureOptions options;
  options.relative = 1e-4;
  options.absolute = 1e-8;
  options.max_panels = 500;
  const auto found = integrate_mesh(mesh, pair.p, pair.q, 4, integrands, options);
  return {found[0], absolute ? found[3] : least_cross_entropy(pair), found[1], found[2]};
}

}  // namespace verigan::theory
