// SPDX-License-Identifier: MIT
#include "games/dirac.hpp"

#include <Eigen/Eigenvalues>

#include "core/check.hpp"
#include "core/names.hpp"
#include "core/numeric.hpp"

namespace verigan::games {
namespace {

/// A loss and its first two derivatives.
struct Curve {
  double value, slope, bend;
};

Curve minus_log_sigmoid(double t) {
  return {softplus(-t), -sigmoid(-t), sigmoid(t) * sigmoid(-t)};
}
Curve softplus_curve(double t) { return {softplus(t), sigmoid(t), sigmoid(t) * sigmoid(-t)}; }
Curve sigmoid_curve(double t) {
  const double slope = sigmoid(t) * sigmoid(-t);
  return {sigmoid(t), slope, slope * (sigmoid(-t) - sigmoid(t))};
}
Curve one_minus_sigmoid(double t) {
  const Curve c = sigmoid_curve(t);
  return {sigmoid(-t), -c.slope, -c.bend};
}
Curve half_square(double t) { return {t * t / 2, t, 1}; }
Curve half_square_to_one(double t) { return {(t - 1) * (t - 1) / 2, t - 1, 1}; }
Curve line(double t) { return {t, 1, 0}; }
Curve falling_line(double t) { return {-t, -1, 0}; }
Curve hinge_true(double t) { return t < 1 ? Curve{1 - t, -1, 0} : Curve{0, 0, 0}; }
Curve hinge_generated(double t) { return t > -1 ? Curve{1 + t, 1, 0} : Curve{0, 0, 0}; }

template <Curve (*F)(double)>
Curve negated(double t) {
  const Curve c = F(t);
  return {-c.value, -c.slope, -c.bend};
}

/// Where b rests at equilibrium as a function of α.
enum class Rest { logit, alpha, half_only };

struct Row {
  std::string_view name;
  Curve (*on_true)(double);
  Curve (*on_generated)(double);
  Curve (*of_generator)(double);
  bool zero_sum;  // the generator's loss carries the weight 1−α
  Rest rest;
};

constexpr std::array<Row, kDiracLosses.size()> kRows{{
    {"minimax", minus_log_sigmoid, softplus_curve, negated<softplus_curve>, true, Rest::logit},
    {"nonsaturating", minus_log_sigmoid, softplus_curve, minus_log_sigmoid, false, Rest::logit},
    {"nonsaturating-weighted", minus_log_sigmoid, softplus_curve, minus_log_sigmoid, true,
     Rest::logit},
    {"absolute-error", one_minus_sigmoid, sigmoid_curve, negated<sigmoid_curve>, true,
     Rest::half_only},
    {"least-squares", half_square_to_one, half_square, half_square_to_one, false, Rest::alpha},
    {"wasserstein", falling_line, line, falling_line, true, Rest::half_only},
    {"hinge", hinge_true, hinge_generated, falling_line, false, Rest::half_only},
}};
const Row& row_of(DiracLoss loss) { return kRows[static_cast<std::size_t>(loss)]; }

constexpr std::array<std::string_view, kRegularisers.size()> kRegulariserNames{
    "none", "r1", "r2", "gradient-penalty", "instance-noise"};

/// Nodes and weights with Σ w_k f(x_k) = E f(X), X standard normal, for polynomials of degree
/// 2n − 1: eigenvalues and eigenvectors of the Hermite polynomials' recurrence (Golub & Welsch
/// 1969).
void gauss_hermite(Eigen::Index n, std::vector<double>& nodes, std::vector<double>& weights) {
  Eigen::VectorXd diagonal = Eigen::VectorXd::Zero(n), beside(n - 1);
  for (Eigen::Index k = 1; k < n; ++k) beside[k - 1] = std::sqrt(static_cast<double>(k));
  Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver;
  solver.computeFromTridiagonal(diagonal, beside);
  nodes.clear(), weights.clear();
  for (Eigen::Index k = 0; k < n; ++k) {
    // Symmetric to the last bit, as the rule is.
    const Eigen::Index mirror = n - 1 - k;
    nodes.push_back((solver.eigenvalues()[k] - solver.eigenvalues()[mirror]) / 2);
    const double here = solver.eigenvectors()(0, k), there = solver.eigenvectors()(0, mirror);
    weights.push_back((here * here + there * there) / 2);
  }
}
constexpr Eigen::Index kNoiseNodes = 40;

}  // namespace

std::string_view loss_name(DiracLoss loss) { return row_of(loss).name; }

DiracLoss loss_of(std::string_view name) {
  std::array<std::string_view, kRows.size()> names;
  for (std::size_t i = 0; i < kRows.size(); ++i) names[i] = kRows[i].name;
  return kDiracLosses[index_of_name("loss", name, names)];
}

std::string_view regulariser_name(Regulariser regulariser) {
  return kRegulariserNames[static_cast<std::size_t>(regulariser)];
}

Regulariser regulariser_of(std::string_view name) {
  return kRegularisers[index_of_name("regulariser", name, kRegulariserNames)];
}

double DiracOptions::generator_weight() const {
  return row_of(loss).zero_sum ? generated_weight() : 1;
}

double DiracOptions::equilibrium_bias() const {
  const double share = alpha.value_or(0.5);
  require(share > 0 && share < 1, "α = ", share, ", expected a number in (0, 1)");
  require(gamma >= 0 && std::isfinite(gamma), "γ = ", gamma, ", expected a finite number ≥ 0");
  require(target >= 0 && std::isfinite(target), "target ", target,
          ", expected a finite number of at least 0");
  switch (row_of(loss).rest) {
    case Rest::logit: return logit(share);
    case Rest::alpha: return share;
    case Rest::half_only: break;
  }
  require(share == 0.5, "α = ", share, ": with the loss ", loss_name(loss),
          " the bias has an equilibrium at α = 0.5 only");
  return 0;
}

namespace detail {

DiracField::DiracField(const DiracOptions& options)
    : options_(options),
      bias_(options.equilibrium_bias()),
      generator_weight_(options.generator_weight()) {
  if (options.regulariser != Regulariser::instance_noise || options.gamma == 0) return;
  gauss_hermite(kNoiseNodes, nodes_, weights_);
  for (double& node : nodes_) node *= options.gamma;
}

Losses DiracField::losses(double theta, double psi, double bias) const {
  const Row& row = row_of(options_.loss);
  Losses losses;
  for (std::size_t k = 0; k < nodes_.size(); ++k) {
    const double at = psi * (theta + nodes_[k]) + bias;
    losses.first += weights_[k] * generator_weight_ * row.of_generator(at).value;
    losses.second +=
        weights_[k] *
        (options_.true_weight() * row.on_true(psi * nodes_[k] + bias).value +
         options_.generated_weight() * row.on_generated(at).value);
  }
  const double half = options_.gamma / 2;
  const double above = std::abs(psi) - options_.target;
  switch (options_.regulariser) {
    case Regulariser::r1: losses.second += half * options_.true_weight() * psi * psi; break;
    case Regulariser::r2: losses.second += half * options_.generated_weight() * psi * psi; break;
    case Regulariser::gradient_penalty: losses.second += half * above * above; break;
    case Regulariser::none:
    case Regulariser::instance_noise: break;
  }
  return losses;
}

State<3> DiracField::field(double theta, double psi, double bias) const {
  const Row& row = row_of(options_.loss);
  State<3> v{};
  for (std::size_t k = 0; k < nodes_.size(); ++k) {
    const double place = theta + nodes_[k], at = psi * place + bias;
    const double truly =
        weights_[k] * options_.true_weight() * row.on_true(psi * nodes_[k] + bias).slope;
    const double generated =
        weights_[k] * options_.generated_weight() * row.on_generated(at).slope;
    v[0] -= weights_[k] * generator_weight_ * psi * row.of_generator(at).slope;
    v[1] -= truly * nodes_[k] + generated * place;
    v[2] -= truly + generated;
  }
  const double sign = psi > 0 ? 1 : psi < 0 ? -1 : 0;
  switch (options_.regulariser) {
    case Regulariser::r1: v[1] -= options_.gamma * options_.true_weight() * psi; break;
    case Regulariser::r2: v[1] -= options_.gamma * options_.generated_weight() * psi; break;
    case Regulariser::gradient_penalty:
      v[1] -= options_.gamma * (psi - sign * options_.target);
      break;
    case Regulariser::none:
    case Regulariser::instance_noise: break;
  }
  return v;
}

Square<3> DiracField::jacobian(double theta, double psi, double bias) const {
  const Row& row = row_of(options_.loss);
  Square<3> j{};
  for (std::size_t k = 0; k < nodes_.size(); ++k) {
    const double noise = nodes_[k], place = theta + noise, at = psi * place + bias;
    const double w = weights_[k];
    const Curve g = row.of_generator(at), s = row.on_generated(at);
    const double r = w * options_.true_weight() * row.on_true(psi * noise + bias).bend;
    const double f = w * options_.generated_weight() * s.bend;
    const double wg = w * generator_weight_;
    j[0][0] -= wg * psi * psi * g.bend;
    j[0][1] -= wg * (g.slope + psi * place * g.bend);
    j[0][2] -= wg * psi * g.bend;
    j[1][0] -= w * options_.generated_weight() * s.slope + f * psi * place;
    j[1][1] -= r * noise * noise + f * place * place;
    j[1][2] -= r * noise + f * place;
    j[2][0] -= f * psi;
    j[2][1] -= r * noise + f * place;
    j[2][2] -= r + f;
  }
  switch (options_.regulariser) {
    case Regulariser::r1: j[1][1] -= options_.gamma * options_.true_weight(); break;
    case Regulariser::r2: j[1][1] -= options_.gamma * options_.generated_weight(); break;
    case Regulariser::gradient_penalty:
      require(psi != 0 || options_.target == 0 || options_.gamma == 0,
              "a gradient penalty with target ", options_.target,
              " makes the field jump at ψ = 0, so there is no Jacobian; expected target 0");
      j[1][1] -= options_.gamma;
      break;
    case Regulariser::none:
    case Regulariser::instance_noise: break;
  }
  return j;
}

}  // namespace detail

double alpha_dirac_frequency(DiracLoss loss, double alpha) {
  require(alpha > 0 && alpha < 1, "α = ", alpha, ", expected a number in (0, 1)");
  switch (loss) {
    case DiracLoss::minimax: return alpha * (1 - alpha);
    case DiracLoss::nonsaturating: return (1 - alpha) * std::sqrt(alpha);
    case DiracLoss::nonsaturating_weighted:
      return (1 - alpha) * std::sqrt(1 - alpha) * std::sqrt(alpha);
    default: break;
  }
  throw Error(message("loss ", loss_name(loss),
                      ", expected minimax, nonsaturating or nonsaturating-weighted"));
}

std::array<std::complex<double>, 3> alpha_dirac_eigenvalues(DiracLoss loss, double alpha,
                                                            double gamma) {
  const double omega = alpha_dirac_frequency(loss, alpha), damping = alpha * gamma / 2;
  const double disc = (damping - omega) * (damping + omega), bias = -alpha * (1 - alpha);
  if (disc < 0) {
    const std::complex<double> upper{-damping, std::sqrt(-disc)};
    return {std::conj(upper), upper, bias};
  }
  const double fast = damping + std::sqrt(disc);
  return {-fast, fast > 0 ? -omega * (omega / fast) : 0, bias};  // the product is ω²
}

SettlingRates alpha_dirac_settling(DiracLoss loss, double alpha, double gamma) {
  const auto values = alpha_dirac_eigenvalues(loss, alpha, gamma);
  return {-std::max(values[0].real(), values[1].real()), -values[2].real()};
}

}  // namespace verigan::games
