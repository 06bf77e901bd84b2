// SPDX-License-Identifier: MIT
#include "games/finite_gan.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>

#include "core/check.hpp"
#include "core/constants.hpp"
#include "core/numeric.hpp"
#include "games/linear_program.hpp"
#include "games/separable.hpp"

namespace verigan::games {
namespace {


void check_law(std::span<const double> masses, const char* what, std::size_t number) {
  CompensatedSum sum;
  for (const double mass : masses) {
    require(mass >= 0 && std::isfinite(mass), what, " ", number, " has the mass ", mass,
            ", expected a finite number of at least 0");
    sum.add(mass);
  }
  require(std::abs(sum.value() - 1) <= 1e-9, what, " ", number, " has the total mass ",
          sum.value(), ", expected 1");
}

void check_laws(const std::vector<double>& data, MatrixView<const double> generators) {
  require(!data.empty(), "the data have no bins");
  require(generators.rows > 0, "no generator, expected at least one");
  require(generators.cols == data.size(), "generators on ", generators.cols, " bins, data on ",
          data.size());
  check_law(data, "the data", 1);
  for (std::size_t k = 0; k < generators.rows; ++k)
    check_law(generators.row(k), "generator", k + 1);
}

std::vector<double> mixed(MatrixView<const double> generators, const std::vector<double>& weights) {
  std::vector<double> masses(generators.cols);
  for (std::size_t k = 0; k < generators.rows; ++k)
    for (std::size_t b = 0; b < generators.cols; ++b) masses[b] += weights[k] * generators(k, b);
  return masses;
}

void normalise(std::span<double> weights) {
  double sum = 0;
  for (double& w : weights) sum += w = std::max(w, 0.0);
  for (double& w : weights) w = sum > 0 ? w / sum : 1 / static_cast<double>(weights.size());
}

/// What the discriminator secures: the least over generators of its expected V.
double secured(const FiniteGan& game, const Matrix<double>& discriminator) {
  const std::size_t bins = game.data.size();
  CompensatedSum on_data;
  std::vector<double> on_generated(bins);
  for (std::size_t b = 0; b < bins; ++b)
    for (std::size_t g = 0; g < game.answers.size(); ++g) {
      on_data.add(game.data[b] * discriminator(b, g) * std::log(game.answers[g]));
      on_generated[b] += discriminator(b, g) * std::log1p(-game.answers[g]);
    }
  double least = kInfinity;
  for (std::size_t k = 0; k < game.generators.rows(); ++k) {
    CompensatedSum sum;
    for (std::size_t b = 0; b < bins; ++b) sum.add(game.generators(k, b) * on_generated[b]);
    least = std::min(least, sum.value());
  }
  return on_data.value() + least;
}

}  // namespace

std::vector<double> even_answers(std::size_t k) {
  require(k > 0, "0 answers, expected at least 1");
  std::vector<double> answers;
  for (std::size_t i = 0; i < k; ++i)
    answers.push_back((static_cast<double>(i) + 0.5) / static_cast<double>(k));
  return answers;
}

double best_response_value(const FiniteGan& game, const std::vector<double>& masses) {
  CompensatedSum sum;
  for (std::size_t b = 0; b < game.data.size(); ++b) {
    double best = -kInfinity;
    for (const double g : game.answers)
      best = std::max(best, xlogy(game.data[b], g) + masses[b] * std::log1p(-g));
    sum.add(best);
  }
  return sum.value();
}

namespace {

void check_answers(const std::vector<double>& answers) {
  require(!answers.empty(), "0 answers, expected at least 1");
  for (std::size_t g = 0; g < answers.size(); ++g)
    require(answers[g] > (g > 0 ? answers[g - 1] : 0) && answers[g] < 1, "answer ", g + 1, " is ",
            answers[g], ", expected increasing numbers inside (0, 1)");
}

/// The game as a linear program, and where its parts are in it.
struct Program {
  LinearProgram program;
  std::vector<double> scale;           // of each bin, its largest mass; 0 where nothing is
  std::vector<std::size_t> first_row;  // of each bin
};

/// Rows are divided by the bin's largest mass, so that the tolerances of CLP mean the same in all.
Program program_of(const FiniteGan& game) {
  const std::size_t bins = game.data.size(), generators = game.generators.rows();
  Program made{{}, std::vector<double>(bins), std::vector<std::size_t>(bins)};
  LinearProgram& program = made.program;
  const std::size_t sum = program.row(1, 1);
  for (std::size_t k = 0; k < generators; ++k) program.set(sum, program.variable(0), 1);
  for (std::size_t b = 0; b < bins; ++b) {
    double& scale = made.scale[b] = game.data[b];
    for (std::size_t k = 0; k < generators; ++k) scale = std::max(scale, game.generators(k, b));
    if (scale == 0) continue;
    const std::size_t cost = program.variable(-scale, -kInfinity);
    for (std::size_t g = 0; g < game.answers.size(); ++g) {
      const std::size_t row = program.row(game.data[b] / scale * std::log(game.answers[g]), kInfinity);
      if (g == 0) made.first_row[b] = row;
      program.set(row, cost, 1);
      const double on_generated = std::log1p(-game.answers[g]);
      for (std::size_t k = 0; k < generators; ++k)
        program.set(row, k, -game.generators(k, b) / scale * on_generated);
    }
  }
  return made;
}

/// What CLP's solution proves.
FiniteGanSolution certified(const FiniteGan& game, const Program& made,
                            const LinearProgram::Solution& solved) {
  FiniteGanSolution solution;
  solution.mixture.assign(
      solved.x.begin(), solved.x.begin() + static_cast<std::ptrdiff_t>(game.generators.rows()));
  normalise(solution.mixture);
  solution.discriminator = Matrix<double>(game.data.size(), game.answers.size());
  for (std::size_t b = 0; b < game.data.size(); ++b) {
    if (made.scale[b] > 0)
      for (std::size_t g = 0; g < game.answers.size(); ++g)
        solution.discriminator(b, g) = -solved.duals[made.first_row[b] + g];
    normalise(solution.discriminator.row(b));
  }
  const double paid = best_response_value(game, mixed(game.generators, solution.mixture));
  const double received = secured(game, solution.discriminator);
  solution.value = (paid + received) / 2;
  solution.exploitability = std::max(0.0, paid - received);
  return solution;
}

}  // namespace

FiniteGanSolution solve_finite_gan(const FiniteGan& game) {
  check_laws(game.data, game.generators);
  check_answers(game.answers);
  constexpr double kCertified = 1e-9;
  const Program made = program_of(game);
  double least = kInfinity;
  // Masses or answers of unlike sizes need more care before CLP sees the small ones.
  const LinearProgram::Care usual, careful{.tolerance = 1e-12},
      scaled{.tolerance = 1e-12, .scaled = true};
  for (const LinearProgram::Care& care : {usual, careful, scaled})
    if (const auto solved = made.program.attempt(care)) {
      const FiniteGanSolution solution = certified(game, made, *solved);
      if (solution.exploitability <= kCertified) return solution;
      least = std::min(least, solution.exploitability);
    }
  throw Error(message("the finite GAN was solved to an exploitability of ", least,
                      " only, expected at most ", kCertified));
}

NearestMixture nearest_mixture(const std::vector<double>& data,
                               MatrixView<const double> generators) {
  check_laws(data, generators);
  using Eigen::Index;
  const auto count = static_cast<Index>(generators.rows);
  const double even = 1 / static_cast<double>(count);
  // w = even + Zz with columns of Z summing to 0. Forms: the weights, then the mixture's masses.
  Eigen::MatrixXd directions = Eigen::MatrixXd::Zero(count, count - 1);
  for (Index k = 0; k + 1 < count; ++k) directions(k, k) = 1, directions(count - 1, k) = -1;
  std::vector<std::size_t> reached;  // bins that some generator reaches
  for (std::size_t b = 0; b < data.size(); ++b)
    for (std::size_t k = 0; k < generators.rows; ++k)
      if (generators(k, b) > 0) {
        reached.push_back(b);
        break;
      }
  Eigen::MatrixXd laws(static_cast<Index>(reached.size()), count);
  for (Index b = 0; b < laws.rows(); ++b)
    for (Index k = 0; k < count; ++k)
      laws(b, k) = generators(static_cast<std::size_t>(k), reached[static_cast<std::size_t>(b)]);
  Eigen::VectorXd weights = Eigen::VectorXd::Constant(count, even);
  if (count > 1) {
    Eigen::MatrixXd forms(count + laws.rows(), count - 1);
    forms << directions, laws * directions;
    Eigen::VectorXd offsets(count + laws.rows());
    offsets << weights, laws * weights;
    const std::vector<double> shift = detail::minimise_separable(
        {forms.data(), static_cast<std::size_t>(forms.size())},
        {offsets.data(), static_cast<std::size_t>(offsets.size())},
        [&](std::size_t i, double u, double barrier) -> detail::Derivatives {
          if (!(u > 0)) return {kInfinity, 0, 0};
          if (i < generators.rows) return {-barrier * std::log(u), -barrier / u, barrier / (u * u)};
          const double p = data[reached[i - generators.rows]], slope = std::log(u / (p + u));
          return {u * slope - xlogy(p, p + u), slope, p / (u * (p + u))};
        });
    weights += directions * Eigen::VectorXd::Map(shift.data(), count - 1);
  }
  NearestMixture nearest;
  nearest.weights.assign(weights.data(), weights.data() + count);
  normalise(nearest.weights);
  const std::vector<double> q = mixed(generators, nearest.weights);
  CompensatedSum divergence;
  for (std::size_t b = 0; b < data.size(); ++b) {
    const double p = data[b], both = (p + q[b]) / 2;
    if (p > 0) divergence.add(p * std::log(p / both) / 2);
    if (q[b] > 0) divergence.add(q[b] * std::log(q[b] / both) / 2);
  }
  nearest.jsd = std::max(0.0, divergence.value());
  // Frank–Wolfe: the gradient of JSD along generator k is ½ Σ_b q_kb ln(2q_b/(p_b+q_b)).
  double at_weights = 0, least = kInfinity;
  for (std::size_t k = 0; k < generators.rows; ++k) {
    CompensatedSum slope;
    for (std::size_t b = 0; b < data.size(); ++b)
      if (generators(k, b) > 0)
        slope.add(generators(k, b) * std::log(2 * q[b] / (data[b] + q[b])) / 2);
    at_weights += nearest.weights[k] * slope.value();
    least = std::min(least, slope.value());
  }
  nearest.gap = std::max(0.0, at_weights - least);
  return nearest;
}

}  // namespace verigan::games
