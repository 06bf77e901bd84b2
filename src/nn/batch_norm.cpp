// SPDX-License-Identifier: MIT
#include "nn/batch_norm.hpp"

#include <cmath>

#include "nn/optimiser.hpp"
#include "simd/channels.hpp"
#include "simd/fma.hpp"

namespace verigan::nn {

namespace {

enum Tensors : std::size_t { scale = 0, shift = 1, running_mean = 0, running_variance = 1 };

/// Rows first, first + step, first + 2·step, …
template <class T>
MatrixView<T> every(MatrixView<T> x, std::size_t first, std::size_t step) {
  if (x.data == nullptr || first >= x.rows) return {nullptr, 0, x.cols, x.ld};
  return {x.data + first * x.ld, (x.rows - first + step - 1) / step, x.cols, x.ld * step};
}

}  // namespace

BatchNorm::BatchNorm(const Shape& shape, Activation f, const BatchNormSettings& settings)
    : shape_(shape),
      pixels_(shape.height * shape.width),
      channels_(shape.channels),
      activation_(f),
      settings_(settings) {
  require(pixels_ > 0 && channels_ > 0, "batch normalisation of ", pixels_, " pixels and ", channels_,
          " channels, expected at least 1 of each");
  require(settings.epsilon > 0 && std::isfinite(settings.epsilon),
          "batch normalisation's epsilon = ", settings.epsilon, ", expected a positive number");
  require(settings.momentum >= 0 && settings.momentum < 1, "batch normalisation's momentum = ",
          settings.momentum, ", expected [0, 1): the share of the running statistics that is kept");
  require(settings.groups > 0, "batch normalisation of 0 groups, expected at least 1");
  append(tensors_, "scale", Role::scale, 1, channels_);
  append(tensors_, "shift", Role::bias, 1, channels_);
  append(state_, "running_mean", Role::running_mean, 1, channels_);
  append(state_, "running_variance", Role::running_variance, 1, channels_);
}

// Of each group the means, then 1/√(variance + epsilon).
std::size_t BatchNorm::scratch(std::size_t) const { return 2 * channels_ * settings_.groups; }

void BatchNorm::statistics(MatrixView<const float> x, std::span<float> mean,
                           std::span<float> inverse_deviation, std::span<float> state,
                           bool first, double share_kept) const {
  const double values = static_cast<double>(x.rows * pixels_);
  require(values >= 2, "batch normalisation over ", values,
          " value of each channel, expected at least 2");
  std::vector<double> exact_mean(channels_), squares(channels_);
  simd::channel_moments(x, exact_mean, squares);
  const std::span<float> means = state_[running_mean].in(state).row(0);
  const std::span<float> variances = state_[running_variance].in(state).row(0);
  const double share = (1 - share_kept) / static_cast<double>(settings_.groups);
  const double keep = first ? share_kept : 1;
  for (std::size_t c = 0; c < channels_; ++c) {
    const double variance = squares[c] / values, unbiased = squares[c] / (values - 1);
    mean[c] = static_cast<float>(exact_mean[c]);
    inverse_deviation[c] =
        static_cast<float>(1 / std::sqrt(variance + static_cast<double>(settings_.epsilon)));
    means[c] = static_cast<float>(keep * static_cast<double>(means[c]) +
                                  share * exact_mean[c]);
    variances[c] = static_cast<float>(keep * static_cast<double>(variances[c]) +
                                      share * unbiased);
  }
}

void BatchNorm::forward(std::span<const float> parameters, std::span<float> state,
                        MatrixView<const float> x, MatrixView<float> y, std::span<float> scratch,
                        const Context& context) const {
  const std::size_t C = channels_, groups = settings_.groups;
  if (context.mode != Mode::infer) {
    const double keep = context.mode == Mode::calibrate ? context.keep
                                                        : static_cast<double>(settings_.momentum);
    for (std::size_t g = 0; g < groups; ++g) {
      const std::span<float> own = scratch.subspan(2 * C * g, 2 * C);
      const MatrixView<const float> members = every(x, g, groups);
      statistics(members, own.first(C), own.last(C), state, g == 0, keep);
      normalise(parameters, members, every(y, g, groups), own);
    }
    return;
  }
  for (std::size_t c = 0; c < C; ++c) {
    scratch[c] = state_[running_mean].in(state)(0, c);
    scratch[C + c] = 1.0f / std::sqrt(state_[running_variance].in(state)(0, c) + settings_.epsilon);
  }
  normalise(parameters, x, y, scratch.first(2 * C));
}

void BatchNorm::normalise(std::span<const float> parameters, MatrixView<const float> x,
                          MatrixView<float> y, std::span<const float> scratch) const {
  const std::size_t C = channels_;
  const std::span<const float> mean = scratch.first(C), inverse_deviation = scratch.last(C);
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
        to[c] = simd::fma(factor[c], from[c] - centre[c], beta[c]);
    }
    simd::activate(y.block_rows(n, 1), activation_.kind, activation_.slope);
  });
}

void BatchNorm::backward(std::span<const float> parameters, MatrixView<const float> x,
                         MatrixView<const float> y, MatrixView<float> dy, MatrixView<float> dx,
                         const Gradients& gradients, std::span<float> scratch) const {
  const std::size_t C = channels_, groups = settings_.groups;
  for (std::size_t g = 0; g < groups; ++g)
    backward_group(parameters, every(x, g, groups), every(y, g, groups), every(dy, g, groups),
                   every(dx, g, groups), gradients, g > 0, scratch.subspan(2 * C * g, 2 * C));
  if (gradients.update != nullptr) gradients.update->apply(gradients.values);
}

void BatchNorm::backward_group(std::span<const float> parameters, MatrixView<const float> x,
                               MatrixView<const float> y, MatrixView<float> dy,
                               MatrixView<float> dx, const Gradients& gradients, bool add,
                               std::span<const float> scratch) const {
  const std::size_t C = channels_;
  const std::span<const float> mean = scratch.first(C), inverse_deviation = scratch.subspan(C, C);
  // Σ dz and Σ dz·(x − mean) of each channel
  std::vector<double> sums(2 * C);
  const float* centre = mean.data();
  simd::sum_samples(x.rows, x.rows * x.cols, sums, [&](std::size_t n, std::span<float> sum) {
    const MatrixView<float> dz = dy.block_rows(n, 1);
    if (!gradients.is_preactivation_gradient)
      activation_backward(y.block_rows(n, 1), dz, activation_);
    for (std::size_t at = 0; at < x.cols; at += C) {
      const float *from = &x(n, at), *d = &dz(0, at);
      for (std::size_t c = 0; c < C; ++c) sum[c] += d[c];
      for (std::size_t c = 0; c < C; ++c) sum[C + c] = simd::fma(from[c] - centre[c], d[c], sum[C + c]);
    }
  });
  const std::span<double> dshift = std::span(sums).first(C), dscale = std::span(sums).last(C);
  for (std::size_t c = 0; c < C; ++c) dscale[c] *= static_cast<double>(inverse_deviation[c]);
  if (!gradients.values.empty()) {
    const MatrixView<float> by_scale = tensors_[scale].in(gradients.values),
                            by_shift = tensors_[shift].in(gradients.values);
    for (std::size_t c = 0; c < C; ++c) {
      const float ds = static_cast<float>(dscale[c]), db = static_cast<float>(dshift[c]);
      by_scale(0, c) = add ? by_scale(0, c) + ds : ds;
      by_shift(0, c) = add ? by_shift(0, c) + db : db;
    }
  }
  if (dx.data != nullptr) input_gradient(parameters, x, dy, dx, sums, scratch);
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
        to[c] = simd::fma(factor[c], d[c] - offset[c], slope[c] * (from[c] - centre[c]));
    }
  });
}

}  // namespace verigan::nn
