// SPDX-License-Identifier: MIT
#include "theory/game_loss.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/check.hpp"
#include "core/names.hpp"
#include "core/numeric.hpp"
#include "theory/divergence.hpp"

namespace verigan::theory {
namespace {

// Terms of the linear output t.
Curve minus_log_d(double t) { return {softplus(-t), -sigmoid(-t), sigmoid(t) * sigmoid(-t)}; }
Curve minus_log_one_minus_d(double t) {
  return {softplus(t), sigmoid(t), sigmoid(t) * sigmoid(-t)};
}
Curve d(double t) {
  const double slope = sigmoid(t) * sigmoid(-t);
  return {sigmoid(t), slope, slope * (sigmoid(-t) - sigmoid(t))};
}
Curve one_minus_d(double t) {
  const Curve c = d(t);
  return {sigmoid(-t), -c.slope, -c.curvature};
}
Curve half_square(double t) { return {t * t / 2, t, 1}; }
Curve half_square_to_one(double t) { return {(t - 1) * (t - 1) / 2, t - 1, 1}; }
Curve line(double t) { return {t, 1, 0}; }
Curve hinge_real(double t) { return t < 1 ? Curve{1 - t, -1, 0} : Curve{0, 0, 0}; }
Curve hinge_generated(double t) { return t > -1 ? Curve{1 + t, 1, 0} : Curve{0, 0, 0}; }

template <Curve (*F)(double)>
Curve negated(double t) {
  const Curve c = F(t);
  return {-c.value, -c.slope, -c.curvature};
}

double real_share(double u, double v) { return u / (u + v); }
double share_sensitivity(double u, double v) {
  const double share = real_share(u, v);
  return share * (1 - share);
}
double none(double, double) { return 0; }
double zero(double) { return 0; }

double entropy_excess(double u, double v, double t) {
  // u/m may round to 1 while v still counts: kl from both parts.
  const double m = u + v, of_v = v > 0 ? v * (softplus(t) + std::log(v / m)) : 0;
  return u > 0 ? u * (softplus(-t) + std::log(u / m)) + of_v : v * softplus(t);
}

// Best D and least loss: Goodfellow et al. 2014, Proposition 1 and Theorem 1; with α Lincetto &
// Camporese, section III (T02, T08, T09).
constexpr DiscriminatorLoss kCrossEntropy{
    .name = "cross-entropy",
    .formula = "-alpha E_p[ln D] - (1-alpha) E_q[ln(1-D)]",
    .output = DiscriminatorOutput::probability,
    .on_real = minus_log_d,
    .on_generated = minus_log_one_minus_d,
    .value = [](double u, double v, double d) { return -u * std::log(d) - v * std::log1p(-d); },
    .best = BestDiscriminator{
        .output = real_share,
        .least = [](double u, double v) {
          const double m = u + v;
          return -xlogy(u, u / m) - xlogy(v, v / m);
        },
        .slope = [](double u, double v, double d) {
          return -std::log1p(-d) + (v > 0 ? std::log(v / (u + v)) : 0);
        },
        .curvature = real_share,
        .sensitivity = share_sensitivity,
        .excess = entropy_excess,
        .jumps = false,
        .undecided = logit,
        .equilibrium = {"H(α)", binary_entropy},
        .divergence = [](const Density& p, const Density& q, double alpha) {
          return js_alpha(p, q, alpha);
        }}};

// Rocca, equations 6 to 12; with α here (T14). Where u = v every answer costs the same.
constexpr DiscriminatorLoss kAbsoluteError{
    .name = "absolute-error",
    .formula = "alpha E_p[1-D] + (1-alpha) E_q[D]",
    .output = DiscriminatorOutput::probability,
    .on_real = one_minus_d,
    .on_generated = d,
    .value = [](double u, double v, double d) { return u * (1 - d) + v * d; },
    .best = BestDiscriminator{
        .output = [](double u, double v) { return u >= v ? 1.0 : 0.0; },
        .least = [](double u, double v) { return std::min(u, v); },
        .slope = [](double u, double v, double d) { return d - (u >= v ? 1 : 0); },
        .curvature = none,
        .sensitivity = none,
        .excess = [](double u, double v, double t) {
          return std::abs(u - v) * (u >= v ? sigmoid(-t) : sigmoid(t));
        },
        .jumps = true,
        .undecided = zero,
        .equilibrium = {"min(α, 1−α)", [](double a) { return std::min(a, 1 - a); }}}};

// Mao et al. 2017, equation 2 with labels 0 and 1; with α here.
constexpr DiscriminatorLoss kLeastSquares{
    .name = "least-squares",
    .formula = "alpha/2 E_p[(D-1)^2] + (1-alpha)/2 E_q[D^2]",
    .output = DiscriminatorOutput::linear,
    .on_real = half_square_to_one,
    .on_generated = half_square,
    .value = [](double u, double v, double d) {
      return 0.5 * (u * (1 - d) * (1 - d) + v * d * d);
    },
    .best = BestDiscriminator{
        .output = real_share,
        .least = [](double u, double v) { return 0.5 * u * (v / (u + v)); },
        .slope = [](double u, double v, double d) {
          const double share = real_share(u, v);
          return 0.5 * (d * d - share * share);
        },
        .curvature = [](double u, double v) {
          const double share = real_share(u, v);
          return share * share * (v / (u + v));
        },
        .sensitivity = share_sensitivity,
        .excess = [](double u, double v, double t) {
          const double off = t - real_share(u, v);
          return 0.5 * (u + v) * off * off;
        },
        .jumps = false,
        .undecided = [](double a) { return a; },
        .equilibrium = {"α(1−α)/2", [](double a) { return a * (1 - a) / 2; }}}};

// Arjovsky et al. 2017, without any constraint: scaled by c, the critic scales its loss by c (T69).
constexpr DiscriminatorLoss kWasserstein{
    .name = "wasserstein",
    .formula = "-alpha E_p[D] + (1-alpha) E_q[D]",
    .output = DiscriminatorOutput::linear,
    .on_real = negated<line>,
    .on_generated = line,
    .value = [](double u, double v, double d) { return v * d - u * d; },
    .best = {},
    .without_best = "without a constraint the critic's loss falls below every bound"};

// Lim & Ye 2017 (T69). Where v = 0 every D >= 1 is as good, where u = 0 every D <= -1, and between -1
// and 1 all are where u = v.
constexpr DiscriminatorLoss kHinge{
    .name = "hinge",
    .formula = "alpha E_p[max(0, 1-D)] + (1-alpha) E_q[max(0, 1+D)]",
    .output = DiscriminatorOutput::linear,
    .on_real = hinge_real,
    .on_generated = hinge_generated,
    .value = [](double u, double v, double d) {
      return u * std::max(0.0, 1 - d) + v * std::max(0.0, 1 + d);
    },
    .best = BestDiscriminator{
        .output = [](double u, double v) { return u >= v ? 1.0 : -1.0; },
        .least = [](double u, double v) { return 2 * std::min(u, v); },
        .slope = [](double u, double v, double d) {
          return std::max(0.0, 1 + d) - (u >= v ? 2 : 0);
        },
        .curvature = none,
        .sensitivity = none,
        .excess = [](double u, double v, double t) {
          const double larger = std::max(u, v), smaller = std::min(u, v), s = u >= v ? t : -t;
          if (s >= 1) return smaller * (s - 1);
          return s > -1 ? (larger - smaller) * (1 - s) : larger * (1 - s) - 2 * smaller;
        },
        .jumps = true,
        .undecided = zero,
        .equilibrium = {"2 min(α, 1−α)", [](double a) { return 2 * std::min(a, 1 - a); }}}};

const GameLoss kGameLosses[] = {
    {"minimax", kCrossEntropy, "(1-alpha) E_q[ln(1-D)]", negated<minus_log_one_minus_d>, true,
     Formula{"(1−α) ln(1−α)", [](double a) { return (1 - a) * std::log1p(-a); }},
     "Goodfellow et al. 2014, equation 1; alpha form Lincetto & Camporese"},
    {"non-saturating", kCrossEntropy, "-E_q[ln D]", minus_log_d, false,
     Formula{"−ln α", [](double a) { return -std::log(a); }},
     "Goodfellow et al. 2014, section 3; alpha form Lincetto & Camporese"},
    {"non-saturating-weighted", kCrossEntropy, "-(1-alpha) E_q[ln D]", minus_log_d, true,
     Formula{"−(1−α) ln α", [](double a) { return -(1 - a) * std::log(a); }},
     "the row above with the generator's share of the batch"},
    {"absolute-error", kAbsoluteError, "-(1-alpha) E_q[D]", negated<d>, true, {},
     "Rocca, equations 6-12; alpha form here"},
    {"least-squares", kLeastSquares, "E_q[(D-1)^2] / 2", half_square_to_one, false,
     Formula{"(1−α)²/2", [](double a) { return (1 - a) * (1 - a) / 2; }},
     "Mao et al. 2017, equation 2 with labels 0 and 1; alpha form here"},
    {"wasserstein", kWasserstein, "-(1-alpha) E_q[D]", negated<line>, true, {},
     "Arjovsky et al. 2017, without a constraint on the critic; alpha form here"},
    {"hinge", kHinge, "-E_q[D]", negated<line>, false, {}, "Lim & Ye 2017; alpha form here"},
};

}  // namespace

double DiscriminatorLoss::output_of(double t) const {
  return output == DiscriminatorOutput::probability ? sigmoid(t) : t;
}

double DiscriminatorLoss::linear_output(double d) const {
  return output == DiscriminatorOutput::probability ? logit(d) : d;
}

double DiscriminatorLoss::finite_output(float d) const {
  const auto wide = static_cast<double>(d);
  return output == DiscriminatorOutput::probability ? std::clamp(wide, 0x1p-126, 1 - 0x1p-25) : wide;
}

double DiscriminatorLoss::distance(double u, double v, double t) const {
  const double target = best->output(u, v);
  if (output == DiscriminatorOutput::probability && target == 1) return sigmoid(-t);
  return std::abs(output_of(t) - target);
}

const BestDiscriminator& DiscriminatorLoss::require_best() const {
  require(best.has_value(), "no best discriminator is known of the loss ", name, ": ", without_best);
  return *best;
}

bool GameLoss::saturating() const { return generator(-1000).slope == 0; }  // e^−1000 rounds to 0

std::span<const GameLoss> game_losses() { return kGameLosses; }

const GameLoss& game_loss(std::string_view name) {
  std::vector<std::string_view> names;
  for (const GameLoss& loss : kGameLosses) names.push_back(loss.name);
  return kGameLosses[index_of_name("loss", name, names)];
}

const DiscriminatorLoss& discriminator_loss(std::string_view name) {
  std::vector<std::string_view> names;
  std::vector<const DiscriminatorLoss*> losses;
  for (const GameLoss& game : kGameLosses)
    if (std::ranges::find(losses, &game.discriminator) == losses.end()) {
      losses.push_back(&game.discriminator);
      names.push_back(game.discriminator.name);
    }
  return *losses[index_of_name("discriminator's loss", name, names)];
}

}  // namespace verigan::theory
