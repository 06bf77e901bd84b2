// SPDX-License-Identifier: MIT
#include "nn/batch_norm.hpp"

#include <cmath>

#include "nn/optimiser.hpp"
#include "simd/channels.hpp"

namespace verigan::nn {

namespace {

enum Tensors : std::size_t { scale = 0, shift = 1, running_mean = 0, running_variance = 1 };

}  // namespace

BatchNorm::BatchNorm(std::size_t pixels, std::size_t channels, Activation f,
                     const BatchNormSettings& settings)
    : pixels_(pixels), channels_(channels), activation_(f), settings_(settings) {
  require(pixels > 0 && channels > 0, "batch normalisation of ", pixels, " pixels and ", channels,
          " channels, expected at least 1 of each");
  require(settings.epsilon > 0 && std::isfinite(settings.epsilon),
          "batch normalisation's epsilon = ", settings.epsilon, ", expected a positive number");
  require(settings.momentum >= 0 && settings.momentum < 1, "batch normalisation's momentum = ",
          settings.momentum, ", expected [0, 1): the share of the running statistics that is kept");
  append(tensors_, "scale", Role::scale, 1, channels);
  append(tensors_, "shift", Role::bias, 1, channels);
  append(state_, "running_mean", Role::running_mean, 1, channels);
  append(state_, "running_variance", Role::running_variance, 1, channels);
}

// The batch's means, then 1/√(variance + epsilon).
std::size_t BatchNorm::scratch(std::size_t) const { return 2 * channels_; }

void BatchNorm::statistics(MatrixView<const float> x, std::span<float> mean,
                           std::span<float> inverse_deviation, std::span<float> state) const {
  const double values = static_cast<double>(x.rows * pixels_);
  require(values >= 2, "batch normalisation in training over ", values,
          " value of each channel, expected at least 2");
  std::vector<double> exact_mean(channels_), squares(channels_);
  simd::channel_moments(x, exact_mean, squares);
  const std::span<float> means = state_[running_mean].in(state).row(0);
  const std::span<float> variances = state_[running_variance].in(state).row(0);
  const double keep = static_cast<double>(settings_.momentum);
  for (std::size_t c = 0; c < channels_; ++c) {
    const double variance = squares[c] / values, unbiased = squares[c] / (values - 1);
    mean[c] = static_cast<float>(exact_mean[c]);
    inverse_deviation[c] =
        static_cast<float>(1 / std::sqrt(variance + static_cast<double>(settings_.epsilon)));
    means[c] = static_cast<float>(keep * static_cast<double>(means[c]) +
                                  (1 - keep) * exact_mean[c]);
    variances[c] = static_cast<float>(keep * static_cast<double>(variances[c]) +
                                      (1 - keep) * unbiased);
  }
}

void BatchNorm::forward(std::span<const float> parameters, std::span<float> state,
                        MatrixView<const float> x, MatrixView<float> y, std::span<float> scratch,
                        const Context& context) const {
  const std::size_t C = channels_;
  const std::span<float> mean = scratch.first(C), inverse_deviation = scratch.subspan(C, C);
  if (context.mode == Mode::train) {
    statistics(x, mean, inverse_deviation, state);
  } else {
    for (std::size_t c = 0; c < C; ++c) {
      mean[c] = state_[running_mean].in(state)(0, c);
      inverse_deviation[c] =
          1.0f / std::sqrt(state_[running_variance].in(state)(0, c) + settings_.epsilon);
    }
  }
  // y = factor · (x − mean) + shift
  const std::span<const float> gamma = tensors_[scale].in(parameters).row(0);
  const float* beta = tensors_[shift].in(parameters).data;
  std::vector<float> factors(C);
  for (std::size_t c = 0; c < C; ++c) factors[c] = gamma[c] * inverse_deviation[c];
  const float *factor = factors.data(), *centre = mean.data();
  // Sample by sample: what is normalised is still in the cache when it is activated.
  simd::for_each_sample(x.rows, x.rows * x.cols, [&](std::size_t n) {
    for (std::size_t at = 0; at < x.cols; at += C) {
      const float* from = &x(n, at);
      float* to = &y(n, at);
      for (std::size_t c = 0; c < C; ++c)
        to[c] = std::fma(factor[c], from[c] - centre[c], beta[c]);
    }
    simd::activate(y.block_rows(n, 1), activation_.kind, activation_.slope);
  });
}

void BatchNorm::backward(std::span<const float> parameters, MatrixView<const float> x,
                         MatrixView<const float> y, MatrixView<float> dy, MatrixView<float> dx,
                         const Gradients& gradients, std::span<float> scratch) const {
  const std::size_t C = channels_;
  const std::span<const float> mean = scratch.first(C), inverse_deviation = scratch.subspan(C, C);
  // Σ dz and Σ dz·(x − mean) of each channel
  std::vector<double> sums(2 * C);
  const float* centre = mean.data();
  simd::sum_samples(x.rows, x.rows * x.cols, sums, [&](std::size_t n, std::span<float> sum) {
    const MatrixView<float> dz = dy.block_rows(n, 1);
    activation_backward(y.block_rows(n, 1), dz, {}, activation_);
    for (std::size_t at = 0; at < x.cols; at += C) {
      const float *from = &x(n, at), *d = &dz(0, at);
      for (std::size_t c = 0; c < C; ++c) sum[c] += d[c];
      for (std::size_t c = 0; c < C; ++c) sum[C + c] = std::fma(from[c] - centre[c], d[c], sum[C + c]);
    }
  });
  const std::span<double> dshift = std::span(sums).first(C), dscale = std::span(sums).last(C);
  for (std::size_t c = 0; c < C; ++c) dscale[c] *= static_cast<double>(inverse_deviation[c]);
  if (!gradients.values.empty()) {
    for (std::size_t c = 0; c < C; ++c) {
      tensors_[scale].in(gradients.values)(0, c) = static_cast<float>(dscale[c]);
      tensors_[shift].in(gradients.values)(0, c) = static_cast<float>(dshift[c]);
    }
  }
  if (dx.data != nullptr) input_gradient(parameters, x, dy, dx, sums, scratch);
  if (gradients.descent != nullptr) gradients.descent->apply(gradients.values);
}

void BatchNorm::input_gradient(std::span<const float> parameters, MatrixView<const float> x,
                               MatrixView<const float> dz, MatrixView<float> dx,
                               std::span<const double> sums, std::span<const float> scratch) const {
  const std::size_t C = channels_;
  const std::span<const float> inverse_deviation = scratch.subspan(C, C);
  const std::span<const double> dshift = sums.first(C), dscale = sums.last(C);
  const float* centre = scratch.data();
  // dx = factor · (dz − dshift / M) + slope · (x − mean), slope = −factor · dscale / (M · deviation)
  const double values = static_cast<double>(x.rows * pixels_);
  const std::span<const float> gamma = tensors_[scale].in(parameters).row(0);
  std::vector<float> factors(C), slopes(C), offsets(C);
  for (std::size_t c = 0; c < C; ++c) {
    const double inverse = static_cast<double>(inverse_deviation[c]);
    const double f = static_cast<double>(gamma[c]) * inverse;
    factors[c] = static_cast<float>(f);
    slopes[c] = static_cast<float>(-f * inverse * dscale[c] / values);
    offsets[c] = static_cast<float>(dshift[c] / values);
  }
  const float *factor = factors.data(), *slope = slopes.data(), *offset = offsets.data();
  simd::for_each_sample(x.rows, x.rows * x.cols, [&](std::size_t n) {
    for (std::size_t at = 0; at < x.cols; at += C) {
      const float *from = &x(n, at), *d = &dz(n, at);
      float* to = &dx(n, at);
      for (std::size_t c = 0; c < C; ++c)
        to[c] = std::fma(factor[c], d[c] - offset[c], slope[c] * (from[c] - centre[c]));
    }
  });
}

}  // namespace verigan::nn
