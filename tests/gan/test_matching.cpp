// SPDX-License-Identifier: MIT
// Matching statistics against the definitions summed in double, their gradients against differences of
// those, and what must not change a bit.
#include <cmath>
#include <cstring>
#include <limits>

#include "core/check.hpp"
#include "core/parallel.hpp"
#include "data/density_source.hpp"
#include "data/toy.hpp"
#include "gan/matching.hpp"
#include "gan/matching_trainer.hpp"
#include "metrics/mmd.hpp"
#include "nn/reference.hpp"
#include "random/stream.hpp"
#include "simd/target.hpp"
#include "support/error_of.hpp"
#include "theory/densities.hpp"
#include "theory/normal_matching.hpp"

using namespace verigan;
using MmdEstimator = gan::MmdEstimator;
using reference::Table;
using reference::Values;

namespace {

Matrix<float> normals(std::size_t rows, std::size_t cols, std::uint64_t step, float mean = 0,
                      float sd = 1) {
  Matrix<float> x(rows, cols);
  data::fill_normals(random::Stream(7, random::Purpose::test), step, x);
  for (std::size_t i = 0; i < rows; ++i)
    for (float& v : x.row(i)) v = mean + sd * v;
  return x;
}

double gaussians(const Table& a, std::size_t i, const Table& b, std::size_t j, const Values& s) {
  double d2 = 0, sum = 0;
  for (std::size_t c = 0; c < a.cols; ++c) d2 += (a(i, c) - b(j, c)) * (a(i, c) - b(j, c));
  for (const double h : s) sum += std::exp(-d2 / (2 * h * h));
  return sum / static_cast<double>(s.size());
}

double powers(const Table& a, std::size_t i, const Table& b, std::size_t j, std::size_t order) {
  double t = 0, sum = 0;
  for (std::size_t c = 0; c < a.cols; ++c) t += a(i, c) * b(j, c);
  for (std::size_t r = 1; r <= order; ++r) sum += std::pow(t, static_cast<double>(r));
  return sum;
}

/// The statistic as the header defines it.
template <class Kernel>
double written(const Table& x, const Table& y, MmdEstimator estimate, const Kernel& k) {
  const bool all = estimate != MmdEstimator::unbiased;
  double xx = 0, yy = 0, xy = 0;
  for (std::size_t i = 0; i < x.rows; ++i) {
    for (std::size_t j = 0; j < x.rows; ++j)
      if (all || i != j) xx += k(x, i, x, j);
    for (std::size_t j = 0; j < y.rows; ++j) xy += k(x, i, y, j);
  }
  for (std::size_t i = 0; i < y.rows; ++i)
    for (std::size_t j = 0; j < y.rows; ++j)
      if (all || i != j) yy += k(y, i, y, j);
  const auto n = static_cast<double>(x.rows), m = static_cast<double>(y.rows);
  const double value =
      xx / (n * (all ? n : n - 1)) + yy / (m * (all ? m : m - 1)) - 2 * xy / (n * m);
  return estimate == MmdEstimator::root ? std::sqrt(value) : value;
}

/// Value and gradient of a statistic against the definition.
template <class Kernel>
void hold_against(gan::Matching& statistic, const Matrix<float>& x, const Matrix<float>& y,
                  MmdEstimator estimate, const Kernel& kernel, double tolerance = 3e-5) {
  Matrix<float> dx(x.rows(), x.cols());
  const double value = statistic.sample_gradient(x, y, dx);
  const Table tx(x), ty(y), tdx(dx);
  const auto at = [&](const Values& v) {
    Table moved = tx;
    moved.v = v;
    return written(moved, ty, estimate, kernel);
  };
  CHECK(value == Approx(at(tx.v)).epsilon(1e-5).margin(1e-7));
  std::vector<std::size_t> places;
  for (std::size_t k = 0; k < tx.v.size(); k += 1 + tx.v.size() / 40) places.push_back(k);
  CHECK(reference::gradient_error(at, tx.v, tdx.v, places, 1e-3) < tolerance);
}

}  // namespace

TEST_CASE("matching: MMD, its root and its gradient are those of the definition") {
  const MmdEstimator estimate = GENERATE(MmdEstimator::biased, MmdEstimator::unbiased, MmdEstimator::root);
  const Values bandwidths = GENERATE(Values{0.7}, Values{0.3, 1, 4});
  const auto kernel = [&](const Table& a, std::size_t i, const Table& b, std::size_t j) {
    return gaussians(a, i, b, j, bandwidths);
  };
  CAPTURE(static_cast<int>(estimate), bandwidths);
  const auto statistic = gan::match_mmd(bandwidths, estimate);
  // Sizes that are no multiples of anything, in one, two and many dimensions, one after the other.
  hold_against(*statistic, normals(5, 1, 0), normals(7, 1, 1, 0.5F), estimate, kernel);
  hold_against(*statistic, normals(37, 2, 2), normals(23, 2, 3, 0.5F), estimate, kernel);
  hold_against(*statistic, normals(19, 33, 4, 0, 0.2F), normals(30, 33, 5, 0.1F, 0.2F), estimate,
               kernel);
  hold_against(*statistic, normals(2, 2, 6), normals(300, 2, 7, 0.5F), estimate, kernel);
  // Far from the origin nothing is lost: distances are taken about the data's mean.
  hold_against(*statistic, normals(20, 2, 8, 1000), normals(20, 2, 9, 1000.5F), estimate, kernel,
               3e-4);
}

TEST_CASE("matching: moments and their gradient are those of the definition") {
  const MmdEstimator estimate = GENERATE(MmdEstimator::biased, MmdEstimator::unbiased, MmdEstimator::root);
  const std::size_t order = GENERATE(1U, 2U, 3U, 6U);
  CAPTURE(static_cast<int>(estimate), order);
  const auto kernel = [&](const Table& a, std::size_t i, const Table& b, std::size_t j) {
    return powers(a, i, b, j, order);
  };
  const auto statistic = gan::match_moments(order, estimate);
  hold_against(*statistic, normals(7, 1, 0), normals(11, 1, 1, 0.5F), estimate, kernel, 1e-4);
  hold_against(*statistic, normals(33, 2, 2), normals(21, 2, 3, 0.5F), estimate, kernel, 1e-4);
  hold_against(*statistic, normals(16, 9, 4, 0, 0.5F), normals(18, 9, 5, 0.3F, 0.5F), estimate,
               kernel, 1e-4);

  // About a centre and in units of a scale.
  const Matrix<float> y = normals(21, 2, 3, 5, 3);
  const gan::Scaling units = gan::units_of(y);
  const auto moved = [&](const Table& a, std::size_t i, const Table& b, std::size_t j) {
    Table u(1, 2), v(1, 2);
    for (std::size_t c = 0; c < 2; ++c) {
      u(0, c) = (a(i, c) - static_cast<double>(units.centre[c])) / units.scale;
      v(0, c) = (b(j, c) - static_cast<double>(units.centre[c])) / units.scale;
    }
    return powers(u, 0, v, 0, order);
  };
  hold_against(*gan::match_moments(order, estimate, units), normals(33, 2, 2, 4, 2), y, estimate,
               moved, 1e-4);
}

TEST_CASE("matching: the units of samples are their mean and their spread") {
  Matrix<float> samples(2, 2);
  samples(0, 0) = 1, samples(1, 0) = 3, samples(0, 1) = 5, samples(1, 1) = 5;
  const gan::Scaling units = gan::units_of(samples);
  CHECK(units.centre == std::vector<float>{2, 5});
  CHECK(units.scale == Approx(std::sqrt(0.5)));
  CHECK(gan::units_of(samples.view().block_rows(0, 1)).scale == 1);
  CHECK_THROWS_AS(gan::units_of(samples.view().block_rows(0, 0)), Error);
}

// ‖E x − E y‖² + ‖E xxᵀ − E yyᵀ‖² written out in moments, no kernel anywhere.
TEST_CASE("matching: two moments are the mean and all second moments") {
  const Matrix<float> x = normals(40, 3, 0), y = normals(25, 3, 1, 0.4F, 1.3F);
  const auto moments = [](const Matrix<float>& rows) {
    Values out(3 + 9, 0.0);
    for (std::size_t i = 0; i < rows.rows(); ++i)
      for (std::size_t a = 0; a < 3; ++a) {
        const double u = static_cast<double>(rows(i, a)) / static_cast<double>(rows.rows());
        out[a] += u;
        for (std::size_t b = 0; b < 3; ++b) out[3 + 3 * a + b] += u * static_cast<double>(rows(i, b));
      }
    return out;
  };
  const Values of_x = moments(x), of_y = moments(y);
  double expected = 0;
  for (std::size_t k = 0; k < 12; ++k) expected += (of_x[k] - of_y[k]) * (of_x[k] - of_y[k]);
  Matrix<float> dx(40, 3);
  CHECK(gan::match_moments(2, MmdEstimator::biased)->sample_gradient(x, y, dx) == Approx(expected).epsilon(1e-5));
}

TEST_CASE("matching: MMD is what metrics/mmd says of the same samples") {
  const Values bandwidths{0.1, 0.5, 2};
  for (const std::size_t d : {1U, 2U, 40U}) {
    const Matrix<float> x = normals(700, d, 0), y = normals(530, d, 1, 0.2F);
    Matrix<float> dx(700, d);
    const metrics::Mmd expected = metrics::mmd2(x, y, bandwidths);
    CHECK(gan::match_mmd(bandwidths, MmdEstimator::biased)->sample_gradient(x, y, dx) ==
          Approx(expected.biased).margin(2e-7));
    CHECK(gan::match_mmd(bandwidths, MmdEstimator::unbiased)->sample_gradient(x, y, dx) ==
          Approx(expected.unbiased).margin(2e-7));
    CHECK(gan::match_mmd(bandwidths, MmdEstimator::root)->sample_gradient(x, y, dx) ==
          Approx(std::sqrt(expected.biased)).epsilon(1e-5));
  }
}

TEST_CASE("matching: the unbiased statistic's mean over batches is the closed form of normals") {
  const theory::NormalLaw p{0, 1}, q{0.8, 0.6};
  const Values bandwidths{1, 2, 4};
  const auto mmd = gan::match_mmd(bandwidths, MmdEstimator::unbiased);
  const auto moments = gan::match_moments(2, MmdEstimator::unbiased);
  constexpr std::size_t kBatches = 400;
  Matrix<float> dx(64, 1);
  Values of_mmd, of_moments;
  for (std::size_t t = 0; t < kBatches; ++t) {
    const Matrix<float> x = normals(64, 1, 2 * t, 0.8F, 0.6F), y = normals(80, 1, 2 * t + 1);
    of_mmd.push_back(mmd->sample_gradient(x, y, dx));
    of_moments.push_back(moments->sample_gradient(x, y, dx));
  }
  const auto hold = [](const Values& values, double expected) {
    double mean = 0, square = 0;
    for (const double v : values) mean += v / static_cast<double>(values.size());
    for (const double v : values) square += (v - mean) * (v - mean);
    const auto n = static_cast<double>(values.size());
    CHECK(std::abs(mean - expected) < 4 * std::sqrt(square / (n * (n - 1))));
  };
  hold(of_mmd, theory::mmd2(p, q, bandwidths));
  // In p's units, which are 0 and 1.
  hold(of_moments, 2 * theory::matching(theory::Route::moments, p, q, {}).loss);
}

TEST_CASE("matching: equal samples are at 0, those far away feel nothing, twins part from nobody") {
  const Matrix<float> x = normals(20, 2, 0);
  Matrix<float> dx(20, 2);
  for (const MmdEstimator estimate : {MmdEstimator::biased, MmdEstimator::root}) {
    CHECK(gan::match_mmd({1}, estimate)->sample_gradient(x, x, dx) < 1e-3);
    for (std::size_t i = 0; i < 20; ++i) CHECK(std::isfinite(dx(i, 0)));
  }
  CHECK(gan::match_mmd({1}, MmdEstimator::biased)->sample_gradient(x, x, dx) == Approx(0).margin(1e-8));
  for (std::size_t i = 0; i < 20; ++i) CHECK(std::abs(dx(i, 1)) < 1e-7);
  // One point for all, far from the data: no gradient is left, and none of it is denormal.
  Matrix<float> point(20, 2);
  for (std::size_t i = 0; i < 20; ++i) point(i, 0) = 1e4F;
  CHECK(gan::match_mmd({1}, MmdEstimator::biased)->sample_gradient(point, x, dx) > 0.5);
  for (std::size_t i = 0; i < 20; ++i) CHECK(dx(i, 0) == 0);
}

TEST_CASE("matching: no bit depends on threads or vectors, NaN shows, mistakes are refused") {
  const Matrix<float> x = normals(601, 5, 0), y = normals(533, 5, 1);
  for (const bool moments : {false, true}) {
    const auto run = [&](Matrix<float>& dx) {
      return (moments ? gan::match_moments(3, MmdEstimator::biased)
                      : gan::match_mmd({0.5, 1}, MmdEstimator::root))
          ->sample_gradient(x, y, dx);
    };
    Matrix<float> one(601, 5), other(601, 5);
    const double expected = run(one);
    const auto same = [&] {
      for (std::size_t i = 0; i < 601; ++i)
        if (std::memcmp(&one(i, 0), &other(i, 0), 5 * sizeof(float)) != 0) return false;
      return true;
    };
    for (const int n : {2, 3}) {
      set_threads(n);
      CHECK(run(other) == expected);
      CHECK(same());
    }
    set_threads(1);
    const simd::Target target = simd::target();
    for (const simd::Target another : simd::available_targets()) {
      simd::set_target(another);
      CAPTURE(simd::name(another));
      CHECK(run(other) == expected);
      CHECK(same());
    }
    simd::set_target(target);
  }
  Matrix<float> broken = normals(601, 5, 2), dx(601, 5);
  broken(3, 1) = std::nanf("");
  CHECK(std::isnan(gan::match_mmd({1}, MmdEstimator::biased)->sample_gradient(broken, y, dx)));
  CHECK(std::isnan(gan::match_mmd({1}, MmdEstimator::root)->sample_gradient(broken, y, dx)));
  CHECK(std::isnan(gan::match_moments(2, MmdEstimator::unbiased)->sample_gradient(broken, y, dx)));

  const double inf = std::numeric_limits<double>::infinity();
  for (const double s : {0.0, -1.0, std::nan(""), inf})
    CHECK(error_of([&] { gan::match_mmd({1, s}, MmdEstimator::biased); })
              .find("expected a positive number") != std::string::npos);
  CHECK_THROWS_WITH(gan::match_mmd({}, MmdEstimator::biased),
                    "MMD without a bandwidth, expected at least one");
  CHECK_THROWS_WITH(gan::match_moments(0, MmdEstimator::biased),
                    "moments up to order 0, expected a whole number from 1 to 16");
  CHECK_THROWS_AS(gan::match_moments(17, MmdEstimator::biased), Error);
  CHECK_THROWS_WITH(gan::match_moments(1, MmdEstimator::biased, {{}, 0}),
                    "moments in units of 0, expected a positive number");
  CHECK_THROWS_AS(gan::match_moments(1, MmdEstimator::biased, {{std::nanf("")}, 1}), Error);
  CHECK_THROWS_WITH(gan::match_moments(1, MmdEstimator::biased, {{0, 0}, 1})->sample_gradient(x, y, dx),
                    "moments about 2 numbers, expected the samples' dimension 5");
  CHECK_THROWS_WITH(gan::estimate_of("rot"),
                    "unknown estimate 'rot', did you mean 'root'? expected one of biased, unbiased, root");
  const auto statistic = gan::match_mmd({1}, MmdEstimator::biased);
  Matrix<float> none(0, 2), one(1, 2), two(2, 2), three(2, 3);
  CHECK_THROWS_WITH(statistic->sample_gradient(none, two, none),
                    "matching 0 generated and 2 real samples, expected at least 2 of each");
  CHECK_THROWS_AS(statistic->sample_gradient(two, one, two), Error);
  CHECK_THROWS_WITH(statistic->sample_gradient(two, three, two),
                    "matching samples of dimension 2 and 3, expected one dimension");
}

namespace {

gan::MatchingTrainer make_trainer(const gan::MatchingConfig& config, bool moments = false) {
  return {nn::NetworkBuilder(3).dense(17, nn::leaky_relu(0.2F)).dense(2, nn::kIdentity).build(),
          moments ? gan::match_moments(2, MmdEstimator::biased)
                  : gan::match_mmd({0.2, 1}, MmdEstimator::biased),
          std::make_shared<data::Toy>("circle", config.seed), config};
}

gan::MatchingConfig small_config() {
  gan::MatchingConfig config;
  config.batch = 40;
  config.true_batch = 30;
  config.steps = 20;
  config.seed = 5;
  config.average_decay = 0.9;
  config.generator.learning_rate = 1e-2;
  return config;
}

}  // namespace

// With plain gradient descent of rate 1 the change of the weights is the gradient of the composite, here
// differentiated numerically from data, noise and weights alone.
TEST_CASE("matching trainer: one step moves the generator along the gradient of the statistic") {
  const bool moments = GENERATE(false, true);
  gan::MatchingConfig config = small_config();
  config.generator.kind = nn::OptimiserConfig::Kind::sgd;
  config.generator.learning_rate = 1;
  gan::MatchingTrainer trainer = make_trainer(config, moments);
  const nn::Network& g = trainer.generator();
  const Values before = reference::doubles(trainer.generator_weights().parameters());
  const double loss = trainer.step().g_loss;
  const Values after = reference::doubles(trainer.generator_weights().parameters());

  Matrix<float> rows(30, 2), z(40, 3);
  data::Toy("circle", config.seed).fill(0, rows);
  data::fill_normals(random::Stream(config.seed, random::Purpose::noise), 0, z);
  const Table truth(rows), noise(z);
  const auto at = [&](const Values& weights) {
    const Table x =
        reference::perceptron(g, {nn::leaky_relu(0.2F), nn::kIdentity}, weights, noise);
    return written(x, truth, MmdEstimator::biased, [&](const Table& a, std::size_t i, const Table& b,
                                                   std::size_t j) {
      return moments ? powers(a, i, b, j, 2) : gaussians(a, i, b, j, {0.2, 1});
    });
  };
  CHECK(loss == Approx(at(before)).epsilon(1e-5));
  Values moved(before.size());
  for (std::size_t k = 0; k < moved.size(); ++k) moved[k] = before[k] - after[k];
  CHECK(reference::gradient_error(at, before, moved, reference::places(g.parameters()), 1e-5) < 2e-4);
}

TEST_CASE("matching trainer: 20 steps are 9 steps, a checkpoint and 11 steps, bit for bit") {
  gan::MatchingTrainer whole = make_trainer(small_config()), first = make_trainer(small_config()),
                       second = make_trainer(small_config());
  double last = 0, resumed = 0;
  for (int k = 0; k < 20; ++k) last = whole.step().g_loss;
  for (int k = 0; k < 9; ++k) first.step();
  second.step();
  second.restore(first.state());
  set_threads(2);
  for (int k = 0; k < 11; ++k) resumed = second.step().g_loss;
  set_threads(1);
  CHECK(last == resumed);
  Matrix<float> a(50, 2), b(50, 2);
  whole.sample(3, a);
  second.sample(3, b);
  for (std::size_t i = 0; i < 50; ++i) CHECK((a(i, 0) == b(i, 0) && a(i, 1) == b(i, 1)));
  const auto state = whole.state();
  for (const auto& tensor : state.tensors) CHECK(tensor.name.starts_with("generator"));
  CHECK(state.tensors.size() == 4 * 4);  // two layers of weight and bias: numbers, moments, averages
}

TEST_CASE("matching trainer: a normal is found by either statistic") {
  const bool moments = GENERATE(false, true);
  gan::MatchingConfig config;
  config.batch = 200;
  config.steps = 800;
  config.seed = 3;
  config.average_decay = 0.98;
  config.generator = {nn::OptimiserConfig::Kind::adam, 2e-2, nn::Schedule::linear, 0.5, 0.999};
  gan::MatchingTrainer trainer(
      nn::NetworkBuilder(1).dense(1, nn::kIdentity).build(),
      moments ? gan::match_moments(2, MmdEstimator::unbiased, {{0.5F}, 0.7})
              : gan::match_mmd({0.5, 1, 2}, MmdEstimator::unbiased),
      std::make_shared<data::DensitySource>(data::LabelledDistribution{{1.0}, {theory::normal(0.5, 0.7)}},
                                            random::Stream(config.seed, random::Purpose::data)),
      config);
  for (std::uint64_t t = 0; t < config.steps; ++t) trainer.step();
  Matrix<float> x(20000, 1);
  trainer.sample(0, x);
  double mean = 0, square = 0;
  for (std::size_t i = 0; i < x.rows(); ++i) mean += static_cast<double>(x(i, 0)) / 20000;
  for (std::size_t i = 0; i < x.rows(); ++i)
    square += std::pow(static_cast<double>(x(i, 0)) - mean, 2) / 20000;
  CHECK(mean == Approx(0.5).margin(0.03));
  CHECK(std::sqrt(square) == Approx(0.7).margin(0.03));
}

TEST_CASE("matching trainer: what does not fit is refused in one line") {
  gan::MatchingConfig config = small_config();
  config.batch = 1;
  CHECK_THROWS_WITH(make_trainer(config),
                    "matching 1 generated and 30 real samples, expected at least 2 of each");
  config = small_config();
  config.batch = 0;
  CHECK_THROWS_AS(make_trainer(config), Error);
  config = small_config();
  config.steps = 0;
  CHECK_THROWS_AS(make_trainer(config), Error);
  config = small_config();
  const auto circle = std::make_shared<data::Toy>("circle", 1);
  CHECK_THROWS_WITH(
      gan::MatchingTrainer(nn::NetworkBuilder(3).dense(3, nn::kIdentity).build(),
                           gan::match_mmd({1}, MmdEstimator::biased), circle, config),
      "generator of 3 outputs, expected the data's dimension 2");
  gan::MatchingTrainer trainer = make_trainer(config);
  auto state = trainer.state();
  state.tensors.push_back({"discriminator.1.dense.weight", {1}, {0}});
  CHECK_THROWS_WITH(trainer.restore(state),
                    "checkpoint with unknown tensor 'discriminator.1.dense.weight'");
}
