// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <memory>
#include <utility>

#include "verification/layer_subjects.hpp"

// Layers whose backward pass is made wrong: what T60 must catch.
namespace verigan::verification {

/// What a backward pass is called with.
struct Call {
  std::span<const float> parameters;
  MatrixView<const float> x, y;
  MatrixView<float> dy, dx;
  const nn::Gradients& gradients;
  std::span<float> scratch;
};
inline void run_backward(const nn::Layer& layer, const Call& call) {
  layer.backward(call.parameters, call.x, call.y, call.dy, call.dx, call.gradients, call.scratch);
}

/// A layer whose backward pass is another's.
class Altered final : public nn::Layer {
 public:
  using Backward = std::function<void(const nn::Layer& layer, const Call& call)>;
  Altered(std::shared_ptr<const nn::Layer> layer, Backward backward)
      : layer_(std::move(layer)), backward_(std::move(backward)) {}

  std::string kind() const override { return layer_->kind(); }
  Shape input_shape() const override { return layer_->input_shape(); }
  Shape output_shape() const override { return layer_->output_shape(); }
  std::size_t classes() const override { return layer_->classes(); }
  std::vector<nn::Tensor> parameters() const override { return layer_->parameters(); }
  std::vector<nn::Tensor> state() const override { return layer_->state(); }
  std::size_t scratch(std::size_t batch) const override { return layer_->scratch(batch); }
  void forward(std::span<const float> parameters, std::span<float> state, MatrixView<const float> x,
               MatrixView<float> y, std::span<float> scratch,
               const nn::Context& context) const override {
    layer_->forward(parameters, state, x, y, scratch, context);
  }
  void backward(std::span<const float> parameters, MatrixView<const float> x,
                MatrixView<const float> y, MatrixView<float> dy, MatrixView<float> dx,
                const nn::Gradients& gradients, std::span<float> scratch) const override {
    backward_(*layer_, {parameters, x, y, dy, dx, gradients, scratch});
  }

 private:
  std::shared_ptr<const nn::Layer> layer_;
  Backward backward_;
};

inline void alter(Subject& subject, Altered::Backward backward) {
  subject.layer = std::make_shared<Altered>(subject.layer, std::move(backward));
}
/// The backward pass of another layer instead.
inline void alter(Subject& subject, std::shared_ptr<const nn::Layer> other) {
  alter(subject, [other](const nn::Layer&, const Call& call) { run_backward(*other, call); });
}

}  // namespace verigan::verification
