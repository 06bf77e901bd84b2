// SPDX-License-Identifier: MIT
#include "theory/f_generators.hpp"

#include <algorithm>
#include <cmath>

#include "core/check.hpp"
#include "core/constants.hpp"
#include "core/names.hpp"
#include "core/numeric.hpp"

namespace verigan::theory {

namespace {

constexpr const char* kNowozin = "Nowozin et al. 2016";

FGenerator kl() {
  return {"kl",
          "u ln u",
          kNowozin,
          0,
          0,
          kInfinity,
          1,
          [](double u) { return u * std::log(u); },
          [](double u) { return 1 + std::log(u); },
          [](double t) { return std::exp(t - 1); },
          kInfinity,
          false,
          [](double r) { return r * std::exp(r); },
          [](double r) { return r; },
          "1 + ln(p/q)",
          [](double r) { return 1 + r; }};
}

FGenerator reverse_kl() {
  return {"reverse_kl",
          "-ln u",
          kNowozin,
          kInfinity,
          0,
          0,
          1,
          [](double u) { return -std::log(u); },
          [](double u) { return -1 / u; },
          [](double t) { return t < 0 ? -1 - std::log(-t) : kInfinity; },
          0,
          false,
          [](double r) { return -r; },
          [](double r) { return -r * std::exp(-r); },
          "-q/p",
          [](double r) { return -std::exp(-r); }};
}

FGenerator chi2() {
  return {"chi2",
          "(u-1)^2",
          kNowozin,
          1,
          0,
          kInfinity,
          2,
          [](double u) { return (u - 1) * (u - 1); },
          [](double u) { return 2 * (u - 1); },
          [](double t) { return t >= -2 ? t + 0.25 * t * t : -1; },
          kInfinity,
          false,
          [](double r) { return std::expm1(r) * std::expm1(r); },
          [](double r) { return std::expm1(-r) * std::expm1(-r); },
          "2(p/q - 1)",
          [](double r) { return 2 * std::expm1(r); }};
}

FGenerator hellinger2() {
  return {"hellinger2",
          "(sqrt u - 1)^2/2",
          "Nowozin et al. 2016, halved",
          0.5,
          0,
          0.5,
          1,
          [](double u) { return 0.5 * (std::sqrt(u) - 1) * (std::sqrt(u) - 1); },
          [](double u) { return 0.5 * (1 - 1 / std::sqrt(u)); },
          [](double t) { return t < 0.5 ? t / (1 - 2 * t) : kInfinity; },
          0.5,
          false,
          [](double r) { return 0.5 * std::expm1(0.5 * r) * std::expm1(0.5 * r); },
          [](double r) { return 0.5 * std::expm1(-0.5 * r) * std::expm1(-0.5 * r); },
          "(1 - sqrt(q/p))/2",
          [](double r) { return -0.5 * std::expm1(-0.5 * r); }};
}

// JS_α's f(e^r) for r ≤ 0 as a·KL(u‖m) + b·KL(1‖m), m = au + b, each KL of masses that need not sum
// to 1: both terms non-negative and free of cancellation near u = 1. Exchanging a and b gives
// f(e^r)·e^{−r} at −r.
double js_of_log(double r, double a, double b) {
  const double off = a * std::expm1(r);  // m − 1; b, where it is small, has more digits
  const double log_m = off > -0.5 ? std::log1p(off) : std::log(a * std::exp(r) + b);
  const double ratio = r - log_m;  // ln(u/m) ≤ 0
  const double of_u = ratio >= -1 ? std::exp(r) * expm1mx(-ratio)
                                  : std::exp(log_m) * (1 + std::exp(ratio) * (ratio - 1));
  return a * of_u + b * expm1mx(log_m);
}

// α u ln u − (αu + 1−α) ln(αu + 1−α): JS_α, and JSD at α = ½.
FGenerator js(std::string name, std::string formula, std::string source, std::string critic,
              double a) {
  const double b = 1 - a;
  return {std::move(name),
          std::move(formula),
          std::move(source),
          -b * std::log1p(-a),
          0,
          -a * std::log(a),
          1,
          [a, b](double u) { return a * xlogy(u, u) - (a * u + b) * std::log1p(a * (u - 1)); },
          [a, b](double u) { return -a * std::log(a + b / u); },
          [a, b](double t) {
            const double rest = 1 - a * std::exp(t / a);
            return rest > 0 ? -b * std::log(rest / b) : kInfinity;
          },
          -a * std::log(a),
          false,
          [a, b](double r) { return js_of_log(r, a, b); },
          [a, b](double r) { return js_of_log(-r, b, a); },
          std::move(critic),
          [a, b](double r) { return -a * std::log(a + b * std::exp(-r)); }};
}

// αu ln(αu/(αu+1−α)) + (1−α) ln((1−α)/(αu+1−α)): the α game's value.
FGenerator alpha_gan(std::string name, std::string formula, std::string source, std::string critic,
                     double a, double scale) {
  const double b = 1 - a;
  const double shift = std::log(a) - std::log(b);
  return {std::move(name),
          std::move(formula),
          std::move(source),
          0,
          -scale * binary_entropy(a),
          0,
          1,
          [=](double u) {
            return -scale * (a * u * std::log1p(b / (a * u)) + b * std::log1p(a * u / b));
          },
          [=](double u) { return -scale * a * std::log1p(b / (a * u)); },
          [=](double t) { return t < 0 ? -scale * b * log1mexp(t / (scale * a)) : kInfinity; },
          0,
          false,
          [=](double r) {
            return -scale * (a * std::exp(r) * softplus(-shift - r) + b * softplus(shift + r));
          },
          [=](double r) {
            return -scale * (a * softplus(-shift - r) + b * std::exp(-r) * softplus(shift + r));
          },
          std::move(critic),
          [=](double r) { return -scale * a * softplus(-shift - r); }};
}

FGenerator lsgan() {
  return {"lsgan",
          "-u/(1+u)",
          "Mao et al. 2017, labels 0/1",
          0,
          -0.5,
          0,
          1,
          [](double u) { return -u / (1 + u); },
          [](double u) { return -1 / ((1 + u) * (1 + u)); },
          [](double t) {
            if (t > 0) return kInfinity;
            const double root = 1 - std::sqrt(-t);
            return t < -1 ? 0 : root * root;
          },
          0,
          true,
          [](double r) { return -sigmoid(r); },
          [](double r) { return -sigmoid(-r); },
          "-(1 - D*)^2",
          [](double r) { return -sigmoid(-r) * sigmoid(-r); }};
}

FGenerator tv() {
  return {"tv",
          "|u-1|/2",
          kNowozin,
          0.5,
          0,
          0.5,
          1,
          [](double u) { return 0.5 * std::abs(u - 1); },
          [](double u) { return u > 1   ? 0.5
                                : u < 1 ? -0.5
                                        : 0.0; },
          [](double t) { return t > 0.5 ? kInfinity : std::max(t, -0.5); },
          0.5,
          true,
          [](double r) { return 0.5 * std::abs(std::expm1(r)); },
          [](double r) { return 0.5 * std::abs(std::expm1(-r)); },
          "sign(p - q)/2",
          [](double r) { return r > 0   ? 0.5
                                : r < 0 ? -0.5
                                        : 0.0; }};
}

FGenerator absolute_error() {
  return {"absolute_error",
          "-min(u,1)",
          "derived from Rocca (6)-(12)",
          0,
          -1,
          0,
          1,
          [](double u) { return -std::min(u, 1.0); },
          [](double u) { return u < 1 ? -1.0 : 0.0; },
          [](double t) { return t > 0 ? kInfinity : std::max(t + 1, 0.0); },
          0,
          true,
          [](double r) { return -std::exp(std::min(r, 0.0)); },
          [](double r) { return -std::exp(-std::max(r, 0.0)); },
          "D* - 1",
          [](double r) { return r < 0 ? -1.0 : 0.0; }};
}

// The w > 0 with w + ln w = y; Newton's method on ln w where w is small, on w where it is large.
double log_sum_root(double y) {
  double w = y > 1 ? y : std::exp(y - 1);
  for (int k = 0; k < 60; ++k) {
    const double step = (w + std::log(w) - y) / (1 + 1 / w);
    const double next = std::max(w - step, 0.5 * w);
    if (std::abs(next - w) <= 1e-16 * w) return next;
    w = next;
  }
  return w;
}

FGenerator jeffreys() {
  return {"jeffreys",
          "(u-1) ln u",
          "Jeffreys 1946: KL(p||q) + KL(q||p)",
          kInfinity,
          0,
          kInfinity,
          1,
          [](double u) { return (u - 1) * std::log(u); },
          [](double u) { return std::log(u) + 1 - 1 / u; },
          [](double t) {  // at f′(u) = t, 1/u = w with w + ln w = 1 − t
            const double w = log_sum_root(1 - t);
            return t / w + (1 / w - 1) * std::log(w);
          },
          kInfinity,
          false,
          [](double r) { return r * std::expm1(r); },
          [](double r) { return -r * std::expm1(-r); },
          "1 - q/p + ln(p/q)",
          [](double r) { return r - std::expm1(-r); }};
}

FGenerator triangular() {
  return {"triangular",
          "(u-1)^2/(u+1)",
          "Topsoe 2000, the triangular discrimination",
          1,
          0,
          1,
          1,
          [](double u) { return (u - 1) * ((u - 1) / (u + 1)); },
          [](double u) { return 1 - (2 / (1 + u)) * (2 / (1 + u)); },
          [](double t) {
            if (t > 1) return kInfinity;
            return t < -3 ? -1 : 4 - t - 4 * std::sqrt(1 - t);
          },
          1,
          true,
          [](double r) { return std::expm1(r) * std::expm1(r) / (1 + std::exp(r)); },
          [](double r) { return std::expm1(-r) * std::expm1(-r) / (1 + std::exp(-r)); },
          "1 - 4(1 - D*)^2",
          [](double r) { return 1 - 4 * sigmoid(-r) * sigmoid(-r); }};
}

}  // namespace

std::vector<FGenerator> f_generators(double alpha) {
  require(alpha > 0 && alpha < 1, "alpha = ", alpha, ", expected a number in (0, 1)");
  return {
      kl(),
      reverse_kl(),
      chi2(),
      hellinger2(),
      js("jsd", "(u ln u - (u+1) ln((u+1)/2))/2", "Nowozin et al. 2016, halved", "ln(2 D*)/2", 0.5),
      alpha_gan("gan", "u ln u - (u+1) ln(u+1)", kNowozin, "ln D*", 0.5, 2),
      lsgan(),
      tv(),
      js("js_alpha", "a u ln u - (a u + 1-a) ln(a u + 1-a)", "derived", "a ln(D*_a/a)", alpha),
      alpha_gan("alpha_gan", "a u ln(a u/(a u + 1-a)) + (1-a) ln((1-a)/(a u + 1-a))", "derived",
                "a ln D*_a", alpha, 1),
      absolute_error(),
      jeffreys(),
      triangular()};
}

FGenerator f_generator(const std::string& name, double alpha) {
  std::vector<std::string> names;
  for (FGenerator& row : f_generators(alpha)) {
    if (row.name == name) return std::move(row);
    names.push_back(row.name);
  }
  throw Error(message("unknown f-divergence '", name, "'", expected_names(name, names)));
}

}  // namespace verigan::theory
