// SPDX-License-Identifier: MIT
#include "theory/dirac.hpp"

#include <Eigen/Eigenvalues>

#include "core/check.hpp"
#include "core/names.hpp"
#include "core/numeric.hpp"

namespace verigan::theory {
namespace {

constexpr std::array<std::string_view, kRegularisers.size()> kRegulariserNames{
    "none", "r1", "r2", "gradient-penalty", "instance-noise"};

/// Nodes and weights with Σ w_k f(x_k) = E f(X), X standard normal, for polynomials of degree
/// 2n − 1: eigenvalues and eigenvectors of the Hermite polynomials' recurrence (Golub & Welsch
/// 1969).
void gauss_hermite(Eigen::Index n, std::vector<double>& nodes, std::vector<double>& weights) {
  Eigen::VectorXd diagonal = Eigen::VectorXd::Zero(n), off_diagonal(n - 1);
  for (Eigen::Index k = 1; k < n; ++k) off_diagonal[k - 1] = std::sqrt(static_cast<double>(k));
  Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver;
  solver.computeFromTridiagonal(diagonal, off_diagonal);
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

std::string_view regulariser_name(Regulariser regulariser) {
  return kRegulariserNames[static_cast<std::size_t>(regulariser)];
}

Regulariser regulariser_of(std::string_view name) {
  return kRegularisers[index_of_name("regulariser", name, kRegulariserNames)];
}

double DiracOptions::generator_weight() const {
  return alpha ? loss->generator_weight(*alpha) : 1;
}

double DiracOptions::equilibrium_bias() const {
  const double share = alpha.value_or(0.5);
  require(share > 0 && share < 1, "α = ", share, ", expected a number in (0, 1)");
  require(gamma >= 0 && std::isfinite(gamma), "γ = ", gamma, ", expected a finite number ≥ 0");
  require(target >= 0 && std::isfinite(target), "target ", target,
          ", expected a finite number of at least 0");
  const auto& best = loss->discriminator.best;
  if (best && !best->jumps) return best->undecided(share);
  require(share == 0.5, "α = ", share, ": with the loss ", loss->name,
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
  const GameLoss& row = *options_.loss;
  const DiscriminatorLoss& critic = row.discriminator;
  Losses losses;
  for (std::size_t k = 0; k < nodes_.size(); ++k) {
    const double at = psi * (theta + nodes_[k]) + bias;
    losses.first += weights_[k] * generator_weight_ * row.generator(at).value;
    losses.second +=
        weights_[k] *
        (options_.real_weight() * critic.on_real(psi * nodes_[k] + bias).value +
         options_.generated_weight() * critic.on_generated(at).value);
  }
  const double half = options_.gamma / 2;
  const double above = std::abs(psi) - options_.target;
  switch (options_.regulariser) {
    case Regulariser::r1: losses.second += half * options_.real_weight() * psi * psi; break;
    case Regulariser::r2: losses.second += half * options_.generated_weight() * psi * psi; break;
    case Regulariser::gradient_penalty: losses.second += half * above * above; break;
    case Regulariser::none:
    case Regulariser::instance_noise: break;
  }
  return losses;
}

State<3> DiracField::field(double theta, double psi, double bias) const {
  const GameLoss& row = *options_.loss;
  const DiscriminatorLoss& critic = row.discriminator;
  State<3> v{};
  for (std::size_t k = 0; k < nodes_.size(); ++k) {
    const double place = theta + nodes_[k], at = psi * place + bias;
    const double truly =
        weights_[k] * options_.real_weight() * critic.on_real(psi * nodes_[k] + bias).slope;
    const double generated =
        weights_[k] * options_.generated_weight() * critic.on_generated(at).slope;
    v[0] -= weights_[k] * generator_weight_ * psi * row.generator(at).slope;
    v[1] -= truly * nodes_[k] + generated * place;
    v[2] -= truly + generated;
  }
  const double sign = psi > 0 ? 1 : psi < 0 ? -1 : 0;
  switch (options_.regulariser) {
    case Regulariser::r1: v[1] -= options_.gamma * options_.real_weight() * psi; break;
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
  const GameLoss& row = *options_.loss;
  const DiscriminatorLoss& critic = row.discriminator;
  Square<3> j{};
  for (std::size_t k = 0; k < nodes_.size(); ++k) {
    const double noise = nodes_[k], place = theta + noise, at = psi * place + bias;
    const double w = weights_[k];
    const Curve g = row.generator(at), s = critic.on_generated(at);
    const double r = w * options_.real_weight() * critic.on_real(psi * noise + bias).curvature;
    const double f = w * options_.generated_weight() * s.curvature;
    const double wg = w * generator_weight_;
    j[0][0] -= wg * psi * psi * g.curvature;
    j[0][1] -= wg * (g.slope + psi * place * g.curvature);
    j[0][2] -= wg * psi * g.curvature;
    j[1][0] -= w * options_.generated_weight() * s.slope + f * psi * place;
    j[1][1] -= r * noise * noise + f * place * place;
    j[1][2] -= r * noise + f * place;
    j[2][0] -= f * psi;
    j[2][1] -= r * noise + f * place;
    j[2][2] -= r + f;
  }
  switch (options_.regulariser) {
    case Regulariser::r1: j[1][1] -= options_.gamma * options_.real_weight(); break;
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

double alpha_dirac_frequency(const GameLoss& loss, double alpha) {
  const DiracOptions options{.loss = &loss, .alpha = alpha};
  const double b = options.equilibrium_bias();
  return std::sqrt(options.generator_weight() * std::abs(loss.generator(b).slope) *
                   options.generated_weight() * loss.discriminator.on_generated(b).slope);
}

std::array<std::complex<double>, 3> alpha_dirac_eigenvalues(const GameLoss& loss, double alpha,
                                                            double gamma) {
  const double omega = alpha_dirac_frequency(loss, alpha), damping = alpha * gamma / 2;
  const double b = DiracOptions{.loss = &loss, .alpha = alpha}.equilibrium_bias();
  const double bias = -alpha * loss.discriminator.on_real(b).curvature -
                      (1 - alpha) * loss.discriminator.on_generated(b).curvature;
  const double disc = (damping - omega) * (damping + omega);
  if (disc < 0) {
    const std::complex<double> upper{-damping, std::sqrt(-disc)};
    return {std::conj(upper), upper, bias};
  }
  const double fast = damping + std::sqrt(disc);
  return {-fast, fast > 0 ? -omega * (omega / fast) : 0, bias};  // the product is ω²
}

SettlingRates alpha_dirac_settling(const GameLoss& loss, double alpha, double gamma) {
  const auto values = alpha_dirac_eigenvalues(loss, alpha, gamma);
  return {-std::max(values[0].real(), values[1].real()), -values[2].real()};
}

}  // namespace verigan::theory
