// SPDX-License-Identifier: MIT
// Batch normalisation as T60 looks at it.
#include <algorithm>
#include <cmath>

#include "nn/batch_norm.hpp"
#include "verification/altered.hpp"

namespace verigan::verification {
namespace {

using theory::RandomInstance;

class Normalised final : public Subject {
 public:
  NormalisedBatch definition;
  double momentum = 0;

  Table<Single> before(const Numbers& parameters, const Table<Single>& x) const override {
    return apply(definition, parameters, x);
  }
  // x̂ = (x − mean)/deviation; dshift = Σ dz, dscale = Σ dz·x̂,
  // dx = scale/deviation · (dz − dshift/M − x̂·dscale/M).
  Pulled backward(const Numbers& parameters, const Table<Single>& x,
                  const Table<Single>& dz) const override {
    Pulled pulled{Table<Single>(x.rows, x.cols), Numbers(parameters.size())};
    for (std::size_t g = 0; g < definition.groups; ++g) {
      for (std::size_t c = 0; c < definition.channels; ++c) {
        const auto [mean, variance, values] = moments(definition, x, g, c);
        const Single inverse = Single(1) / sqrt(variance + Single(definition.epsilon));
        Sum<Single> sum, product;
        definition.each(x.rows, g, c, [&, mean = mean](std::size_t i, std::size_t j) {
          sum.add(dz(i, j));
          product.add(dz(i, j), x(i, j) - mean);
        });
        const Single n = static_cast<double>(values);
        const Single dshift = sum.total(), dscale = product.total() * inverse;
        const Single factor = parameters[definition.scale + c] * inverse;
        const Single slope = factor * inverse * dscale / n;
        definition.each(x.rows, g, c, [&, mean = mean](std::size_t i, std::size_t j) {
          pulled.dx(i, j) = factor * (dz(i, j) - dshift / n) - slope * (x(i, j) - mean);
        });
        Single& by_scale = pulled.gradients[definition.scale + c];
        Single& by_shift = pulled.gradients[definition.shift + c];
        by_scale = by_scale + rounded(dscale.value, dscale.error);
        by_shift = by_shift + rounded(dshift.value, dshift.error);
      }
    }
    return pulled;
  }
  // CentredSamples by t = ηs, s the deviation, an x moves its own x − mean by at most ηs and s² by a
  // relative w ≤ 2η/√M·|x̂| + η² ≤ 2η + η², as |x̂| ≤ √M. For η ≤ 1/5 so 1/s by at most
  // w ≤ 2.2 η ≤ ½ of itself, and scale·x̂ by |scale| (η(1 + w) + √M w) ≤ |scale| η (1.5 + 2.2 √M).
  double radius(const Numbers& parameters, const Table<Single>& x) const override {
    double least = 1;
    for (std::size_t g = 0; g < definition.groups; ++g) {
      for (std::size_t c = 0; c < definition.channels; ++c) {
        const auto m = moments(definition, x, g, c);
        const double root = std::sqrt(static_cast<double>(m.values));
        const double deviation = std::sqrt(m.variance.value + definition.epsilon);
        const double scale = std::abs(parameters[definition.scale + c].value);
        const double eta = std::min(0.2, 1 / (scale * (1.5 + 2.2 * root)));
        least = std::min({least, eta * deviation, 1 / root});
      }
    }
    return least;
  }
  // running ← momentum·running + (1 − momentum)·mean over the groups, of the batch's means and, as
  // Algorithm 2 of Ioffe & Szegedy has it, unbiased variances.
  Numbers next_state(const Numbers& state, const Table<Single>& x) const override {
    Numbers next(state);
    const std::vector<nn::Tensor> running = layer->state();
    const Single kept = momentum, share = (1 - momentum) / static_cast<double>(definition.groups);
    for (std::size_t c = 0; c < definition.channels; ++c) {
      Single& mean = next[running[0].offset + c];
      Single& variance = next[running[1].offset + c];
      mean = kept * mean, variance = kept * variance;
      for (std::size_t g = 0; g < definition.groups; ++g) {
        const auto batch = moments(definition, x, g, c);
        const auto values = static_cast<double>(batch.values);
        mean = mean + share * batch.mean;
        variance = variance + share * (batch.variance * Single(values / (values - 1)));
      }
    }
    return next;
  }
  bool infers_otherwise() const override { return true; }
  Table<Single> inferred(const Numbers& parameters, const Numbers& state,
                         const Table<Single>& x) const override {
    const std::vector<nn::Tensor> running = layer->state();
    Table<Single> y(x.rows, x.cols);
    for (std::size_t i = 0; i < x.rows; ++i)
      for (std::size_t j = 0; j < x.cols; ++j) {
        const std::size_t c = j % definition.channels;
        const Single mean = state[running[0].offset + c], variance = state[running[1].offset + c];
        const Single inverse = Single(1) / sqrt(variance + Single(definition.epsilon));
        const Single factor = parameters[definition.scale + c] * inverse;
        y(i, j) =
            activate(factor * (x(i, j) - mean) + parameters[definition.shift + c], activation);
      }
    return y;
  }
};

void forget_deviation(Normalised& subject) {
  const NormalisedBatch definition = subject.definition;
  alter(subject, [definition](const nn::Layer& layer, const Call& call) {
    run_backward(layer, call);  // leaves dz in dy, 1/deviation in the scratch memory
    for (std::size_t g = 0; g < definition.groups; ++g)
      for (std::size_t c = 0; c < definition.channels; ++c) {
        const float factor = call.parameters[definition.scale + c] *
                             call.scratch[(2 * g + 1) * definition.channels + c];
        float sum = 0, values = 0;
        const auto each = [&](auto visit) { definition.each(call.x.rows, g, c, visit); };
        each([&](std::size_t i, std::size_t j) { sum += call.dy(i, j), ++values; });
        each([&](std::size_t i, std::size_t j) {
          call.dx(i, j) = factor * (call.dy(i, j) - sum / values);
        });
      }
  });
}

}  // namespace

std::unique_ptr<Subject> random_batch_norm(RandomInstance& draw, Mistake mistake) {
  auto subject = std::make_unique<Normalised>();
  const std::size_t pixels = random_extent(draw, 6), channels = random_extent(draw, 9);
  const std::size_t groups = random_extent(draw, 3);
  const std::size_t least = pixels == 1 ? 2 : 1;  // two values of each channel at least
  subject->batch = groups * (least + draw.below(4));
  const nn::BatchNormSettings settings{.epsilon = static_cast<float>(draw.log_uniform(0.01, 0.5)),
                                       .momentum = static_cast<float>(draw.uniform(0, 0.99)),
                                       .groups = groups};
  subject->activation = random_activation(draw);
  subject->layer = std::make_shared<nn::BatchNorm>(Shape{1, pixels, channels}, subject->activation, settings);
  const std::vector<nn::Tensor> tensors = subject->layer->parameters();
  subject->definition = {
      pixels,           channels, groups, static_cast<double>(settings.epsilon), tensors[0].offset,
      tensors[1].offset};
  subject->momentum = static_cast<double>(settings.momentum);
  if (mistake == Mistake::no_derivative)
    alter(*subject, std::make_shared<nn::BatchNorm>(Shape{1, pixels, channels}, nn::kIdentity, settings));
  if (mistake == Mistake::no_deviation) forget_deviation(*subject);
  return subject;
}

}  // namespace verigan::verification
