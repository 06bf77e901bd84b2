// SPDX-License-Identifier: MIT
#pragma once

#include "nn/activation.hpp"
#include "nn/layer.hpp"

namespace verigan::nn {

struct BatchNormSettings {
  float epsilon = 1e-5f;   ///< added to the variance; > 0
  float momentum = 0.9f;   ///< share of the running statistics kept at each step; in [0, 1)
  /// In training, samples i, i + groups, i + 2·groups, … are a batch of their own: M counts these, and
  /// the running statistics move towards the mean of the groups'. For samples that are judged together.
  std::size_t groups = 1;
};

/// Batch normalisation (Ioffe & Szegedy 2015) of each channel over the samples and, in convolutional
/// networks, over the pixels: with M = B·pixels values of a channel,
///   mean = Σ x / M,  variance = Σ (x − mean)² / M,
///   y = f(scale · (x − mean) / √(variance + epsilon) + shift).
/// Training uses the mini-batch and moves running ← momentum·running + (1 − momentum)·batch, with
/// the unbiased variance (their Algorithm 2); inference uses the running ones. Calibration puts
/// Context::keep in the place of momentum: passes p = 0, 1, … that keep p/(p + 1) leave the means over all
/// passes, the standing statistics (Brock et al. 2019, appendix C).
/// Backward, x̂ the normalised x and dz = dy·f′: dshift = Σ dz, dscale = Σ dz·x̂,
///   dx = scale / √(variance + epsilon) · (dz − dshift / M − x̂ · dscale / M).
class BatchNorm final : public Layer {
 public:
  /// One scale and shift for each channel. Throws verigan::Error for values out of range.
  BatchNorm(const Shape& shape, Activation f, const BatchNormSettings& settings = {});

  std::string kind() const override { return "batch_norm"; }
  Shape input_shape() const override { return shape_; }
  Shape output_shape() const override { return shape_; }
  std::vector<Tensor> parameters() const override { return tensors_; }
  std::vector<Tensor> state() const override { return state_; }
  Activation activation() const override { return activation_; }
  const BatchNormSettings& settings() const { return settings_; }
  std::size_t scratch(std::size_t batch) const override;
  /// Throws verigan::Error in training and calibration when a channel has fewer than two values in some group.
  void forward(std::span<const float> parameters, std::span<float> state,
               MatrixView<const float> x, MatrixView<float> y, std::span<float> scratch,
               const Context& context) const override;
  void backward(std::span<const float> parameters, MatrixView<const float> x,
                MatrixView<const float> y, MatrixView<float> dy, MatrixView<float> dx,
                const Gradients& gradients, std::span<float> scratch) const override;

 private:
  /// Of one group; the running statistics keep a share of what they are before the first group.
  void statistics(MatrixView<const float> x, std::span<float> mean, std::span<float> deviation,
                  std::span<float> state, bool first, double keep) const;
  /// y of one group, from the means and deviations in `scratch`.
  void normalise(std::span<const float> parameters, MatrixView<const float> x, MatrixView<float> y,
                 std::span<const float> scratch) const;
  /// dx of one group; its gradients into `gradients`, or added to them, unless that is empty.
  void backward_group(std::span<const float> parameters, MatrixView<const float> x,
                      MatrixView<const float> y, MatrixView<float> dy, MatrixView<float> dx,
                      const Gradients& gradients, bool add, std::span<const float> scratch) const;
  /// dx from dz, the gradient before the activation, and the sums Σ dz, Σ dz·(x − mean)/deviation.
  void input_gradient(std::span<const float> parameters, MatrixView<const float> x,
                      MatrixView<const float> dz, MatrixView<float> dx,
                      std::span<const double> sums, std::span<const float> scratch) const;

  Shape shape_;
  std::size_t pixels_, channels_;
  Activation activation_;
  BatchNormSettings settings_;
  std::vector<Tensor> tensors_, state_;
};

}  // namespace verigan::nn
