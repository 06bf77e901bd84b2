// SPDX-License-Identifier: MIT
// What the monitor reads, against sums worked out here, and whether its errors are what they say.
#include <cmath>
#include <vector>

#include "core/numeric.hpp"
#include "data/density_source.hpp"
#include "metrics/curve_cells.hpp"
#include "nn/activation.hpp"
#include "run/theory_monitor.hpp"
#include "support/catch.hpp"
#include "support/draws.hpp"
#include "support/error_of.hpp"
#include "theory/densities.hpp"

using namespace verigan;
using namespace verigan::run;
using metrics::Cells;
using metrics::line_cells;

namespace {

using Counts = std::vector<std::size_t>;

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
  const TheoryReading seen = theory_reading(cells, counts, d, a);
  CHECK(seen.loss == Approx(loss).epsilon(1e-12));
  CHECK(seen.optimum == Approx(least).margin(5e-6));  // the bias of a million counts is taken off
  CHECK(seen.gap == Approx(loss - least).margin(5e-6));
  CHECK(seen.jsd == Approx(js).margin(5e-6));
  CHECK(seen.rms == Approx(std::sqrt(square)).epsilon(1e-12));
  CHECK(seen.optimal[1] == 1);
  CHECK(seen.optimal[3] == 0);
  const TheoryReading absolute =
      theory_reading(cells, counts, d, a, MonitoredLoss::absolute_error);
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
  const TheoryReading linear =
      theory_reading(cells, counts, any, a, MonitoredLoss::least_squares);
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
        const TheoryReading seen = theory_reading(cells, counts, d, alpha);
        const TheoryReading linear =
            theory_reading(cells, counts, d, alpha, MonitoredLoss::least_squares);
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
      for (const MonitoredLoss loss : {MonitoredLoss::cross_entropy, MonitoredLoss::absolute_error,
                                       MonitoredLoss::least_squares}) {
        const std::vector<double> masses = line_cells(*q, -4, 4, 50).data;
        Counts counts;
        std::vector<float> blind, best, half;
        for (std::size_t i = 0; i < 50; ++i) {
          counts.push_back(static_cast<std::size_t>(masses[i] * 1e8));
          const double u = alpha * cells.data[i], v = (1 - alpha) * masses[i], d = u / (u + v);
          const bool hard = loss == MonitoredLoss::absolute_error;
          const double constant = hard ? (alpha >= 0.5 ? 1 : 0) : alpha;
          blind.push_back(static_cast<float>(constant));
          best.push_back(static_cast<float>(hard ? (u >= v ? 1 : 0) : d));
          half.push_back(0.5F * (blind.back() + best.back()));
        }
        const auto of = [&](const std::vector<float>& d) {
          return theory_reading(cells, counts, d, alpha, loss);
        };
        CAPTURE(alpha, static_cast<int>(loss));
        // The absolute error sees nothing where α p lies on one side of (1 − α) p_g.
        if (std::isnan(of(best).blindness)) {
          CHECK(loss == MonitoredLoss::absolute_error);
          continue;
        }
        CHECK(of(blind).blindness == Approx(1).margin(1e-5));
        CHECK(of(best).blindness == Approx(0).margin(1e-5));
        CHECK(of(half).blindness > 0.1);
        CHECK(of(half).blindness < 0.6);
        // Whose loss and means are all at their values at equilibrium (T63).
        if (loss == MonitoredLoss::cross_entropy) {
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
    const TheoryReading seen = theory_reading(cells, draws(law, 4000, draw), d, alpha);
    inside += std::abs(seen.blindness - gap / js) <= seen.blindness_error;
    mean += seen.blindness / kTimes;
    CHECK(seen.blindness_error < 0.1);
    nothing += std::isnan(
        theory_reading(cells, draws(cells.data, 4000, draw), d, alpha).blindness);
  }
  CHECK(inside >= 190);
  CHECK(mean == Approx(gap / js).margin(0.01));
  CHECK(nothing >= 190);
}

TEST_CASE("a loss of which no theory is written down is refused, not taken for cross-entropy") {
  for (const gan::Objective& loss : gan::objectives()) CHECK_NOTHROW(monitored_loss(loss.name));
  CHECK(error_of([] { monitored_loss("hinge"); }) ==
        "no theory is known here of the loss 'hinge', expected one of minimax, non-saturating, "
        "absolute-error, least-squares");
}

TEST_CASE("the monitor reads a trainer of any loss, and looking on changes nothing") {
  const nn::Activation leaky = nn::leaky_relu(0.2F);
  const auto player = [&] { return nn::NetworkBuilder(1).dense(8, leaky).dense(1, nn::kIdentity).build(); };
  gan::TrainerConfig config;
  config.alpha = 0.25;
  const auto trainer = [&](const char* loss) {
    config.loss = loss;
    return gan::Trainer(player(), player(),
                        std::make_shared<data::DensitySource>(
                            data::parse_law("normal(0,1)"), random::Stream(1, random::Purpose::data)),
                        config);
  };
  TheoryMonitor monitor(line_cells(*theory::normal(0, 1), -4, 4, 50), 2000);
  gan::Trainer one = trainer("minimax");
  const TheoryReading first = monitor.read(one);
  double mass = 0;
  for (const double q : first.generated) mass += q;
  CHECK(mass == Approx(1));
  CHECK(first.gap > 0);
  CHECK(first.jsd > 0);
  CHECK(monitor.read(one).jsd == first.jsd);
  CHECK(reading_text(first).find("JSD ≥ 0.") == 0);
  CHECK(reading_text(first).find("blindness ") != std::string::npos);
  CHECK(first.jsd_average == first.jsd);  // the average begins with the weights themselves
  for (const gan::Objective& loss : gan::objectives()) {
    INFO(loss.name);
    gan::Trainer watched = trainer(std::string(loss.name).c_str()),
                 alone = trainer(std::string(loss.name).c_str());
    for (int t = 0; t < 30; ++t) {
      CHECK(monitor.read(watched).gap > 0);
      CHECK(watched.step().d_loss == alone.step().d_loss);
    }
    // The averaged generator lags behind, and is the one that draws the samples.
    const TheoryReading seen = monitor.read(watched);
    CHECK(seen.jsd_average != seen.jsd);
    CHECK(reading_text(seen).find(", averaged ≥ 0.") != std::string::npos);
    Matrix<float> points(2000, 1);
    watched.sample(0, points);
    const Counts counts = metrics::count(monitor.cells(), points);
    CHECK(monitor.divergence(watched, 300).jsd != seen.jsd);  // by fewer points
    const std::vector<float> d(50, 0.5F);
    const TheoryReading averaged = theory_reading(monitor.cells(), counts, d, 0.25);
    CHECK(seen.jsd_average == averaged.jsd);
    CHECK(seen.jsd_average_error == averaged.jsd_error);
    const TheoryMonitor::Divergence alone_seen = monitor.divergence(watched);
    CHECK(alone_seen.jsd == seen.jsd);
    CHECK(alone_seen.jsd_error == seen.jsd_error);
    CHECK(alone_seen.jsd_average == seen.jsd_average);
    CHECK(alone_seen.jsd_average_error == seen.jsd_average_error);
    const auto a = watched.state(), b = alone.state();
    for (std::size_t i = 0; i < a.tensors.size(); ++i)
      CHECK(a.tensors[i].values == b.tensors[i].values);
  }
  CHECK_FALSE(error_of([&] { TheoryMonitor(monitor.cells(), 99); }).empty());
  TheoryMonitor plane(metrics::curve_cells(data::Curve("circle")), 2000);
  CHECK(error_of([&] { plane.read(one); }) == "samples of 1 numbers, expected 2");
  CHECK(error_of([&] { plane.divergence(one); }) == "samples of 1 numbers, expected 2");
}
