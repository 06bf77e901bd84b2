// SPDX-License-Identifier: MIT
// What theory says of counts, against sums worked out here, and whether its errors are what they say.
#include "metrics/theory_snapshot.hpp"

#include <cmath>
#include <vector>

#include "core/numeric.hpp"
#include "support/catch.hpp"
#include "support/draws.hpp"
#include "support/error_of.hpp"
#include "theory/densities.hpp"

using namespace verigan;
using namespace verigan::metrics;
using theory::DiscriminatorLoss;
using theory::discriminator_loss;

namespace {

using Counts = std::vector<std::size_t>;

const DiscriminatorLoss& cross_entropy = discriminator_loss("cross-entropy");
const DiscriminatorLoss& absolute_error = discriminator_loss("absolute-error");
const DiscriminatorLoss& least_squares = discriminator_loss("least-squares");

double normal_mass(double a, double b) {
  return 0.5 * (std::erf(b / std::sqrt(2)) - std::erf(a / std::sqrt(2)));
}

// Counts of n draws from the cells' own law.
Counts draws(const std::vector<double>& masses, std::size_t n, Draws& draw) {
  Counts counts(masses.size());
  for (std::size_t i = 0; i < n; ++i) ++counts[draw.index(masses)];
  return counts;
}

}  // namespace

TEST_CASE("cells hold the density's masses, the outer ones all that lies beyond") {
  const Cells cells = line_cells(*theory::normal(0, 1), -1, 2, 6);
  const auto cell_of = [&](float x) { return cells.cell_of(std::span(&x, 1)); };
  REQUIRE(cells.size() == 6);
  CHECK(cells.dimension() == 1);
  CHECK(cells.data[0] == Approx(normal_mass(-40, -0.5)));
  CHECK(cells.data[2] == Approx(normal_mass(0, 0.5)));
  CHECK(cells.data[5] == Approx(normal_mass(1.5, 40)));
  CHECK(cells.centres(1, 0) == -0.25F);
  CHECK(cell_of(-7) == 0);
  CHECK(cell_of(0.26F) == 2);
  CHECK(cell_of(1e30F) == 5);
  CHECK(cell_of(NAN) == 0);
  CHECK_FALSE(error_of([] { line_cells(*theory::normal(0, 1), 1, 1, 6); }).empty());
  CHECK_FALSE(error_of([] { line_cells(*theory::normal(0, 1), 0, INFINITY, 6); }).empty());
  CHECK_FALSE(error_of([] { line_cells(*theory::normal(0, 1), 0, 1, 1); }).empty());
}

TEST_CASE("a reading is the sums it stands for") {
  const Cells cells{{0.5, 0.3, 0.2, 0}, Matrix<float>(4, 1), {}};
  const Counts counts{250000, 0, 250000, 500000};
  const std::vector<float> d{0.75F, 0.5F, 0.25F, 0.125F};
  const double q[] = {0.25, 0, 0.25, 0.5}, a = 0.3;
  double loss = 0, least = 0, js = 0, square = 0, error = 0, least_error = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    const double p = cells.data[i], u = a * p, v = (1 - a) * q[i], m = u + v, di = d[i];
    loss -= u * std::log(di) + v * std::log(1 - di);
    if (u > 0) least -= u * std::log(u / m);
    if (v > 0) least -= v * std::log(v / m);
    square += m * (di - u / m) * (di - u / m);
    error += u * (1 - di) + v * di;
    least_error += std::min(u, v);
    if (p > 0) js += 0.5 * p * std::log(2 * p / (p + q[i]));
    if (q[i] > 0) js += 0.5 * q[i] * std::log(2 * q[i] / (p + q[i]));
  }
  const TheorySnapshot seen = theory_snapshot(cells, counts, d, a, cross_entropy);
  CHECK(seen.loss == Approx(loss).epsilon(1e-12));
  CHECK(seen.optimum == Approx(least).margin(5e-6));  // the bias of a million counts is taken off
  CHECK(seen.gap == Approx(loss - least).margin(5e-6));
  CHECK(seen.jsd == Approx(js).margin(5e-6));
  CHECK(seen.rms == Approx(std::sqrt(square)).epsilon(1e-12));
  CHECK(seen.optimal[1] == 1);
  CHECK(seen.optimal[3] == 0);
  const TheorySnapshot absolute =
      theory_snapshot(cells, counts, d, a, absolute_error);
  CHECK(absolute.loss == Approx(error).epsilon(1e-12));
  CHECK(absolute.optimum == Approx(least_error).epsilon(1e-12));
  CHECK(absolute.optimal == std::vector<double>{0, 1, 0, 0});  // 0.3·0.5 < 0.7·0.25
  // Least squares: D is any number, and the loss above the least is ½ Σ m (D − D*)².
  const std::vector<float> any{1.5F, 1, -0.25F, 0.125F};
  double squares = 0, off = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    const double u = a * cells.data[i], v = (1 - a) * q[i], m = u + v, di = any[i];
    squares += u / 2 * (di - 1) * (di - 1) + v / 2 * di * di;
    off += m * (di - u / m) * (di - u / m);
  }
  const TheorySnapshot linear =
      theory_snapshot(cells, counts, any, a, least_squares);
  CHECK(linear.loss == Approx(squares).epsilon(1e-12));
  CHECK(linear.gap == Approx(off / 2).margin(5e-6));
  CHECK(linear.rms == Approx(std::sqrt(off)).epsilon(1e-12));
  CHECK(linear.d[0] == 1.5);
  CHECK(linear.optimal == seen.optimal);
}

TEST_CASE("the errors stated cover what counting does, and the bias is taken off") {
  Draws draw(5);
  const Cells cells = line_cells(*theory::normal(0, 1), -3, 3, 40);
  const std::vector<double> other = line_cells(*theory::normal(0.7, 0.8), -3, 3, 40).data;
  for (const bool same : {true, false}) {
    const std::vector<double>& law = same ? cells.data : other;
    for (const double alpha : {0.2, 0.5}) {
      double js = 0, gap = 0;
      std::vector<float> d;
      for (std::size_t i = 0; i < 40; ++i) {
        const double p = cells.data[i], q = law[i], u = alpha * p, m = u + (1 - alpha) * q;
        const float answer = static_cast<float>(0.2 + 0.6 * u / m);
        d.push_back(answer);
        const double t = u / m, x = static_cast<double>(answer);
        gap += m * (t * std::log(t / x) + (1 - t) * std::log((1 - t) / (1 - x)));
        js += 0.5 * (p * std::log(2 * p / (p + q)) + q * std::log(2 * q / (p + q)));
      }
      double squares = 0;
      for (std::size_t i = 0; i < 40; ++i) {
        const double u = alpha * cells.data[i], m = u + (1 - alpha) * law[i];
        squares += 0.5 * m * std::pow(static_cast<double>(d[i]) - u / m, 2);
      }
      int inside = 0, inside_gap = 0, inside_squares = 0;
      double mean = 0, mean_gap = 0, mean_squares = 0;
      // Mean square of the distance from the truth, and of the error stated: of JSD and both gaps.
      double away[3] = {}, stated[3] = {};
      for (int k = 0; k < 200; ++k) {
        const Counts counts = draws(law, 4000, draw);
        const TheorySnapshot seen = theory_snapshot(cells, counts, d, alpha, cross_entropy);
        const TheorySnapshot linear =
            theory_snapshot(cells, counts, d, alpha, least_squares);
        inside_squares += std::abs(linear.gap - squares) <= linear.gap_error;
        mean_squares += linear.gap / 200;
        const double off[] = {seen.jsd - js, seen.gap - gap, linear.gap - squares};
        const double errors[] = {seen.jsd_error, seen.gap_error, linear.gap_error};
        for (int which = 0; which < 3; ++which) {
          away[which] += off[which] * off[which] / 200;
          stated[which] += errors[which] * errors[which] / 200;
        }
        inside += std::abs(seen.jsd - js) <= seen.jsd_error;
        inside_gap += std::abs(seen.gap - gap) <= seen.gap_error;
        mean += seen.jsd / 200;
        mean_gap += seen.gap / 200;
      }
      INFO("same " << same << ", α " << alpha << ", JSD " << js << " ~ " << mean << ", gap " << gap
                   << " ~ " << mean_gap);
      CHECK(inside >= 190);
      CHECK(inside_squares >= 190);
      // Two standard deviations and the bias. Where the laws are the same, the variance that the
      // counts show is too large by what they scatter: 2.7 on average over many seeds, 2.9 at most.
      for (int which = 0; which < 3; ++which) {
        CHECK(stated[which] > 3 * away[which]);
        const double bias = which == 2 ? 40.0 / (32 * 4000) : 40.0 / (8 * 4000);
        CHECK(std::sqrt(stated[which]) < 3.1 * std::sqrt(away[which]) + bias);
      }
      CHECK(std::abs(mean_squares - squares) < 1e-4);  // uncorrected: off by up to 40/(16·4000)
      CHECK(inside_gap >= 190);
      // Without the correction they would be off by 40/(8·4000) = 1.25e-3. What is left, and the
      // standard error of the mean, are much smaller where the laws are the same.
      const double left = same ? 1e-4 : 9e-4;
      CHECK(std::abs(mean - js) < left);
      CHECK(std::abs(mean_gap - gap) < left);
    }
  }
}

TEST_CASE("blindness is 1 for D ≡ α whatever is generated, 0 for D*, and in between for half of its logit") {
  const Cells cells = line_cells(*theory::normal(0, 1), -4, 4, 50);
  for (const auto& q : {theory::normal(0, 0.7), theory::normal(1, 1), theory::uniform(-1, 3)})
    for (const double alpha : {0.1, 0.5, 0.8})
      for (const theory::GameLoss& row : theory::game_losses()) {
        const DiscriminatorLoss& loss = row.discriminator;
        if (!loss.best) continue;
        const std::vector<double> masses = line_cells(*q, -4, 4, 50).data;
        Counts counts;
        std::vector<float> blind, best, half;
        for (std::size_t i = 0; i < 50; ++i) {
          counts.push_back(static_cast<std::size_t>(masses[i] * 1e8));
          const double u = alpha * cells.data[i], v = (1 - alpha) * masses[i];
          blind.push_back(static_cast<float>(loss.best->output(alpha, 1 - alpha)));
          best.push_back(static_cast<float>(loss.best->output(u, v)));
          half.push_back(0.5F * (blind.back() + best.back()));
        }
        const auto of = [&](const std::vector<float>& d) {
          return theory_snapshot(cells, counts, d, alpha, loss);
        };
        CAPTURE(alpha, row.name);
        // A step sees nothing where α p lies on one side of (1 − α) p_g.
        if (std::isnan(of(best).blindness)) {
          CHECK(loss.best->jumps);
          continue;
        }
        CHECK(of(blind).blindness == Approx(1).margin(1e-5));
        CHECK(of(best).blindness == Approx(0).margin(1e-5));
        CHECK(of(half).blindness > 0.1);
        CHECK(of(half).blindness < 0.6);
        // Whose loss and means are all at their values at equilibrium (T63).
        if (&loss == &cross_entropy) {
          CHECK(of(blind).loss == Approx(binary_entropy(alpha)).epsilon(1e-6));
          CHECK(of(blind).jsd > 0.02);
        }
      }
}

TEST_CASE("blindness: its error covers what counting does, and p_g = p leaves nothing to be blind to") {
  Draws draw(6);
  const Cells cells = line_cells(*theory::normal(0, 1), -3, 3, 40);
  const std::vector<double> law = line_cells(*theory::normal(0.5, 0.8), -3, 3, 40).data;
  const double alpha = 0.4;
  std::vector<float> d;
  double gap = 0, js = 0;
  for (std::size_t i = 0; i < 40; ++i) {
    const double u = alpha * cells.data[i], v = (1 - alpha) * law[i], m = u + v, best = u / m;
    const double answer = static_cast<double>(static_cast<float>(0.5 * best + 0.5 * alpha));
    d.push_back(static_cast<float>(answer));
    gap += m * bernoulli_kl(best, answer);
    js += m * bernoulli_kl(best, alpha);
  }
  int inside = 0, nothing = 0;
  double mean = 0;
  constexpr int kTimes = 200;
  for (int k = 0; k < kTimes; ++k) {
    const TheorySnapshot seen = theory_snapshot(cells, draws(law, 4000, draw), d, alpha, cross_entropy);
    inside += std::abs(seen.blindness - gap / js) <= seen.blindness_error;
    mean += seen.blindness / kTimes;
    CHECK(seen.blindness_error < 0.1);
    nothing += std::isnan(
        theory_snapshot(cells, draws(cells.data, 4000, draw), d, alpha, cross_entropy).blindness);
  }
  CHECK(inside >= 190);
  CHECK(mean == Approx(gap / js).margin(0.01));
  CHECK(nothing >= 190);
}
