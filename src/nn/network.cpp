// SPDX-License-Identifier: MIT
#include "nn/network.hpp"

#include <algorithm>

#include "nn/dense.hpp"
#include "nn/dropout.hpp"
#include "nn/maxout.hpp"
#include "nn/optimiser.hpp"

namespace verigan::nn {

namespace {

// Moves a layer's tensors behind `base` and names them after the layer. Returns the floats they take.
std::size_t place(std::vector<Tensor> tensors, std::size_t base, const std::string& prefix,
                  std::vector<Tensor>& all) {
  std::size_t size = 0;
  for (Tensor& tensor : tensors) {
    size = std::max(size, tensor.offset + tensor.size());
    tensor.offset += base;
    tensor.name = prefix + tensor.name;
    all.push_back(std::move(tensor));
  }
  return size;
}

// Whether outputs of one shape may be taken for inputs of the other.
bool fits(const Shape& from, const Shape& to) {
  return from == to || (from.size() == to.size() && !(from.image() && to.image()));
}

std::string text(const Shape& shape) {
  if (!shape.image()) return std::to_string(shape.size());
  return message(shape.height, " x ", shape.width, " x ", shape.channels);
}

}  // namespace

Network::Network(std::vector<std::shared_ptr<const Layer>> layers) : layers_(std::move(layers)) {
  require(!layers_.empty(), "a network of 0 layers, expected at least 1");
  for (std::size_t l = 0; l < layers_.size(); ++l) {
    const Layer& layer = *layers_[l];
    if (l > 0) {
      const Shape before = layers_[l - 1]->output_shape(), here = layer.input_shape();
      require(fits(before, here), "layer ", l + 1, " (", layer.kind(), ") takes ", text(here),
              " inputs, the layer before it gives ", text(before));
    }
    const std::size_t classes = layer.classes();
    require(classes == 0 || classes_ == 0 || classes == classes_, "layer ", l + 1, " (", layer.kind(),
            ") takes labels of ", classes, " classes, the layers before it of ", classes_);
    classes_ = std::max(classes_, classes);
    const std::string prefix = std::to_string(l + 1) + "." + layer.kind() + ".";
    Slot slot{parameter_size_, 0, state_size_, 0};
    slot.parameter_size = place(layer.parameters(), parameter_size_, prefix, parameters_);
    slot.state_size = place(layer.state(), state_size_, prefix, state_);
    parameter_size_ += slot.parameter_size;
    state_size_ += slot.state_size;
    slots_.push_back(slot);
  }
}

bool Network::samplewise() const {
  return std::ranges::all_of(layers_, [](const auto& layer) { return layer->samplewise(); });
}

std::size_t Network::parameter_count() const {
  std::size_t count = 0;
  for (const Tensor& tensor : parameters_) count += tensor.rows * tensor.cols;
  return count;
}

void Network::run(std::span<const float> parameters, std::span<float> state,
                  MatrixView<const float> x, MatrixView<float> y, Workspace& workspace,
                  const Context& context) const {
  ensure(x.cols == inputs() && y.cols == outputs() && x.rows == y.rows && x.rows <= workspace.batch_,
         "shapes of a forward pass");
  MatrixView<const float> in = x;
  Context here = context;
  for (std::size_t l = 0; l < layers_.size(); ++l) {
    const Slot& slot = slots_[l];
    const bool last = l + 1 == layers_.size();
    here.layer = static_cast<std::uint32_t>(l);
    const MatrixView<float> out = last ? y : workspace.outputs_[l].view().block_rows(0, x.rows);
    layers_[l]->forward(parameters.subspan(slot.parameters, slot.parameter_size),
                        state.subspan(slot.state, slot.state_size), in, out,
                        workspace.scratch_[l].row(0), here);
    in = out;
  }
}

void Network::forward(Weights& weights, MatrixView<const float> x, MatrixView<float> y, Workspace& workspace,
                      const Context& context) const {
  run(std::as_const(weights).parameters(), weights.state(), x, y, workspace, context);
}

void Network::infer(const Weights& weights, MatrixView<const float> x, MatrixView<float> y,
                    Workspace& workspace, std::span<const Label> labels) const {
  // Layers only read the running statistics in inference mode.
  const std::span<const float> state = weights.state();
  run(weights.parameters(), {const_cast<float*>(state.data()), state.size()}, x, y, workspace,
      Context{Mode::infer, nullptr, 0, 0, labels});
}

void Network::backward(const Weights& weights, MatrixView<const float> x, MatrixView<const float> y,
                       MatrixView<float> dy, Workspace& workspace, std::span<float> gradients,
                       MatrixView<float> dx, bool add,
                       const ParameterUpdate* update) const {
  ensure(gradients.empty() || gradients.size() == parameter_size_, "one gradient per parameter");
  ensure(!add || samplewise(), "blocks of rows only where rows do not mix");
  ensure(update == nullptr || !gradients.empty(), "an update has room for gradients");
  const std::size_t batch = x.rows;
  MatrixView<float> d = dy;
  bool is_preactivation = false;
  for (std::size_t l = layers_.size(); l-- > 0;) {
    const Slot& slot = slots_[l];
    const Layer& layer = *layers_[l];
    const bool first = l == 0;
    const MatrixView<const float> in =
        first ? x : std::as_const(workspace.outputs_[l - 1]).view().block_rows(0, batch);
    const MatrixView<const float> out =
        l + 1 == layers_.size() ? y : std::as_const(workspace.outputs_[l]).view().block_rows(0, batch);
    const std::size_t width = layer.inputs();
    const MatrixView<float> before =
        first ? dx
              : MatrixView<float>(workspace.gradient_[l % 2].data(), batch, width,
                                  padded_ld(width, sizeof(float)));
    if (first && dx.data == nullptr && gradients.empty()) return;
    Gradients of_layer;
    of_layer.add = add;
    of_layer.is_preactivation_gradient = is_preactivation;
    if (!first) of_layer.input_activation = layers_[l - 1]->activation();
    if (!gradients.empty())
      of_layer.values = gradients.subspan(slot.parameters, slot.parameter_size);
    ParameterUpdate step;
    if (update != nullptr && slot.parameter_size > 0) {
      step = update->slice(slot.parameters, slot.parameter_size);
      of_layer.update = &step;
    }
    layer.backward(weights.parameters().subspan(slot.parameters, slot.parameter_size), in, out, d,
                   before, of_layer, workspace.scratch_[l].row(0));
    is_preactivation = layer.fuses_activation_backward();
    d = before;
  }
}

Weights::Weights(const Network& network)
    : parameters_(1, network.parameter_size()), state_(1, network.state_size()) {}

Workspace::Workspace(const Network& network, std::size_t batch) : batch_(batch) {
  std::size_t widest = 1;
  const auto& layers = network.layers();
  for (std::size_t l = 0; l < layers.size(); ++l) {
    if (l + 1 < layers.size()) outputs_.emplace_back(batch, layers[l]->outputs());
    scratch_.emplace_back(1, layers[l]->scratch(batch));
    if (l > 0) widest = std::max(widest, padded_ld(layers[l]->inputs(), sizeof(float)));
  }
  for (Matrix<float>& gradient : gradient_) gradient = Matrix<float>(1, batch * widest);
}

NetworkBuilder& NetworkBuilder::dense(std::size_t outputs, Activation f) {
  return dense(Shape{1, 1, outputs}, f);
}

NetworkBuilder& NetworkBuilder::dense(const Shape& output, Activation f) {
  return add(std::make_shared<Dense>(width(), output, f));
}

NetworkBuilder& NetworkBuilder::maxout(std::size_t outputs, std::size_t pieces) {
  auto last = std::make_shared<Maxout>(outputs, pieces);
  return dense(last->inputs(), kIdentity).add(std::move(last));
}

NetworkBuilder& NetworkBuilder::convolution(const Kernel& kernel, std::size_t features, Activation f,
                                            Bias bias) {
  return add(std::make_shared<Convolution>(convolution_shape(shape_, kernel, features), f, bias));
}

NetworkBuilder& NetworkBuilder::fractionally_strided(const Kernel& kernel, const Shape& image,
                                                     Activation f, Bias bias) {
  auto layer = std::make_shared<FractionallyStridedConvolution>(
      convolution_shape(image, kernel, shape_.channels), f, bias);
  require(fits(shape_, layer->input_shape()), "a fractionally strided convolution to ", text(image),
          " takes ", text(layer->input_shape()), " features, the layer before it gives ", text(shape_));
  return add(std::move(layer));
}

NetworkBuilder& NetworkBuilder::batch_norm(Activation f, const BatchNormSettings& settings) {
  return add(std::make_shared<BatchNorm>(shape_, f, settings));
}

NetworkBuilder& NetworkBuilder::dropout(float rate) {
  return rate == 0 ? *this : add(std::make_shared<Dropout>(shape_, rate));
}

NetworkBuilder& NetworkBuilder::conditioned(const Conditioning& how) {
  return add(std::make_shared<Conditioned>(shape_, how));
}

NetworkBuilder& NetworkBuilder::add(std::shared_ptr<const Layer> layer) {
  shape_ = layer->output_shape();
  layers_.push_back(std::move(layer));
  return *this;
}

}  // namespace verigan::nn
