// SPDX-License-Identifier: MIT
// One training step against a double-precision reference, and what must not change a bit.
#include <cmath>
#include <cstring>
#include <map>

#include "core/check.hpp"
#include "core/parallel.hpp"
#include "data/images.hpp"
#include "data/toy.hpp"
#include "gan/models.hpp"
#include "gan/trainer.hpp"
#include "nn/batch_norm.hpp"
#include "nn/dropout.hpp"
#include "nn/reference.hpp"
#include "simd/target.hpp"

using namespace verigan;
using gan::Trainer;
using gan::TrainerConfig;
using gan::TrainerState;

namespace {

const std::vector<nn::Activation> kG{nn::leaky_relu(0.2F), nn::kTanh, nn::kIdentity};
const std::vector<nn::Activation> kD{nn::kTanh, nn::leaky_relu(0.2F), nn::kIdentity};

nn::Network generator() {
  return nn::NetworkBuilder(3).dense(18, kG[0]).dense(7, kG[1]).dense(2, kG[2]).build();
}
nn::Network discriminator(std::size_t packing = 1) {
  return nn::NetworkBuilder(2 * packing).dense(17, kD[0]).dense(6, kD[1]).dense(1, kD[2]).build();
}

TrainerConfig toy_config() {
  TrainerConfig config;
  config.batch = 20;
  config.alpha = 0.3;
  config.steps = 40;
  config.seed = 12;
  config.generator.learning_rate = config.discriminator.learning_rate = 1e-3;
  config.generator.schedule = nn::Schedule::linear;
  config.instance_noise = {0.5, 0.1};
  config.average_decay = 0.9;
  return config;
}

Trainer make_trainer(const TrainerConfig& config) {
  return Trainer(generator(), discriminator(config.packing),
                 std::make_shared<data::Toy>("circle", config.seed), config);
}

// Whose generator has batch normalisation.
Trainer make_normalised(const TrainerConfig& config) {
  return Trainer(nn::NetworkBuilder(3)
                     .dense(10, nn::kIdentity)
                     .add(std::make_shared<nn::BatchNorm>(Shape{1, 1, 10}, nn::kRelu))
                     .dense(2, nn::kIdentity)
                     .build(),
                 discriminator(), std::make_shared<data::Toy>("circle", config.seed), config);
}

bool same(const TrainerState& a, const TrainerState& b) {
  if (a.step != b.step || a.tensors.size() != b.tensors.size()) return false;
  for (std::size_t k = 0; k < a.tensors.size(); ++k) {
    const auto &s = a.tensors[k], &t = b.tensors[k];
    if (s.name != t.name || s.shape != t.shape || s.values.size() != t.values.size() ||
        std::memcmp(s.values.data(), t.values.data(), s.values.size() * sizeof(float)) != 0)
      return false;
  }
  return true;
}

// A network's numbers out of a checkpoint, as doubles laid out like its flat vector.
reference::Values flat(const TrainerState& state, const std::string& player,
                       const nn::Network& network) {
  reference::Values out(network.parameter_size());
  for (const nn::Tensor& t : network.parameters())
    for (const auto& named : state.tensors)
      if (named.name == player + "." + t.name)
        for (std::size_t i = 0; i < t.rows; ++i)
          for (std::size_t j = 0; j < t.cols; ++j)
            out[t.offset + i * t.ld + j] = static_cast<double>(named.values[i * t.cols + j]);
  return out;
}

reference::Table normals(random::Purpose purpose, std::uint64_t step, std::size_t rows,
                         std::size_t cols, std::uint64_t seed) {
  Matrix<float> z(rows, cols);
  data::fill_normals(random::Stream(seed, purpose), step, z);
  return reference::Table(z);
}

// m rows side by side in each.
reference::Table packs(const reference::Table& x, std::size_t m) {
  reference::Table out(x.rows / m, x.cols * m);
  out.v = x.v;
  return out;
}

double softplus(double x) { return std::max(x, 0.0) + std::log1p(std::exp(-std::abs(x))); }

// What the loss rows mean, once more in double. kind 0: true, 1: generated, 2: for the generator.
double term(const std::string& loss, int kind, double l) {
  const double d = 1 / (1 + std::exp(-l));
  if (loss == "least-squares") return kind == 1 ? l * l / 2 : (l - 1) * (l - 1) / 2;
  if (loss == "hinge" && kind < 2) return std::max(0.0, kind == 0 ? 1 - l : 1 + l);
  if (loss == "hinge" || loss == "wasserstein") return kind == 1 ? l : -l;
  if (loss == "absolute-error") return kind == 0 ? 1 - d : kind == 1 ? d : -d;
  if (kind == 2 && loss == "minimax") return -softplus(l);
  return softplus(kind == 1 ? l : -l);
}

}  // namespace

// T60 for the composite D∘G and every loss: with plain gradient descent of rate 1 the change of the
// weights is the gradient, here differentiated numerically from data, noise and weights alone.
TEST_CASE("trainer: one step moves both players along the gradient of the written losses") {
  const std::string loss =
      std::string(GENERATE(from_range(gan::objectives())).name);
  const std::size_t m = GENERATE(1U, 3U);
  const auto order = GENERATE(gan::Order::alternating, gan::Order::simultaneous);
  const bool together = order == gan::Order::simultaneous;
  CAPTURE(loss, m, together);
  TrainerConfig config = toy_config();
  config.loss = loss;
  config.packing = m;
  config.order = order;
  config.batch = 10;
  config.generator_batch = 7;
  for (auto* o : {&config.generator, &config.discriminator}) {
    o->kind = nn::OptimiserConfig::Kind::sgd;
    o->schedule = nn::Schedule::constant;
    o->learning_rate = 1;
  }
  Trainer trainer = make_trainer(config);
  const nn::Network g = generator(), d = discriminator(m);
  const auto before = trainer.state();
  const auto metrics = trainer.step();
  const auto after = trainer.state();
  const auto g0 = flat(before, "generator", g), g1 = flat(after, "generator", g);
  const auto d0 = flat(before, "discriminator", d), d1 = flat(after, "discriminator", d);

  const std::size_t n_real = 3, n = 10, gn = 7;
  const double alpha = 0.3;
  Matrix<float> true_rows(n_real * m, 2);
  data::Toy("circle", config.seed).fill(0, true_rows);
  const reference::Table x_true(true_rows);
  const auto noisy = [&](reference::Table x, std::uint64_t step) {
    const auto e = normals(random::Purpose::augment, step, x.rows, x.cols, config.seed);
    for (std::size_t k = 0; k < x.v.size(); ++k) x.v[k] += 0.5 * e.v[k];
    return x;
  };
  reference::Table mixed(n, 2 * m);
  const auto generated = reference::perceptron(
      g, kG, g0, normals(random::Purpose::noise, 0, (n - n_real) * m, 3, config.seed));
  std::ranges::copy(x_true.v, mixed.v.begin());
  std::ranges::copy(generated.v, mixed.v.begin() + static_cast<std::ptrdiff_t>(x_true.v.size()));
  mixed = noisy(mixed, 0);

  const auto d_loss = [&](const reference::Values& weights) {
    const auto logits = reference::perceptron(d, kD, weights, mixed);
    double sum = 0;
    for (std::size_t i = 0; i < n; ++i) sum += term(loss, i < n_real ? 0 : 1, logits(i, 0));
    return sum / static_cast<double>(n);
  };
  // On fresh noise against the updated discriminator, or on the same against the same.
  const auto z = normals(random::Purpose::noise, together ? 0 : 1, gn * m, 3, config.seed);
  const auto g_loss = [&](const reference::Values& weights) {
    const auto x = noisy(packs(reference::perceptron(g, kG, weights, z), m), 1);
    const auto logits = reference::perceptron(d, kD, together ? d0 : d1, x);
    double sum = 0;
    for (std::size_t i = 0; i < gn; ++i) sum += term(loss, 2, logits(i, 0));
    const bool weighted = loss == "minimax" || loss == "absolute-error" || loss == "wasserstein";
    return sum / static_cast<double>(gn) * (weighted ? 1 - alpha : 1);
  };
  const auto difference = [](const reference::Values& a, const reference::Values& b) {
    reference::Values out(a.size());
    for (std::size_t k = 0; k < a.size(); ++k) out[k] = a[k] - b[k];
    return out;
  };
  CHECK(metrics.d_loss == Approx(d_loss(d0)).epsilon(1e-5));
  CHECK(metrics.g_loss == Approx(g_loss(g0)).epsilon(1e-5));
  CHECK(reference::gradient_error(d_loss, d0, difference(d0, d1),
                                  reference::places(d.parameters()), 1e-6) < 1e-4);
  CHECK(reference::gradient_error(g_loss, g0, difference(g0, g1),
                                  reference::places(g.parameters()), 1e-6) < 1e-4);

  const auto logits = reference::perceptron(d, kD, d0, mixed);
  double d_real = 0, d_fake = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const bool linear = loss == "least-squares" || loss == "hinge" || loss == "wasserstein";
    const double verdict = linear ? logits(i, 0) : 1 / (1 + std::exp(-logits(i, 0)));
    (i < n_real ? d_real : d_fake) += verdict;
  }
  CHECK(metrics.d_real == Approx(d_real / n_real).epsilon(1e-5));
  CHECK(metrics.d_fake == Approx(d_fake / (n - n_real)).epsilon(1e-5));
}

TEST_CASE("trainer: 40 steps are 20 steps, a checkpoint and 20 steps, bit for bit") {
  TrainerConfig config = toy_config();
  config.packing = GENERATE(1U, 2U);
  config.order = GENERATE(gan::Order::alternating, gan::Order::simultaneous);
  Trainer whole = make_trainer(config), first = make_trainer(config), second = make_trainer(config);
  gan::StepMetrics last{};
  for (int k = 0; k < 40; ++k) last = whole.step();
  for (int k = 0; k < 20; ++k) first.step();
  second.step();  // whatever it did before is gone
  second.restore(first.state());
  CHECK(second.steps_done() == 20);
  gan::StepMetrics resumed{};
  for (int k = 0; k < 20; ++k) resumed = second.step();
  CHECK(same(whole.state(), second.state()));
  CHECK(std::memcmp(&last, &resumed, sizeof last) == 0);

  Matrix<float> a(33, 2), b(33, 2);
  whole.sample(5, a);
  second.sample(5, b);
  for (std::size_t i = 0; i < 33; ++i) CHECK((a(i, 0) == b(i, 0) && a(i, 1) == b(i, 1)));
}

TEST_CASE("trainer: running statistics and dropped units survive a checkpoint too") {
  const auto make = [] {
    nn::NetworkBuilder g(3), d(2);
    g.dense(10, nn::kIdentity).add(std::make_shared<nn::BatchNorm>(Shape{1, 1, 10}, nn::kRelu));
    g.dense(2, nn::kIdentity);
    d.dense(12, nn::leaky_relu(0.2F)).add(std::make_shared<nn::Dropout>(12, 0.5F));
    d.dense(12, nn::kTanh).add(std::make_shared<nn::Dropout>(12, 0.25F)).dense(1, nn::kIdentity);
    return Trainer(g.build(), d.build(), std::make_shared<data::Toy>("line", 4), toy_config());
  };
  Trainer whole = make(), first = make(), second = make();
  for (int k = 0; k < 20; ++k) whole.step();
  for (int k = 0; k < 9; ++k) first.step();
  second.restore(first.state());
  for (int k = 0; k < 11; ++k) second.step();
  CHECK(same(whole.state(), second.state()));
  Matrix<float> a(40, 2), b(7, 2);
  whole.sample(0, a);
  second.sample(33, b);  // inference: a sample does not depend on its company
  for (std::size_t i = 0; i < 7; ++i) CHECK((a(33 + i, 0) == b(i, 0) && a(33 + i, 1) == b(i, 1)));
}

TEST_CASE("trainer: taking a large batch in blocks of rows changes no bit") {
  TrainerConfig config = toy_config();
  config.packing = GENERATE(1U, 2U);
  config.batch = 1900;  // three blocks, and two
  config.generator_batch = 1300;
  const auto run = [&](bool whole) {
    nn::NetworkBuilder g(3), d(2 * config.packing);
    g.dense(256, nn::kRelu).dense(2, nn::kIdentity);
    d.dense(256, nn::kTanh);
    // Dropping nothing changes nothing, but keeps the batch in one piece.
    if (whole) d.add(std::make_shared<nn::Dropout>(256, 0.0F));
    d.dense(1, nn::kIdentity);
    Trainer trainer(g.build(), d.build(), std::make_shared<data::Toy>("line", 4), config);
    for (int k = 0; k < 3; ++k) trainer.step();
    const gan::StepMetrics last = trainer.step();
    std::vector<float> numbers{static_cast<float>(last.d_loss), static_cast<float>(last.g_loss),
                               static_cast<float>(last.d_real), static_cast<float>(last.d_fake)};
    for (const auto& t : trainer.state().tensors)
      numbers.insert(numbers.end(), t.values.begin(), t.values.end());
    return numbers;
  };
  CHECK(run(false) == run(true));
}

TEST_CASE("trainer: threads and instruction sets do not show in any bit") {
  // Wide enough that the kernels do share work between threads.
  const auto run = [] {
    gan::NetworkPair model = gan::make_model("lc-mnist", 10);
    auto set = std::make_shared<data::ImageSet>();
    set->shape = {28, 28, 1};
    set->labels.resize(50);
    for (std::size_t k = 0; k < 50 * 784; ++k)
      set->pixels.push_back(static_cast<std::uint8_t>(k * 2654435761U >> 13));
    TrainerConfig config;
    config.steps = 6;
    config.instance_noise = {0.5, 0};
    Trainer trainer(model.generator, model.discriminator,
                    std::make_shared<data::ImageBatches>(set, -1.0F, 1.0F, 3), config);
    for (int k = 0; k < 6; ++k) trainer.step();
    return trainer.state();
  };
  const int before = threads();
  const simd::Target target = simd::target();
  set_threads(1);
  const TrainerState expected = run();
  for (const int n : {2, 3}) {
    set_threads(n);
    CAPTURE(n);
    CHECK(same(expected, run()));
  }
  set_threads(1);
  for (const simd::Target other : simd::available_targets()) {
    simd::set_target(other);
    CAPTURE(simd::name(other));
    CHECK(same(expected, run()));
  }
  simd::set_target(target);
  set_threads(before);
}

TEST_CASE("trainer: seed and run number give other results, and samples keep their noise") {
  TrainerConfig config = toy_config();
  Trainer a = make_trainer(config);
  config.run = 1;
  Trainer b = make_trainer(config);
  config.run = 0, config.seed = 13;
  Trainer c = make_trainer(config);
  CHECK_FALSE(same(a.state(), b.state()));
  CHECK_FALSE(same(a.state(), c.state()));

  Matrix<float> many(100, 2), some(10, 2), present(100, 2);
  a.sample(0, many);
  a.sample(37, some);
  for (std::size_t i = 0; i < 10; ++i) CHECK(some(i, 0) == many(37 + i, 0));
  a.sample(0, present, Trainer::Which::present);  // before the first step they are the same weights
  CHECK(present(99, 1) == many(99, 1));
  for (int k = 0; k < 5; ++k) a.step();
  a.sample(0, many);
  a.sample(0, present, Trainer::Which::present);
  CHECK(present(99, 1) != many(99, 1));
}

TEST_CASE("trainer: averaged weights and running statistics follow the stated recursion") {
  TrainerConfig config = toy_config();
  config.average_decay = 0.75;  // reached at t = 26
  Trainer trainer = make_normalised(config);
  const auto numbers = [&](const std::string& player) {
    std::vector<double> out;
    for (const gan::NamedTensor& t : trainer.state().tensors)
      if (t.name.starts_with(player + ".") && t.name.find(".adam") == std::string::npos)
        out.insert(out.end(), t.values.begin(), t.values.end());
    return out;
  };
  std::vector<double> average = numbers("generator");
  REQUIRE(average.size() == (3 * 10 + 10) + 4 * 10 + (10 * 2 + 2));
  for (int t = 0; t < 35; ++t) {
    trainer.step();
    const double decay = std::min(0.75, (1.0 + t) / (10.0 + t));
    const std::vector<double> now = numbers("generator");
    for (std::size_t i = 0; i < now.size(); ++i) average[i] += (1 - decay) * (now[i] - average[i]);
  }
  const std::vector<double> found = numbers("generator_average");
  REQUIRE(found.size() == average.size());
  for (std::size_t i = 0; i < found.size(); ++i)
    CHECK(found[i] == Approx(average[i]).epsilon(1e-5).margin(1e-6));
}

TEST_CASE("trainer: the untrained generator soon weighs nothing in the average, however long its memory") {
  for (const double beta : {0.9, 0.995, 0.999, 0.99999}) {
    double weight = 1;
    for (std::uint64_t t = 0; t < 100; ++t) {
      const double decay = gan::GeneratorTrainer::average_decay(t, beta);
      CHECK(decay <= beta);
      weight *= decay;
      if (t == 9) CHECK(weight < 2e-5);
    }
    CHECK(weight < 1e-4 * std::pow(beta, 100));  // 0.905 without a warm-up at 0.999
    CHECK(gan::GeneratorTrainer::average_decay(10'000'000, beta) == beta);
  }
}

TEST_CASE("trainer: the averaged generator is normalised by its own running statistics") {
  const TrainerConfig config = toy_config();
  Trainer trainer = make_normalised(config);
  for (int k = 0; k < 5; ++k) trainer.step();
  const auto drawn = [&](Trainer::Which which) {
    Matrix<float> points(1, 2);
    trainer.sample(0, points, which);
    return points(0, 0);
  };
  const float averaged = drawn(Trainer::Which::averaged), present = drawn(Trainer::Which::present);
  const auto moved = [&](const std::string& tensor) {
    TrainerState state = trainer.state();
    for (gan::NamedTensor& t : state.tensors)
      if (t.name == tensor)
        for (float& value : t.values) value += 1;
    trainer.restore(state);
  };
  moved("generator.2.batch_norm.running_mean");
  CHECK(drawn(Trainer::Which::averaged) == averaged);
  CHECK(drawn(Trainer::Which::present) != present);
  moved("generator_average.2.batch_norm.running_mean");
  CHECK(drawn(Trainer::Which::averaged) != averaged);
}

TEST_CASE("trainer: the alarm goes off after 500 steps of a defeated generator, and not before") {
  TrainerConfig config = toy_config();
  config.steps = 2000;
  config.instance_noise = {};
  config.generator.learning_rate = 1e-12;  // a generator that cannot move
  config.discriminator.learning_rate = 0.01;
  Trainer trainer = make_trainer(config);
  TrainerState far = trainer.state();  // its samples lie about (5, 5), outside the circle
  for (gan::NamedTensor& t : far.tensors)
    if (t.name == "generator.3.dense.bias") t.values = {5, 5};
  trainer.restore(far);
  std::uint64_t below = 0;
  for (int k = 0; k < 2000 && !trainer.discriminator_won(); ++k) {
    below = trainer.step().d_loss < Trainer::kAlarmLoss ? below + 1 : 0;
    REQUIRE((below < 500) == !trainer.discriminator_won());
  }
  CHECK(trainer.discriminator_won());
  Trainer resumed = make_trainer(config);
  resumed.restore(trainer.state());
  CHECK(resumed.discriminator_won());
}

TEST_CASE("trainer: a step of three discriminator updates is three steps with a generator at rest") {
  const auto rested = [](std::uint64_t steps, std::uint64_t updates) {
    TrainerConfig config = toy_config();
    config.steps = steps;
    config.discriminator_steps = updates;
    config.instance_noise = {};
    config.discriminator.schedule = nn::Schedule::linear;
    config.generator = {nn::OptimiserConfig::Kind::sgd, 1e-30};
    Trainer trainer = make_trainer(config);
    TrainerState state = trainer.state();  // every sample it makes is (0.5, 0.5), whatever the noise
    for (gan::NamedTensor& t : state.tensors) {
      const bool g = t.name.starts_with("generator.") && t.name.find("velocity") == std::string::npos;
      if (g) std::ranges::fill(t.values, t.name == "generator.3.dense.bias" ? 0.5F : 0.0F);
    }
    trainer.restore(state);
    gan::StepMetrics last;
    while (trainer.steps_done() < steps) last = trainer.step();
    return std::pair{flat(trainer.state(), "discriminator", discriminator()), last.d_loss};
  };
  const auto three = rested(4, 3), one = rested(12, 1), fewer = rested(4, 1);
  CHECK(three.first == one.first);
  CHECK(three.second == one.second);
  CHECK(three.first != fewer.first);
}

TEST_CASE("trainer: with k updates a step, update j of step t draws noise number (k + 1)t + j") {
  TrainerConfig config = toy_config();
  config.discriminator_steps = 3;
  config.instance_noise = {};
  config.generator = {nn::OptimiserConfig::Kind::sgd, 1e-30};
  config.discriminator = config.generator;
  Trainer trainer = make_trainer(config);
  const nn::Network g = generator(), d = discriminator();
  const auto state = trainer.state();
  const auto g0 = flat(state, "generator", g), d0 = flat(state, "discriminator", d);
  const auto logits = [&](std::uint64_t number, std::size_t rows) {
    const auto z = normals(random::Purpose::noise, number, rows, 3, config.seed);
    return reference::perceptron(d, kD, d0, reference::perceptron(g, kG, g0, z));
  };
  for (std::uint64_t t = 0; t < 3; ++t) {
    const auto metrics = trainer.step();
    const auto last = logits(4 * t + 2, 14), own = logits(4 * t + 3, 20);
    double d_fake = 0, g_loss = 0;
    for (std::size_t i = 0; i < 14; ++i) d_fake += 1 / (1 + std::exp(-last(i, 0))) / 14;
    for (std::size_t i = 0; i < 20; ++i) g_loss += term(config.loss, 2, own(i, 0)) / 20;
    CHECK(metrics.d_fake == Approx(d_fake).epsilon(1e-5));
    CHECK(metrics.g_loss == Approx(g_loss).epsilon(1e-5));
  }
}

TEST_CASE("trainer: several discriminator updates a step survive a checkpoint; none are refused") {
  TrainerConfig config = toy_config();
  config.discriminator_steps = 2;
  Trainer trainer = make_trainer(config);
  for (int k = 0; k < 5; ++k) trainer.step();
  Trainer resumed = make_trainer(config);
  resumed.restore(trainer.state());
  for (int k = 0; k < 5; ++k) trainer.step(), resumed.step();
  CHECK(same(trainer.state(), resumed.state()));
  config.discriminator_steps = 0;
  CHECK_THROWS_WITH(make_trainer(config), "0 discriminator updates a step, expected at least 1");
}

TEST_CASE("trainer: instance noise goes linearly from first to last") {
  const gan::InstanceNoise noise{0.5, 0.1};
  CHECK(noise.at(0, 101) == 0.5);
  CHECK(noise.at(50, 101) == Approx(0.3));
  CHECK(noise.at(100, 101) == Approx(0.1));
  CHECK(noise.at(0, 1) == 0.5);
}

TEST_CASE("trainer: what does not fit is refused in one line") {
  const auto source = std::make_shared<data::Toy>("line", 1);
  TrainerConfig config = toy_config();
  CHECK_THROWS_WITH(Trainer(discriminator(), discriminator(), source, config),
                    "generator of 1 outputs, expected the data's dimension 2");
  CHECK_THROWS_WITH(Trainer(generator(), generator(), source, config),
                    "discriminator of 3 inputs, expected the data's dimension 2");
  CHECK_THROWS_AS(Trainer(generator(), discriminator(), nullptr, config), Error);
  config.average_decay = 1;
  CHECK_THROWS_WITH(Trainer(generator(), discriminator(), source, config),
                    "averaging decay 1, expected [0, 1)");
  config = toy_config();
  config.instance_noise.last = std::nan("");
  CHECK_THROWS_AS(Trainer(generator(), discriminator(), source, config), Error);
  config = toy_config();
  config.alpha = std::nan("");
  CHECK_THROWS_AS(Trainer(generator(), discriminator(), source, config), Error);
  config = toy_config();
  config.packing = 0;
  CHECK_THROWS_WITH(Trainer(generator(), discriminator(), source, config),
                    "packing of 0 samples, expected at least 1");
  config.packing = 3;
  CHECK_THROWS_WITH(Trainer(generator(), discriminator(2), source, config),
                    "discriminator of 4 inputs, expected 3 times the data's dimension 2");
  config = toy_config();
  config.order = gan::Order::simultaneous;
  config.discriminator_steps = 2;
  CHECK_THROWS_WITH(Trainer(generator(), discriminator(), source, config),
                    "2 discriminator updates in a simultaneous step, expected 1");
  config = toy_config();
  config.steps = 0;
  CHECK_THROWS_AS(Trainer(generator(), discriminator(), source, config), Error);

  Trainer trainer = make_trainer(toy_config());
  TrainerState state = trainer.state();
  state.tensors[0].shape = {3, 19};
  CHECK_THROWS_WITH(trainer.restore(state),
                    "checkpoint tensor 'generator.1.dense.weight' of shape (3, 19), expected (3, 18)");
  state = trainer.state();
  state.tensors.erase(state.tensors.begin());
  CHECK_THROWS_WITH(trainer.restore(state), "checkpoint without tensor 'generator.1.dense.weight'");
  state = trainer.state();
  state.tensors.push_back({"spare", {1}, {0}});
  CHECK_THROWS_WITH(trainer.restore(state), "checkpoint with unknown tensor 'spare'");
}

TEST_CASE("models: every row builds, fits its data and keeps its noise dimension") {
  for (const gan::ModelRow& row : gan::models()) {
    const gan::NetworkPair model = gan::make_model(row.name);
    CAPTURE(row.name);
    CHECK(model.generator.inputs() == row.noise);
    CHECK(model.generator.outputs() == row.shape.size());
    CHECK(model.discriminator.inputs() == row.shape.size());
    CHECK(model.discriminator.outputs() == 1);
    CHECK(gan::make_model(row.name, 3).generator.inputs() == 3);
  }
  CHECK_THROWS_AS(gan::make_model("none"), Error);
  // LC draw four hidden layers in each player: ten tensors.
  CHECK(gan::make_model("lc-mnist").generator.parameters().size() == 10);
  CHECK(gan::make_model("lc-mnist").discriminator.parameters().size() == 10);
}
