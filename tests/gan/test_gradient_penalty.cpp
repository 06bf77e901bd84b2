// SPDX-License-Identifier: MIT
// Penalties on the discriminator's gradient and spectral normalisation, against their definitions in double.
#include <algorithm>
#include <cmath>
#include <memory>
#include <vector>

#include "data/toy.hpp"
#include "gan/gradient_penalty.hpp"
#include "gan/models.hpp"
#include "gan/spectral_norm.hpp"
#include "gan/trainer.hpp"
#include "nn/initialise.hpp"
#include "support/catch.hpp"
#include "support/error_of.hpp"

using namespace verigan;
using namespace verigan::gan;

namespace {

const random::Stream kStream(11, random::Purpose::test);

// A dense layer in double, from the network's floats.
struct Layer {
  std::vector<std::vector<double>> w;  // (I, O)
  std::vector<double> b;
  nn::Activation f;
};

std::vector<Layer> layers_of(const nn::Network& network, const std::vector<double>& flat) {
  std::vector<Layer> out;
  const auto& tensors = network.parameters();
  for (std::size_t l = 0; l < network.layers().size(); ++l) {
    const nn::Tensor &w = tensors[2 * l], &b = tensors[2 * l + 1];
    Layer layer{std::vector(w.rows, std::vector<double>(w.cols)), std::vector<double>(w.cols),
                network.layers()[l]->activation()};
    for (std::size_t i = 0; i < w.rows; ++i)
      for (std::size_t j = 0; j < w.cols; ++j) layer.w[i][j] = flat[w.offset + i * w.ld + j];
    for (std::size_t j = 0; j < w.cols; ++j) layer.b[j] = flat[b.offset + j];
    out.push_back(std::move(layer));
  }
  return out;
}

double value(const nn::Activation& f, double z) {
  if (f.kind == nn::Nonlinearity::tanh) return std::tanh(z);
  if (f.kind == nn::Nonlinearity::sigmoid) return 1 / (1 + std::exp(-z));
  if (f.kind == nn::Nonlinearity::leaky_relu) return z > 0 ? z : static_cast<double>(f.slope) * z;
  return z;
}

double slope(const nn::Activation& f, double z) {
  if (f.kind == nn::Nonlinearity::tanh) return 1 - std::tanh(z) * std::tanh(z);
  if (f.kind == nn::Nonlinearity::sigmoid) return value(f, z) * (1 - value(f, z));
  if (f.kind == nn::Nonlinearity::leaky_relu) return z > 0 ? 1 : static_cast<double>(f.slope);
  return 1;
}

// ∇_x of the network's output.
std::vector<double> input_gradient(const std::vector<Layer>& layers, std::vector<double> x) {
  std::vector<std::vector<double>> slopes;
  for (const Layer& layer : layers) {
    std::vector<double> y(layer.b.size());
    slopes.emplace_back();
    for (std::size_t j = 0; j < y.size(); ++j) {
      double z = layer.b[j];
      for (std::size_t i = 0; i < x.size(); ++i) z += x[i] * layer.w[i][j];
      y[j] = value(layer.f, z);
      slopes.back().push_back(slope(layer.f, z));
    }
    x = y;
  }
  std::vector<double> d{1};
  for (std::size_t l = layers.size(); l-- > 0;) {
    std::vector<double> before(layers[l].w.size(), 0.0);
    for (std::size_t i = 0; i < before.size(); ++i)
      for (std::size_t j = 0; j < d.size(); ++j) before[i] += layers[l].w[i][j] * d[j] * slopes[l][j];
    d = before;
  }
  return d;
}

double norm_of(const std::vector<double>& g) {
  double squares = 0;
  for (const double v : g) squares += v * v;
  return std::sqrt(squares);
}

std::vector<double> row_of(MatrixView<const float> x, std::size_t i) { return {x.row(i).begin(), x.row(i).end()}; }

// The penalties' definition; `shares`: the ε.
double penalty(const nn::Network& network, const std::vector<double>& flat, MatrixView<const float> x,
               std::size_t real, const Penalties& p, const std::vector<float>& shares) {
  const std::vector<Layer> layers = layers_of(network, flat);
  const std::size_t made = x.rows - real, n = std::min(real, made);
  double sum = 0;
  for (std::size_t i = 0; i < x.rows; ++i) {
    const double norm = norm_of(input_gradient(layers, row_of(x, i)));
    sum += (i < real ? p.r1 / static_cast<double>(real) : p.r2 / static_cast<double>(made)) / 2 * norm * norm;
  }
  for (std::size_t i = 0; i < n && p.gradient > 0; ++i) {
    const std::vector<double> a = row_of(x, i), b = row_of(x, real + i);
    std::vector<double> between(a.size());
    const auto e = static_cast<double>(shares[i]);
    for (std::size_t j = 0; j < a.size(); ++j) between[j] = e * a[j] + (1 - e) * b[j];
    const double norm = norm_of(input_gradient(layers, between));
    sum += p.gradient / static_cast<double>(n) * (norm - 1) * (norm - 1);
  }
  return sum;
}

nn::Network network_of(nn::Activation first, nn::Activation second) {
  return nn::NetworkBuilder(3).dense(7, first).dense(5, second).dense(1, nn::kIdentity).build();
}

struct Case {
  nn::Network network;
  nn::Weights weights;
  Matrix<float> x{9, 3};
  explicit Case(nn::Network n) : network(std::move(n)), weights(network) {
    nn::initialise(network, weights, {}, kStream);
    for (const nn::Tensor& tensor : network.parameters())
      if (tensor.role == nn::Role::bias)
        for (std::size_t j = 0; j < tensor.cols; ++j)
          weights.parameters()[tensor.offset + j] = 0.1F * static_cast<float>(j) - 0.2F;
    data::fill_normals(kStream, 5, x);
  }
};

}  // namespace

TEST_CASE("gradients of R1, R2 and the gradient penalty are the differences of their definitions") {
  const nn::Activation kinds[] = {nn::leaky_relu(0.2F), nn::kRelu, nn::kTanh, nn::kSigmoid};
  const Penalties all[] = {{3, 0, 0}, {0, 2, 0}, {0, 0, 10}, {1, 2, 3}};
  for (const nn::Activation& first : kinds)
    for (const nn::Activation& second : kinds)
      for (const Penalties& p : all) {
        Case c(network_of(first, second));
        constexpr std::size_t kReal = 4;
        GradientPenalty penalties(p, c.network, 9, kStream);
        std::vector<float> gradients(c.network.parameter_size(), 0.0F), shares(kReal);
        kStream.uniforms(17, shares);
        penalties.add(c.weights, c.x, kReal, 17, gradients);
        std::vector<double> flat(c.weights.parameters().begin(), c.weights.parameters().end());
        double largest = 0;
        for (const float g : gradients) largest = std::max(largest, std::abs(static_cast<double>(g)));
        REQUIRE(largest > 1e-3);
        for (const nn::Tensor& tensor : c.network.parameters())
          for (std::size_t i = 0; i < tensor.rows; ++i)
            for (std::size_t j = 0; j < tensor.cols; ++j) {
              const std::size_t k = tensor.offset + i * tensor.ld + j;
              constexpr double kStep = 1e-6;
              const double before = flat[k];
              flat[k] = before + kStep;
              const double above = penalty(c.network, flat, c.x, kReal, p, shares);
              flat[k] = before - kStep;
              const double below = penalty(c.network, flat, c.x, kReal, p, shares);
              flat[k] = before;
              INFO(tensor.name << " (" << i << ", " << j << ")");
              REQUIRE(static_cast<double>(gradients[k]) ==
                      Approx((above - below) / (2 * kStep)).margin(2e-5 * largest + 1e-6));
            }
      }
}

TEST_CASE("a convolution's second derivative is that of the dense layer with its numbers") {
  const Shape image{4, 5, 2};
  const nn::Network down = nn::NetworkBuilder(image).convolution({3, 2, {}}, 3, nn::kTanh).dense(1, nn::kIdentity).build();
  nn::Weights weights(down);
  nn::initialise(down, weights, {}, kStream);
  // The convolution as a dense layer: its output at each unit vector, without its bias.
  const std::size_t inputs = image.size(), hidden = down.layers()[0]->outputs();
  nn::Network dense = nn::NetworkBuilder(inputs).dense(hidden, nn::kTanh).dense(1, nn::kIdentity).build();
  nn::Weights wide(dense);
  const nn::Convolution linear(static_cast<const nn::Convolution&>(*down.layers()[0]).geometry(), nn::kIdentity);
  Matrix<float> unit(inputs, inputs), columns(inputs, hidden);
  for (std::size_t i = 0; i < inputs; ++i) unit(i, i) = 1;
  linear.forward(weights.parameters(), {}, unit, columns, {}, nn::Context{});
  const auto& to = dense.parameters();
  const auto& from = down.parameters();
  for (std::size_t i = 0; i < inputs; ++i)
    for (std::size_t j = 0; j < hidden; ++j) wide.parameters()[to[0].offset + i * to[0].ld + j] = columns(i, j);
  for (std::size_t i = 0; i < hidden; ++i)
    wide.parameters()[to[2].offset + i * to[2].ld] = weights.parameters()[from[2].offset + i * from[2].ld];
  Matrix<float> x(6, inputs), g(6, inputs), g_dense(6, inputs);
  data::fill_normals(kStream, 3, x);
  std::vector<float> of_down(down.parameter_size(), 0.0F), of_dense(dense.parameter_size(), 0.0F);
  nn::InputGradient a(down, 6), b(dense, 6);
  a.gradient(weights, x, g);
  b.gradient(wide, x, g_dense);
  for (std::size_t i = 0; i < 6; ++i)
    for (std::size_t j = 0; j < inputs; ++j) CHECK(g(i, j) == Approx(g_dense(i, j)).margin(1e-6));
  a.add(weights, g, of_down);
  b.add(wide, g, of_dense);
  // A kernel's number stands in many places of the dense layer; the last layer's weights are the same ones.
  for (std::size_t i = 0; i < hidden; ++i)
    CHECK(of_down[from[2].offset + i * from[2].ld] == Approx(of_dense[to[2].offset + i * to[2].ld]).margin(1e-5));
  // And the sum over a channel's places of the bias' gradient.
  for (std::size_t channel = 0; channel < 3; ++channel) {
    double sum = 0;
    for (std::size_t j = channel; j < hidden; j += 3) sum += static_cast<double>(of_dense[to[1].offset + j]);
    CHECK(static_cast<double>(of_down[from[1].offset + channel]) == Approx(sum).margin(1e-5));
  }
}

TEST_CASE("networks without second derivatives are refused by the layer's name") {
  const nn::Network normal = nn::NetworkBuilder(2).dense(4, nn::kIdentity).batch_norm(nn::kRelu).dense(1, nn::kIdentity).build();
  CHECK(error_of([&] { GradientPenalty({1, 0, 0}, normal, 4, kStream); }).find("layer 2 (batch_norm) has no second derivative") !=
        std::string::npos);
  const nn::Network plain = network_of(nn::kTanh, nn::kTanh);
  CHECK(error_of([&] { GradientPenalty({-1, 0, 0}, plain, 4, kStream); }).find("weight -1 of a penalty") !=
        std::string::npos);
}

TEST_CASE("spectral normalisation leaves every weight a largest singular value of 1") {
  Case c(network_of(nn::kRelu, nn::kTanh));
  SpectralNorm spectral(c.network, c.weights, kStream);
  // By many steps of power iteration in double.
  const auto norm = [&](const nn::Tensor& tensor, std::span<const float> flat) {
    const auto w = tensor.in(flat);
    std::vector<double> v(w.cols, 1.0);
    double sigma = 0;
    for (int k = 0; k < 2000; ++k) {
      std::vector<double> u(w.rows, 0.0), next(w.cols, 0.0);
      for (std::size_t i = 0; i < w.rows; ++i)
        for (std::size_t j = 0; j < w.cols; ++j) u[i] += static_cast<double>(w(i, j)) * v[j];
      for (std::size_t i = 0; i < w.rows; ++i)
        for (std::size_t j = 0; j < w.cols; ++j) next[j] += static_cast<double>(w(i, j)) * u[i];
      sigma = std::sqrt(norm_of(next) / norm_of(v));
      const double size = norm_of(next);
      for (std::size_t j = 0; j < w.cols; ++j) v[j] = next[j] / size;
    }
    return sigma;
  };
  for (int k = 0; k < 200; ++k) spectral.renew(c.weights);
  for (const nn::Tensor& tensor : c.network.parameters())
    if (tensor.role == nn::Role::weight) {
      CHECK(norm(tensor, std::as_const(c.weights).parameters()) == Approx(1).epsilon(1e-5));
      CHECK(norm(tensor, spectral.trained()) != Approx(1).epsilon(1e-2));
    }
  // The gradient of f(W/σ(W)), f linear, is the difference of it: σ's own derivative is u vᵀ.
  const nn::Tensor tensor = c.network.parameters()[0];
  std::vector<float> slope(c.network.parameter_size(), 0.0F);
  kStream.normals(9, std::span(slope));
  std::vector<float> gradients = slope;
  spectral.to_trained(c.weights, gradients);
  const auto f = [&](std::span<const float> flat) {
    const auto w = tensor.in(flat);
    const auto s = tensor.in(std::span<const float>(slope));
    double sum = 0;
    for (std::size_t i = 0; i < w.rows; ++i)
      for (std::size_t j = 0; j < w.cols; ++j) sum += static_cast<double>(s(i, j)) * static_cast<double>(w(i, j));
    return sum / norm(tensor, flat);
  };
  for (std::size_t i = 0; i < tensor.rows; ++i) {
    const std::size_t k = tensor.offset + i * tensor.ld + i;
    std::vector<float> flat(spectral.trained().begin(), spectral.trained().end());
    const float before = flat[k], step = 1e-2F;
    flat[k] = before + step;
    const double above = f(flat), distance = static_cast<double>(flat[k]);
    flat[k] = before - step;
    CHECK(static_cast<double>(gradients[k]) ==
          Approx((above - f(flat)) / (distance - static_cast<double>(flat[k]))).epsilon(2e-3).margin(2e-3));
  }
}

TEST_CASE("a training with penalties and spectral norms resumes to the bit, and differs from one without") {
  const auto trained = [](const Penalties& penalties, bool spectral, std::uint64_t stop) {
    TrainerConfig config;
    config.batch = 20;
    config.steps = 12;
    config.penalties = penalties;
    config.spectral_norm = spectral;
    const auto make = [&] {
      return Trainer(perceptron(2, {8}, nn::kTanh, 2), perceptron(2, {8, 8}, nn::leaky_relu(0.2F), 1),
                     std::make_shared<data::Toy>("circle", 3), config);
    };
    Trainer first = make();
    while (first.steps_done() < stop) first.step();
    Trainer second = make();
    second.restore(first.state());
    while (second.steps_done() < config.steps) second.step();
    std::vector<float> all;
    for (const NamedTensor& tensor : second.state().tensors)
      if (tensor.name.starts_with("generator.") || tensor.name.starts_with("discriminator.2"))
        all.insert(all.end(), tensor.values.begin(), tensor.values.end());
    return all;
  };
  const std::vector<float> plain = trained({}, false, 5);
  for (const Penalties& penalties : {Penalties{1, 0, 0}, Penalties{0, 1, 0}, Penalties{0, 0, 1}, Penalties{}})
    for (const bool spectral : {false, true}) {
      const std::vector<float> whole = trained(penalties, spectral, 12);
      CHECK(whole == trained(penalties, spectral, 5));
      CHECK((whole == plain) == (!penalties.any() && !spectral));
    }
}

TEST_CASE("R1 pulls the discriminator's slope on real points down") {
  const auto slope_after = [](double r1) {
    TrainerConfig config;
    config.batch = 40;
    config.steps = 300;
    config.penalties.r1 = r1;
    config.discriminator.learning_rate = 5e-3;
    config.generator.learning_rate = 1e-7;
    Trainer trainer(perceptron(2, {8}, nn::kTanh, 2), perceptron(2, {16, 16}, nn::leaky_relu(0.2F), 1),
                    std::make_shared<data::Toy>("circle", 3), config);
    while (trainer.steps_done() < config.steps) trainer.step();
    Matrix<float> x(200, 2), g(200, 2);
    data::Toy("circle", 4).fill(0, x);
    nn::InputGradient(trainer.discriminator(), 200).gradient(trainer.discriminator_weights(), x, g);
    double sum = 0;
    for (std::size_t i = 0; i < 200; ++i) sum += norm_of(row_of(std::as_const(g).view(), i)) / 200;
    return sum;
  };
  CHECK(slope_after(10) < 0.3 * slope_after(0));
}
