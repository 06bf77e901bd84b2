// SPDX-License-Identifier: MIT
#include "theory/discriminator_gap.hpp"

#include <algorithm>
#include <cmath>

#include "core/check.hpp"
#include "core/constants.hpp"
#include "core/numeric.hpp"
#include "theory/densities.hpp"
#include "theory/mesh.hpp"

namespace verigan::theory {

namespace {

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

// L* through a divergence, by the α game that u and v play as densities of their own.
Estimate least_by_divergence(const LabelledPair& pair, const BestDiscriminator& best) {
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
  const Estimate apart = best.divergence(*from_u, *from_v, u / m);
  const double together = best.equilibrium.of(u / m);
  return {m * (together - apart.value), m * (apart.error + 4 * kEpsilon * together)};
}

}  // namespace

double best_discriminator(const LabelledPair& pair, const DiscriminatorLoss& loss, const Point& x) {
  check(pair);
  const BestDiscriminator& best = loss.require_best();
  const double log_p = pair.p.log_pdf(x), log_q = pair.q.log_pdf(x);
  if (log_p == -kInfinity && log_q == -kInfinity) return std::nan("");
  const LogParts at = log_parts(pair, log_p, log_q);
  const double scale = std::max(at.u, at.v);
  return best.output(std::exp(at.u - scale), std::exp(at.v - scale));
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

DiscriminatorGap discriminator_gap(const LabelledPair& pair, const DiscriminatorLoss& loss,
                                   const Logit& output, double output_noise) {
  check(pair);
  const BestDiscriminator& best = loss.require_best();
  auto mesh = make_mesh(pair.p, pair.q);
  if (best.jumps)
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
    const double t = output(at.x);
    const Curve on_real = loss.on_real(t), on_generated = loss.on_generated(t);
    const double value = u * on_real.value + v * on_generated.value,
                 slope = std::abs(u * on_real.slope + v * on_generated.slope);
    const double noise = slope * output_noise * (1 + std::abs(t)) + 1e-14 * std::abs(value);
    const double off = loss.distance(u, v, t), least = best.divergence ? 0 : best.least(u, v);
    out[0] = {value, noise};
    out[1] = {best.excess(u, v, t), noise};
    out[2] = {(u + v) * off * off, 2 * noise};
    out[3] = {least, 1e-14 * least};
  };
  QuadratureOptions options;
  options.relative = 1e-4;
  options.absolute = 1e-8;
  options.max_panels = 500;
  const auto found = integrate_mesh(mesh, pair.p, pair.q, 4, integrands, options);
  return {found[0], best.divergence ? least_by_divergence(pair, best) : found[3], found[1], found[2]};
}

}  // namespace verigan::theory
