// SPDX-License-Identifier: MIT
// What the monitor reads, against sums worked out here, and whether its errors are what they say.
#include <cmath>
#include <vector>

#include "data/density_source.hpp"
#include "nn/activation.hpp"
#include "run/theory_monitor.hpp"
#include "support/catch.hpp"
#include "support/draws.hpp"
#include "support/error_of.hpp"
#include "theory/densities.hpp"

using namespace verigan;
using namespace verigan::run;

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
  const Cells::Axis& axis = cells.axes.front();
  REQUIRE(cells.size() == 6);
  CHECK(cells.data[0] == Approx(normal_mass(-40, -0.5)));
  CHECK(cells.data[2] == Approx(normal_mass(0, 0.5)));
  CHECK(cells.data[5] == Approx(normal_mass(1.5, 40)));
  CHECK(axis.centre(1) == Approx(-0.25));
  CHECK(axis.cell_of(-7) == 0);
  CHECK(axis.cell_of(0.26) == 2);
  CHECK(axis.cell_of(1e30) == 5);
  CHECK(axis.cell_of(std::nan("")) == 0);
  CHECK_FALSE(error_of([] { line_cells(*theory::normal(0, 1), 1, 1, 6); }).empty());
  CHECK_FALSE(error_of([] { line_cells(*theory::normal(0, 1), 0, INFINITY, 6); }).empty());
  CHECK_FALSE(error_of([] { line_cells(*theory::normal(0, 1), 0, 1, 1); }).empty());
}

TEST_CASE("cells about a curve hold the share of points that fall into them") {
  for (const std::string name : {"circle", "line"}) {
    const data::Curve curve(name);
    const Cells cells = curve_cells(curve, 0.05, -2.1, 2.1, 21);
    REQUIRE(cells.size() == 21 * 21);
    double sum = 0;
    for (const double mass : cells.data) sum += mass;
    CHECK(sum == Approx(1).margin(1e-6));
    data::Toy toy(name, 4, 0, random::Purpose::test);
    Matrix<float> points(100000, 2);
    toy.fill(0, points);
    Counts counts(cells.size());
    for (std::size_t i = 0; i < points.rows(); ++i) ++counts[cells.cell_of(points.row(i))];
    // Pearson's χ² of the cells expected to hold at least 5: mean k − 1, variance 2(k − 1).
    double chi2 = 0, k = 0;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const double expected = cells.data[i] * 100000, found = static_cast<double>(counts[i]);
      if (expected < 5) continue;
      chi2 += (found - expected) * (found - expected) / expected;
      ++k;
    }
    INFO(name << ", χ² = " << chi2 << " in " << k << " cells");
    CHECK(k > 30);
    CHECK(chi2 < k - 1 + 4 * std::sqrt(2 * (k - 1)));
  }
  CHECK_FALSE(error_of([] { curve_cells(data::Curve("line"), 0.05, 1, 0, 21); }).empty());
}

TEST_CASE("a reading is the sums it stands for") {
  const Cells cells{{{0, 1, 4}}, {0.5, 0.3, 0.2, 0}};
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
  CHECK(reading_text(first).find("JSD 0.") == 0);
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
    CHECK(reading_text(seen).find(", averaged 0.") != std::string::npos);
    Matrix<float> points(2000, 1);
    watched.sample(0, points);
    Counts counts(50);
    for (std::size_t i = 0; i < 2000; ++i) ++counts[monitor.cells().cell_of(points.row(i))];
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
  TheoryMonitor plane(curve_cells(data::Curve("circle"), 0.05, -2, 2, 10), 2000);
  CHECK(error_of([&] { plane.read(one); }) == "samples of 1 numbers, expected 2");
  CHECK(error_of([&] { plane.divergence(one); }) == "samples of 1 numbers, expected 2");
}
